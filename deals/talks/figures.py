"""Talks in pictures: the moves of both sides towards each other, and what is learned of the other side's weights."""

from collections.abc import Sequence

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.talks.moves import CLOSING, US

SIZE = 460
ROW = 26
OURS, THEIRS, DEAL = "Our offers", "Their proposals", "Deal"
MARGIN = 0.08
RECKONED = "The line is what we reckon with."


def moves(frontier: Sequence[tuple[float, float]], said: Sequence[tuple[str, str, float, float]], name: str) -> Chart:
    """Draw who said what, by what it is worth to both sides.

    Parameters
    ----------
    frontier : sequence of (float, float)
        Corners of what both can have together: worth to the United States and to the partner, USD bn.
    said : sequence of (str, str, float, float)
        Side, kind, and worth to both of each move, in order.
    name : str
        The partner, in words.
    """
    import altair as alt  # heavy

    rows = []
    for place, (side, kind, us, partner) in enumerate(said, 1):
        line = DEAL if kind in CLOSING else OURS if side == US else THEIRS
        rows.append({"line": line, "move": place, "us_gain": us, "partner_gain": partner})
    deals = [row for row in rows if row["line"] == DEAL]
    rows = [row for row in rows if row["line"] != DEAL] + deals[-1:]
    marks = pd.DataFrame(rows, columns=["line", "move", "us_gain", "partner_gain"])
    corners = pd.DataFrame(frontier, columns=["us_gain", "partner_gain"]).assign(line="frontier")
    corners["move"] = range(len(corners))
    seen = pd.DataFrame(
        [*marks[["us_gain", "partner_gain"]].to_numpy(), [0.0, 0.0]], columns=["us_gain", "partner_gain"]
    )
    reach = {side: (seen[side].min(), seen[side].max()) for side in seen}
    room = {side: MARGIN * max(high - low, 1e-6) for side, (low, high) in reach.items()}
    domain = {side: [low - room[side], high + room[side]] for side, (low, high) in reach.items()}
    x = alt.X(
        "partner_gain:Q",
        title=f"Gain of the partner, {name} (USD bn)",
        scale=alt.Scale(domain=domain["partner_gain"], nice=False),
    )
    y = alt.Y(
        "us_gain:Q",
        title="Gain of the United States (USD bn)",
        scale=alt.Scale(domain=domain["us_gain"], nice=False),
    )
    lines = [OURS, THEIRS, DEAL]
    tones = [style.CHIPS, style.DISK, style.INK]
    edge = alt.Chart(dataset(corners)).mark_line(color=colour(style.MUTED), strokeWidth=2, clip=True)
    layers = [edge.encode(x=x, y=y, order=alt.Order("move:Q"))]
    for line, tone in zip(lines[:2], tones, strict=False):
        path = alt.Chart(dataset(marks[marks["line"] == line])).mark_line(color=colour(tone), strokeWidth=1.4)
        layers.append(path.encode(x=x, y=y, order=alt.Order("move:Q")))
    for line, size in zip(lines, (80, 80, 220), strict=True):
        dots = alt.Chart(dataset(marks[marks["line"] == line])).mark_point(filled=True, size=size, opacity=1)
        layers.append(
            dots.encode(
                x=x,
                y=y,
                fill=alt.Fill(
                    "line:N", scale=alt.Scale(domain=lines, range=shades(tones)), legend=alt.Legend(title=None)
                ),
                shape=alt.Shape(
                    "line:N",
                    scale=alt.Scale(domain=lines, range=["circle", "square", "diamond"]),
                    legend=alt.Legend(title=None),
                ),
                tooltip=[
                    alt.Tooltip("line:N", title="What"),
                    alt.Tooltip("move:Q", title="Move"),
                    alt.Tooltip("us_gain:Q", title="United States, USD bn", format=".2f"),
                    alt.Tooltip("partner_gain:Q", title="Partner, USD bn", format=".2f"),
                ],
            )
        )
    title = alt.TitleParams(
        f"Talks with {name}, move by move",
        subtitle=[
            "The grey line is the most both can have together. Present value over no deal, USD bn of 2025.",
            "Every side starts near its own end and comes towards the other.",
        ],
    )
    data = pd.concat([corners, marks], ignore_index=True)
    return Chart(data, alt.layer(*layers).properties(width=SIZE, height=SIZE, title=title))


def learned(weights: pd.DataFrame, name: str) -> Chart:
    """Draw the likely range of each weight before and after, and the true one where it is known.

    Parameters
    ----------
    weights : DataFrame
        One row an instrument, in words; columns likely_low_before, likely_high_before, likely_low, likely_high and
        reckoned, ratios to the model's own worth; true, where the partner was simulated.
    name : str
        The partner, in words.
    """
    import altair as alt  # heavy

    data = weights.rename_axis("instrument").reset_index()
    axis = alt.Axis(values=[0.5, 0.7, 1, 1.4, 2], format=".1f")
    scale = alt.Scale(type="log", domain=[0.5, 2.0], nice=False)
    y = alt.Y("instrument:N", sort=list(data["instrument"]), axis=alt.Axis(title=None, grid=False, labelLimit=260))
    title = "Weight: what it cares, per what the model says (1 is the model's own)"
    rows = dataset(data)

    def across(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis, title=title)

    before = alt.Chart(rows).mark_bar(height=ROW - 10, color=colour(style.GRID))
    after = alt.Chart(rows).mark_bar(height=8, color=colour(style.CHIPS))
    ticks = alt.Chart(rows).mark_tick(thickness=2.5, size=ROW - 8, color=colour(style.INK))
    layers = [
        before.encode(x=across("likely_low_before"), x2="likely_high_before:Q", y=y),
        after.encode(x=across("likely_low"), x2="likely_high:Q", y=y),
        ticks.encode(x=across("reckoned"), y=y),
    ]
    told = ["Where eight in ten of the weights that explain the talks lie: grey before, blue after.", RECKONED]
    if "true" in data:
        dots = alt.Chart(rows).mark_point(filled=True, size=90, opacity=1, color=colour(style.DISK))
        layers.append(dots.encode(x=across("true"), y=y))
        told.append("The dot is the simulated partner's true weight, which the table never saw.")
    heading = alt.TitleParams(f"What {name} cares about, as far as the talks tell", subtitle=told)
    return Chart(data, alt.layer(*layers).properties(width=SIZE, height=ROW * len(data), title=heading))
