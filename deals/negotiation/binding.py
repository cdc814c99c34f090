"""What holds the plan back: rules at their limit, with the price of relaxing each, in words."""

import pandas as pd

from deals.negotiation.plan import Plan

COLUMNS = ["rule", "subject", "price_down", "price_up", "unit", "holds_from", "holds_to", "limit", "sentence"]
TIGHT = 1e-6

RULES = {
    "chip supply": (
        "chips",
        "USD bn per thousand H100e of supply",
        "one more thousand H100e of supply in {} would bring",
    ),
    "diversion budget": (
        "diversion",
        "USD bn per thousand H100e diverted",
        "a looser diversion budget in {} would bring",
    ),
    "worst-case diversion": ("diversion", "USD bn per thousand H100e", "a looser worst-case limit in {} would bring"),
    "investment capacity": (
        "concessions",
        "USD bn per USD bn",
        "if {} could invest one billion more, that would bring",
    ),
    "matching within chips": (
        "concessions",
        "USD bn per USD bn",
        "if {} could match one billion more, that would bring",
    ),
    "country allocation": ("chips", "USD bn per thousand H100e", "a larger allocation for {} would bring"),
    "channel beside the allocation": ("chips", "USD bn per thousand H100e", "a wider channel for {} would bring"),
    "ceiling": ("chips", "USD bn per thousand H100e", "a higher ceiling for {} would bring"),
    "participation": (
        "partners",
        "USD bn per USD bn",
        "each billion {} would have to gain beyond its reservation value costs",
    ),
}
"""Families with a price: what they ration, the unit of the price, and the sentence that says it."""


def binding_table(plan: Plan) -> pd.DataFrame:
    """Rules at their limit. Prices are those of the programme with the set and dates of deals fixed.

    `price_down` and `price_up` are the changes of the United States' gain per unit when the limit is lowered and
    raised; they differ where the optimum is degenerate.
    """
    rows = []
    for family, (_, unit, words) in RULES.items():
        if not plan.choices.program.keys(family):
            continue
        slack = plan.solution.slack(family)
        tight = [key for key, left in slack.items() if abs(left) <= TIGHT and _concerns(plan, family, key)]
        if not tight:
            continue
        prices = plan.solution.prices(family, keys=tight)
        for key in tight:
            row = prices.loc[key]
            if max(abs(row["price_down"]), abs(row["price_up"])) <= TIGHT:
                continue
            subject = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
            price = abs(float(row["price_up"]))
            rows.append(
                {
                    "rule": family,
                    "subject": subject,
                    "price_down": float(row["price_down"]),
                    "price_up": float(row["price_up"]),
                    "unit": unit,
                    "holds_from": float(row["holds_from"]),
                    "holds_to": float(row["holds_to"]),
                    "limit": float(row["limit"]),
                    "sentence": f"{words.format(subject).capitalize()} the United States USD {price:.3g} bn.",
                }
            )
    rows += _teams(plan)
    return pd.DataFrame(rows, columns=COLUMNS)


def _concerns(plan: Plan, family: str, key: object) -> bool:
    """A partner that does not sign has a row of zeros: at its limit, and nothing to tell."""
    by_partner = family in ("participation", "investment capacity", "matching within chips", "ceiling")
    return not by_partner or key in plan.signed


def _teams(plan: Plan) -> list[dict[str, object]]:
    rows = []
    for label, left in plan.solution.slack("negotiating teams").items():
        if left < 1:
            rows.append(
                {
                    "rule": "negotiating teams",
                    "subject": str(label),
                    "price_down": float("nan"),
                    "price_up": float("nan"),
                    "unit": "USD bn per team",
                    "holds_from": float("nan"),
                    "holds_to": float("nan"),
                    "limit": float("nan"),
                    "sentence": f"Every team is busy in {label}; deals are yes or no, so teams have no price at the margin.",
                }
            )
    return rows
