"""Outlines and places of the world's economies, for maps."""

import json
from functools import cache
from typing import Any

import pandas as pd

from deals.world.load import data_folder


@cache
def outlines() -> dict[str, Any]:
    """Outlines of countries as TopoJSON, from Natural Earth (public domain); every feature has `iso3` and `name`."""
    text = (data_folder() / "shapes" / "countries-110m.topojson").read_text(encoding="utf-8")
    answer: dict[str, Any] = json.loads(text)
    return answer


def places() -> pd.DataFrame:
    """A point for every economy (index: ISO3): degrees east and north, and whether it is drawn as outline or point."""
    return pd.read_csv(data_folder() / "shapes" / "points.csv", index_col="iso3", keep_default_na=False)
