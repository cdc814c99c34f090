"""Boxes in which cases are dense: the choice between covering many and being sure, and the limits of those chosen."""

from collections.abc import Mapping, Sequence
from math import floor, log10
from textwrap import wrap
from typing import TYPE_CHECKING

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import rate

if TYPE_CHECKING:
    import altair as alt

type Limit = tuple[float, float] | frozenset[str]

WIDTH, HEIGHT, ROW = 420, 240, 30
LETTERS = 84
SIDE = 64
"""Room beside a bar for the ends of what was drawn."""
TONES = (style.CHIPS, style.DISK, style.GROUPS[2].tone, style.GROUPS[5].tone, style.MUTED)


def boxes(
    table: pd.DataFrame,
    path: pd.DataFrame,
    chosen: pd.DataFrame,
    limits: Sequence[tuple[int, str, Limit, str]],
    full: Mapping[str, Limit],
    sentence: str,
) -> Chart:
    """Draw coverage against density with the boxes chosen, and below the limits of these as ranges.

    Parameters
    ----------
    table : DataFrame
        The limits of the rules: what the figure is about.
    path : DataFrame
        coverage, density of the boxes that the first rule was chosen from.
    chosen : DataFrame
        rule, coverage, density.
    limits : sequence
        Rule, input, what it allows, and that in words.
    full : mapping
        By input, all that was drawn.
    sentence : str
        What is said over the figure.
    """
    import altair as alt  # heavy

    panels = [_choice(path, chosen), *([_limits(limits, full)] if limits else [])]
    drawn = (
        alt.vconcat(*panels, spacing=26)
        .resolve_scale(color="independent")
        .properties(title=alt.TitleParams("In which worlds it comes out so", subtitle=wrap(sentence + ".", LETTERS)))
    )
    return Chart(table, drawn)


def _choice(path: pd.DataFrame, chosen: pd.DataFrame) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt  # heavy

    scale = alt.Scale(domain=[0, 1])
    x = alt.X("coverage:Q", title="Share of all cases that a box holds", scale=scale, axis=alt.Axis(format="%"))
    y = alt.Y("density:Q", title="Share of its draws that are cases", scale=scale, axis=alt.Axis(format="%"))
    tips = [alt.Tooltip(f"{name}:Q", format=".0%") for name in ("coverage", "density")]
    steps = alt.Chart(dataset(path.reset_index())).encode(x=x, y=y)
    rules = chosen["rule"].tolist()
    marks = alt.Chart(dataset(chosen.assign(said=[f"rule {rule}" for rule in rules]))).encode(x=x, y=y)
    layers = [
        steps.mark_line(color=colour(style.ZERO), strokeWidth=1.5).encode(order="step:Q"),
        steps.mark_point(filled=True, size=26, opacity=1, color=colour(style.ZERO)).encode(tooltip=tips),
        marks.mark_point(filled=True, size=150, opacity=1).encode(color=_tone(rules), tooltip=tips),
        marks.mark_text(dx=-8, dy=15, align="right", fontWeight="bold", color=colour(style.INK)).encode(text="said:N"),
    ]
    title = alt.TitleParams(
        "Grey: boxes, ever smaller. The fewer cases they hold, the surer.", fontSize=12, fontWeight="normal"
    )
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)


def _limits(
    limits: Sequence[tuple[int, str, Limit, str]], full: Mapping[str, Limit]
) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt  # heavy

    rows = [_range(rule, name, limit, full[name], said) for rule, name, limit, said in limits]
    data = pd.DataFrame(rows)
    names = data["label"].tolist()
    y = alt.Y(
        "label:N", sort=names, title=None, axis=alt.Axis(labelLimit=style.ASSUMPTION, labelPadding=SIDE, grid=False)
    )
    base = alt.Chart(dataset(data)).encode(y=y)
    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("from:Q", scale=scale, axis=None)
    ink, muted = colour(style.INK), colour(style.MUTED)
    track = base.mark_rule(color=colour(style.GRID), strokeWidth=5).encode(x=alt.value(0), x2=alt.value(WIDTH))
    bars = base.mark_bar(height=9).encode(x=x, x2="to:Q", color=_tone(sorted(set(data["rule"]))))
    words = base.mark_text(dy=-11, color=ink, fontSize=11).encode(
        x=alt.X("middle:Q", scale=scale, axis=None), text="said:N"
    )
    least = base.mark_text(align="right", color=muted, fontSize=11).encode(x=alt.value(-8), text="least:N")
    most = base.mark_text(align="left", color=muted, fontSize=11).encode(x=alt.value(WIDTH + 8), text="most:N")
    title = alt.TitleParams(
        "What the rules allow (bar), of all that was drawn (track)", fontSize=12, fontWeight="normal", offset=16
    )
    return alt.layer(track, bars, words, least, most).properties(width=WIDTH, height=ROW * len(names), title=title)


def _range(rule: int, name: str, limit: Limit, full: Limit, said: str) -> dict[str, object]:
    """One bar: its ends as shares of what was drawn, and its words."""
    row: dict[str, object] = {"rule": rule, "label": f"{rule}: {name}", "said": said}
    if isinstance(limit, frozenset) or isinstance(full, frozenset):
        share = len(limit) / max(len(full), 1)
        return row | {"from": 0.0, "to": share, "middle": share / 2, "least": "", "most": f"{len(full)} choices"}
    width = (full[1] - full[0]) or 1.0
    low, high = (limit[0] - full[0]) / width, (limit[1] - full[0]) / width
    least, most = (rate(_short(end, width)) for end in full)
    return row | {"from": low, "to": high, "middle": (low + high) / 2, "least": least, "most": most}


def _short(end: float, width: float) -> float:
    """An end of a range to a thousandth of its width: a range from next to nothing begins at nought."""
    return round(end, 3 - floor(log10(width)))


def _tone(rules: list[int]) -> "alt.Color":
    import altair as alt  # heavy

    tones = [TONES[min(rule, len(TONES)) - 1] for rule in rules]
    return alt.Color("rule:N", scale=alt.Scale(domain=rules, range=shades(tones)), legend=None)
