"""Real deals: who agreed with whom on what, how far it is, and what the model makes of each term."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from deals.kit.errors import Problem
from deals.record.signed.readings import Reading, readings
from deals.world.instrument import CHIPS, STANDARD

TERM, EVENT, DELIVERY = "term", "event", "delivery"
RATE, RATE_FROM = "tariff_to", "tariff_from"
EACH_YEAR = " a year"
NOT_AGREED = frozenset({"event", "withdrawn"})


@dataclass(frozen=True)
class RealTerm:
    """One row of the record.

    Attributes
    ----------
    partner, deal : str
    day : date
    side : str
        Who gives: ``"partner"`` or ``"us"``.
    name : str
        As the record calls it.
    kind : str
        ``"term"``, ``"event"`` or ``"delivery"``, which says what was delivered so far.
    quantity : float or None
        In `unit`; None where the text gives no amount.
    unit : str
    years : float or None
        Over which a total is pledged, where the text says.
    binding : bool
        Whether it binds, or is a headline.
    stage : str
    source : str
        Key of ``sources.csv``, or an address.
    reading : Reading or None
        What the model makes of it; None where it makes nothing of it.
    line : str
        Where it stands, for errors.
    """

    partner: str
    deal: str
    day: date
    side: str
    name: str
    kind: str
    quantity: float | None
    unit: str
    years: float | None
    binding: bool
    stage: str
    source: str
    reading: Reading | None
    line: str = ""

    @property
    def amount(self) -> tuple[float, float, float] | None:
        """In the unit of the instrument it is read as: low, central, high; None where it is not read."""
        return None if self.reading is None else self.reading.of(self.quantity)


@dataclass(frozen=True)
class RealDeal:
    """All that was agreed with one partner.

    Attributes
    ----------
    partner : str
    terms : tuple of RealTerm
        What counts: of a term that was agreed more than once, the last; of country rates, the first.
    beside : tuple of RealTerm
        What is on record beside: rates threatened, what happened since, deliveries, and terms that others supersede.
    """

    partner: str
    terms: tuple[RealTerm, ...]
    beside: tuple[RealTerm, ...]

    @property
    def signed(self) -> date:
        """The day of the country rate; where none was agreed, the day on which most terms were."""
        rates = [term.day for term in self.terms if term.name == RATE]
        days = sorted(term.day for term in self.terms)
        return min(rates) if rates else max(dict.fromkeys(days), key=days.count)

    @property
    def stage(self) -> str:
        """Of the terms, the stage that most have."""
        stages = [term.stage for term in self.terms]
        return max(dict.fromkeys(stages), key=stages.count)

    @property
    def unread(self) -> tuple[RealTerm, ...]:
        """Terms that the model makes nothing of."""
        return tuple(term for term in self.terms if term.reading is None)

    @property
    def threatened(self) -> float | None:
        """The country rate threatened last before the deal, percent."""
        before = [t for t in self.beside if t.reading and t.reading.reads_as == RATE_FROM and t.day <= self.signed]
        return max(before, key=lambda term: term.day).quantity if before else None

    @cached_property
    def delivered(self) -> dict[str, float]:
        """What was delivered so far, by instrument, in its unit."""
        found: dict[str, float] = {}
        for term in self.beside:
            if term.kind == DELIVERY and term.reading and term.amount and term.quantity is not None:
                found[term.reading.reads_as] = found.get(term.reading.reads_as, 0.0) + term.amount[1]
        return found

    def stated(self, quoted: Mapping[str, float], left: float, spent: float, place: int = 1) -> dict[str, Any]:
        """The deal as terms of a package: see :func:`deals.evaluate`.

        Parameters
        ----------
        quoted : mapping
            Years over which totals of an instrument are quoted.
        left : float
            Years of the horizon after the deal, for what is agreed for each year.
        spent : float
            What the partner spends on defence already, percent of GDP.
        place : int
            0 for the low, 1 for the central, 2 for the high reading.
        """
        totals: dict[str, float] = {}
        spans: dict[str, list[tuple[float, float]]] = {}
        for term in self.terms:
            if term.reading is None or term.reading.reads_as == RATE_FROM:
                continue
            name = term.reading.reads_as
            if name == "defence" and term.quantity is not None:
                amount = (
                    max(0.0, term.quantity - spent) * (term.reading.low, term.reading.value, term.reading.high)[place]
                )
            else:
                amount = term.reading.of(term.quantity)[place]
            span = term.years or quoted.get(name, 1.0)
            if term.reading.yearly:
                amount *= left if name == CHIPS else span
            if name in totals and quoted.get(name, 1.0) == 1.0 and name != CHIPS:
                totals[name] = max(totals[name], amount)
                continue
            totals[name] = totals.get(name, 0.0) + amount
            spans.setdefault(name, []).append((amount, span))
        found: dict[str, Any] = {}
        for name, amount in totals.items():
            over = quoted.get(name, 1.0)
            if over > 1.0 and name not in SHARES:
                # Sums over different years: one total over their mean, each weighed by its amount.
                whole = sum(part for part, _ in spans[name])
                years = sum(part * span for part, span in spans[name]) / whole if whole else over
                found[name] = (amount, years) if abs(years - over) > 1e-9 else amount
            else:
                found[name] = min(amount, 1.0) if name in SHARES else amount
        return found


SHARES = frozenset(
    {
        *("tariff_cut", "china_exit", "dst_removal", "deregulation", "export_control_alignment"),
        *("sector_tariff_relief", "tier_promotion", "government_arrangement", STANDARD),
    }
)
"""Instruments of which an amount is a share of the full measure."""


def real_deals(terms: Iterable[RealTerm], after: date = date.min) -> dict[str, RealDeal]:
    """The deals of a record, by partner: who has agreed on nothing `after` a day is left out.

    What was agreed before is given already: it stands with the rest beside the deal.
    """
    by_partner: dict[str, list[RealTerm]] = {}
    for term in terms:
        by_partner.setdefault(term.partner, []).append(term)
    found = {}
    for partner, rows in by_partner.items():
        counting = _counting([row for row in rows if row.day > after])
        if counting:
            kept = {id(row) for row in counting}
            found[partner] = RealDeal(partner, tuple(counting), tuple(row for row in rows if id(row) not in kept))
    return found


def _counting(rows: list[RealTerm]) -> list[RealTerm]:
    """The terms that count: the last agreement of each, the first of country rates; what money says already is out."""
    agreed = [r for r in rows if r.kind == TERM and r.stage not in NOT_AGREED and r.name != RATE_FROM]
    by_name: dict[tuple[str, str], list[RealTerm]] = {}
    for row in agreed:
        by_name.setdefault((row.side, row.name), []).append(row)
    counting = []
    for (_, name), same in by_name.items():
        days = [row.day for row in same]
        day = min(days) if name == RATE else max(days)
        deal = next(row.deal for row in same if row.day == day)
        counting += [row for row in same if row.deal == deal and (name != RATE or row.day == day)]
    names = {row.name for row in counting if row.quantity is not None and row.unit != "aircraft"}
    return [row for row in counting if not (row.reading and row.reading.unless and row.reading.unless in names)]


def reading_of(term: str, side: str, unit: str) -> Reading | None:
    """The reading of a term: of the units it is known in, the longest that the unit given begins with.

    What is known as a total may be given for each year.
    """
    said = unit.strip().lower().replace(" per year", EACH_YEAR)
    for reading in readings().get((term, side), []):
        known = reading.unit.lower()
        if not known or not said:
            if known == said:
                return reading
            continue
        after = said.removeprefix(known)
        if after != said and not after[:1].isalnum():
            each = after.startswith(EACH_YEAR) and not reading.yearly
            return replace(reading, unit=f"{reading.unit}{EACH_YEAR}") if each else reading
    return None


def plain_reading(instrument: str, side: str, unit: str, measure: str) -> Reading:
    """The reading of a term that bears the name of an instrument: its own unit, or percent where that is a share."""
    factor = 0.01 if measure == "share" and unit.strip().lower().startswith("percent") else 1.0
    reason = "named as the model's instrument"
    return Reading(instrument, side, unit or measure, instrument, factor, factor, factor, 0.0, "", "", reason)


def problems_of(terms: Iterable[RealTerm], partners: Iterable[str]) -> list[Problem]:
    """What is wrong with the partners of a record."""
    known = set(partners)
    return [
        Problem(term.line, "partner", term.partner, "no partner of the scenario", "give an ISO3 code, or EUU")
        for term in terms
        if term.partner not in known
    ]
