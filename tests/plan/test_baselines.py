"""The plan against what it is measured by: each baseline is a fixing of one programme, so that none is better."""

import random
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

import deals
from deals.model.question import Question
from deals.plan.alone import done_alone
from deals.plan.baselines import Baselines, at_failure, baselines, credibility
from deals.plan.plan import solve
from deals.plan.tables import summary_table, terms_table
from tests import three

ROWS = ["nothing", "best_alone", "opening_and_tariff_deals", "deals_only", "plan"]
WORLDS = {"as judged": None, "random 0": 0, "random 4": 4, "random 7": 7}
"""The default world, and seeds of others."""
PARTNERS = ("MYS", "IND", "QAT", "THA", "ARE", "BRA", "VNM", "CHE", "EGY", "JPN", "SAU", "EUU")
RANGES = {
    "tariff.threat_probability": (0.4, 0.9),
    "tariff.pass_through": (0.0, 1.0),
    "threat.failure": (0.05, 0.6),
    "denial.erosion": (0.0, 0.3),
}


def world(seed: int | None) -> Question:
    """Three partners in the default world, or three others in a random one."""
    if seed is None:
        return three.question()
    draw = random.Random(seed)
    partners = draw.sample(PARTNERS, 3)
    patches = {name: {"set": round(draw.uniform(*ends), 3)} for name, ends in RANGES.items()}
    harm = {"harm.per_kH": {"scale": round(draw.uniform(0.3, 3.0), 2)}}
    return three.question(partners, reforms=(deals.Reform(f"random world {seed}", {**patches, **harm}),))


@cache
def measured(seed: int | None, chance: float | None = None) -> Baselines:
    """Baselines in a world, at its own chance that talks fail or at another."""
    asked = world(seed)
    return baselines(asked if chance is None else at_failure(asked, chance))


@pytest.fixture(params=WORLDS.values(), ids=list(WORLDS))
def seed(request: pytest.FixtureRequest) -> int | None:
    found: int | None = request.param
    return found


def gain(found: Baselines, row: str) -> float:
    return float(found.table["gain"].to_dict()[row])


def gap(found: Baselines, *rows: str) -> float:
    """How far differences between rows may be off, and rounding."""
    return float(sum(found.table["gap"].to_dict()[row] for row in rows)) + 1e-6


def test_the_table_has_the_rows_and_columns_that_others_call(seed: int | None) -> None:
    found = measured(seed)
    assert list(found.table.index) == ROWS
    assert list(found.table.columns) == ["gain", "gap"]
    assert (gain(found, "nothing"), found.table["gap"].to_dict()["nothing"]) == (0.0, 0.0)
    assert (found.table["gap"] >= 0).all()
    assert found.over_opening >= 0
    assert found.opening_slack == found.table["gap"].to_dict()["opening_and_tariff_deals"]
    assert found.gain == gain(found, "plan")
    assert found.over_alone == pytest.approx(found.gain - gain(found, "best_alone"))
    assert found.over_opening == pytest.approx(found.gain - gain(found, "opening_and_tariff_deals"))


def test_no_baseline_is_better_than_the_plan(seed: int | None) -> None:
    found = measured(seed)
    for row in ROWS[:-1]:
        assert gain(found, row) <= found.gain + gap(found, row, "plan"), row


def test_what_is_done_alone_is_no_worse_than_nothing_and_no_better_than_with_deals_beside(seed: int | None) -> None:
    found = measured(seed)
    alone = gain(found, "best_alone")
    assert alone >= -gap(found, "best_alone")
    assert alone <= gain(found, "opening_and_tariff_deals") + gap(found, "best_alone", "opening_and_tariff_deals")


def test_a_baseline_has_nothing_of_what_it_goes_without(seed: int | None) -> None:
    plans = measured(seed).plans
    assert not plans["best_alone"].signed
    assert not any(plans["opening_and_tariff_deals"].values["grant"].values())
    assert not plans["deals_only"].unthreatened
    assert not any(plans["deals_only"].values["opened"].values())


@pytest.mark.parametrize("seed", [None, 4])
def test_where_talks_always_fail_the_plan_is_the_best_alone(seed: int | None) -> None:
    found = measured(seed, 1.0)
    assert found.gain == pytest.approx(gain(found, "best_alone"), abs=gap(found, "best_alone", "plan"))
    assert gain(found, "best_alone") == pytest.approx(gain(measured(seed), "best_alone"), abs=1e-6), "none talked to"
    assert gain(found, "deals_only") == pytest.approx(0.0, abs=gap(found, "deals_only"))


@pytest.mark.parametrize("seed", [None, 4])
def test_where_talks_never_fail_the_plan_is_worth_at_least_its_deals_only(seed: int | None) -> None:
    """At full commitment and at any other chance: deals that surely hold are worth no less than deals that may not."""
    sure = measured(seed, 0.0)
    for deals_only in (sure, measured(seed)):
        assert sure.gain >= gain(deals_only, "deals_only") - gap(sure, "plan") - gap(deals_only, "deals_only")


