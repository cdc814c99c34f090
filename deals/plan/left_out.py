"""Whom the plan makes no deal with, why not, and by how much each misses."""

import pandas as pd

from deals.model.pruning import best_bound
from deals.model.question import Question
from deals.page.wording import in_a_sentence, listed
from deals.plan.plan import Plan
from optimizer import InfeasibleError, Session, Solution

CERTAIN = 1e4
"""Worth given to a signature while it is asked what forcing it costs, USD bn: more than any plan brings."""
COLUMNS = ["partner", "name", "why", "misses_by_usd_bn"]
RULED_OUT = "the scenario says that it must not sign"
TALKS = "its deal cannot pay for its talks"
RATE = "a deal under threat brings less than the rate that is best alone"
BOTH = "its deal brings less than its talks cost and what is done alone"
PLACE = "would take the place of {}"
NO_RULE = "no rule lets it be signed beside the deals of the plan"
NOT_WORTH_IT = "no terms leave it better off than without a deal"


def left_out(plan: Plan) -> pd.DataFrame:
    """Partners without a deal: `partner`, `name`, `why`, and `misses_by_usd_bn`.

    A partner misses by what its deal would have to bring more to be in the plan, USD bn: for one set aside before the
    search the least that is proven, for the others what the plan loses with that deal forced, all others' deals kept on
    their dates or dropped for it and all else adapting. Where no terms leave a partner better off it is by how much its
    own gain falls short, at least. The nearest come first.
    """
    question, rows = plan.question, []
    asked = set(plan.asked.codes)
    waiting = [code for code in question.codes if code not in plan.signed]
    forced = _forced(plan, [code for code in waiting if code in asked and code not in question.scenario.must_not_sign])
    for code in waiting:
        if code in question.scenario.must_not_sign:
            why, missed = RULED_OUT, float("nan")
        elif code in forced:
            why, missed = forced[code]
        else:
            why, missed = _set_aside(question, code)
        rows.append([code, question.partner(code).name, why, missed])
    return pd.DataFrame(rows, columns=COLUMNS).sort_values("misses_by_usd_bn", ignore_index=True)


def _set_aside(question: Question, code: str) -> tuple[str, float]:
    """Why a partner was set aside before the search, and by how much it misses at least.

    The bound on a deal has no floor where nothing makes the partner better off, so that is asked first.
    """
    if (short := _short(question, code)) > 0:
        return NOT_WORTH_IT, short
    alone, found = best_bound(question, code)
    return (RATE, alone - found) if found > 0 else (TALKS, -found)


def _forced(plan: Plan, codes: list[str]) -> dict[str, tuple[str, float]]:
    """Why each deal is not in the plan, and what the plan loses if it is forced."""
    session, found = plan.choices.program.open(), {}
    _hold(session, plan)
    for code in codes:
        solution = _with_deal(session, plan, code)
        if solution is not None:
            signs = solution.mapping("sign")
            dropped = [
                in_a_sentence(plan.question.partner(n).name) for n, date in plan.signed.items() if signs[n, date] < 0.5
            ]
            lost = plan.solution.objective - (solution.objective - CERTAIN)
            found[code] = (PLACE.format(listed(dropped)) if dropped else BOTH, max(0.0, lost))
        else:
            short = _short(plan.question, code)
            found[code] = (NOT_WORTH_IT, short) if short > 0 else (NO_RULE, float("nan"))
    return found


def with_deal(plan: Plan, code: str) -> Plan | None:
    """The plan with one more deal forced into it, all others' deals kept on their dates or dropped for it.

    None where no terms allow it, or where it was set aside before the search.
    """
    if code not in plan.asked.codes or code in plan.question.scenario.must_not_sign:
        return None
    session = plan.choices.program.open()
    _hold(session, plan)
    solution = _with_deal(session, plan, code)
    return None if solution is None else Plan(plan.question, plan.choices, solution)


def _with_deal(session: Session, plan: Plan, code: str) -> Solution | None:
    """The best with a partner's deal signed, all others held; the session is left as it was."""
    costs = plan.solution.snapshot.arrays.cost
    keys = [(code, date) for date in plan.question.talks[code].load if (code, date) in plan.choices.sign]
    own = [(family, key) for family, key in _whole(plan) if _of(plan, family, key) == code]
    for family, key in own:
        session.bound(family, key, lower=0.0, upper=1.0)
    for key in keys:
        session.cost("sign", key, float(costs[plan.solution.column("sign", key)]) + CERTAIN)
    try:
        solution = session.solve()
    except InfeasibleError:
        solution = None
    for key in keys:
        session.cost("sign", key, float(costs[plan.solution.column("sign", key)]))
    for family, key in own:
        _put_back(session, plan, family, key)
    if solution is None or sum(solution.mapping("sign")[key] for key in keys) < 0.5:
        return None
    return solution


def _short(question: Question, code: str) -> float:
    """By how much a partner's gain falls short of what a deal costs it, however much it is given and nothing asked."""
    terms = [t for t in question.terms if t.partner == code]
    short = []
    for date in question.talks[code].load:
        steps = {t: [t.to_partner(step, date) * s.width for step, s in enumerate(t.segments)] for t in terms}
        given = sum(
            max(0.0, *worths) if t.of_one_rate else sum(max(0.0, w) for w in worths) for t, worths in steps.items()
        )
        for grant in question.grants:
            if grant.partner == code and grant.period >= date + question.lag:
                stands = question.survival(date, grant.period)
                worth = zip(grant.widths, grant.values, strict=True)
                given += stands * sum(max(0.0, value - grant.burden) * width for width, value in worth)
        short.append(question.political_cost(code, date) + question.reservation_shift.get(code, 0.0) - given)
    return max(0.0, min(short, default=0.0))


def _hold(session: Session, plan: Plan) -> None:
    """Deals of the plan on their dates or not at all, and what is opened as it is."""
    for family, key in _whole(plan):
        _put_back(session, plan, family, key)


def _put_back(session: Session, plan: Plan, family: str, key: tuple[str, int]) -> None:
    value = round(plan.values[family][key])
    session.bound(family, key, lower=value if family == "opened" else 0.0, upper=value)


def _whole(plan: Plan) -> list[tuple[str, tuple[str, int]]]:
    return [(f, key) for f in ("sign", "standard", "promoted", "opened") for key in plan.values[f]]


def _of(plan: Plan, family: str, key: tuple[str, int]) -> str:
    return plan.choices.owner[key[0]] if family == "opened" else key[0]
