"""The programme of a plan that is held: deals, dates and standards stand, terms adapt, in many worlds at once.

Every deal is signed in every world. Where no terms leave a partner as well off as refusing, a shortfall says so, at a
price that no term is worth; who then falls away is decided where the programme is solved. What it opens is opened as
far as the regime's limits allow, also where that alone exceeds the year's limit on expected diversion: then deals may
add nothing to it. Of orders only limits on the terms of one deal stand: what deals must hold of chips, or several
together, a world may not have. Teams and the length of talks are no question here, for the dates are given; nor is
diversion at worst, whose network takes longer than all else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from deals.kit.numbers import row_sums
from deals.model.families import REGISTER, implied_when_decided, of_plan_alone, of_worst_case
from deals.model.question import Question
from deals.model.rows.objective import goal_terms, weights
from deals.model.rows.participation import chips_pairs, partner_pairs, trade_pairs
from deals.model.rows.variables import Choices, Pairs, choices
from deals.scenario.limit import CHIPS
from deals.sensitivity.worlds.decisions import YES_OR_NO, Decisions
from deals.uncertainty.held.opening import Cell, Opened, opened_within_limits
from optimizer import Flags, Floats, Integers, ProgramStack, Stack

LEFT_OUT = frozenset(
    {
        *implied_when_decided(),
        *of_worst_case(),
        *("negotiating teams", "diversion budget alone", "must not sign"),
        *("participation", "gain on trade", "gain on chips"),
        *of_plan_alone(),
    }
) - {"at least"}
"""Families that say nothing where deals and dates are given, and those written here so that a shortfall is told."""
PRICE_OF_SHORTFALL = 1e3
"""USD charged for each that a partner lacks: more than any term is worth for each that it costs a partner."""
BUDGET = "diversion budget"
OF_DEAL = ("sign", "standard", "promoted", "ask", "grant")
"""Families of variables that belong to a deal."""


@dataclass(frozen=True, eq=False)
class HeldProgramme:
    """Programmes of one plan in many worlds.

    Attributes
    ----------
    choices : Choices
        The variables; numbers in its question are arrays over worlds.
    stack : Stack
        The numbers of all programmes.
    money : array
        Worth of a unit of every variable to the United States, unweighted, USD bn: a row a world.
    owned : mapping
        Columns of each partner's deal: what is nothing where the deal falls away.
    hanging : mapping
        The same, with those of what is opened under the partner's promotion.
    without : array
        What these variables are where the deal falls away: a row a world.
    shortfall : array
        Columns of the shortfalls, in the order of `signed`.
    signed : tuple of str
        Partners that sign.
    """

    choices: Choices
    stack: Stack
    money: Floats
    owned: dict[str, Flags]
    hanging: dict[str, Flags]
    without: Floats
    shortfall: Integers
    signed: tuple[str, ...]

    @property
    def question(self) -> Question:
        """The question, in many worlds."""
        return self.choices.question


def written(decisions: Decisions, question: Question, count: int) -> HeldProgramme:
    """The programmes in which a plan's decisions are kept, for a question in `count` worlds."""
    program = ProgramStack(question.scenario.name, count)
    made = choices(_without_floors(_dated(decisions, decisions.settled(question))), program)
    signed = tuple(decisions.signed)
    short = program.variables("shortfall", signed, lower=0.0)
    goals, scale = goal_terms(made), weights(question)
    worth: Pairs = [(variable, scale[goal] * w) for goal, pairs in goals.items() for variable, w in pairs]
    program.objective(program.linear([*worth, *((v, -PRICE_OF_SHORTFALL) for v in short.values())]))
    for name, family in REGISTER.items():
        if name not in LEFT_OUT:
            program.constraints(name, family.write(made))
    sides = {"participation": partner_pairs}
    if not question.regime.linked:
        sides |= {"gain on trade": trade_pairs, "gain on chips": chips_pairs}
    for name, pairs_of in sides.items():
        rows = {code: pairs for code in signed if (pairs := pairs_of(made, code))}
        program.constraints(name, {n: program.linear([*pairs, (short[n], 1.0)]) >= 0 for n, pairs in rows.items()})
    for choice in YES_OR_NO:
        values = decisions.values[choice]
        program.fix(choice, {key: values.get(key, 0.0) for key in getattr(made, choice)})
    money = program.linear([pair for pairs in goals.values() for pair in pairs])
    opened = opened_within_limits(decisions, made.question)
    stack = _opening(program.stack(), opened)
    owned = _owned(made, stack, signed)
    return HeldProgramme(
        choices=made,
        stack=_with_what_is_opened(stack),
        money=program.weights_in_each(money),
        owned=owned,
        hanging={code: flags | _opened_by(stack, opened, code) for code, flags in owned.items()},
        without=_without(stack, opened),
        shortfall=stack.columns.positions("shortfall"),
        signed=signed,
    )


