"""The best deal with one partner: as good as a programme that tries every rate, and no better than what is weighed."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.model.question import Question
from deals.model.rows.objective import weights
from deals.model.worth.talks import cost_of_talks
from deals.model.worth.tariff_clauses import firm_at
from deals.model.worth.terms import Segment, Term
from deals.record.trial.solo import HIGHEST, SoloDeal, solo_deal
from deals.record.weighing.stated import TARIFF_TO, stated
from deals.record.weighing.worlds import Weighing
from deals.uncertainty.acceptance.packages import displaced_by
from deals.world.instrument import CHIPS
from optimizer import Program
from tests.many import over_worlds
from tests.model.tiny import question as tiny
from tests.uncertainty.acceptance import by_hand

WORLDS = 3
PARTNERS = ("JPN", "KHM", "KOR", "QAT", "ARE")
DRAWS = 3
EXACT = 1e-6


def at(number: Any, world: int) -> float:
    """A number that may differ between worlds, in one of them."""
    return float(number if np.ndim(number) == 0 else number[world])


def by_programme(question: Question, partner: str, signed: int, world: int) -> float:
    """What the best deal brings the United States in one world, talks paid: a programme over whole rates."""
    weight, share = weights(question), 1 - at(question.world.value("goodwill.floor"), world)
    many = len(question.world.elasticities)

    def counted(own: float) -> float:
        return share * own if own > 0 else own

    parts: dict[tuple[str, int, int], tuple[float, float, float]] = {}
    rates: dict[str, tuple[float, float]] = {}
    for place, term in enumerate(t for t in question.terms if t.partner == partner):
        if term.of_one_rate:
            announced, in_force, floor = (
                at(question.world.value(name), world)
                for name in (f"tariff.announced.{partner}", f"tariff.in_force.{partner}", "tariff.floor")
            )
            high = max(announced, in_force)
            for percent in range(HIGHEST + 1):
                if min(floor, high) - 0.5 <= percent <= high + 0.5:
                    firm = firm_at(question.world, partner, float(percent), bought=False)
                    us = weight["leverage"] * at(firm.us, world) * at(term.us_years[signed], world)
                    rates[str(percent)] = us, counted(at(firm.partner, world) * at(term.partner_years[signed], world))
            continue
        for step, segment in enumerate(term.segments):
            us, own = weight[term.goal] * at(term.us(step, signed), world), at(term.to_partner(step, signed), world)
            parts[term.instrument, place, step] = at(segment.width, world), us, counted(own)
    for place, grant in enumerate(g for g in question.grants if g.partner == partner):
        if grant.period < signed + at(question.lag, world):
            continue
        stands = at(question.survival(signed, grant.period), world)
        most = np.zeros(many) + grant.withheld * stands
        each = at(displaced_by(question, grant.period, 0.0, most), world) / at(most, world) if at(most, world) else 0.0
        us = weight["promotion"] * (at(grant.promotion, world) - each) + weight["control"] * at(grant.control, world)
        for step, (width, value) in enumerate(zip(grant.widths, grant.values, strict=True)):
            own = share * at(value, world) - at(grant.burden, world)
            parts[f"{CHIPS} {grant.economy}", place, step] = at(width, world) * stands, us, own
    shift = at(question.reservation_shift.get(partner, 0.0), world)
    fixed = -at(question.political_cost(partner, signed), world) - shift
    cost = at(cost_of_talks(question.world, question.timeline, question.talks[partner], signed), world)
    program = Program("one partner", maximise=True)
    amounts = program.variables("amount", parts, upper={key: width for key, (width, _, _) in parts.items()})
    agreed = program.variables("rate", rates, binary=True)
    signs = program.variables("signs", ["it"], binary=True)["it"]
    us_of = [*((amounts[key], us) for key, (_, us, _) in parts.items()), *((agreed[k], rates[k][0]) for k in rates)]
    own_of = [*((amounts[key], own) for key, (_, _, own) in parts.items()), *((agreed[k], rates[k][1]) for k in rates)]
    program.objective(program.linear([*us_of, (signs, -weight["leverage"] * cost)]))
    program.constraints("gain", {"partner": program.linear([*own_of, (signs, fixed)]) >= 0})
    rows = {key: amounts[key] - width * signs <= 0 for key, (width, _, _) in parts.items()}
    program.constraints("only if signed", rows)
    if rates:
        program.constraints("one rate", {"it": program.linear([(a, 1.0) for a in agreed.values()]) - signs <= 0})
    return float(program.solve().objective)


@pytest.fixture(scope="module")
def drawn(base: Question) -> Weighing:
    return Weighing.of(base, PARTNERS, DRAWS)


@pytest.fixture(scope="module")
def best(drawn: Weighing) -> dict[str, SoloDeal]:
    return {code: solo_deal(drawn.question, code, 0) for code in PARTNERS}


@cache
def bare() -> Question:
    """The small question without what is drawn here."""
    return replace(tiny(), terms=(), grants=(), cells=(), standards={}).keep(("ARE",))


def emirates(terms: list[list[tuple[float, list[float], list[float]]]], reserve: float = 0.2) -> Question:
    """The small question with terms drawn: of each step its width, and what a unit brings both sides in each world."""
    made = tuple(
        Term(
            "ARE",
            f"term {place}",
            tuple(Segment(width, over_worlds(us), over_worlds(own)) for width, us, own in steps),
            *((1.5, 1.2, 1.0), (1.4, 1.1, 0.9)),
            "judgement",
        )
        for place, steps in enumerate(terms)
    )
    return by_hand.in_many(replace(bare(), terms=made, reserve={"ARE": reserve}), WORLDS)


NUMBERS = st.lists(st.floats(-3, 3).map(lambda number: round(number, 3)), min_size=WORLDS, max_size=WORLDS)
TERMS = st.lists(st.lists(st.tuples(st.floats(0.1, 10), NUMBERS, NUMBERS), min_size=1, max_size=3), max_size=4)


# By hand.


def test_terms_are_taken_by_what_they_bring_for_what_they_cost() -> None:
    """Relief of 10 counts .9 x 10 x 1.4 = 12.6 to the Emirates. Signing costs .2 and a discount of a quarter.

    Of pledges the first brings 2 for each 1 it costs, the second 3 for each 2: all of the first is had for 7 and what
    is left buys of the second at 2 x 1.4 each.
    """
    relief = (10.0, [-0.1] * 3, [1.0] * 3)
    first, second = (5.0, [2.0] * 3, [-1.0] * 3), (50.0, [3.0] * 3, [-2.0] * 3)
    asked = emirates([[relief], [first], [second]])
    found = solo_deal(asked, "ARE", 0)
    left = 0.9 * 10 * 1.4 - float(asked.political_cost("ARE", 0)) - 5 * 1.4
    bought = left / (2 * 1.4)
    talks = float(cost_of_talks(asked.world, asked.timeline, asked.talks["ARE"], 0))
    assert found.us == pytest.approx(np.full(3, 1.5 * (-0.1 * 10 + 2 * 5 + 3 * bought) - talks))
    assert found.amounts["term 0"] == pytest.approx(np.full(3, 10.0))
    assert found.amounts["term 1"] == pytest.approx(np.full(3, 5.0))
    assert found.amounts["term 2"] == pytest.approx(np.full(3, bought))


def test_chips_are_told_in_licences_however_long_these_stand() -> None:
    """All 75 and 85 that the Emirates are refused: 0.85 of what is licensed arrives in time."""
    found = solo_deal(by_hand.in_many(tiny(), 1), "ARE", 0)
    assert found.amounts[CHIPS] == pytest.approx([(75 + 85) / 0.85])


def test_no_more_is_given_than_what_is_asked_costs() -> None:
    """Eight of ten in relief would pay for all that can be asked: no more of what costs a little is given."""
    asked = emirates([[(10.0, [-0.1] * 3, [1.0] * 3)], [(5.0, [2.0] * 3, [-1.0] * 3)]])
    found = solo_deal(asked, "ARE", 0)
    needed = (5 * 1.4 + float(asked.political_cost("ARE", 0))) / (0.9 * 1.4)
    assert found.amounts["term 0"] == pytest.approx(np.full(3, needed))
    assert found.amounts["term 1"] == pytest.approx(np.full(3, 5.0))


def test_where_no_deal_pays_there_is_none() -> None:
    """Nothing to give, or nothing to ask for, or worth less than talks."""
    nothing = [[(5.0, [2.0] * 3, [-1.0] * 3)], [(5.0, [-1.0] * 3, [2.0] * 3)], [(1.0, [1e-3] * 3, [5.0] * 3)]]
    for steps in nothing:
        found = solo_deal(emirates([steps]), "ARE", 0)
        assert found.us.tolist() == [0.0] * 3
        assert found.amounts["term 0"].tolist() == [0.0] * 3
    empty = solo_deal(emirates([]), "ARE", 0)
    assert empty.us.tolist() == [0.0] * 3
    assert not empty.amounts


def test_it_pays_over_acting_alone_only_where_that_pays() -> None:
    found = SoloDeal("ARE", np.array([3.0, 3.0, 0.0]), np.array([1.0, -2.0, 5.0]), {})
    assert found.pays.tolist() == [2.0, 3.0, -5.0]


# Laws.


@given(terms=TERMS, reserve=st.floats(-2, 2))
@settings(max_examples=12)
def test_on_a_small_question_it_is_as_good_as_a_programme(
    terms: list[list[tuple[float, list[float], list[float]]]], reserve: float
) -> None:
    asked = emirates(terms, reserve)
    found = solo_deal(asked, "ARE", 0)
    assert found.us == pytest.approx([by_programme(asked, "ARE", 0, world) for world in range(WORLDS)], abs=1e-5)


@given(terms=TERMS, reserve=st.floats(-2, 2), less=st.floats(0, 3))
@settings(max_examples=20)
def test_the_less_signing_costs_the_partner_the_more_the_united_states_have(
    terms: list[list[tuple[float, list[float], list[float]]]], reserve: float, less: float
) -> None:
    dear, cheap = (solo_deal(emirates(terms, cost), "ARE", 0).us for cost in (reserve, reserve - less))
    assert (cheap >= dear - 1e-9).all()


@pytest.mark.parametrize("code", PARTNERS)
def test_in_drawn_worlds_it_is_as_good_as_a_programme_over_every_rate(
    drawn: Weighing, best: dict[str, SoloDeal], code: str
) -> None:
    expected = [by_programme(drawn.question, code, 0, world) for world in range(1 + DRAWS)]
    assert best[code].us == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("code", PARTNERS)
@given(shift=st.floats(0, 20))
@settings(max_examples=5)
def test_more_to_win_for_the_partner_never_lowers_the_gain(drawn: Weighing, code: str, shift: float) -> None:
    """What signing brings it otherwise is a budget for what is asked."""
    poor, rich = (
        solo_deal(replace(drawn.question, reservation_shift={code: least}), code, 0).us for least in (0.0, -shift)
    )
    assert (rich >= poor - EXACT).all()


@pytest.mark.parametrize("code", ["JPN", "KHM", "KOR"])
def test_weighed_as_a_package_it_brings_that_and_the_partner_signs(
    base: Question, drawn: Weighing, best: dict[str, SoloDeal], code: str
) -> None:
    """Of partners without chips, in every world in which a stated share is the same amount as in the one as judged."""
    found = best[code]
    assert CHIPS not in found.amounts
    for world in range(1 if "sector_tariff_relief" in found.amounts else 1 + DRAWS):
        amounts = {name: float(worlds[world]) for name, worlds in found.amounts.items()}
        worth = drawn.weigh(stated(base, code, amounts))
        assert found.us[world] > 0
        assert float((worth.us - worth.talks)[world]) == pytest.approx(float(found.us[world]), abs=1e-5)
        assert float(worth.partner[world]) >= -EXACT


def test_rates_and_amounts_are_within_what_there_is(base: Question, best: dict[str, SoloDeal]) -> None:
    for code, found in best.items():
        assert all(np.isfinite(amounts).all() and (amounts >= 0).all() for amounts in found.amounts.values())
        limits = {term.instrument: term.limit for term in base.terms if term.partner == code}
        for name, amounts in found.amounts.items():
            if name == "sector_tariff_relief":
                assert (amounts <= 1 + EXACT).all()
            elif name in limits:
                assert amounts[0] <= limits[name] + EXACT
        if TARIFF_TO in found.amounts:
            assert (found.amounts[TARIFF_TO] <= HIGHEST).all()
