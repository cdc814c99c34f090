"""What went wrong in the prototype (calibration memo, section 9) and must not here; one claim for each."""

from collections import defaultdict

import pandas as pd
import pytest

import deals
from deals.model.question import Question, assemble
from deals.plan.plan import Plan, solve
from deals.plan.tables import terms_table
from deals.scenario.reform import Reform
from deals.scenario.scenario import Scenario
from deals.trade.tabulated import partner_tables


@pytest.fixture(scope="session")
def terms(plan: Plan) -> pd.DataFrame:
    """Terms of the default plan."""
    return terms_table(plan)


def test_not_everyone_signs_since_teams_are_few(plan: Plan) -> None:
    load: dict[int, float] = defaultdict(float)
    for code, signing in plan.signed.items():
        for period, quarters in plan.question.talks[code].load[signing].items():
            load[period] += quarters
    available = plan.question.world.value("teams")
    assert all(amount <= available * 2 + 1e-9 for amount in load.values())
    assert len(plan.signed) < len(plan.question.partners) / 2


def test_nobody_signs_where_nothing_is_refused_and_nothing_threatened(scenario: Scenario) -> None:
    nothing = ["denial.A5_A6", "denial.other_tier2", "denial.D1_D4", "tariff.threat_probability"]
    nothing += ["sector_relief.JPN", "sector_relief.EUU", "sector_relief.KOR", "sector_relief.GBR"]
    idle = scenario.apply(Reform(title="no lever", patches={name: {"set": 0.0} for name in nothing}))
    assert solve(assemble(idle)).signed == {}


def test_total_refusal_does_not_freeze_the_plan(few: Question, scenario: Scenario) -> None:
    """The diversion budget is relative to open access; relative to a no-deal path of nothing it allowed nothing."""
    total = {name: {"set": 1.0} for name in ("denial.other_tier2", "denial.D1_D4")}
    frozen = assemble(scenario.apply(Reform(title="total refusal", patches=total))).keep(few.codes)
    assert {"ARE", "MYS"} <= set(solve(frozen).signed)


def test_allies_are_refused_nothing(question: Question) -> None:
    for code in ("JPN", "KOR", "DEU", "AUS", "GBR"):
        assert sum(question.path.access[code].withheld) == 0


def test_small_states_are_covered_by_the_small_order_exemption(question: Question) -> None:
    covered = [c for c, a in question.path.access.items() if a.tier == 2 and sum(a.withheld) == 0]
    assert len(covered) >= 60


def test_the_european_union_signs_once_and_its_members_never(question: Question) -> None:
    members = set(question.partner("EUU").jurisdictions)
    assert len(members) == 27
    assert not members & set(question.codes)


def test_mexico_buys_no_five_hundred_billion(question: Question) -> None:
    limits = {t.partner: t.limit for t in question.terms if t.instrument == "purchases"}
    assert limits["MEX"] < 60


def test_chips_beyond_the_no_deal_path_go_to_certified_places_where_they_leak(plan: Plan) -> None:
    world, granted = plan.question.world, [g for g in plan.asked.grants if plan.granted(g) > 1e-6]
    leaky = [g for g in granted if world.value(f"diversion.leak.{g.economy}") >= world.value("standard.from_leak")]
    hubs = [g for g in granted if f"hub.weight.{g.economy}" in world.parameters]
    assert leaky
    assert hubs
    assert all(g.certified for g in (*leaky, *hubs))
    assert not all(g.certified for g in granted)


def test_asks_are_neither_all_or_nothing(terms: pd.DataFrame) -> None:
    asks = terms[(terms["side"] == "US asks") & (terms["instrument"] != "security_standard")]
    inside = (asks["share_of_limit"] > 0.01) & (asks["share_of_limit"] < 0.99)
    assert inside.mean() > 0.28


def test_early_chips_are_not_free(plan: Plan) -> None:
    displaced = sum(amount for (period, _), amount in plan.values["displaced"].items() if period <= 2)
    granted = sum(plan.granted(g) for g in plan.choices.question.grants if g.period <= 2)
    assert granted == 0 or displaced > 0


def test_deals_are_not_all_put_off_to_the_last_period(plan: Plan) -> None:
    assert sum(1 for period in plan.signed.values() if period == 0) >= 4
    assert len(plan.question.timeline.periods) - 1 not in plan.signed.values()


def test_relief_costs_the_united_states_something(plan: Plan, terms: pd.DataFrame) -> None:
    """No rate that is agreed is worth more to it than the rate it would set alone; some are worth less."""
    relief = terms[terms["instrument"] == "tariff_relief"].set_index("partner")["us_value"]
    alone = pd.Series({code: plan.question.alone[str(code)].worth for code in relief.index})
    bought = pd.Series({code: code in plan.unthreatened for code in relief.index})
    assert not relief.empty
    assert (relief <= alone.where(~bought, 0.0) + 1e-9).all()


def test_no_country_rate_is_set_or_agreed_below_the_floor(question: Question) -> None:
    """Nor above what is announced or in force: a rate below the floor already stays."""
    floor = question.world.value("tariff.floor")
    assert min(s.rate for t in question.terms if t.of_one_rate for s in t.segments) >= floor
    for rate in question.alone.values():
        high = max(rate.announced, rate.in_force)
        assert min(floor, high) <= rate.best <= high


def test_canada_and_mexico_get_no_sector_relief(question: Question) -> None:
    sector = {t.partner for t in question.terms if t.instrument == "sector_tariff_relief"}
    assert sector == {"JPN", "EUU", "KOR"}


def test_an_embargoed_state_may_sign_for_tariffs_and_gets_no_chip(question: Question) -> None:
    assert question.partner("KHM").tariff_only
    assert not [g for g in question.grants if g.partner == "KHM"]


def test_allies_trade_tariffs_for_investment_without_a_chip(plan: Plan, terms: pd.DataFrame) -> None:
    for code in ("JPN", "KOR"):
        own = terms[terms["partner"] == code]
        assert "chip_access" not in set(own["instrument"])
        assert {"investment", "purchases"} <= set(own["instrument"])


def test_tariffs_of_a_partner_split_off_the_rest_of_the_world_say_so(question: Question) -> None:
    flags = {t.partner: t.flags for t in question.terms if t.instrument == "tariff_relief"}
    told = {code for code, said in flags.items() if any("estimated" in flag for flag in said)}
    assert told == {code for code in flags if partner_tables(question.world)[code].estimated}
    assert not told & {"JPN", "EUU", "IND"}
    assert told


def test_a_member_of_a_customs_union_cuts_no_tariff_alone(question: Question) -> None:
    cutters = {t.partner for t in question.terms if t.instrument == "tariff_cut"}
    assert not cutters & {"ARE", "SAU", "QAT", "KWT", "BHR", "OMN", "ARM", "KAZ", "ARG", "BRA"}
    assert {"EUU", "JPN", "IND", "VNM"} <= cutters


def test_a_plan_without_deals_is_a_proposal_all_the_same(scenario: Scenario) -> None:
    """With no team nothing can be signed; tables keep their columns and the briefing reads them."""
    idle = deals.propose(scenario.changed(teams=0.0))
    assert len(idle) == 0
    assert idle.baselines.over_alone == pytest.approx(0.0, abs=idle.baselines.table["gap"].sum() + 1e-9)
    assert "0 deals" in repr(idle)
    assert idle.binding().empty or set(idle.binding()["rule"]) <= {"negotiating teams", "chip supply"}
    assert "No deal" in idle._repr_markdown_() or "0 deals" in idle._repr_markdown_()
