"""What each side of every deal gives and gains."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import MINUS, NOTHING, amount, counted, money, number
from deals.proposal.contents import ProposalContents

if TYPE_CHECKING:
    import altair as alt

MOST = 20
"""Partners with a row of their own; the rest share one."""
WIDTH = 580
"""Width of both panels together, so that a dollar is as long on one side as on the other."""
ROW = 22
NET = 44
"""Room to the right of a panel for the column of net gains."""
US, PARTNER = "United States", "Partner"
OTHERS = "other"
VALUES = {US: "us_value", PARTNER: "partner_value"}
NETS = {US: "us_gain", PARTNER: "partner_gain"}
KEYS = ["partner", "name", "place", "side", "group", "rank", "term", "amount"]
REST = {US: "Cost of the talks", PARTNER: "Political cost of a deal"}


def gives_and_gains(proposal: ProposalContents) -> Chart:
    """Draw what every deal is worth to each side: to the right what it gains, to the left what it gives up.

    Both panels have one scale, USD bn of 2025 in present value. The dot is what is left to that side.
    """
    import altair as alt  # heavy

    data = exchange(proposal)
    order = list(dict.fromkeys(data["name"]))
    spans = {side: _span(data[data["side"] == side]) for side in VALUES}
    total = sum(high - low for low, high in spans.values())
    panels = []
    for side, (low, high) in spans.items():
        width = WIDTH * (high - low) / total
        panels.append(_panel(data[data["side"] == side], side, order, (low, high), width, first=side == US))
    gain = money(proposal.baselines.gain)
    drawn = alt.hconcat(*panels, spacing=58).properties(
        title=alt.TitleParams(
            "What each side gives and gains",
            subtitle=[
                f"{counted(len(proposal.summary), 'deal')}, each where its talks hold; present value.",
                f"The plan with what is done alone, talks failing as judged: {gain}.",
                "Bars to the right are gains, to the left what is given up; the dot is what remains.",
                *_division(data),
            ],
        )
    )
    return Chart(data, drawn)


def exchange(proposal: ProposalContents) -> pd.DataFrame:
    """Worth of every term to each side, one row a term and side, partners by what they bring the United States.

    Partners beyond the first twenty are summed. What terms leave of a side's net gain (talks, the political cost of a
    deal) has a row of its own, so that the bars of a partner add up to its dot.
    """
    ranked = proposal.summary.sort_values("us_gain", ascending=False)
    shown = list(ranked.index[:MOST]) if len(ranked) > MOST + 1 else list(ranked.index)
    others = f"{len(ranked) - len(shown)} other partners"
    kinds_of = proposal.plan.question.world.kinds
    rows = []
    for place, (code, deal) in enumerate(ranked.iterrows()):
        own = code in shown
        terms = proposal.packages[proposal.packages["partner"] == code]
        for side, column in VALUES.items():
            net = float(deal[NETS[side]])
            listed = [
                (
                    str(t["label"]),
                    str(t["instrument"]),
                    float(t[column]),
                    amount(float(t["amount"]), str(t["unit"])),
                )
                for t in terms.to_dict("records")
            ]
            rest = net - sum(value for _, _, value, _ in listed)
            for label, instrument, value, text in [*listed, (REST[side], "", rest, "")]:
                group = style.group_of(kinds_of.get(instrument, ""))
                rows.append(
                    {
                        "partner": code if own else OTHERS,
                        "name": str(deal["name"]) if own else others,
                        "place": place if own else MOST,
                        "side": side,
                        "group": group.label,
                        "rank": style.GROUPS.index(group),
                        "term": label if own else group.label,
                        "amount": text if own else "",
                        "worth": value,
                    }
                )
    frame = pd.DataFrame(rows, columns=[*KEYS, "worth"])
    return frame.groupby(KEYS, sort=False)["worth"].sum().reset_index()


def _span(data: pd.DataFrame) -> tuple[float, float]:
    """Smallest and largest end of a bar, with some room for the eye."""
    low = data[data["worth"] < 0].groupby("name")["worth"].sum().min()
    high = data[data["worth"] > 0].groupby("name")["worth"].sum().max()
    reach = max(float(high), 0.1) if pd.notna(high) else 0.1
    return (min(float(low), -0.02 * reach) if pd.notna(low) else -0.02 * reach) * 1.03, reach * 1.03


def _panel(
    data: pd.DataFrame, side: str, order: list[str], span: tuple[float, float], width: float, *, first: bool
) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt  # heavy

    labels = alt.Axis(labelLimit=140, title=None, grid=False) if first else None
    y = alt.Y("name:N", sort=order, axis=labels, scale=alt.Scale(paddingInner=0.22, paddingOuter=0.1))
    axis = alt.Axis(title="USD bn", tickCount=max(round(width / 70), 2))
    x = alt.X("worth:Q", stack="zero", scale=alt.Scale(domain=list(span), nice=False), axis=axis)
    kinds = [group.label for group in style.GROUPS]
    legend = alt.Legend(title=None, orient="top", direction="horizontal", columns=7, offset=22) if first else None
    bars = (
        alt.Chart(dataset(data))
        .mark_bar(stroke=colour(style.PLATE), strokeWidth=0.7)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "group:N",
                sort=kinds,
                scale=alt.Scale(domain=kinds, range=shades([group.tone for group in style.GROUPS])),
                legend=legend,
            ),
            order=alt.Order("rank:Q"),
            tooltip=[
                alt.Tooltip("name:N", title="Partner"),
                alt.Tooltip("term:N", title="Term"),
                alt.Tooltip("amount:N", title="Amount"),
                alt.Tooltip(
                    "worth:Q",
                    title=f"Worth to the {side.lower() if side == PARTNER else side}, USD bn",
                    format=".3~g",
                ),
            ],
        )
    )
    net = _net(data)
    net["text"] = [_signed(value) for value in net["worth"]]
    base = alt.Chart(dataset(net)).encode(y=alt.Y("name:N", sort=order, axis=labels))
    zero = alt.Chart(dataset(pd.DataFrame({"worth": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(x="worth:Q")
    dots = base.mark_point(
        shape="circle",
        size=46,
        filled=True,
        opacity=1,
        fill=colour(style.PLATE),
        stroke=colour(style.INK),
        strokeWidth=1.6,
    ).encode(x="worth:Q", tooltip=[alt.Tooltip("text:N", title="Net gain, USD bn")])
    column: dict[str, Any] = {"align": "right", "fontSize": 11.5}
    figures = base.mark_text(color=colour(style.INK), **column).encode(x=alt.value(width + NET), text="text:N")
    heading = base.transform_window(row="row_number()").transform_filter("datum.row == 1")
    heading = heading.mark_text(text="net", color=colour(style.MUTED), **column)
    heading = heading.encode(x=alt.value(width + NET), y=alt.value(-9))
    head = f"Worth to the {US}" if side == US else "Worth to the partner"
    title = alt.TitleParams(head, fontSize=13, anchor="start", frame="group", offset=8)
    return alt.layer(bars, zero, dots, figures, heading).properties(width=width, height=ROW * len(order), title=title)


def _net(data: pd.DataFrame) -> pd.DataFrame:
    """What is left to one side of every deal, USD bn."""
    return data.groupby("name", sort=False)["worth"].sum().reset_index()


def _division(data: pd.DataFrame) -> list[str]:
    """Say so where partners are left with exactly what they need to sign."""
    left = _net(data[data["side"] == PARTNER])["worth"].abs()
    if left.empty or left.max() >= NOTHING:
        return []
    return ["Take it or leave it: no partner keeps more than its reservation value. Talks may bring less."]


def _signed(usd_bn: float) -> str:
    """Write a net gain for a column of figures, USD bn: one decimal, or one digit where that would be nothing."""
    if abs(usd_bn) < NOTHING:
        return "0"
    text = f"{abs(usd_bn):.1f}" if abs(usd_bn) >= 0.095 else number(abs(usd_bn), 1)
    return f"{MINUS if usd_bn < 0 else '+'}{text}"
