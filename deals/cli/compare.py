"""The command that sets regimes side by side: it reads arguments and shows the library's answer."""

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.table import Table

import deals
from deals.cli.asked import asked_for
from deals.cli.exits import exit_codes, not_proven
from deals.cli.output import PlainConsole, plain, say_json
from deals.cli.ready import folder, ready
from deals.comparison import pages
from deals.comparison.comparing import check_folder
from deals.page.wording import counted

RULE = " │ "
"""What stands between two columns."""
TITLE = 26
"""Letters of a regime's title in a line."""


def compare(
    scenario: Annotated[str, typer.Argument(help="Name of a packaged scenario, or a YAML file.")] = "leverage-2025",
    regime: Annotated[
        list[str] | None,
        typer.Option(help="A regime, with measures after plus signs; give it again for more. All where left out."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for tables and figures.")] = Path("out/compare"),
    ruling: Annotated[bool, typer.Option("--ruling", help="Replay the tariff ruling of 20 February 2026.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the regimes out.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of changed or added rows, laid over the tables.")] = None,
) -> None:
    """Compare export regimes on one scenario, and write tables and figures."""
    with exit_codes():
        ready(("--out", out, folder(check_folder)))
        comparison = deals.compare(asked_for(scenario, data), regime or None, ruling=ruling, workers=workers)
        written = comparison.save(out)
        if as_json:
            document = {
                "scenario": comparison.scenario.name,
                "timing": json.loads(comparison.timing.to_json(orient="index")),
                "failed": dict(comparison.failed),
                "stopped_usd_bn": comparison.stopped,
                "differences": comparison.differences.to_dict(),
                "indicative": comparison.indicative.to_dict(),
                "goals": json.loads(comparison.goals.to_json(orient="index")),
                "physical": json.loads(comparison.physical.to_json(orient="index")),
                "concessions": json.loads(comparison.concessions.reset_index().to_json(orient="records")),
                "binding": comparison.binding.to_dict(),
                "files": [str(path) for path in written],
            }
            say_json(plain(document))
            not_proven(_stopped(comparison))
            return
        console = PlainConsole()
        for line in pages.timing_lines(comparison):
            console.print(line, "", markup=False, highlight=False)
        for title, frame in (
            (f"What differs, {comparison.differences.name}", comparison.differences.to_frame("has")),
            ("Gains by goal, USD bn of 2025", pages.shown(comparison.goals, ",.1f")),
            *((title, pages.physical(comparison, goal)) for goal, (title, _) in pages.BY_GOAL.items()),
            ("What partners give: USD bn to the United States (partners)", pages.concessions(comparison)),
            (f"Who wins and who loses, {comparison.differences.name}, USD bn", pages.winners(comparison)),
            ("What binds", comparison.binding.to_frame()),
        ):
            for part in _parts(pages.titled(frame), console.width):
                console.print(_table(title, part), "")
        if not comparison.indicative.empty:
            names = "; ".join(comparison.titles[str(name)] for name in comparison.indicative.index)
            console.print(f"Indicative only, for they rest on counts and shares that are judgements: {names}")
        console.print(f"{counted(len(written), 'file')} in {out}", markup=False)
        not_proven(_stopped(comparison))


def _stopped(comparison: deals.Comparison) -> str:
    """Regimes whose plan time stopped, in words."""
    told = (f"{comparison.titles[name]} may miss up to USD {gap:.2g} bn" for name, gap in comparison.stopped.items())
    return "; ".join(told)


def _parts(frame: pd.DataFrame, width: int) -> list[pd.DataFrame]:
    """Columns in groups that fit side by side with no word and no figure cut."""
    left = room = width - TITLE
    groups: list[list[str]] = [[]]
    for column in frame.columns:
        needed = _width(frame, column) + len(RULE)
        if needed > left and groups[-1]:
            groups.append([])
            left = room
        groups[-1].append(column)
        left -= needed
    return [frame[group] for group in groups]


def _width(frame: pd.DataFrame, column: str) -> int:
    """Letters of the longest word in a column."""
    return max(len(word) for cell in (column, *frame[column]) for word in str(cell).split() or [""])


def _table(title: str, frame: pd.DataFrame) -> Table:
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    table.add_column("regime", width=TITLE)
    for column in frame.columns:
        if _numbers(frame, str(column)):
            table.add_column(str(column), justify="right", width=_width(frame, column))
        else:
            table.add_column(str(column), min_width=_width(frame, column))
    for name, row in zip(frame.index, frame.to_numpy().tolist(), strict=True):
        table.add_row(str(name), *map(str, row))
    return table


def _numbers(frame: pd.DataFrame, column: str) -> bool:
    """Whether a column of text holds figures."""
    return all(str(cell)[:1] in "-+0123456789" for cell in frame[column])
