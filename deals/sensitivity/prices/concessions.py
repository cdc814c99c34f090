"""The price list of concessions: what one unit more or less of each term is worth to each side.

Worths are marginal, at the optimum, with the set and dates of deals fixed. Money becomes chips at the partner's
marginal chip: the grant whose extension or withdrawal costs the plan least.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.model.worth.terms import Term
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import counted
from deals.plan.plan import SMALLEST
from deals.plan.tables import ASKS, GIVES
from deals.sensitivity.figures.concessions import concession_prices as draw
from deals.sensitivity.prices.as_linear import PlanAsLinear
from deals.world.instrument import CHIPS
from deals.world.naming.economies import named
from optimizer import Floats

MORE, LESS = "one unit more", "one unit less"
AT_LIMIT, BETWEEN, AT_ZERO = "limit", "between", "zero"
ROUNDING = 1e-9
NO_RATE = -1
"""In place of a column: the part of a country rate for which nothing is agreed."""
COLUMNS = [
    *("partner", "name", "side", "instrument", "label", "unit", "amount", "limit", "at", "change"),
    *("us_usd_bn", "us_usd_bn_net", "partner_usd_bn", "us_kh", "partner_kh"),
    *("if_forced_usd_bn", "logrolling_usd_bn", "logrolling_partner_usd_bn"),
    *("gain_price_down", "gain_price_up", "tied", "note"),
]


@dataclass(frozen=True)
class Step:
    """One step of a term or of a grant.

    `units` are units of the instrument, as on a term sheet, in one unit of the variable in `column`.
    """

    column: int
    used: float
    width: float
    units: float

    @property
    def has_room(self) -> bool:
        """Whether more of the step could be agreed."""
        return self.used < self.width - SMALLEST * max(1.0, self.width)

    @property
    def is_used(self) -> bool:
        """Whether anything of the step is agreed."""
        return self.used > SMALLEST * max(1.0, self.width)


@dataclass(frozen=True)
class Move:
    """What moves for one unit of a term more or less, as on a term sheet.

    Attributes
    ----------
    changes : mapping
        Change of each variable, by its column: of one step; of all parts of a country rate, most of which stay.
    of_one_rate : bool
        Whether it is a move from one country rate towards another.
    beyond : bool
        Whether it goes beyond the limit of the term.
    """

    changes: Mapping[int, float]
    of_one_rate: bool = False
    beyond: bool = False

    def worth(self, each: Floats) -> float:
        """What the move is worth where a unit of each variable is worth so much."""
        return float(sum(by * each[column] for column, by in self.changes.items()))


@dataclass(frozen=True, eq=False, repr=False)
class ConcessionPrices(Answer):
    """The price list of concessions. In a notebook the list itself is shown: a figure is of one partner or one term.

    `.table` has one row for each partner, instrument and change; see :func:`concession_prices`.
    """

    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """The list; each look at it gives a copy."""
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """What there is to look at, or why there is nothing."""
        if self._table.empty:
            return "no term has a price, for the plan has no deal"
        deals, instruments = self._table["partner"].nunique(), self._table["instrument"].nunique()
        return (
            f"prices of {counted(instruments, 'instrument')} in {counted(deals, 'deal')}, "
            f"{counted(len(self._table), 'row')} in .table; "
            '.chart(partner="ARE") draws a deal, .chart(instrument="investment") an instrument'
        )

    def chart(self, *, partner: str = "", instrument: str = "") -> Chart:
        """Every term of one partner, or one instrument over all partners, as a figure with its data.

        Raises
        ------
        UnknownNameError
            If there is no deal with that partner, or no such term in any deal.
        InputError
            If not just one of the two is named.
        """
        if bool(partner) == bool(instrument):
            fix = 'name one: partner="ARE" or instrument="investment"'
            raise InputError(Problem("", "partner", partner, "not one partner or one instrument", fix))
        if partner:
            held = self._table["partner"]
            chosen = held == named(partner, set(held), "partner with a price")
        else:
            held = self._table["instrument"]
            chosen = held == instrument
            if not chosen.any():
                raise UnknownNameError.of("instrument with a price", instrument, sorted(set(held)))
        return draw(self._table[chosen].reset_index(drop=True))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/html": self._table.to_html(max_rows=20), "text/plain": repr(self)}


def concession_prices(linear: PlanAsLinear) -> ConcessionPrices:
    """What one unit more, and one unit less, of every term of every signed deal is worth to each side.

    Returns
    -------
    ConcessionPrices
        One row for each partner, instrument and change. `us_usd_bn` and `partner_usd_bn` are the worth of the unit
        itself (USD bn present value; a cost is negative), `us_usd_bn_net` that of the United States after what the unit
        uses up of shared limits. `us_kh` and `partner_kh` are the same (net for the United States) in thousand H100e of
        the partner's marginal chips: how many the United States would give for the unit at most, and how many would
        repay the partner; missing where the deal has no chips, or where chips cost the United States nothing.
        `if_forced_usd_bn` is what the change brings the United States with everything else adapting: a loss wherever
        the plan could have chosen it. `logrolling_usd_bn` is the gain left in trading the term for others: nothing
        between the ends of a term, the price of the end where the term is at its limit; `logrolling_partner_usd_bn` is
        the same left to the partner instead, at the price of its gain. `gain_price_down` and
        `gain_price_up` are what the United States gives up for each USD bn of
        gain of the partner, below and above where it stands. `at` says where the term stands, `tied` whether equally
        good amounts exist, and `note` both, and prices that differ on the two sides, in words.
    """
    signed = list(linear.plan.signed)
    if not signed:
        return ConcessionPrices(pd.DataFrame(columns=COLUMNS))
    gains = linear.solution.prices("participation", signed, intervals=False)
    moving = {linear.column(family, key) for family, key in linear.solution.ties.moving}
    rows = [row for partner in signed for row in _of_partner(linear, partner, gains, moving)]
    forced = linear.if_forced({c for row in rows if not row["move"].of_one_rate for c in row["move"].changes})
    for row in rows:
        change = _clean(_if_forced(linear, row.pop("move"), forced))
        row["if_forced_usd_bn"] = change
        gain, price = max(change, 0.0) if row["at"] == AT_LIMIT else 0.0, float(row["gain_price_up"])
        row["logrolling_usd_bn"] = gain
        row["logrolling_partner_usd_bn"] = gain / price if price > ROUNDING else float("nan")
        row["note"] = _note(row)
    return ConcessionPrices(pd.DataFrame(rows, columns=COLUMNS))


def _of_partner(linear: PlanAsLinear, partner: str, gains: pd.DataFrame, moving: set[int]) -> Iterator[dict[str, Any]]:
    plan = linear.plan
    own = linear.to_partner(partner)
    table = {term.instrument: term_steps(linear, term) for term in plan.choices.terms(partner)}
    table[CHIPS] = chip_steps(linear, partner)
    chip = marginal_chip(linear, table[CHIPS], partner)
    rates = {term.instrument for term in plan.choices.terms(partner) if term.of_one_rate}
    for name, steps in table.items():
        instrument = next(i for i in plan.question.world.instruments if i.name == name)
        amount = sum(s.used * s.units for s in steps)
        limit = (max if name in rates else sum)([s.width * s.units for s in steps] or [0.0])
        if limit <= SMALLEST:
            continue
        full = limit - amount <= SMALLEST if name in rates else not any(s.has_room for s in steps)
        at = AT_LIMIT if full else BETWEEN if amount > SMALLEST else AT_ZERO
        tied = any(s.column in moving for s in steps)
        moves = _rate_moves(linear, steps) if name in rates else _moves(linear, steps)
        for change, move in moves.items():
            us, partner_worth = move.worth(linear.to_us_at_the_margin), move.worth(own)
            yield {
                "partner": partner,
                "name": plan.question.partner(partner).name,
                "side": GIVES if instrument.side == "us" else ASKS,
                "instrument": name,
                "label": instrument.label,
                "unit": instrument.unit,
                "amount": amount,
                "limit": limit,
                "at": at,
                "change": change,
                "us_usd_bn": move.worth(linear.to_us) + 0.0,
                "us_usd_bn_net": us + 0.0,
                "partner_usd_bn": partner_worth + 0.0,
                "us_kh": us / chip[0] if chip is not None and chip[0] > ROUNDING else float("nan"),
                "partner_kh": partner_worth / chip[1] if chip is not None and chip[1] > ROUNDING else float("nan"),
                "move": move,
                "gain_price_down": -float(gains["price_down"][partner]),
                "gain_price_up": -float(gains["price_up"][partner]),
                "tied": tied,
            }


def _note(row: dict[str, Any]) -> str:
    notes = []
    if row["tied"]:
        notes.append("equally good amounts exist")
    if not math.isclose(row["gain_price_down"], row["gain_price_up"], rel_tol=1e-6, abs_tol=ROUNDING):
        notes.append("a kink: the price of the partner's gain differs on the two sides")
    return "; ".join(notes)


def term_steps(linear: PlanAsLinear, term: Term) -> list[Step]:
    """Steps of a term, in the period in which the deal is signed: of a country rate those of the deal's own kind."""
    signing, bought = linear.plan.signed[term.partner], term.partner in linear.plan.unthreatened
    steps = []
    for number, segment in enumerate(term.segments):
        if term.of_one_rate and segment.bought != bought:
            continue
        key = (term.partner, term.instrument, number, signing)
        used = linear.plan.values["ask"][key]
        steps.append(Step(linear.column("ask", key), used, segment.width, term.shown(number)))
    return steps


