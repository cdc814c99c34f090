"""What for so much more: what the other side would have to give for more of one term, or which limit forbids it.

Everybody else's deal stands. Whoever gives the term is held to what the deal brings it now, and the other side has the
best that is left: so the answer is the cheapest way to pay. Beside it stands what each other term would have to change
if it alone paid.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from deals.division.bilateral import Bilateral, Point
from deals.division.projection import PREVENTED
from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.kit.given.bounds import SOME
from deals.model.rows.objective import IN_MONEY, weights
from deals.page.document import Block, Document, Heading, Paragraph, Table
from deals.page.wording import (
    MINUS,
    NOTHING,
    amount,
    chips,
    in_a_sentence,
    listed,
    lowered,
    money,
    percent,
    points,
    rate,
)
from deals.plan.left_out import with_deal
from deals.plan.plan import Plan
from deals.proposal.asked.limits import pressed
from deals.proposal.asked.told import Told
from deals.proposal.contents import ProposalContents
from deals.record.weighing.stated import TARIFF_TO
from deals.world.instrument import CHIPS, RELIEF, SHORT_NAMES, Instrument
from deals.world.naming.economies import named
from optimizer import Floats, InfeasibleError, Session

COLUMNS = ["instrument", "label", "unit", "now", "then", "change", "alone", "us_change", "partner_change"]
ROUNDING = 1e-7
"""USD bn by which a side may be worse off: rounding of the solver."""
KEPT = 1e-6
"""Share of an amount that counts as none."""


@dataclass(frozen=True, eq=False, repr=False)
class PriceOfMore(Told):
    """What would have to be given for more of a term.

    Attributes
    ----------
    partner, name : str
    label, unit : str
        The term of which more is asked, and its unit.
    more : float
        How much more.
    possible : float
        How much more could be agreed at all, everybody else's deal as it stands.
    limits : tuple of str
        Where that is less than asked: what forbids more, in words.
    us_change, partner_change : float
        What the cheapest package for it changes for either side, USD bn; not a number where none exists.
    lacking : float
        What is missing, USD bn, where no package leaves whoever gives the term as well off as now; else nothing.
    us_gives : bool
        Whether it is the United States that gives the term.
    weighted : bool
        Whether `lacking` is what the United States lacks by goals that do not weigh alike, and no money.
    outside : bool
        Whether the partner has no deal in the plan, so that one was forced into it first.
    """

    partner: str
    name: str
    label: str
    unit: str
    more: float
    possible: float
    limits: tuple[str, ...]
    us_change: float
    partner_change: float
    lacking: float
    us_gives: bool
    weighted: bool
    outside: bool
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """By term: amount `now` and `then`, in the cheapest package, and the `change`, in its unit.

        `alone` is by how much the term would have to change if it alone paid, blank where it cannot; `us_change` and
        `partner_change` are what the change of the term is worth to either side, USD bn.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """What it costs, or which limit forbids it."""
        partner, asked = in_a_sentence(self.name), f"{step(self.more, self.unit)} more of {lowered(self.label)}"
        told = self._told(partner, asked)
        if self.outside:
            told = f"{partner} has no deal in the plan; with one forced into it, {told}"
        return f"{told[:1].upper()}{told[1:]}."

    def _told(self, partner: str, asked: str) -> str:
        """The answer to what is asked, as it stands within a sentence."""
        if self.limits:
            why = "; ".join(self.limits)
            if self.possible < KEPT * self.more:
                return f"no more {lowered(self.label)} can be agreed with {partner}: {why}"
            return f"{asked} cannot be agreed with {partner}, at most {step(self.possible, self.unit)}: {why}"
        payer, payee = (partner, "the United States") if self.us_gives else ("the United States", partner)
        if self.lacking > 0:
            return (
                f"for {asked} nothing that {payer} can give leaves {payee} as well off as now: "
                f"it would lack {money(self.lacking)}{' by the weights of the goals' if self.weighted else ''}"
            )
        told = [_changed(row) for row in self._table.to_dict("records") if row["label"] != self.label]
        changes = [said for said in told if said]
        paid = f"the cheapest is {listed(changes)}" if changes else "no other term has to change"
        gain = self.partner_change if self.us_gives else self.us_change
        gained = f"gains {money(gain)}" if gain > NOTHING else f"loses {money(-gain)}" if gain < -NOTHING else ""
        return f"for {asked}, {payee} left as well off as now, {paid}; {payer} then {gained or 'gains nothing'}"

    @property
    def document(self) -> Document:
        """The answer as a page."""
        rows = [
            (
                str(row["label"]),
                short(float(row["now"]), str(row["unit"])),
                short(float(row["then"]), str(row["unit"])),
                _signed(float(row["alone"]), str(row["unit"])),
                money(float(row["us_change"]), sign=True),
                money(float(row["partner_change"]), sign=True),
            )
            for row in self._table.to_dict("records")
            if _changed(row) or not math.isnan(float(row["alone"]))
        ]
        columns = ("Term", "Now", "Cheapest package", "If it alone paid", "To the US", f"To {in_a_sentence(self.name)}")
        table: list[Block] = [Heading("Term by term"), Table(columns, rows, frozenset(columns[1:]))] if rows else []
        title = f"{self.name}: {step(self.more, self.unit)} more of {lowered(self.label)}"
        note = Paragraph("All other deals stand; worths are in the world as judged.", "note")
        return Document("What for so much more", title, [Paragraph(self.sentence, "lead"), *table, note])


