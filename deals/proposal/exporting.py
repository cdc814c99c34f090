"""A proposal as a folder of tables, term sheets, figures and a report: all of it, or nothing."""

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from deals.kit.folder import output
from deals.kit.spreadsheet import csv_of
from deals.page.chart import Chart
from deals.page.document import markdown
from deals.page.stages import stage
from deals.plan.identity import run_of
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
MADE_BY = "deals propose"
ALWAYS = (
    *("packages.csv", "summary.csv", "report.md", "scenario.yaml"),
    *(f"figures/{name}.{ending}" for name in DRAWN for ending in ("png", "svg")),
)
"""Files of every export; a term sheet for each deal comes to these."""


def export(proposal: ProposalContents, folder: str | Path) -> Path:
    """Write a proposal into `folder`.

    A reader finds an earlier export or this one, never some of both. What others keep in the folder stays.

    Returns
    -------
    Path
        The folder: packages.csv, summary.csv, report.md, scenario.yaml, term-sheets/<CODE>.md, figures/*.png and *.svg,
        and manifest.json, by which a later export knows what it may replace.

    Raises
    ------
    InputError
        If `folder` is a file, or a file in it is in the way that no export wrote, or that was changed since.
    NotWrittenError
        If the disk refuses. The folder is then as it was.
    """
    check_folder(folder)
    run = proposal.report
    found = {
        "run_on": run.made_on,
        "status": run.status,
        "gap": _number(run.gap),
        "gap_usd_bn": _number(run.absolute_gap),
    }
    about = {**run_of(proposal.scenario), **found, "seconds": round(run.seconds, 3)}
    return output.write_folder(folder, MADE_BY, about, files(proposal))


def check_folder(folder: str | Path) -> Path:
    """Check that an export may go to `folder`, before anything long is begun for it; nothing is made or changed.

    Raises
    ------
    InputError
        As for :func:`export`.
    """
    return output.check_folder(folder, MADE_BY, ALWAYS)


def files(proposal: ProposalContents) -> dict[str, bytes]:
    """Every file of an export by its path: the same bits for the same proposal, whenever it was made."""
    with ThreadPoolExecutor(1) as beside:
        # Solvers need no lock of Python's: one finds who misses by how much while another prices limits and all else is
        # written.
        asked = beside.submit(lambda: proposal.left_out)
        proposal.binding()
        written = _all_but_the_report(proposal)
        with stage("asking by how much others miss"):
            asked.result()
    return {**written, "report.md": markdown(report_page(proposal)).encode()}


def _all_but_the_report(proposal: ProposalContents) -> dict[str, bytes]:
    summary = proposal.summary.assign(flags=["; ".join(flags) for flags in proposal.summary["flags"]])
    left = _unproven(proposal)
    packages = csv_of(proposal.packages.assign(**left), index=False)
    tables = {"packages.csv": packages, "summary.csv": csv_of(summary.assign(**left))}
    sheets = {
        f"term-sheets/{partner}.md": term_sheet_markdown(proposal.deal(partner)).encode()
        for partner in map(str, proposal.summary.index)
    }
    charts = {name: replace(draw(proposal), note=proposal.stopped) for name, draw in DRAWN.items()}
    figures = {f"figures/{name}.png": chart.png() for name, chart in charts.items()}
    figures |= {f"figures/{name}.svg": chart.svg().encode() for name, chart in charts.items()}
    return {**tables, **sheets, **figures, "scenario.yaml": proposal.scenario.to_yaml().encode()}


def _unproven(proposal: ProposalContents) -> dict[str, Any]:
    """Columns that every table of a plan that time stopped has besides: status, and gap in USD bn."""
    run = proposal.report
    return {"plan_status": run.status, "plan_gap_usd_bn": run.absolute_gap} if proposal.stopped else {}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