def chip_steps(linear: PlanAsLinear, partner: str) -> list[Step]:
    """Steps of all grants that can be delivered while the licences of the deal stand, thousand H100e."""
    plan = linear.plan
    steps = []
    for grant in plan.choices.grants(partner):
        if not plan.in_force(partner, plan.signed, grant.period):
            continue
        standing = plan.question.survival(plan.signed[partner], grant.period)
        for number, width in enumerate(grant.widths):
            key = (grant.economy, grant.period, number)
            steps.append(Step(linear.column("grant", key), plan.values["grant"][key], standing * width, 1.0))
    return steps


def marginal_chip(linear: PlanAsLinear, steps: list[Step], partner: str) -> tuple[float, float] | None:
    """Cost to the United States and worth to the partner of a thousand H100e of the chips that would move first."""
    if not steps:
        return None
    own = linear.to_partner(partner)
    step = min(steps, key=lambda s: abs(linear.reduced[s.column]) if s.has_room or s.is_used else float("inf"))
    return -float(linear.to_us_at_the_margin[step.column]), float(own[step.column])


def _moves(linear: PlanAsLinear, steps: list[Step]) -> dict[str, Move]:
    """One unit more and one unit less of a term whose steps add up.

    The step that moves is, of those with room, the best for the plan, and of those in use the least missed. At the
    limit one unit more is priced like the last step.
    """
    worth = linear.reduced
    used = [s for s in steps if s.is_used and s.units]
    room = [s for s in steps if s.has_room and s.units]
    last = min(used, key=lambda s: worth[s.column] / s.units, default=None)
    best = max(room, key=lambda s: worth[s.column] / s.units, default=last)
    found = {}
    if best is not None:
        found[MORE] = Move({best.column: 1 / best.units}, beyond=not room)
    if last is not None:
        found[LESS] = Move({last.column: -1 / last.units})
    return found


