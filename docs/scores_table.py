"""Writes the tables of the page about real deals from the kept backtest."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from deals.page.wording import money, rate
from deals.world import data_folder

PAGE = Path(__file__).with_name("record.md")
KEPT = data_folder() / "backtests" / "leverage-2025.json"
BEGIN, END = "<!-- {name}: written by scores_table.py -->", "<!-- end of {name} -->"


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d %B %Y}".removeprefix("0")


def scores(kept: Mapping[str, Any]) -> str:
    """Every score, its interval, and the best rule that knows nothing of the model."""
    rows = []
    for score in kept["scores"]:
        interval = "–" if score["low"] is None else f"{rate(score['low'])} to {rate(score['high'])}"
        naive = "–" if score["naive"] is None else f"{rate(score['naive'])} ({score['naive_is']})"
        rows.append([score["what"], rate(score["model"]), interval, naive, str(score["cases"])])
    said = f"Backtest of {_day(kept['run_on'])}: `{kept['scenario']}`, {kept['draws']} draws."
    return f"{said}\n\n{_table(['score', 'model', '80% of resamples', 'best naive rule', 'cases'], rows)}"


def vintages(kept: Mapping[str, Any]) -> str:
    """Deals inside the zone by the half-year of signing."""
    rows = [[str(row[name]) for name in ("vintage", "deals", "inside", "inside_learned")] for row in kept["by_vintage"]]
    return _table(["signed in", "deals", "inside as judged", "inside with what the others teach"], rows)


def learned(kept: Mapping[str, Any]) -> str:
    """What all deals together teach."""
    rows = [[row["what"], *(rate(row[name]) for name in ("low", "value", "high"))] for row in kept["learned"]]
    return _table(["", "low", "value", "high"], rows)


def structural(kept: Mapping[str, Any]) -> str:
    """How much rests on numbers that became known later."""
    sentence = kept["structural"]["sentence"]
    return f"As the kept backtest has it, {sentence[0].lower()}{sentence[1:]}"


def outside(kept: Mapping[str, Any]) -> str:
    """Deals that what the others teach does not explain: what each side lacks."""
    rows = []
    for deal in kept["deals"]:
        if not deal["inside_learned"]:
            lacks = (money(max(0.0, -deal[side])) for side in ("partner_learned", "us_learned"))
            rows.append([deal["name"], _day(deal["signed"]), *("–" if x == "USD 0" else x for x in lacks)])
    return _table(["deal with", "signed", "the partner lacks", "the United States lacks"], rows)


def empty(kept: Mapping[str, Any]) -> str:
    """Deals in which the model sees nothing."""
    names = [deal["name"] for deal in kept["deals"] if deal["empty"]]
    return f"In the kept backtest {len(names)} of {len(kept['deals'])}: {', '.join(names)}."


BLOCKS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "scores": scores,
    "vintages": vintages,
    "learned": learned,
    "structural": structural,
    "outside": outside,
    "empty": empty,
}


def page_with_scores(text: str) -> str:
    """The page with its tables as the kept backtest has them."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    for name, write in BLOCKS.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, rest = text.split(begin)
        text = f"{before}{begin}\n\n{write(kept)}\n\n{end}{rest.split(end)[1]}"
    return text


if __name__ == "__main__":
    PAGE.write_text(page_with_scores(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