def short(value: float, unit: str) -> str:
    """An amount as it stands in a comparison: a share in percent, money without what becomes of it."""
    match unit.split():
        case ["share"]:
            return percent(value)
        case ["USD", "bn", *_]:
            return money(value)
        case _:
            return amount(value, unit)


def step(size: float, unit: str) -> str:
    """By how much an amount changes: of a share, percentage points.

    Examples
    --------
    >>> step(0.096, "share"), step(-2.5, "USD bn pledged")
    ('9.6 percentage points', '−USD 2.50 bn')
    """
    if unit == "share":
        return f"{MINUS if size < 0 else ''}{points(abs(100 * size))}"
    return short(size, unit)


def _changed(row: dict[Any, Any]) -> str:
    """From what to what a term changes; blank where it stays."""
    now, then, unit = float(row["now"]), float(row["then"]), str(row["unit"])
    if abs(then - now) <= KEPT * max(1.0, abs(now)):
        return ""
    return f"{lowered(str(row['label']))} from {short(now, unit)} to {short(then, unit)}"


def price_of_more(proposal: ProposalContents, partner: str, terms: dict[str, float]) -> PriceOfMore:
    """What would have to be given for more of one term of a deal; see :meth:`deals.Proposal.price_of`."""
    code = named(partner, proposal.plan.question.codes)
    plan = proposal.plan if code in proposal.plan.signed else with_deal(proposal.plan, code)
    if plan is None:
        fix = f"see proposal[{code!r}]"
        raise InputError(Problem("", "partner", partner, "has no deal, and none can be forced into the plan", fix))
    deal = Bilateral.of(plan, code)
    instrument, more = _asked(deal, terms)
    own = proposal.offered[code] if proposal.offered is not None and code in proposal.plan.signed else None
    now = own.points[own.chosen] if own is not None else deal.at(plan.solution.point[deal.piece.columns])
    return _priced(plan, deal, now, instrument, more, outside=code not in proposal.plan.signed)


def _asked(deal: Bilateral, terms: Mapping[str, Any]) -> tuple[Instrument, float]:
    """The term and the amount that are asked for, checked."""
    if len(terms) != 1:
        fix = "name one, such as chips=100"
        raise InputError(Problem("", "terms", ", ".join(terms) or None, "ask for more of one term at a time", fix))
    (given, more), on_table = next(iter(terms.items())), set(deal.issues) - {"", PREVENTED}
    about = {one.name: one for one in deal.plan.question.world.instruments}
    name = SHORT_NAMES.get(given, given)
    if name == TARIFF_TO:
        raise UnknownNameError(_of_the_rate(deal, more, on_table))
    if name not in on_table and name in about:
        raise UnknownNameError(_off_the_table(deal, given, name, on_table))
    if name not in on_table:
        raise UnknownNameError.of("term on the table", given, on_table)
    if isinstance(more, bool) or not isinstance(more, Real) or not SOME.hold(more):
        raise InputError(Problem("", name, more, "is no amount", f"give a number above 0, in {about[name].unit}"))
    return about[name], float(more)


def _off_the_table(deal: Bilateral, given: str, name: str, on_table: set[str]) -> Problem:
    """What is told to whom asks for more of a term that is known and that this deal cannot have."""
    asked = deal.plan.question.scenario
    before = name in asked.baseline_instruments.get(deal.partner, ())
    partner = in_a_sentence(deal.plan.question.partner(deal.partner).name)
    why = "it was agreed before" if before else "the regime, or what either side could give, leaves none of it"
    told = f"is on no table with {partner}: {why}"
    return Problem("", "terms", given, told, f"ask for more of {' or '.join(sorted(on_table))}")


def _of_the_rate(deal: Bilateral, asked: object, on_table: set[str]) -> Problem:
    """What is told to whom asks for a country rate: more of it is asked in points that it falls by."""
    told = "is the rate itself, and more can be asked of what a deal takes off it"
    fix = f"write {RELIEF}=5 for 5 percentage points less"
    if RELIEF not in on_table:
        name = deal.plan.question.partner(deal.partner).name
        told, fix = f"no deal with {name} changes its country rate", f"ask for more of {' or '.join(sorted(on_table))}"
    return Problem("", TARIFF_TO, asked, told, fix)


