"""The rows of the tiny question as text, one a line: what the formulation writes, to be read and checked by hand.

``python -m tests.model.golden`` writes them anew where a rule has changed on purpose; read what differs.
"""

from pathlib import Path

import numpy as np

from deals.model.families import REGISTER
from deals.model.rows.objective import goal_terms
from tests.model import tiny

FILE = Path(__file__).with_name("golden_rows.txt")
REGIMES = ("leverage", "refined_tiers")
"""One regime that links chips and trade, and one that does not and that promotes."""

LIMITS = (
    {"partner": "IND", "term": "purchases", "at_most": 12, "by": "2026Q2"},
    {"partner": "IND", "term": "tariff_to", "at_most": 18},
    {"partner": "MYS", "term": "investment", "at_least": 4},
    {"partner": "IND", "term": "chips", "exactly": 25},
    {"partner": "IND", "term": "tariff_relief", "at_least": 6},
    {"group": ("IND", "MYS"), "term": "chips", "at_least": 15, "by": "2026Q2"},
    {"group": ("MYS", "IND"), "term": "deals", "at_least": 1, "by": "2026Q2"},
    {"partner": "MYS", "first": True},
)
"""One of every kind of limit of one's own."""


def lines(regime: str) -> list[str]:
    """Every row of every family, and the objective by goal."""
    orders = {"must_sign": ("MYS",), "must_not_sign": ("ARE",), "caps": {"IND": 33.0}, "limits": LIMITS}
    choices = tiny.written(tiny.question(regime, **orders), alike=True)
    snapshot = choices.program.snapshot()
    arrays, told = snapshot.arrays, [f"# {regime}"]
    for name in REGISTER:
        for key in snapshot.rows.keys(name):
            row = snapshot.rows.position(name, key)
            columns, values = arrays.matrix.row(row)
            terms = sorted((snapshot.columns.written(c), float(v)) for c, v in zip(columns, values, strict=True))
            low, high = float(arrays.row_lower[row]), float(arrays.row_upper[row])
            side, limit = ("<=", high) if np.isfinite(high) else (">=", low)
            told.append(f"{snapshot.rows.written(row)}: {_sum(terms)} {side} {limit + 0.0:.6g}")
    for goal, pairs in goal_terms(choices).items():
        terms = sorted((snapshot.columns.written(v.id), w) for v, w in pairs)
        told.append(f"objective[{goal}]: {_sum(terms)}")
    return told


def _sum(terms: list[tuple[str, float]]) -> str:
    return " ".join(f"{value:+.6g} {name}" for name, value in terms) or "0"


def text() -> str:
    """The whole file."""
    return "\n".join(line for regime in REGIMES for line in lines(regime)) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
