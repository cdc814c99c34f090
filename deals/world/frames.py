"""Tables of the world that are built from its parameters, and so follow a patch."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from deals.world.quantity import Quantity

if TYPE_CHECKING:
    import pandas as pd

Parameters = Mapping[str, Quantity]
ROUTES, MIX, GDP = "diversion.throughput.", "mix.", "gdp."


def that_follow(countries: "pd.DataFrame", parameters: Parameters, changed: Iterable[str]) -> "dict[str, pd.DataFrame]":
    """The tables built from parameters that changed, by their name in the world; the others stay as they were."""
    made: dict[str, tuple[str, Callable[[], pd.DataFrame]]] = {
        ROUTES: ("arcs", lambda: arcs(parameters)),
        MIX: ("class_mix", lambda: class_mix(parameters)),
        GDP: ("countries", lambda: with_judged_gdp(countries, parameters)),
    }
    names = list(changed)
    return {table: make() for family, (table, make) in made.items() if any(name.startswith(family) for name in names)}


def arcs(parameters: Parameters) -> "pd.DataFrame":
    """Diversion routes with central, low and high throughput, kH a year."""
    import pandas as pd  # heavy

    rows = []
    for name, quantity in parameters.items():
        if name.startswith(ROUTES):
            origin, destination = name.split(".")[2:]
            rows.append((origin, destination, quantity.value, quantity.low, quantity.high))
    return pd.DataFrame(rows, columns=["origin", "destination", "throughput", "low", "high"])


def class_mix(parameters: Parameters) -> "pd.DataFrame":
    """Share of each chip class in 8-bit H100e delivered, by year.

    Each year is brought to a sum of one, so that scaling one class moves the others.
    """
    import pandas as pd  # heavy

    shares: dict[int, dict[str, float]] = {}
    for name, quantity in parameters.items():
        if name.startswith(MIX):
            _, chip_class, year = name.split(".")
            shares.setdefault(int(year), {})[chip_class] = quantity.value
    frame = pd.DataFrame.from_dict(shares, orient="index").sort_index()
    frame.index.name = "year"
    return frame.div(frame.sum(axis=1), axis=0)


def with_judged_gdp(countries: "pd.DataFrame", parameters: Parameters) -> "pd.DataFrame":
    """Fill GDP, where the sources left it blank, from the judgements ``gdp.<ISO3>`` (USD bn)."""
    filled = countries.copy()
    people = countries["population_m"].astype(float)
    for name, quantity in parameters.items():
        if name.startswith(GDP):
            economy = name.removeprefix(GDP)
            filled.loc[economy, "gdp_usd_bn"] = quantity.value
            filled.loc[economy, "gdp_per_capita_usd"] = quantity.value * 1000 / people[economy]
    return filled


def class_ratios(chips: "pd.DataFrame") -> dict[str, float]:
    """H100e by total processing performance for one H100e by 8-bit operations, by class, over chips with both."""
    known = chips.dropna(subset=["h100e_8bit", "h100e_tpp"])
    sums = known.groupby("class")[["h100e_tpp", "h100e_8bit"]].sum()
    return {str(name): float(ratio) for name, ratio in (sums["h100e_tpp"] / sums["h100e_8bit"]).items()}
