"""Small things that every figure needs: colours that follow the background, data without surprises."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.page.style import Tone

if TYPE_CHECKING:
    import altair as alt


def colour(tone: Tone) -> "alt.ExprRef":
    """A colour that follows the background."""
    import altair as alt  # heavy

    return alt.ExprRef(tone.expression())


def shades(tones: Sequence[Tone]) -> list[Any]:
    """Colours of a scale that follow the background."""
    return [colour(tone) for tone in tones]


def dataset(frame: pd.DataFrame) -> "alt.InlineData":
    """Rows written into the chart as they are, however many; nothing is sampled or put elsewhere."""
    import altair as alt  # heavy

    rows = [{str(key): _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]
    return alt.InlineData(values=rows)


def _plain(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:.6g}")
    return value if isinstance(value, (bool, int)) else str(value)
