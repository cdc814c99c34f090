"""When deals are signed and when the chips in them arrive."""

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import NOTHING, chips, number
from deals.proposal.contents import ProposalContents

if TYPE_CHECKING:
    import altair as alt

WIDTH, ROW = 660, 21
COLUMNS = (46, 96)
"""Narrowest and widest a period is drawn."""
DARKENING = 10
"""A cell reaches the next shade when its chips are this many times more."""


def calendar(proposal: ProposalContents) -> Chart:
    """Draw the calendar: when each deal is signed and by how many teams, and the chips that each period brings.

    Cells say how many thousand H100e the deal adds in the period; darker ones hold more.
    """
    import altair as alt  # heavy

    data = schedule(proposal)
    periods = [period.label for period in proposal.scenario.periods()]
    order = list(proposal.summary["name"])
    column = min(max(WIDTH / len(periods), COLUMNS[0]), COLUMNS[1])
    x = alt.X("period:O", scale=alt.Scale(domain=periods), axis=alt.Axis(title=None, orient="top", labelAngle=0))
    y = alt.Y("name:N", scale=alt.Scale(domain=order), axis=alt.Axis(title=None, labelLimit=140))
    drawn = alt.layer(*_cells(data, x, y), *_totals(proposal, y, column * len(periods))).properties(
        width=column * len(periods),
        height=ROW * len(order),
        title=alt.TitleParams(
            "When deals are signed, and when their chips arrive",
            subtitle=[
                "Diamonds: signing, with its teams, which may hold other talks in the same period too.",
                "Grey cells: in force, the deal adds no chips then.",
                "Blue cells: chips that the deal adds in the period, thousand H100e (8-bit), with sums at the right.",
            ],
        ),
    )
    return Chart(data, drawn)


def schedule(proposal: ProposalContents) -> pd.DataFrame:
    """State of every deal in every period from its signing on, with the chips it adds (thousand H100e, 8-bit)."""
    granted = proposal.schedule.groupby(["partner", "quarter"])["granted_kh"].sum()
    rows = []
    for code, deal in proposal.summary.iterrows():
        for period in proposal.scenario.periods():
            if period.quarters[-1] < deal["quarter"]:
                continue
            amount = sum(float(granted.get((code, quarter), 0.0)) for quarter in period.quarters)
            rows.append(
                {
                    "partner": code,
                    "name": str(deal["name"]),
                    "period": period.label,
                    "state": "signing" if deal["quarter"] in period.quarters else "in force",
                    "teams": float(deal["teams"]),
                    "chips_kh": amount,
                }
            )
    return pd.DataFrame(rows, columns=["partner", "name", "period", "state", "teams", "chips_kh"])


def _cells(data: pd.DataFrame, x: "alt.X", y: "alt.Y") -> list["alt.Chart"]:
    import altair as alt  # heavy

    full = data.assign(
        shade=[_shade(amount) for amount in data["chips_kh"]],
        text=[number(amount, 3 if amount >= 1 else 2) if amount >= NOTHING else "" for amount in data["chips_kh"]],
        added=[chips(amount) for amount in data["chips_kh"]],
        table=[
            f"{teams:g}" if state == "signing" else ""
            for teams, state in zip(data["teams"], data["state"], strict=True)
        ],
    )
    tooltip = [
        alt.Tooltip("name:N", title="Partner"),
        alt.Tooltip("period:O", title="Period"),
        alt.Tooltip("state:N", title="Deal"),
        alt.Tooltip("added:N", title="Chips added"),
    ]
    base = alt.Chart(dataset(full)).encode(x=x, y=y, tooltip=tooltip)
    steps = list(range(len(style.DELIVERIES)))
    cells = base.mark_rect(stroke=colour(style.PLATE), strokeWidth=2).encode(
        color=alt.Color("shade:O", scale=alt.Scale(domain=steps, range=shades(style.DELIVERIES)), legend=None)
    )
    deep = " : ".join(
        f"datum.shade == {step} ? ({tone.expression()})" for step, tone in enumerate(style.ON_DELIVERIES[:-1])
    )
    ink = alt.ExprRef(f"{deep} : ({style.ON_DELIVERIES[-1].expression()})")
    figures = base.mark_text(fontSize=11, color=ink).encode(text="text:N")
    signing = alt.Chart(dataset(full[full["state"] == "signing"])).encode(x=x, y=y, tooltip=tooltip)
    diamonds = signing.mark_point(
        shape="diamond", filled=True, size=90, opacity=1, color=colour(style.DISK), xOffset=-8
    )
    teams = signing.mark_text(align="left", dx=2, fontSize=11, color=colour(style.INK)).encode(text="table:N")
    return [cells, figures, diamonds, teams]


def _shade(amount: float) -> int:
    """Step of darkness: none, below 1, below 10, below 100 thousand H100e, and more."""
    if amount < NOTHING:
        return 0
    return min(max(math.floor(math.log(amount, DARKENING)) + 2, 1), len(style.DELIVERIES) - 1)


def _totals(proposal: ProposalContents, y: "alt.Y", width: float) -> list["alt.Chart"]:
    import altair as alt  # heavy

    sums = proposal.summary[["name", "chips_kh"]].copy()
    sums["text"] = [number(amount) if amount >= NOTHING else "–" for amount in sums["chips_kh"]]
    base = alt.Chart(dataset(sums)).encode(y=y)
    place = alt.value(width + 44)
    look: dict[str, Any] = {"align": "right", "fontSize": 11.5}
    heading = alt.Chart(dataset(sums.head(1))).mark_text(text="in all", color=colour(style.MUTED), **look)
    return [
        base.mark_text(color=colour(style.INK), **look).encode(x=place, text="text:N"),
        heading.encode(x=place, y=alt.value(-14)),
    ]
