"""What would make a deal leave the plan: a dearer reservation value, a delay, a better other supplier, any assumption.

Each is moved from where it stands until the deal is worth it to both on no terms, or, with the plan made anew, until
another use of the talks, the chips or the budgets is better.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from deals.kit.errors import UnknownNameError
from deals.model.question import Question
from deals.model.worth.grants import grants
from deals.page.answer import Tabled
from deals.plan.plan import Plan, anew, solve
from deals.scenario.reform import Reform
from deals.sensitivity.figures.zones import break_even as draw
from deals.sensitivity.one_deal.one_deal import OneDeal
from deals.sensitivity.worlds.decisions import YES_OR_NO, Decisions
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from optimizer import InfeasibleError

RESERVATION, DELAY = "rise of its reservation value", "delay of the signing"
QUALITY_HERE, QUALITY = "other supplier's quality, for it alone", "other supplier's quality, for all"
MOVED = (RESERVATION, DELAY, QUALITY_HERE, QUALITY)
QUALITY_NAME = "other_supplier.quality"
COLUMNS = [
    *("partner", "name", "moved", "unit", "now", "low", "high", "leaves_below", "leaves_above", "to_within"),
    *("us_gain", "remade", "sentence"),
]
STEPS = 4
"""Places between now and either end of a range that are looked at before the edge is closed in on."""
HALVINGS, HALVINGS_ANEW = 6, 3
TINY = 1e-6
"""USD bn below which a deal is worth nothing."""


@dataclass(frozen=True)
class Shift:
    """Something to move, between `low` and `high`, and whether the deal stays at a value of it.

    `each` is the step in which it moves, 0 if there is none.
    """

    name: str
    unit: str
    now: float
    low: float
    high: float
    stays: Callable[[float], bool]
    each: float = 0.0


def break_even(plan: Plan, partner: str, moved: Sequence[str] = MOVED, *, remade: bool = False) -> Tabled:
    """How far each assumption can move before a partner's deal leaves the plan.

    Parameters
    ----------
    plan : Plan
    partner : str
    moved : sequence of str
        ``"rise of its reservation value"`` (USD bn), ``"delay of the signing"`` (quarters, talks as planned), ``"other
        supplier's quality, for it alone"`` (the same units from the other supplier, of another quality) or
        ``"..., for all"``, or the name of any parameter with a range, such as ``"access.lag"``.
    remade : bool
        Whether the whole plan is made anew at every value: a deal leaves as soon as another use of the talks, the chips
        or the budgets is better, which is before it is worth nothing. Some ten plans for each row.

    Returns
    -------
    Tabled
        One row a shift. `now` is as assumed, `low` and `high` the range looked at. The deal leaves when the assumption
        falls below `leaves_below` or rises above `leaves_above`, found to within `to_within`; missing where it stays to
        that end of the range, as the `sentence` says. `us_gain` is what the deal brings the United States with all else
        fixed, USD bn. With other deals kept (not `remade`) their terms adapt, and the deal leaves where the plan is
        better without it or nothing on offer satisfies the partner; the limit on worst-case diversion is left out.

    Raises
    ------
    UnknownNameError
        If the plan has no deal with that partner, or there is no such assumption.
    """
    question = OneDeal(plan, partner)
    best, most = question.push(question.deal.us).us, question.push(question.deal.own).partner
    search = _Anew(plan, partner, most) if remade else _Kept(plan, partner, most)
    rows = []
    for name in moved:
        shift = search.shift(name)
        if name == RESERVATION and not remade:
            (below, width), (above, other) = (math.nan, 0.0), (most, 0.0)
        else:
            (below, width), (above, other) = _edge(shift, shift.low, remade), _edge(shift, shift.high, remade)
        row = {
            "partner": partner,
            "name": plan.question.partner(partner).name,
            "moved": name,
            "unit": shift.unit,
            "now": shift.now,
            "low": shift.low,
            "high": shift.high,
            "leaves_below": below,
            "leaves_above": above,
            "to_within": max(width, other),
            "us_gain": best,
            "remade": remade,
        }
        rows.append(row | {"sentence": _sentence(row)})
    return Tabled(f"what would end the deal with {partner}", pd.DataFrame(rows, columns=COLUMNS), draw)


def _edge(shift: Shift, end: float, remade: bool) -> tuple[float, float]:
    """Where the deal leaves on the way from now to an end, and to within what; NaN where it stays to the end."""
    if end == shift.now:
        return math.nan, 0.0
    stays, leaves = shift.now, math.nan
    for place in _places(shift, end, 1 if remade else STEPS):
        if not shift.stays(place):
            leaves = place
            break
        stays = place
    if math.isnan(leaves) or shift.each:
        return leaves, shift.each if not math.isnan(leaves) else 0.0
    for _ in range(HALVINGS_ANEW if remade else HALVINGS):
        middle = (stays + leaves) / 2
        stays, leaves = (middle, leaves) if shift.stays(middle) else (stays, middle)
    return leaves, abs(leaves - stays)


def _places(shift: Shift, end: float, count: int) -> list[float]:
    if shift.each:
        steps = round(abs(end - shift.now) / shift.each)
        return [shift.now + math.copysign(shift.each * step, end - shift.now) for step in range(1, steps + 1)]
    return [shift.now + (end - shift.now) * step / count for step in range(1, count + 1)]


class _Search(ABC):
    """Shifts of what a deal rests on."""

    def __init__(self, plan: Plan, partner: str, most: float) -> None:
        self.plan, self.partner = plan, partner
        self._most = most

    def shift(self, name: str) -> Shift:
        """A shift by its name."""
        if name == RESERVATION:
            # Beyond the most it can gain on any terms the partner does not sign; the plan lets it go before.
            return Shift(name, "USD bn", 0.0, 0.0, self._most * (1 + 1e-3) + TINY, self.stays_dearer)
        if name == DELAY:
            periods = self.plan.question.timeline.periods
            each, left = float(len(periods[0].quarters)), len(periods) - 1 - self.plan.signed[self.partner]
            return Shift(name, "quarters", 0.0, 0.0, each * left, self.stays_late, each)
        if name == QUALITY_HERE:
            return self._ranged(name, QUALITY_NAME, lambda value: self.stays(self._quality_here(value)))
        if name == QUALITY:
            return self._ranged(name, QUALITY_NAME, lambda value: self.stays_under(QUALITY_NAME, value))
        return self._ranged(name, name, lambda value: self.stays_under(name, value))

    def _ranged(self, said: str, name: str, stays: Callable[[float], bool]) -> Shift:
        known = self.plan.question.scenario.world().parameters
        ranged = [n for n, quantity in known.items() if quantity.low < quantity.high]
        if name not in ranged:
            raise UnknownNameError.of("assumption with a range", name, [*MOVED, *ranged])
        quantity = known[name]
        return Shift(said, quantity.unit, quantity.value, quantity.low, quantity.high, stays)

    def _quality_here(self, quality: float) -> Question:
        """The question with the other supplier's chips of another quality for this partner, and no other volume."""
        question, code = self.plan.question, self.partner
        factor = quality / question.world.value(QUALITY_NAME)
        own = question.partner(code).jurisdictions
        rival = {
            j: tuple(min(w, factor * flow) for w, flow in zip(question.path.access[j].withheld, flows, strict=True))
            for j, flows in question.path.rival.items()
            if j in own
        }
        path = replace(question.path, rival={**question.path.rival, **rival})
        of_partner = [
            grant
            for j in sorted({grant.economy for grant in question.grants if grant.partner == code})
            for grant in grants(
                question.world, question.timeline, path, question.partner(code), j, question.scenario.segments
            )
        ]
        others = tuple(grant for grant in question.grants if grant.partner != code)
        return replace(question, path=path, grants=(*others, *of_partner))

    def stays_dearer(self, rise: float) -> bool:
        """Whether the deal stays where its partner must gain this much more."""
        return self.stays(replace(self.plan.question, reservation_shift={self.partner: rise}))

    @abstractmethod
    def stays(self, question: Question) -> bool:
        """Whether the deal stays in another question."""

    @abstractmethod
    def stays_late(self, quarters: float) -> bool:
        """Whether the deal stays if it cannot be signed until later."""

    @abstractmethod
    def stays_under(self, name: str, value: float) -> bool:
        """Whether the deal stays in a world with one parameter moved."""


