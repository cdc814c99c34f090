"""A proposal as a folder of tables, term sheets, figures and a report: all of it, or nothing."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from deals.kit.dust import swept
from deals.kit.errors import InputError, Problem
from deals.page.chart import Chart
from deals.page.document import markdown
from deals.proposal.contents import ProposalContents
from deals.proposal.figures.accessible import access_map
from deals.proposal.figures.exchange import gives_and_gains
from deals.proposal.figures.signing import calendar
from deals.proposal.report import report_page
from deals.proposal.term_sheet import term_sheet_markdown

DRAWN: dict[str, Callable[[ProposalContents], Chart]] = {
    "gives-and-gains": gives_and_gains,
    "access-map": access_map,
    "calendar": calendar,
}
CONTENTS = frozenset({"packages.csv", "summary.csv", "report.md", "term-sheets", "figures"})


def export(proposal: ProposalContents, folder: str | Path) -> Path:
    """Write a proposal into `folder`.

    Everything is written beside the folder first and then put in its place, so that a reader never finds half of it.
    An earlier export there is replaced as a whole; a folder that holds anything else is refused.

    Returns
    -------
    Path
        The folder: packages.csv, summary.csv, report.md, term-sheets/<CODE>.md, figures/*.png and *.svg.

    Raises
    ------
    InputError
        If `folder` is a file, or holds what no export wrote.
    OSError
        If the disk refuses. The folder is then as it was.
    """
    target = check_folder(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh, old = workshop / "fresh", workshop / "old"
        fresh.mkdir()
        _write(proposal, fresh)
        if target.exists():
            target.replace(old)
        try:
            fresh.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return target


def check_folder(folder: str | Path) -> Path:
    """Check that an export may go to `folder`, before anything long is begun for it; nothing is made or changed.

    Raises
    ------
    InputError
        If `folder` is a file, or holds what no export wrote.
    """
    target, named = Path(folder).absolute(), str(folder)
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise InputError(
            Problem("", "folder", named, "is no folder of its own", "name a folder; it is made if missing")
        )
    if target.is_dir() and (foreign := sorted({path.name for path in target.iterdir()} - CONTENTS)):
        named_first = ", ".join(foreign[:3])
        fix = "name a new or empty folder, or one that holds an earlier export and nothing else"
        raise InputError(Problem("", "folder", named, f"holds other files, which would be lost: {named_first}", fix))
    return target


def _write(proposal: ProposalContents, folder: Path) -> None:
    swept(proposal.packages).to_csv(folder / "packages.csv", index=False, lineterminator="\n")
    summary = proposal.summary.assign(flags=["; ".join(flags) for flags in proposal.summary["flags"]])
    swept(summary).to_csv(folder / "summary.csv", lineterminator="\n")
    sheets, figures = folder / "term-sheets", folder / "figures"
    sheets.mkdir()
    figures.mkdir()
    for partner in map(str, proposal.summary.index):
        (sheets / f"{partner}.md").write_text(term_sheet_markdown(proposal.deal(partner)), encoding="utf-8")
    for name, draw in DRAWN.items():
        chart = draw(proposal)
        chart.save(figures / f"{name}.png")
        chart.save(figures / f"{name}.svg")
    (folder / "report.md").write_text(markdown(report_page(proposal)), encoding="utf-8")
