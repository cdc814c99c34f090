"""The strategist's own limits: how much of a term deals may or must hold, by when, and who signs first.

Amounts are those of a term sheet, in the instrument's unit, of what is agreed in periods up to the date; chips are
those delivered in them, thousand H100e (8-bit); a country rate is the one that the deal leaves, percent. A floor asks
no more than a partner could give at most, which in the world as judged is checked beforehand (`limit_problems`).
"""

from collections.abc import Hashable, Iterator
from itertools import product

from deals.kit.errors import Problem
from deals.kit.numbers import larger, smaller, smallest
from deals.model.question import Question
from deals.model.rows.variables import Choices, Pairs, Rows
from deals.model.worth.terms import Term
from deals.page.wording import in_a_sentence
from deals.scenario.limit import CHIPS, RATE, SIGNATURES, OwnLimit
from deals.world.instrument import PROMOTION, STANDARD
from deals.world.naming.economies import title_of

UNITS = {CHIPS: "thousand H100e", RATE: "percent", SIGNATURES: "deals"}
NEARLY = 1e-9
"""Share by which a limit may miss what is possible and still be possible."""


def at_most(c: Choices) -> Rows:
    """No more than the ceiling: of one deal, or of several together; a rate where the deal is signed."""
    rows: Rows = {}
    for limit in c.question.scenario.limits:
        if limit.ceiling is None or not (amounts := _together(c, limit)):
            continue
        if limit.about == RATE:
            top = larger(limit.ceiling, _range(c.question, limit.codes[0], RATE, limit.by)[0])
            rows[limit.subject] = c.program.linear([*amounts, *c.signed(limit.codes[0], -top)]) <= 0
        else:
            rows[limit.subject] = c.program.linear(amounts) <= limit.ceiling
    return rows


def at_least(c: Choices) -> Rows:
    """No less than the floor in the deal of one partner, if it signs."""
    rows: Rows = {}
    for limit in c.question.scenario.limits:
        if limit.floor is not None and not limit.together and (amounts := _together(c, limit)):
            least = smaller(limit.floor, _range(c.question, limit.codes[0], limit.about, limit.by)[1])
            rows[limit.subject] = c.program.linear([*amounts, *c.signed(limit.codes[0], -least)]) >= 0
    return rows


def at_least_together(c: Choices) -> Rows:
    """No less than the floor in all deals of a group together, whoever of them signs."""
    return {
        limit.subject: c.program.linear(amounts) >= limit.floor
        for limit in c.question.scenario.limits
        if limit.floor is not None and limit.together and (amounts := _together(c, limit))
    }


def signs_first(c: Choices) -> Rows:
    """Nobody has signed by the end of a period in which the first has not."""
    rows: Rows = {}
    talks, codes = c.question.talks, c.question.codes
    firsts = [code for limit in c.question.scenario.limits if limit.first for code in limit.codes if code in codes]
    for first, code in product(firsts, codes):
        for period in talks[code].load if code != first else ():
            until = [(c.sign[code, p], 1.0) for p in talks[code].load if p <= period]
            ahead = [(c.sign[first, p], -1.0) for p in talks[first].load if p <= period]
            label = c.question.timeline.periods[period].label
            rows[f"{first} ({code}, {label})"] = c.program.linear([*until, *ahead]) <= 0
    return rows


def limit_of(question: Question, key: Hashable) -> OwnLimit:
    """The limit that a row is of."""
    return next(limit for limit in question.scenario.limits if limit.subject == key)


def partners_of(question: Question, key: Hashable) -> tuple[str, ...]:
    """Partners that a row is about."""
    return limit_of(question, key).codes


def unit_of(question: Question, key: Hashable) -> str:
    """Unit of the limit of a row."""
    term = limit_of(question, key).about
    return UNITS.get(term) or next(i.unit for i in question.world.instruments if i.name == term)


def ceiling_base(question: Question, key: Hashable) -> float:
    """What a row's own limit leaves out of a ceiling: all of a rate's, which is written on the signature."""
    limit = limit_of(question, key)
    return (limit.ceiling or 0.0) if limit.about == RATE else 0.0


def floor_base(question: Question, key: Hashable) -> float:
    """What a row's own limit leaves out of a floor under one deal: all, since it is written on the signature."""
    return limit_of(question, key).floor or 0.0


def ordered(question: Question) -> set[str]:
    """Partners whose deal may be signed because a limit asks for it, and not because it pays."""
    return {code for limit in question.scenario.limits if limit.forces for code in limit.codes}


def limit_problems(question: Question) -> list[Problem]:
    """Limits that no deal could keep: more than there is, or some of what is on the table with nobody."""
    return [problem for i, limit in enumerate(question.scenario.limits, 1) for problem in _problems(question, i, limit)]


