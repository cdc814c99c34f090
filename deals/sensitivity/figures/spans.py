"""Ranges of several things side by side, each on its own scale: how far terms and assumptions can move."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset

WIDTH = 350
ROW = 26
THICK = 9
SIDE = 104
"""Room on either side of the bars for the ends of a range in words."""


@dataclass(frozen=True, slots=True)
class Span:
    """One range: its name, its ends and where it stands, all shares of the scale drawn, and the words beside it."""

    name: str
    low: float
    high: float
    at: float
    words: tuple[str, str, str]
    tone: style.Tone
    inner: tuple[float, float] | None = None


def spans(
    data: pd.DataFrame, rows: Sequence[Span], title: str, subtitle: list[str], headings: tuple[str, str, str]
) -> Chart:
    """Draw ranges as bars from nought to one with what stands now as a dot; a range within each may be darker.

    `headings` stand over the lower ends, the upper ends, and what stands now.
    """
    import altair as alt  # heavy

    drawn = [
        {
            "name": row.name,
            "low": row.low,
            "high": row.high,
            "at": row.at,
            "low_text": row.words[0],
            "high_text": row.words[1],
            "at_text": row.words[2],
        }
        for row in rows
    ]
    names = [row.name for row in rows]
    tones = alt.Color("name:N", scale=alt.Scale(domain=names, range=[colour(row.tone) for row in rows]), legend=None)
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=290, labelPadding=SIDE, grid=False))
    base = alt.Chart(dataset(pd.DataFrame(drawn))).encode(y=y)
    scale = alt.Scale(domain=[0, 1], nice=False)
    low = alt.X("low:Q", scale=scale, axis=None)
    track = base.mark_rule(color=colour(style.GRID), strokeWidth=1).encode(x=alt.value(0), x2=alt.value(WIDTH))
    plate = base.mark_bar(height=THICK, color=colour(style.PLATE)).encode(x=low, x2="high:Q")
    outer = base.mark_bar(height=THICK, opacity=0.45).encode(x=low, x2="high:Q", color=tones)
    within = [{"name": row.name, "from": row.inner[0], "to": row.inner[1]} for row in rows if row.inner is not None]
    inner = alt.Chart(dataset(pd.DataFrame(within, columns=["name", "from", "to"]))).mark_bar(height=THICK)
    inner = inner.encode(y=y, x=alt.X("from:Q", scale=scale, axis=None), x2="to:Q", color=tones)
    dot = base.mark_point(
        shape="circle",
        filled=True,
        size=70,
        opacity=1,
        fill=colour(style.PLATE),
        stroke=colour(style.INK),
        strokeWidth=1.8,
    ).encode(x=alt.X("at:Q", scale=scale, axis=None))
    heads = pd.DataFrame([{"from": headings[0], "to": headings[1], "now": headings[2]}])
    columns: tuple[tuple[int, Literal["left", "right"], str, str], ...] = (
        (-10, "right", "low_text", "from"),
        (WIDTH + 10, "left", "high_text", "to"),
        (WIDTH + SIDE, "left", "at_text", "now"),
    )
    texts = []
    for place, align, text, head in columns:
        words = base.mark_text(align=align, color=colour(style.INK), fontSize=11)
        above = alt.Chart(dataset(heads)).mark_text(align=align, color=colour(style.MUTED), fontSize=11)
        texts += [
            words.encode(x=alt.value(place), text=f"{text}:N"),
            above.encode(x=alt.value(place), y=alt.value(-7), text=f"{head}:N"),
        ]
    layers = [track, plate, outer, *([inner] if within else []), dot, *texts]
    picture = alt.layer(*layers).properties(
        width=WIDTH,
        height=ROW * max(len(rows), 1),
        title=alt.TitleParams(title, subtitle=subtitle, offset=24),
    )
    return Chart(data, picture)