class _Kept(_Search):
    """All other deals, dates and standards kept; terms adapt."""

    @cached_property
    def _with(self) -> Decisions:
        return Decisions.of(self.plan)

    @cached_property
    def _without(self) -> Decisions:
        decisions, code = self._with, self.partner
        return replace(
            decisions,
            values={f: {k: v for k, v in decisions.values[f].items() if k[0] != code} for f in YES_OR_NO},
            signed={k: t for k, t in decisions.signed.items() if k != code},
            adopted={k: t for k, t in decisions.adopted.items() if k != code},
        )

    @cached_property
    def _deals(self) -> tuple[SameDealsElsewhere, SameDealsElsewhere]:
        return SameDealsElsewhere(self._with), SameDealsElsewhere(self._without)

    @cached_property
    def _alone(self) -> float:
        return _worth(self._without, self.plan.question)

    def stays(self, question: Question) -> bool:
        return _worth(self._with, question) > self._alone + TINY

    def stays_late(self, quarters: float) -> bool:
        question, code = self.plan.question, self.partner
        planned = self.plan.signed[code]
        later = planned + round(quarters / len(question.timeline.periods[0].quarters))
        # Talks take place as planned, so that they do not stand in the way of anybody else's.
        talks = replace(question.talks[code], load={later: question.talks[code].load[planned]})
        own = {f: any(v > 0.5 and k[0] == code for k, v in self._with.values[f].items()) for f in YES_OR_NO}
        decisions = replace(
            self._with,
            values={f: {**self._without.values[f], (code, later): float(own[f])} for f in YES_OR_NO},
            signed={**self._with.signed, code: later},
            adopted={**self._with.adopted, **({code: later} if own["standard"] else {})},
        )
        return _worth(decisions, replace(question, talks={**question.talks, code: talks})) > self._alone + TINY

    def stays_under(self, name: str, value: float) -> bool:
        ours, theirs = (deals.under({name: {"set": value}}) for deals in self._deals)
        return self.partner in ours.signed and ours.solution.objective > theirs.solution.objective + TINY


