"""What the United States does without a deal, partner by partner, and what the chips of a plan displace."""

from collections import defaultdict

import pandas as pd

from deals.plan.plan import SMALLEST, Plan

ALONE_COLUMNS = ["name", "opened_kh", "chips_us_value", "announced", "in_force", "rate", "rate_us_value", "us_value"]


def displaced_cost_by_kh(plan: Plan) -> dict[int, float]:
    """Cost of displacement in each period, shared over chips granted and opened: USD bn for a thousand H100e."""
    cost: dict[int, float] = defaultdict(float)
    granted: dict[int, float] = defaultdict(float)
    for (period, step), amount in plan.values["displaced"].items():
        cost[period] += amount * plan.asked.displaced[period, step].cost
    for grant in plan.asked.deliverable:
        granted[grant.period] += plan.delivered(grant)
    return defaultdict(float, {p: cost[p] / amount for p, amount in granted.items() if amount > SMALLEST})


def done_alone(plan: Plan) -> pd.DataFrame:
    """What the United States does toward each partner without a deal, by partner.

    Columns: thousand H100e opened and what they bring less what they displace; rates announced, in force and set alone
    (percent, missing where a threat stands) and what setting it brings over the threat; both together. USD bn.
    """
    question, displaced = plan.asked, displaced_cost_by_kh(plan)
    names = {p.code: p.name for p in plan.question.partners}
    opened: dict[str, float] = defaultdict(float)
    chips: dict[str, float] = defaultdict(float)
    for cell in question.cells:
        if amount := plan.opened(cell):
            opened[cell.partner] += amount
            chips[cell.partner] += amount * (cell.us - displaced[cell.period])
    free, rows = set(plan.unthreatened), {}
    for code in dict.fromkeys([*opened, *plan.unthreatened]):
        rate = question.alone.get(code)
        worth = rate.worth if rate is not None and code in free else 0.0
        rows[code] = {
            "name": names.get(code, code),
            "opened_kh": opened[code],
            "chips_us_value": chips[code],
            "announced": rate.announced if rate is not None else float("nan"),
            "in_force": rate.in_force if rate is not None else float("nan"),
            "rate": rate.best if rate is not None and code in free else float("nan"),
            "rate_us_value": worth,
            "us_value": chips[code] + worth,
        }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=ALONE_COLUMNS).rename_axis("partner")
    return frame.sort_values("us_value", ascending=False)
