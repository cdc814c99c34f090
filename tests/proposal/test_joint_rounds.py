"""The plan made anew beside the rates it leaves: what rates do together is counted, and rates stand."""

from dataclasses import replace

import numpy as np
import pytest

import deals
from deals.kit.errors import InputError
from deals.kit.frozen import FrozenMapping
from deals.plan.country_rates import country_rates
from deals.plan.plan import Plan, solve
from deals.plan.rounds import settled
from deals.proposal.joint_rounds import JointRounds, joint_rounds
from deals.trade import joint, model_of
from deals.trade.tabulated import OWN, partner_tables
from deals.world import World

PARTNERS = ("EUU", "JPN", "KOR", "IND", "VNM", "CHE")


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Six partners on the law and the rates of late 2026."""
    whole = deals.load("leverage-2026").changed(baseline_deals=(), baseline_instruments={}, separate_track=())
    held = {code: quarters for code, quarters in whole.talks_under_way.items() if code in PARTNERS}
    codes = settled(whole).codes
    small = whole.changed(excluded=tuple(c for c in codes if c not in PARTNERS), talks_under_way=held)
    return solve(settled(small), checked=False)


@pytest.fixture(scope="module")
def rounds(plan: Plan) -> JointRounds:
    return joint_rounds(plan)


@pytest.fixture(scope="module")
def world() -> World:
    return deals.load("leverage-2026").world()


def test_beside_the_rates_in_force_tables_are_as_they_were(world: World) -> None:
    model = model_of(world)
    beside = FrozenMapping({code: model.in_force[code] for code in ("JPN", "KOR")})
    plain, again = partner_tables(world), partner_tables(replace(world, rates_beside=beside))
    for code in ("JPN", "KOR", "EUU"):
        assert again[code].gains == pytest.approx(plain[code].gains, abs=1e-3, rel=1e-3)


def test_halfway_tables_add_up_to_what_two_rates_do_together(world: World) -> None:
    """One at a time misses what the two do together; half of it with each of the two has it."""
    model, rates = model_of(world), {"EUU": 40.0, "CHN": 60.0}
    exact = float(joint(model, rates).table["together"].to_dict()["USA"])
    passed = world.value("tariff.pass_through")

    def summed(seen: World) -> float:
        found = 0.0
        for code, rate in rates.items():
            table = partner_tables(seen)[code]
            gain = (1 - passed) * table.gains[:, 0] + passed * table.gains[:, 1]
            found += table.at(gain, rate) - table.at(gain, model.in_force[code])
        return found

    one_at_a_time, halfway = summed(world), summed(replace(world, rates_beside=FrozenMapping(rates)))
    assert abs(one_at_a_time - exact) > 0.05
    assert abs(halfway - exact) < 0.3 * abs(one_at_a_time - exact)


def test_a_partner_s_own_gain_is_the_one_beside_the_others_rates(world: World) -> None:
    seen = partner_tables(replace(world, rates_beside=FrozenMapping({"CHN": 60.0})))["VNM"]
    plain = partner_tables(world)["VNM"]
    model = model_of(world)
    own = [float(joint(model, {"CHN": 60.0, "VNM": level}).table["together"].to_dict()["VNM"]) for level in (0.0, 20.0)]
    factor = world.value("tariff.partner_value_factor")
    gain = factor * seen.gains[:, OWN]
    assert seen.at(gain, 0.0) - seen.at(gain, 20.0) == pytest.approx(own[0] - own[1], rel=1e-3)
    assert not np.allclose(seen.gains[:, OWN], plain.gains[:, OWN], rtol=1e-2)


def test_rounds_begin_with_the_plan_and_end_where_rates_stand(plan: Plan, rounds: JointRounds) -> None:
    assert rounds.plans[0] is plan
    assert list(rounds.table.index) == list(range(len(rounds.plans)))
    assert rounds.table["gain"].to_dict()[0] == plan.gain
    assert rounds.settled
    before, after = country_rates(rounds.plans[-2]), country_rates(rounds.plan)
    assert before.keys() == after.keys()
    assert max(abs(before[code] - after[code]) for code in after) <= 0.05


def test_the_last_round_counts_nearly_all_that_rates_do_together(rounds: JointRounds) -> None:
    first, last = rounds.table.iloc[[0, -1]].to_dict("records")
    assert abs(first["counted"] - first["joint"]) > 0.001
    assert abs(last["counted"] - last["joint"]) < 0.3 * abs(first["counted"] - first["joint"])


def test_a_round_values_each_rate_beside_those_of_the_last(rounds: JointRounds) -> None:
    assert not rounds.plans[0].question.world.rates_beside
    for earlier, later in zip(rounds.plans, rounds.plans[1:], strict=False):
        assert dict(later.question.world.rates_beside) == country_rates(earlier)
        assert later.question.left_open == earlier.question.left_open


def test_it_says_so_in_a_sentence_and_draws_it(rounds: JointRounds) -> None:
    assert rounds.sentence.startswith("rates stand after ")
    assert "nan" not in rounds.sentence
    assert len(rounds.chart().data) == 2 * len(rounds.plans)


def test_no_round_is_refused(plan: Plan) -> None:
    with pytest.raises(InputError, match="one or more"):
        joint_rounds(plan, most=0)