class _Anew(_Search):
    """The whole plan made anew."""

    def stays(self, question: Question) -> bool:
        return self.partner in solve(question).signed

    def stays_late(self, quarters: float) -> bool:
        question, code = self.plan.question, self.partner
        first = self.plan.signed[code] + round(quarters / len(question.timeline.periods[0].quarters))
        talks = question.talks[code]
        later = replace(talks, load={signing: load for signing, load in talks.load.items() if signing >= first})
        return self.stays(replace(question, talks={**question.talks, code: later}))

    def stays_under(self, name: str, value: float) -> bool:
        world = Reform(f"{name} at {value:g}", {name: {"set": value}})
        question = self.plan.question
        return self.partner in anew(question.scenario.apply(world), question.codes, question.left_open).signed


def _worth(decisions: Decisions, question: Question) -> float:
    """What decided deals bring at best, terms adapting; minus infinity where they cannot be kept."""
    asked = question.keep(decisions.signed)
    talks = {c: replace(question.talks[c], load={t: question.talks[c].load[t]}) for c, t in decisions.signed.items()}
    try:
        return decisions.kept(replace(asked, talks=talks)).program.solve().objective
    except InfeasibleError:
        return -math.inf


def _sentence(row: dict[str, object]) -> str:
    name, moved, unit = row["name"], row["moved"], row["unit"]
    sides = (("leaves_below", "falls to"), ("leaves_above", "reaches"))
    ways = [f"{verb} {value:.3g}" for side, verb in sides if not math.isnan(value := float(str(row[side])))]
    if not ways:
        return (
            f"{name} stays in the plan over the whole range of {moved}, {row['low']:.3g} to {row['high']:.3g} {unit}."
        )
    return f"{name} leaves the plan once {moved} {' or '.join(ways)} {unit} (now {row['now']:.3g})."
