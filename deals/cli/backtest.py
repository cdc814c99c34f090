"""``deals record`` and ``deals backtest``: what was really agreed, and how the model does on it."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

import deals
from deals.cli.exits import exit_codes
from deals.cli.output import PlainConsole, say_json_text
from deals.cli.ready import ready
from deals.kit.errors import InputError, Problem
from deals.kit.folder.place import place_for_file
from deals.kit.folder.whole import write_whole
from deals.page.wording import listed, money, number, percent, rate
from deals.plan.plan import SMALLEST, solve
from deals.plan.rounds import settled
from deals.plan.tables import summary_table, terms_table
from deals.record.signed.listing import listing
from deals.record.signed.reading_files import COLUMNS, recorded
from deals.record.trial.backtest import Backtest, check_deals
from deals.record.trial.backtest import backtest as scored
from deals.record.weighing.worlds import DRAWS
from deals.world.naming.economies import named

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def record(
    partner: Annotated[str, typer.Argument(help="Of one partner only, by name or ISO code.")] = "",
    as_json: Json = False,
) -> None:
    """List real deals: who, when, at what stage, each term with its unit, what the model makes of it, its source."""
    with exit_codes():
        found = recorded()
        partner = named(partner, found, "partner with a deal on record") if partner else ""
        table = listing({partner: found[partner]} if partner else found)
        if as_json:
            say_json_text(table.to_json(orient="records", date_format="iso", indent=2, force_ascii=False))
            return
        console = PlainConsole()
        for (code, deal), rows in table.groupby(["partner", "deal"], sort=False):
            stages = ", ".join(dict.fromkeys(rows["stage"]))
            shown = Table(title=f"{code}: {deal} ({stages})", title_justify="left", show_edge=False, pad_edge=False)
            for column in ("Date", "Gives", "Term", "Amount", "Read as"):
                shown.add_column(column, no_wrap=column == "Date")
            for row in rows.to_dict("records"):
                side = "US" if row["side"] == "us" else "partner"
                shown.add_row(str(row["date"]), side, row["term"], row["amount"], row["read as"])
            console.print(shown, "")


def backtest(
    scenario: Annotated[str, typer.Argument(help="Name of a packaged scenario, or a YAML file.")] = "leverage-2025",
    file: Annotated[
        Path | None, typer.Option("--deals", help=f"A CSV file of further deals, a row a term: {listed([*COLUMNS])}.")
    ] = None,
    draws: Annotated[int, typer.Option(help="Worlds to draw for odds and bands.", min=16)] = DRAWS,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Leave out what became known after this day.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan/--no-plan", help="Solve the plan too, to score its chips.")] = True,
    out: Annotated[Path | None, typer.Option(help="Write the result to this new file.")] = None,
    as_json: Json = False,
) -> None:
    """Score a scenario against real deals, beside rules that know nothing of the model."""
    with exit_codes():
        ready(("--out", out, _new_file))
        asked = deals.load(scenario)
        day = until.date() if until else None
        check_deals(asked, file, day)
        granted = _granted(asked) if plan else None
        found = scored(asked, file, draws=draws, until=day, granted=granted)
        text = json.dumps(found.record, indent=2, ensure_ascii=False, allow_nan=False)
        if out is not None:
            write_whole(out, lambda path: path.write_text(text + "\n", encoding="utf-8"))
        if as_json:
            say_json_text(text)
        else:
            _show(found)


def _new_file(path: Path) -> None:
    """Check that a file may be put where nothing is yet."""
    if path.exists():
        raise InputError(Problem("", "path", str(path), "is there already", "name a new file"))
    place_for_file(path)


def _granted(asked: deals.Scenario) -> dict[str, float]:
    """Thousand H100e that the deals of the plan grant, by partner."""
    made = solve(settled(asked), checked=False)
    chips = summary_table(made, terms_table(made))["chips_kh"]
    return {str(code): float(amount) for code, amount in chips.items() if amount > SMALLEST}


def _show(found: Backtest) -> None:
    console = PlainConsole()
    scores = Table(title=found.sentence, title_justify="left", show_edge=False, pad_edge=False)
    for name in ("Score", "Model", "80%", "Best naive rule", "Cases"):
        scores.add_column(name, justify="left" if name in {"Score", "Best naive rule"} else "right")
    for score in found.scores:
        interval = f"{rate(score.low)} to {rate(score.high)}" if score.low == score.low else "–"
        naive = "–" if score.best is None else f"{rate(score.best[1])} ({score.best[0]})"
        scores.add_row(score.what, rate(score.model), interval, naive, str(score.cases))
    console.print(scores, "")
    for title, rows in (
        ("Deals of the file", found.own_zone),
        ("Real deals at the rates of their own day", found.zone),
    ):
        if len(rows):
            console.print(_zone(title, rows), "")
    learned = Table(title="What the deals teach", title_justify="left", show_edge=False, pad_edge=False)
    for name in ("", "Low", "Value", "High"):
        learned.add_column(name, justify="right" if name else "left")
    for _, row in found.learned.table.iterrows():
        learned.add_row(row["what"], *(number(row[column]) for column in ("low", "value", "high")))
    console.print(learned, "")
    console.print(found.structural.sentence, "", highlight=False)
    for code, why in found.skipped.items():
        console.print(f"{code} left out: {why}", highlight=False)


def _zone(title: str, rows: Any) -> Table:
    zone = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for name in ("Partner", "Signed", "To the US", "To the partner", "As judged", "With lessons", "Odds"):
        zone.add_column(name, justify="left" if name in {"Partner", "Signed"} else "right")
    for _, row in rows.iterrows():
        gains = (money(row[column], sign=True) for column in ("us", "partner_gain"))
        told = ("inside" if row[column] else "outside" for column in ("inside", "inside_learned"))
        zone.add_row(row["name"], str(row["signed"]), *gains, *told, percent(row["odds"]))
    return zone
