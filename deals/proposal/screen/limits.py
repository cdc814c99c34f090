"""What holds the plan back: a line for every rule at its limit, with those whom it holds back most."""

import math
from typing import Any

import pandas as pd

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import money
from deals.plan.binding import TEAMS
from deals.proposal.contents import ProposalContents

MOST_NAMED, MOST_RULES = 4, 10
NOTE = "Prices hold with the set and dates of deals fixed."


def limits(proposal: ProposalContents) -> list[Block]:
    """A line for each rule at its limit, those first of which one unit moves the gain most."""
    binding = proposal.binding()
    heading = Heading("What holds the plan back")
    if binding.empty:
        return [heading, Paragraph("No rule at its limit.")]
    rules = [(str(name), of_rule) for name, of_rule in binding.groupby("rule", sort=False)]
    rules.sort(key=lambda rule: -_size(rule[1]))
    rows = [_teams(of_rule) if name == TEAMS else _row(of_rule) for name, of_rule in rules[:MOST_RULES]]
    return [heading, Table(("Where it holds most", "And elsewhere"), rows), Paragraph(NOTE, "note")]


def _size(of_rule: pd.DataFrame) -> float:
    """The largest price of a rule; teams, which have none, come first."""
    found = of_rule["price_up"].abs().replace(math.inf, float("nan")).max()
    return math.inf if math.isnan(found) else float(found)


def _teams(of_rule: pd.DataFrame) -> tuple[str, str]:
    """Periods in which all teams are busy."""
    first, *others = of_rule.to_dict("records")
    return str(first["sentence"]), f"as in {', '.join(str(row['name']) for row in others)}" if others else "–"


def _row(of_rule: pd.DataFrame) -> tuple[str, str]:
    """Where a unit more moves the gain most, and what it does elsewhere."""
    rows = of_rule.assign(size=of_rule["price_up"].abs()).sort_values("size", ascending=False, kind="stable")
    first, *others = rows.to_dict("records")
    named = [f"{row['name']} {_worth(row)}" for row in others[:MOST_NAMED]]
    if more := others[MOST_NAMED:]:
        named.append(f"{len(more)} more, down to {more[-1]['name']} {_worth(more[-1])}")
    return str(first["sentence"]), ", ".join(named) or "–"


def _worth(row: dict[Any, Any]) -> str:
    return "no more can be kept" if math.isinf(row["size"]) else money(float(row["size"]))