def _problems(question: Question, index: int, limit: OwnLimit) -> Iterator[Problem]:
    here, who = f"limits.{index}", " and ".join(in_a_sentence(title_of(code)) for code in limit.codes)
    if limit.first:
        if not any(question.talks[code].load for code in limit.codes if code in question.talks):
            yield Problem("", f"{here}.partner", who, "cannot sign within the horizon", "let another sign first")
        return
    spans = [span for code in limit.codes if (span := _span(question, code, limit.about, limit.by)) is not None]
    if not spans and not limit.floor and limit.about != RATE:
        return  # What is not on the table is at most anything.
    if not spans:
        said = f"is not on the table with {who} under {question.regime.id}"
        until = f" by {limit.by}" if limit.by else ""
        yield Problem("", f"{here}.term", limit.term, f"{said}{until}", "limit another term, or take the limit out")
        return
    unit = unit_of(question, limit.subject)
    least, most = min(low for low, _ in spans), sum(high for _, high in spans)
    field = "exactly" if limit.exactly is not None else "at_least"
    if limit.floor is not None and limit.floor > most * (1 + NEARLY):
        said = f"is more than {who} can give: at most {most:.4g} {unit}"
        yield Problem("", f"{here}.{field}", limit.floor, said, f"write {most:.4g} or less")
    field = "exactly" if limit.exactly is not None else "at_most"
    if limit.ceiling is not None and limit.ceiling < least * (1 - NEARLY):
        said = f"is less than any deal with {who} leaves: at least {least:.4g} {unit}"
        yield Problem("", f"{here}.{field}", limit.ceiling, said, f"write {least:.4g} or more")


def _together(c: Choices, limit: OwnLimit) -> Pairs:
    """What the deals of a limit hold of its term, as a weighted sum; nothing where none has it on the table."""
    known = set(c.question.codes)
    last = _last(c.question, limit.by)
    return [pair for code in limit.codes if code in known for pair in _agreed(c, code, limit.about, last)]


def _agreed(c: Choices, code: str, term: str, last: int) -> Pairs:
    """What a deal holds of a term by the end of a period."""
    if term == CHIPS:
        return [pair for grant in c.grants(code) if grant.period <= last for pair in c.granted(grant)]
    if term == RATE:
        return _left(c, code)
    whole = {SIGNATURES: c.sign, STANDARD: c.standard, PROMOTION: c.promoted}
    if term in whole:
        return [(v, 1.0) for key, v in whole[term].items() if key[0] == code and key[1] <= last]
    return [
        (c.ask[code, term, step, period], found.shown(step))
        for found in c.terms(code)
        if found.instrument == term
        for step in range(len(found.segments))
        for period in c.question.talks[code].load
        if period <= last
    ]


def _left(c: Choices, code: str) -> Pairs:
    """The rate that a deal leaves, where it is signed: what it is measured from, less the points of each firm rate."""
    relief = _relief(c.question, code)
    if relief is None:
        return []
    announced, best = _measured_from(c.question, relief)
    pairs = [*c.signed(code, announced), *_agreed(c, code, relief.instrument, _last(c.question, None))]
    points = {variable.id for variable in c.ask.values()}
    signed = [(variable, -weight if variable.id in points else weight) for variable, weight in pairs]
    bought = [(variable, best - announced) for key, variable in c.bought.items() if key[0] == code]
    return [*signed, *bought]


def _relief(question: Question, code: str) -> Term | None:
    return next((term for term in question.terms if term.partner == code and term.of_one_rate), None)


def _measured_from(question: Question, relief: Term) -> tuple[float, float]:
    """Rates that firm rates are measured from, percent: announced, and best for the United States alone."""
    alone = question.alone.get(relief.partner)
    if alone is not None:
        return alone.announced, alone.best
    announced = relief.segments[0].rate + relief.segments[0].points
    return announced, announced


def _range(question: Question, code: str, term: str, by: str | None) -> tuple[float, float]:
    """Least and most of a term that a deal with a partner could hold by a date; nothing where it holds none."""
    return _span(question, code, term, by) or (0.0, 0.0)


def _span(question: Question, code: str, term: str, by: str | None) -> tuple[float, float] | None:
    """The same, None where the term is not on the table."""
    last = _last(question, by)
    if code not in question.codes or not any(period <= last for period in question.talks[code].load):
        return None
    if term == SIGNATURES:
        return 0.0, 1.0
    if term == STANDARD:
        return (0.0, 1.0) if code in question.standards else None
    if term == PROMOTION:
        promoted = code in question.standards and "promotion" in question.regime.tracks
        return (0.0, 1.0) if promoted else None
    if term == CHIPS:
        granted = [sum(g.widths) for g in question.grants if g.partner == code and g.period <= last]
        return (0.0, sum(granted)) if granted else None
    if term == RATE:
        return _rates(question, code)
    found = next((t for t in question.terms if t.partner == code and t.instrument == term), None)
    if found is None:
        return None
    amounts = [segment.width * found.shown(step) for step, segment in enumerate(found.segments)]
    return 0.0, _largest(amounts) if found.of_one_rate else sum(amounts)


def _rates(question: Question, code: str) -> tuple[float, float] | None:
    """The lowest and the highest rate that a deal could leave, percent."""
    relief = _relief(question, code)
    if relief is None:
        return None
    announced, best = _measured_from(question, relief)
    ends = [(best if s.bought else announced) - s.points * s.width for s in relief.segments]
    return smallest(ends), larger(announced, best)


def _largest(numbers: list[float]) -> float:
    return -smallest(-number for number in numbers)


def _last(question: Question, by: str | None) -> int:
    """The period that holds a quarter; the last one where none is named."""
    periods = question.timeline.periods
    return next((p.index for p in periods if by in p.quarters), periods[-1].index)
