"""Classes of the share of demand that is met, as maps and tables shade them."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from deals.page import style
from deals.page.marks import shades

if TYPE_CHECKING:
    import altair as alt

BARRED, HOME, UNKNOWN = "barred (tier 3)", "United States", "not in the model"


def shade(share: float, status: str) -> str:
    """The class of a share of demand met, 0 to 1; of a place that is home or barred, or of which nothing is known."""
    if status in ("home", "barred"):
        return HOME if status == "home" else BARRED
    if math.isnan(share):
        return UNKNOWN
    return classes()[sum(share >= bound - 1e-9 for bound in style.SHARES)]


def classes() -> list[str]:
    """Classes of the share of demand met, in words, the least first."""
    bounds = [f"{100 * share:.0f}" for share in style.SHARES]
    between = [f"{low}–{high}%" for low, high in pairwise(bounds)]
    return [f"under {bounds[0]}%", *between, f"{bounds[-1]}–100%"]


def shade_scale(title: str, *, places: bool) -> "alt.Color":
    """Colours of the classes; with `places`, also of what is barred, not in the model, or home."""
    import altair as alt  # heavy

    more = [BARRED, UNKNOWN, HOME] if places else []
    tones = [style.BARRED, style.UNKNOWN, style.HOME] if places else []
    return alt.Color(
        "shade:N",
        scale=alt.Scale(domain=[*classes(), *more], range=shades([*style.SHADES, *tones])),
        legend=alt.Legend(
            title=title, orient="bottom", direction="horizontal", columns=4 if places else 5, symbolType="square"
        ),
    )