def _rate_moves(linear: PlanAsLinear, steps: list[Step]) -> dict[str, Move]:
    """One point more and one point less of a country rate: a part of one rate makes way for another, or for none.

    At the limit one point more is priced like the last, from the next rate to the lowest.
    """
    none = Step(NO_RATE, 1 - sum(s.used for s in steps), 1.0, 0.0)
    ends, stay = sorted([none, *steps], key=lambda s: s.units), {s.column: 0.0 for s in steps}

    def between(here: Step, there: Step) -> Move:
        by = 1 / abs(there.units - here.units)
        changes = {c: d for c, d in ((here.column, -by), (there.column, by)) if c != NO_RATE}
        return Move(stay | changes, of_one_rate=True)

    used = [s for s in ends if s.is_used]
    more = [between(a, b) for a in used for b in ends if b.units > a.units]
    less = [between(a, b) for a in used for b in ends if b.units < a.units]
    next_to_it = [s for s in ends if s.units < ends[-1].units][-1]
    beyond = replace(between(next_to_it, ends[-1]), beyond=True)
    found = {MORE: max(more, key=lambda move: move.worth(linear.reduced), default=beyond)}
    return found | ({LESS: max(less, key=lambda move: move.worth(linear.reduced))} if less else {})


def _if_forced(linear: PlanAsLinear, move: Move, forced: Mapping[int, tuple[float, float]]) -> float:
    """What a move brings with everything else adapting; beyond a limit, at the price of the limit."""
    if move.of_one_rate:
        return move.worth(linear.reduced) if move.beyond else linear.if_moved(move.changes)
    ((column, by),) = move.changes.items()
    return forced[column][0 if by > 0 else 1] * abs(by)


def _clean(value: float) -> float:
    return 0.0 if abs(value) < ROUNDING else float(value)
