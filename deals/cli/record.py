"""``deals score``: forecasts against what happened."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from deals.cli.exits import exit_codes
from deals.cli.output import PlainConsole, plain, say_json
from deals.page.wording import number, percent
from deals.record.outlook.forecasts import SIGNED, fingerprint, read_forecasts, read_outcomes
from deals.record.outlook.scored import LEVEL
from deals.record.outlook.scored import score as scored


def score(
    file: Annotated[Path, typer.Argument(help="Forecasts, a CSV file.")],
    outcomes: Annotated[Path, typer.Argument(help="What happened, a CSV file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Score forecasts against what happened: who was best at what, and whether by more than chance."""
    with exit_codes():
        found = scored(read_forecasts(file), read_outcomes(outcomes))
        document: dict[str, Any] = {
            "file": str(file),
            "fingerprint": fingerprint(file),
            "outcomes": str(outcomes),
            "outcomes_fingerprint": fingerprint(outcomes),
            "waiting": found.waiting,
            "dropped": found.dropped,
            "unasked": found.unasked,
            "sentence": found.sentence,
            "scores": json.loads(found.table.reset_index().to_json(orient="records")),
        }
        if as_json:
            say_json(plain(document))
        else:
            _show(document)


def _show(document: dict[str, Any]) -> None:
    console = PlainConsole()
    title = f"Less is better; {percent(LEVEL)} intervals; Brier score of {SIGNED}, else pinball loss"
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for name in ("Question", "Forecaster"):
        table.add_column(name)
    for name in ("Scored", "Score", "Low", "High", "Log", "In 50%", "In 80%"):
        table.add_column(name, justify="right")
    for row in document["scores"]:
        headline = row["brier"] if row["question"] == SIGNED else row["pinball"]
        told = [_told(value) for value in (headline, row["low"], row["high"], row["log"])]
        shares = ["–" if row[name] is None else percent(row[name]) for name in ("coverage_50", "coverage_80")]
        table.add_row(row["question"], row["forecaster"], str(row["scored"]), *told, *shares)
    console.print(table)
    for line in (document["sentence"], f"Forecasts: {document['file']}, SHA-256 {document['fingerprint']}"):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _told(value: float | None) -> str:
    return "–" if value is None else number(value)