@pytest.mark.parametrize("seed", [None, 4])
def test_what_the_plan_earns_falls_as_talks_fail_more_often(seed: int | None) -> None:
    found = [measured(seed, chance) for chance in (0.0, 0.3, 0.7, 1.0)]
    for more, less in pairwise(found):
        assert more.gain >= less.gain - gap(more, "plan") - gap(less, "plan")
    assert found[0].gain > found[-1].gain + 0.1


@pytest.mark.parametrize("seed", [None, 4])
def test_an_option_to_open_never_lowers_the_best_and_without_it_there_are_deals_only(seed: int | None) -> None:
    """On the same path, on which nothing is opened; the option is worth something in either world."""
    free = world(seed)
    bound = solve(three.question(free.codes, reforms=free.scenario.reforms, unilateral_opening=False))
    found = measured(seed)
    slack = gap(found, "plan", "deals_only") + bound.solution.absolute_gap
    assert not bound.asked.cells
    assert bound.gain == pytest.approx(gain(found, "deals_only"), abs=slack)
    assert found.gain > bound.gain + 0.1


def test_readings_are_full_commitment_the_plan_and_threats_that_pay(seed: int | None) -> None:
    """The first is never worse than the plan, the last never better: it is one more fixing of it."""
    found = measured(seed)
    assert list(found.readings.index) == ["full commitment", "as judged", "only threats that pay"]
    full, judged, paying = (float(g) for g in found.readings["gain"])
    slack = float(found.readings["gap"].sum()) + 1e-6
    assert judged == found.gain
    assert full >= judged - slack
    assert gain(found, "best_alone") - gap(found, "best_alone") - slack <= paying <= judged + slack
    assert found.readings["adds"].tolist() == pytest.approx((found.readings["gain"] - found.best_alone).tolist())
    assert found.readings["deals"].tolist() == [len(plan.signed) for plan in found.read.values()]


def test_under_threats_that_pay_all_is_opened_that_is_best_opened_alone(seed: int | None) -> None:
    found = measured(seed)
    alone, paying = found.plans["best_alone"], found.read["only threats that pay"]
    assert {key for key, value in alone.values["opened"].items() if value > 0.5} <= {
        key for key, value in paying.values["opened"].items() if value > 0.5
    }
    assert {code for code, rate in paying.asked.alone.items() if rate.worth > 0} <= set(paying.unthreatened)


def test_deals_and_what_is_done_toward_others_alone_add_up_to_the_gain(seed: int | None) -> None:
    """Each dollar once: by partner, what its deal is expected to bring, or what is done toward it without one."""
    found = measured(seed)
    for plan in (*found.plans.values(), *found.read.values()):
        beside = done_alone(plan)
        others = beside.loc[[code for code in beside.index if code not in plan.signed], "us_value"]
        summary = summary_table(plan, terms_table(plan), found.plans["best_alone"])
        assert float(summary["expected_gain"].sum() + others.sum()) == pytest.approx(plan.gain, abs=1e-6)


def test_deals_add_over_the_best_alone_what_the_summary_says_by_partner(seed: int | None) -> None:
    """Less what is given up toward those without a deal, whose chips others may have taken."""
    found = measured(seed)
    plan, alone = found.plans["plan"], found.plans["best_alone"]
    summary = summary_table(plan, terms_table(plan), alone)
    here, there = (done_alone(p)["us_value"].to_dict() for p in (plan, alone))
    others = set(plan.question.codes) - set(plan.signed)
    moved = sum(here.get(code, 0.0) - there.get(code, 0.0) for code in others)
    assert float(summary["over_alone"].sum()) + moved == pytest.approx(found.over_alone, abs=1e-6)


def test_a_deal_that_must_be_made_is_an_order_to_the_plan_alone() -> None:
    """No baseline need have it, so that one may be better; and the plan has it all the same."""
    asked = three.question(("MYS", "IND", "QAT", "BHR"))
    free = baselines(asked)
    assert "BHR" not in free.plans["plan"].signed
    forced = baselines(replace(asked, scenario=asked.scenario.changed(must_sign=("BHR",))))
    assert "BHR" in forced.plans["plan"].signed
    assert "BHR" not in forced.plans["best_alone"].signed
    assert forced.gain < free.gain
    for row in ROWS[1:-1]:
        assert gain(forced, row) == pytest.approx(gain(free, row), abs=gap(free, row) + gap(forced, row)), row


def test_refusing_brings_what_it_avoids_less_the_sale_and_the_ground_it_loses() -> None:
    """By hand, cell by cell; without scarcity it is what the sale itself is worth, turned round."""
    question = three.question()
    grants, told = {(g.partner, g.economy, g.period): g for g in question.grants}, credibility(question)
    assert set(told.index) == set(grants)
    for key, row in zip(told.index, told.to_dict("records"), strict=True):
        lost, avoided = row["margin"] + row["rivalry"], row["harm"] + row["risk"] + row["scarcity"]
        assert row["margin_of_refusal"] == pytest.approx(avoided - lost)
        assert row["margin_of_refusal"] - row["scarcity"] == pytest.approx(-grants[key].us)