def _priced(
    plan: Plan, deal: Bilateral, now: Point, instrument: Instrument, more: float, *, outside: bool
) -> PriceOfMore:
    own = _weights(deal, instrument.name)
    held = float(own @ now.terms)
    most = _best(_session(deal, {}), deal, own)
    possible = max(0.0, float(own @ most.terms) - held)
    us_gives = instrument.side == "us"
    forbidden = possible < more * (1 - KEPT)
    limits = (
        (pressed(deal, most, instrument.name) or (_end(plan, deal.partner, instrument, held),)) if forbidden else ()
    )
    then = None if forbidden else _cheapest(deal, now, own, held + more, us_gives=us_gives)
    rows = [] if then is None else _rows(plan, deal, now, then, instrument, more, us_gives=us_gives)
    return PriceOfMore(
        partner=deal.partner,
        name=plan.question.partner(deal.partner).name,
        label=instrument.label,
        unit=instrument.unit,
        more=more,
        possible=possible,
        limits=limits,
        lacking=_lacking(deal, now, own, held + more, us_gives=us_gives) if then is None and not limits else 0.0,
        us_change=float("nan") if then is None else deal.brings(then) - deal.brings(now),
        partner_change=float("nan") if then is None else then.partner - now.partner,
        us_gives=us_gives,
        weighted=us_gives and weights(plan.asked) != IN_MONEY,
        outside=outside,
        _table=pd.DataFrame(rows, columns=COLUMNS),
    )


def _rows(
    plan: Plan, deal: Bilateral, now: Point, then: Point, asked: Instrument, more: float, *, us_gives: bool
) -> list[list[object]]:
    """A row a term: the cheapest package beside what stands, and what each would have to be if it alone paid."""
    own, rows = _weights(deal, asked.name), []
    goal = float(own @ now.terms) + more
    for one in plan.question.world.instruments:
        if one.name not in deal.issues:
            continue
        weights, mine = _weights(deal, one.name), np.array([issue == one.name for issue in deal.issues])
        before, after = float(weights @ now.terms), float(weights @ then.terms)
        moved = np.where(mine, then.terms - now.terms, 0.0)
        alone = more if one.name == asked.name else float("nan")
        if one.name != asked.name:
            single = _cheapest(deal, now, own, goal, us_gives=us_gives, only=(asked.name, one.name))
            alone = alone if single is None else float(weights @ single.terms) - before
        changes = float(deal.money @ moved), float(deal.own @ moved)
        rows.append([one.name, one.label, one.unit, before, after, after - before, alone, *changes])
    return rows


def _cheapest(
    deal: Bilateral, now: Point, own: Floats, goal: float, *, us_gives: bool, only: tuple[str, ...] = ()
) -> Point | None:
    """The package with so much of a term that is best for who receives it, who gives it no worse off than now.

    With `only`, no other terms than these move. None where nothing makes up for it.
    """
    payee = (deal.us, now.us - deal.us_fixed) if us_gives else (deal.own, now.partner - deal.own_fixed)
    session = _session(deal, {"asked": (own, goal * (1 - KEPT)), "payee": (payee[0], payee[1] - ROUNDING)})
    for place, issue in enumerate(deal.issues):
        if only and issue and issue not in only:
            value = float(now.terms[place])
            session.bound("term", place, lower=value, upper=value)
    try:
        return _best(session, deal, deal.own if us_gives else deal.us)
    except InfeasibleError:
        return None


def _lacking(deal: Bilateral, now: Point, own: Floats, goal: float, *, us_gives: bool) -> float:
    """What whoever gives the term lacks to be as well off as now, whatever the other side gives: USD bn."""
    best = _best(_session(deal, {"asked": (own, goal * (1 - KEPT))}), deal, deal.us if us_gives else deal.own)
    return now.us - best.us if us_gives else now.partner - best.partner


def _session(deal: Bilateral, floors: dict[str, tuple[Floats, float]]) -> Session:
    program, x = deal.program()
    program.constraints(
        "floor",
        {
            name: program.linear([(x[i], float(weights[i])) for i in np.flatnonzero(weights).tolist()]) >= least
            for name, (weights, least) in floors.items()
        },
    )
    program.objective(program.linear([(x[0], 0.0)]))
    return program.open()


def _best(session: Session, deal: Bilateral, worth: Floats) -> Point:
    session.costs("term", worth)
    return deal.at(np.asarray(session.solve().values("term"), dtype=np.float64))


def _weights(deal: Bilateral, name: str) -> Floats:
    """Units of an instrument in one unit of every column."""
    mine: Floats = np.where(np.array(deal.issues) == name, deal.amounts, 0.0)
    return mine


def _end(plan: Plan, code: str, instrument: Instrument, held: float) -> str:
    """What ends a term where no rule but its own size does."""
    match instrument.name:
        case name if name == CHIPS:
            opened = sum(plan.opened(cell) for cell in plan.asked.cells if cell.partner == code)
            has = [f"{chips(held)} by the deal"] if held > NOTHING else []
            has += [f"{chips(opened)} opened to it either way"] if opened > NOTHING else []
            told = f", with {listed(has)}" if has else ""
            return f"all of its demand that would go unmet once the deal is in force is met then{told}"
        case name if name == RELIEF:
            return f"no deal gives a rate below {rate(plan.question.world.value('tariff.floor'))}%"
        case _:
            return f"{'the United States' if instrument.side == 'us' else 'it'} has no more of it to give"


def _signed(value: float, unit: str) -> str:
    if math.isnan(value):
        return "cannot"
    return "–" if abs(value) < NOTHING else f"{'+' if value > 0 else MINUS}{step(abs(value), unit)}"
