"""Bars with their intervals: tones on which a thin line in ink can be seen, on a light and on a dark background."""

from typing import TYPE_CHECKING

from deals.page import style
from deals.page.marks import colour

if TYPE_CHECKING:
    import altair as alt

BAR = style.Tone(style.GROUPS[1].tone.light, style.CHIPS.dark)
SECOND_BAR = style.Tone(style.GROUPS[4].tone.light, style.GROUPS[4].tone.light)


def whiskers(base: "alt.Chart", low: str, high: str) -> "alt.Chart":
    """Thin lines over bars, from one column to another; rows without either have none."""
    drawn: alt.Chart = base.mark_rule(color=colour(style.INK), strokeWidth=1.4).encode(x=f"{low}:Q", x2=f"{high}:Q")
    return drawn