def _dated(decisions: Decisions, question: Question) -> Question:
    """Talks end when they were planned to, however long they would take in a world."""
    return replace(
        question,
        talks={
            code: replace(held, load={when: {}} if (when := decisions.signed.get(code)) is not None else {})
            for code, held in question.talks.items()
        },
    )


def _without_floors(question: Question) -> Question:
    """No deal must hold so many chips: what a limit on diversion leaves differs from world to world."""
    limits = tuple(w.without_floor() if w.about == CHIPS else w for w in question.scenario.limits)
    return replace(question, scenario=question.scenario.model_copy(update={"limits": limits})) if limits else question


def _owned(made: Choices, stack: Stack, signed: Collection[str]) -> dict[str, Flags]:
    """Columns of each partner's deal."""
    flags = {code: np.zeros(len(stack.columns), dtype=np.bool_) for code in signed}
    of_economy = {economy: code for code in signed for economy in made.question.partner(code).jurisdictions}
    for column, (family, key) in enumerate(stack.columns.all):
        if family in OF_DEAL and isinstance(key, tuple):
            code = of_economy.get(key[0]) if family == "grant" else key[0]
            if code in flags:
                flags[code][column] = True
    return flags


def _opening(stack: Stack, opened: Mapping[Cell, Opened]) -> Stack:
    """The same programmes, in which so much of each cell is opened."""
    lower, upper = stack.lower.copy(), stack.upper.copy()
    for key, cell in opened.items():
        column = stack.columns.position("opened", key)
        lower[:, column] = upper[:, column] = cell.share
    return replace(stack, lower=lower, upper=upper)


def _opened_by(stack: Stack, opened: Mapping[Cell, Opened], code: str) -> Flags:
    """Columns of what is opened under a partner's promotion."""
    flags = np.zeros(len(stack.columns), dtype=np.bool_)
    for key, cell in opened.items():
        flags[stack.columns.position("opened", key)] = cell.promoted_by == code
    return flags


def _without(stack: Stack, opened: Mapping[Cell, Opened]) -> Floats:
    """What each variable is where the deal that it hangs on falls away: a row a world."""
    values = np.zeros_like(stack.lower)
    for key, cell in opened.items():
        values[:, stack.columns.position("opened", key)] = cell.without
    return values


def _with_what_is_opened(stack: Stack) -> Stack:
    """The same programmes, their limit on diversion at least what comes of what is decided."""
    upper = stack.row_upper.copy()
    decided = stack.lower == stack.upper
    fixed = np.where(decided, stack.lower, 0.0)
    for row, (family, _) in enumerate(stack.rows.all):
        if family == BUDGET:
            span = slice(stack.start[row], stack.start[row + 1])
            flow = row_sums(stack.value[:, span] * fixed[:, stack.index[span]])
            upper[:, row] = np.maximum(upper[:, row], flow)
    return replace(stack, row_upper=upper)
