"""A package as somebody states it: names of instruments and amounts, checked and made into what can be weighed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.kit.periods import Period
from deals.model.question import Question
from deals.page.wording import amount as worded
from deals.page.wording import chips, number, rate
from deals.uncertainty.acceptance.packages import FixedRate, Package
from deals.world.instrument import CHIPS, RELIEF, SECTOR_RELIEF, SHORT_NAMES, STANDARD, Instrument
from deals.world.naming.economies import named

TARIFF_TO = "tariff_to"
"""The country rate that a deal leaves, percent; `tariff_relief` says the same in points below the announced rate."""
RULES = ("tier_promotion", "government_arrangement")
"""What changes the rules of a regime and not the terms of a deal."""
SHARE, YES_NO = "share", "yes/no"
MOST_RATE = 200.0
"""Percent that a country rate can be at most, beyond what was ever announced."""


@dataclass(frozen=True)
class Stated:
    """A package with one partner, in the words of its instruments.

    Attributes
    ----------
    partner, name : str
    signed : Period
    amounts : mapping
        Amount by instrument, in the instrument's unit; `tariff_to` is a rate in percent.
    years : mapping
        Years over which a total is pledged, where said.
    chips_by_year : mapping
        Thousand H100e licensed in a calendar year; of the year None, to be spread over all that are left.
    standard : bool
        Whether the country adopts the security standard.
    notes : tuple of str
        What must be known to read the answer.
    """

    partner: str
    name: str
    signed: Period
    amounts: Mapping[str, float]
    years: Mapping[str, float]
    chips_by_year: Mapping[int | None, float]
    standard: bool
    notes: tuple[str, ...]

    def package(self, question: Question) -> Package:
        """What is weighed. `question` holds one world: the first chips flow some periods after signing."""
        relief = self.amounts.get(SECTOR_RELIEF, 0.0)
        limits = {term.instrument: term.limit for term in question.terms if term.partner == self.partner}
        asks = {name: amount for name, amount in self.amounts.items() if name not in {TARIFF_TO, CHIPS, SECTOR_RELIEF}}
        if relief and SECTOR_RELIEF in limits:
            # Kept as a share of what can be relieved, and weighed in its worth to the partner.
            asks[SECTOR_RELIEF] = relief * limits[SECTOR_RELIEF]
        rates = (FixedRate(self.amounts[TARIFF_TO], 1.0, bought=False),) if TARIFF_TO in self.amounts else ()
        licences = self._licences(question)
        years = {name: span for name, span in self.years.items() if name != CHIPS}
        return Package(self.partner, self.signed.index, rates, asks, licences, self.standard, years=years, beyond=True)

    def _licences(self, question: Question) -> dict[tuple[str, int], float]:
        """Licences spread over places and half-years as what is refused there without a deal."""
        first = self.signed.index + question.lag
        year_of = {period.index: period.year for period in question.timeline.periods}
        open_to = [g for g in question.grants if g.partner == self.partner and g.period >= first]
        found: dict[tuple[str, int], float] = {}
        for year, amount in self.chips_by_year.items():
            here = [g for g in open_to if year is None or year_of[g.period] == year]
            withheld = sum(g.withheld for g in here)
            for grant in here:
                cell = grant.economy, grant.period
                found[cell] = found.get(cell, 0.0) + amount * grant.withheld / withheld
        return found


def stated(
    question: Question,
    partner: str,
    terms: Mapping[str, Any],
    *,
    signed: str | None = None,
    standard: bool | None = None,
) -> Stated:
    """Read a package.

    Parameters
    ----------
    question : Question
        The scenario's, in one world.
    partner : str
        Any of its names, or its ISO code; EUU for the European Union.
    terms : mapping
        Amounts by instrument of ``instruments.csv``, in its unit, and `tariff_to` in percent. A pledge may be a pair:
        the total, and over how many years. `chip_access`, or `chips`, may be a mapping of calendar years to thousand
        H100e.
    signed : str, optional
        A quarter such as ``"2026Q1"`` or a period of the scenario; the first in which talks can be over if not given.
    standard : bool, optional
        Whether the country adopts the security standard; if not given, as `terms` say, else not.

    Raises
    ------
    UnknownNameError
        No such partner.
    InputError
        All that is wrong with the terms, at once.
    """
    partner = named(partner, question.codes)
    instruments = {i.name: i for i in question.world.instruments}
    problems: list[Problem] = []
    amounts: dict[str, float] = {}
    years: dict[str, float] = {}
    by_year: dict[int | None, float] = {}
    for called, said in terms.items():
        name, field = SHORT_NAMES.get(called, called), f"terms[{called!r}]"
        if name != called and name in terms:
            problems.append(Problem("", field, said, f"{name} is given too", "give one of the two"))
        elif name == TARIFF_TO:
            problems += _amount_into(amounts, field, name, said, most=MOST_RATE)
        elif name not in instruments:
            error = UnknownNameError.of("instrument", name, [TARIFF_TO, *instruments], field=field)
            problems += error.problems
        elif name == CHIPS and isinstance(said, Mapping):
            problems += _chips_into(by_year, field, said, question)
        else:
            span = said if isinstance(said, tuple | list) else (said,)
            problems += _term_into(amounts, years, field, instruments[name], span)
    if RELIEF in amounts:
        if TARIFF_TO in amounts:
            fix = "give one of the two"
            problems.append(Problem("", RELIEF, terms[RELIEF], f"{TARIFF_TO} is given too", fix))
        else:
            announced = question.world.value(f"tariff.announced.{partner}")
            points = amounts.pop(RELIEF)
            if points > announced:
                why = f"more than the {rate(announced)}% announced, from which relief counts"
                fix = f"give at most {rate(announced)} points, or the rate it leads to as {TARIFF_TO}"
                problems.append(Problem("", f"terms[{RELIEF!r}]", terms[RELIEF], why, fix))
            amounts[TARIFF_TO] = announced - points
    if CHIPS in amounts:
        by_year[None] = amounts[CHIPS]
    elif by_year:
        amounts[CHIPS] = sum(by_year.values())
    as_said = bool(amounts.pop(STANDARD, 0.0))
    adopts = as_said if standard is None else standard
    period, early = _period(question, partner, signed, problems)
    if problems:
        raise InputError(problems)
    notes = (*early, *_notes(question, partner, period, amounts, years, by_year, instruments))
    name = question.partner(partner).name
    return Stated(partner, name, period, amounts, years, by_year, adopts, notes)


def _amount_into(amounts: dict[str, float], field: str, name: str, said: Any, most: float) -> list[Problem]:
    if isinstance(said, bool) or not isinstance(said, Real) or not math.isfinite(said):
        return [Problem("", field, said, "not a number", "give an amount in the instrument's unit")]
    if not 0 <= float(said) <= most:
        return [Problem("", field, said, "out of its range", f"give a number from 0 to {number(most)}")]
    amounts[name] = float(said)
    return []


def _term_into(
    amounts: dict[str, float], years: dict[str, float], field: str, instrument: Instrument, span: Any
) -> list[Problem]:
    if len(span) > 2 or not len(span):
        return [Problem("", field, span, "not an amount", "give an amount, or an amount and over how many years")]
    said = span[0]
    if instrument.unit == YES_NO and isinstance(said, bool):
        said = float(said)
    if instrument.unit == YES_NO and isinstance(said, Real) and said not in (0, 1):
        return [Problem("", field, said, "neither yes nor no", "give True or False")]
    most = 1.0 if instrument.unit in {SHARE, YES_NO} else 1e6
    problems = _amount_into(amounts, field, instrument.name, said, most)
    if len(span) == 2:
        over = span[1]
        if instrument.quoted_years == 1 or instrument.unit == SHARE:
            problems.append(Problem("", field, span, "no total that is spread over years", "give the amount alone"))
        elif isinstance(over, bool) or not isinstance(over, Real) or not 0 < float(over) <= 100:
            problems.append(Problem("", field, over, "not a span of years", "give a number above 0, at most 100"))
        else:
            years[instrument.name] = float(over)
    return problems


def _chips_into(
    by_year: dict[int | None, float], field: str, said: Mapping[Any, Any], question: Question
) -> list[Problem]:
    known = sorted({period.year for period in question.timeline.periods})
    problems = []
    for year, amount in said.items():
        found: dict[str, float] = {}
        if year not in known:
            fix = f"give years from {known[0]} to {known[-1]}"
            problems.append(Problem("", field, year, "not a year of the scenario", fix))
            continue
        problems += _amount_into(found, f"{field}[{year}]", "kh", amount, 1e6)
        by_year[int(year)] = found.get("kh", 0.0)
    return problems


def _period(
    question: Question, partner: str, signed: str | None, problems: list[Problem]
) -> tuple[Period, tuple[str, ...]]:
    periods = question.timeline.periods
    if signed is None:
        return periods[min(question.talks[partner].load, default=len(periods) - 1)], ()
    for period in periods:
        if signed in {period.label, *period.quarters}:
            return period, ()
    first, last, signed = periods[0].quarters[0], periods[-1].quarters[-1], str(signed)
    quarter = len(signed) == 6 and signed[:4].isdigit() and signed[4] == "Q" and signed[5] in "1234"
    if quarter and signed < first:
        return periods[0], (f"{signed} is before the scenario begins: weighed as if signed in {periods[0].label}",)
    fix = f"give a quarter from {first} to {last}, such as {first}"
    problems.append(Problem("", "signed", signed, "not a quarter of the scenario", fix))
    return periods[0], ()


def _notes(
    question: Question,
    partner: str,
    signed: Period,
    amounts: Mapping[str, float],
    years: Mapping[str, float],
    by_year: Mapping[int | None, float],
    instruments: Mapping[str, Instrument],
) -> tuple[str, ...]:
    """What of a package weighs nothing, or more than was thought possible."""
    limits = {term.instrument: term.limit for term in question.terms if term.partner == partner}
    who, found = question.partner(partner).name, []
    for name, amount in amounts.items():
        if amount == 0 and name != TARIFF_TO:
            continue
        if name == TARIFF_TO:
            if RELIEF not in limits:
                found.append(
                    f"no country rate of {who} is known to the model: the rate of {rate(amount)}% weighs nothing"
                )
        elif name == CHIPS:
            found += _notes_on_chips(question, partner, who, signed, by_year)
        elif name in RULES:
            found.append(f"{instruments[name].label}: a change of rules, weighed by comparing regimes and not here")
        elif name not in limits:
            found.append(
                f"{instruments[name].label}: {who} has none to give as the model sees it, so it weighs nothing"
            )
        elif name != SECTOR_RELIEF:
            quoted = instruments[name].quoted_years
            most = limits[name] * years.get(name, quoted) / quoted
            if amount > most:
                said, there = (worded(x, instruments[name].unit) for x in (amount, most))
                found.append(
                    f"{instruments[name].label}: {said} is more than the {there} that the model thinks possible; what "
                    "goes beyond is weighed like the last part of what is possible"
                )
    return tuple(found)


def _notes_on_chips(
    question: Question, partner: str, who: str, signed: Period, by_year: Mapping[int | None, float]
) -> list[str]:
    first = signed.index + question.lag
    year_of = {period.index: period.year for period in question.timeline.periods}
    open_to = [g for g in question.grants if g.partner == partner and g.period >= first]
    found = []
    for year, amount in by_year.items():
        use = sum(g.withheld for g in open_to if year is None or year_of[g.period] == year)
        when = "" if year is None else f" in {year}"
        arrive = amount * question.delivered_share
        if amount > 0 and use == 0:
            told = f"no chips are refused to {who} without a deal after {signed.label}{when}"
            found.append(f"{told}: licences weigh nothing")
        elif arrive > use:
            licences = f"licences for {chips(amount)}{when} are expected to deliver {chips(arrive)} in time"
            told = f"{licences}, more than the {chips(use)} that {who} is refused without a deal"
            found.append(f"{told}; what goes beyond is weighed at the worth of the last use")
    return found
