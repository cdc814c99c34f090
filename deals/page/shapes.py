"""Outlines and places of the world's economies, for maps."""

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from deals.world.load import data_folder

if TYPE_CHECKING:
    import altair as alt

COUNTRIES = "countries"
"""What a drawing calls the outlines of countries."""


@cache
def outlines() -> dict[str, Any]:
    """Outlines of countries as TopoJSON, from Natural Earth (public domain); every feature has `iso3` and `name`."""
    text = (data_folder() / "shapes" / "countries-110m.topojson").read_text(encoding="utf-8")
    answer: dict[str, Any] = json.loads(text)
    return answer


def countries() -> "alt.NamedData":
    """The outlines as a layer's data, by name: the drawing as a whole holds them once (:func:`drawn_on_outlines`)."""
    import altair as alt  # heavy

    return alt.NamedData(name=COUNTRIES, format=alt.TopoDataFormat(type="topojson", feature="countries"))


def drawn_on_outlines[T: alt.TopLevelMixin](drawing: T) -> T:
    """The whole drawing with the outlines that its layers name; to be called last, for every copy copies them.

    They are set and not checked as a property: that takes as long as to draw them.
    """
    as_written: Any = drawing
    copied = as_written.copy(deep=False)
    copied["datasets"] = {COUNTRIES: outlines()}
    drawn: T = copied
    return drawn


def places() -> pd.DataFrame:
    """A point for every economy (index: ISO3): degrees east and north, and whether it is drawn as outline or point."""
    return pd.read_csv(data_folder() / "shapes" / "points.csv", index_col="iso3", keep_default_na=False)
