"""What is on record on a day: who has signed, who has a framework, and which licences for chips were announced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from deals.record.signed.reading_files import terms_known
from deals.record.signed.real import NOT_AGREED, RATE_FROM, TERM, RealTerm
from deals.record.weighing.stated import TARIFF_TO
from deals.world.instrument import CHIPS

SIGNED = frozenset({"signed", "in_force", "disputed"})
"""Stages of a text that was signed; whether a disputed one still stands is another question."""
FRAMEWORK = "framework"
WHOLE = "trade_framework"
"""The term that stands for a text as a whole."""
LICENCE = "chip_export"
"""How terms begin that license chips, unlike plans of firms."""


@dataclass(frozen=True)
class OnRecord:
    """What was known on a day.

    Attributes
    ----------
    last : date
        The last day on which anything became known.
    signed : mapping of str to date
        By partner, the day of its first signed or binding text. A text is one in which the partner gives something,
        and its country rate is on record: a rate set by a memorandum of the United States alone is none.
    frameworks : mapping of str to date
        By partner with a country rate on record, the day of its first framework.
    licences : mapping of str to tuple of date
        By partner, the days on which chips were licensed or authorised, one a day.
    amounts : tuple of float
        Thousand H100e of each licence or authorisation whose amount is known; of those for each year, of a year.
    with_chips : float
        Share of partners with anything agreed on record that were licensed chips.
    """

    last: date
    signed: Mapping[str, date]
    frameworks: Mapping[str, date]
    licences: Mapping[str, tuple[date, ...]]
    amounts: tuple[float, ...]
    with_chips: float

    @classmethod
    def on(cls, day: date) -> "OnRecord":
        """The record as known on a day.

        Raises
        ------
        InputError
            All that is wrong with the table, at once.
        """
        return cls.of(terms_known(day))

    @classmethod
    def of(cls, rows: Iterable[tuple[RealTerm, date]]) -> "OnRecord":
        """Terms, each with the day on which it became known."""
        rows = tuple(rows)
        known = [(term, max(term.day, on)) for term, on in rows]
        agreed = [(t, on) for t, on in known if t.kind == TERM and t.stage not in NOT_AGREED and t.name != RATE_FROM]
        both_sides = {(t.partner, t.deal) for t, _ in agreed if t.side == "partner"}
        rated = {t.partner for t, _ in agreed if _sets_rate(t)}
        texts = [
            (t, on)
            for t, on in agreed
            if t.partner in rated and (t.partner, t.deal) in both_sides and (_sets_rate(t) or t.name == WHOLE)
        ]
        licences = [t for t, _ in known if t.side == "us" and t.name.startswith(LICENCE) and t.kind != "event"]
        licences = [t for t in licences if t.reading is None or t.reading.reads_as == CHIPS]
        licensed = {t.partner for t in licences}
        partners = {t.partner for t, _ in agreed}
        days = {code: tuple(sorted({t.day for t in licences if t.partner == code})) for code in sorted(licensed)}
        return cls(
            last=max(on for _, on in rows),
            signed=_first(t for t in texts if t[0].stage in SIGNED),
            frameworks=_first(t for t in agreed if t[0].stage == FRAMEWORK and t[0].partner in rated),
            licences=days,
            amounts=tuple(t.amount[1] for t in licences if t.amount is not None and t.quantity is not None),
            with_chips=len(licensed & partners) / len(partners),
        )


def _sets_rate(term: RealTerm) -> bool:
    return term.side == "us" and term.reading is not None and term.reading.reads_as == TARIFF_TO


def _first(terms: Iterable[tuple[RealTerm, date]]) -> dict[str, date]:
    """By partner, the first day."""
    found: dict[str, date] = {}
    for term, day in terms:
        found[term.partner] = min(day, found.get(term.partner, day))
    return found
