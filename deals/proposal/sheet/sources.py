"""Where the figures behind a deal come from: each with its range, its source and address, its day and its reason."""

from collections.abc import Iterable, Iterator

import pandas as pd

from deals.page.wording import lowered
from deals.proposal.contents import DealContents
from deals.proposal.sheet.wording import ground
from deals.world.instrument import CHIPS, INVESTMENT, RELIEF, SECTOR_RELIEF, STANDARD, Instrument
from deals.world.quantity import Quantity
from deals.world.world import World

COLUMNS = [
    "figure",
    "bears_on",
    "value",
    "low",
    "high",
    "unit",
    "kind",
    "source",
    "address",
    "source_date",
    "known_on",
    "confidence",
    "reason",
]
WHOLE = "the whole deal"
EVERY = {
    "threat.failure": "Chance that talks fail once begun",
    "tariff.threat_probability": "Chance, in the partner's eyes, that the announced tariff comes",
    "discount.us": "Discount rate of the United States",
    "discount.partner": "Discount rate of the partner",
}
"""Numbers that bear on every deal, in words."""
ROLES = {
    "us_value": "{what}: worth to the United States",
    "additionality": "{what}: share that would not have come anyway",
    "delivery": "{what}: share of the promise that is kept",
    "cost_value": "{what}: cost to the partner",
}
"""What the columns of ``instruments.csv`` that name a number mean, in words."""
OF_FORM = {
    RELIEF: {
        "tariff.announced.{code}": "Country rate announced",
        "tariff.in_force.{code}": "Country rate in force",
        "tariff.answer.{code}": "Chance that the partner answers a tariff in kind",
        "tariff.pass_through": "Share of a tariff that buyers in the United States bear",
        "tariff.floor": "Lowest country rate that a deal can give",
    },
    SECTOR_RELIEF: {
        "sector_relief.{code}": "Gain to the partner if duties on cars and metals are lifted",
        "sector_relief.us_cost_share": "Relief on cars and metals: cost to the US per dollar that the partner gains",
    },
    INVESTMENT: {"invest.capacity.{code}": "Most that the partner could pledge to invest"},
    "purchases": {"purchase.capacity": "Most that a partner could pledge to buy"},
    CHIPS: {
        "demand.{code}.{year}": "Demand for chips in {year}",
        "diversion.leak.{code}": "Share of chips that is diverted",
        "sovereign.share.{code}": "Share of demand that the state steers",
        "harm.per_kH": "Harm of a thousand diverted H100e",
    },
    STANDARD: {
        "diversion.leak.{code}": "Share of chips that is diverted",
        "leak.standard_reduction": "Share of diversion that the standard prevents",
        "harm.per_kH": "Harm of a thousand diverted H100e",
    },
}
"""Numbers that the worth of a term rests on beside its row, by instrument: name, and what it is in words."""


def sources(package: DealContents) -> pd.DataFrame:
    """The figures that a term sheet rests on, by name: the terms of most worth first, then what bears on every term.

    Returns
    -------
    DataFrame
        Index ``name``, by which a reform changes it; `figure` in words and the term it `bears_on`; `value` between
        `low` and `high`, `unit`; `kind`, a fact, derived or a judgement; the `source` as cited, its `address` and
        `source_date` (blank for judgements); `known_on`, from which day it could be known; `confidence`, how it was
        checked; `reason`.
    """
    world = package.plan.question.world
    rows = {}
    for name, figure, bears_on in _named(package, world):
        if name in world.parameters and name not in rows:
            rows[name] = _row(world, world.parameters[name], figure, bears_on)
    return pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS).rename_axis("name")


def _named(package: DealContents, world: World) -> Iterator[tuple[str, str, str]]:
    """Name, figure in words, and what it bears on: by term, the most valuable first."""
    terms = pd.concat([package.proposed, package.terms]).drop_duplicates("instrument")
    worth = terms[["us_value", "partner_value"]].abs().max(axis=1)
    instruments = {one.name: one for one in world.instruments}
    used = [instruments[str(name)] for name in terms["instrument"].loc[worth.sort_values(ascending=False).index]]
    for instrument in used:
        yield from _of_term(package, instrument)
    for authority in dict.fromkeys(one.legal_authority for one in used):
        labels = dict.fromkeys(lowered(one.label) for one in used if one.legal_authority == authority)
        resting = ", ".join(labels)
        yield f"durability.{authority}", f"Expected life of measures under {ground(authority)}", resting
    for name, figure in EVERY.items():
        yield name, figure, WHOLE


def _of_term(package: DealContents, instrument: Instrument) -> Iterator[tuple[str, str, str]]:
    label = instrument.label
    for name, figure in OF_FORM.get(instrument.name, {}).items():
        years: Iterable[int] = sorted(set(package.schedule["year"])) if "{year}" in name else (0,)
        for year in years:
            told = {"code": package.partner, "year": year}
            yield name.format_map(told), figure.format_map(told), lowered(label)
    for column, words in ROLES.items():
        if name := getattr(instrument, column):
            yield name, words.format(what=label), lowered(label)


def _row(world: World, number: Quantity, figure: str, bears_on: str) -> list[object]:
    source = world.sources.loc[number.source]
    return [
        figure,
        bears_on,
        *(number.value, number.low, number.high, number.unit, number.kind),
        *(str(source["citation"]), str(source["url"] or ""), str(source["date"] or "")),
        *(number.known_on, number.confidence, number.reason),
    ]
