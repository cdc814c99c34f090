"""Orderings that must hold between regimes, whatever the numbers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest

import deals
from deals import regimes
from deals.model.question import Question, assemble, setting_of
from deals.model.worth.compute_value import tpp_factor
from deals.plan.levels import sold_abroad
from deals.plan.plan import solve
from deals.regimes import EconomyAccess
from deals.regimes.rules.access import headquarters_share
from deals.regimes.rules.providers import owners
from deals.regimes.rules.vocabulary import licence_class
from deals.scenario.scenario import Scenario

Of = Callable[[str], Mapping[str, EconomyAccess]]
Ask = Callable[[str], Question]
FROM_MOST = ("open_embargo_only", "open_2023", "refined_tiers", "monopoly")


def test_all_thirteen_regimes_of_the_sources_are_there() -> None:
    assert set(regimes.IDS) == {
        *("pre_2025", "diffusion_rule", "refined_tiers", "monopoly", "open_2023", "open_embargo_only", "leverage"),
        *("use_based_2025", "standards_no_caps", "southeast_asia_2025", "draft_2026", "china_window_2026", "uae_2026"),
    }


def test_what_needs_no_case_by_case_licence_falls_from_open_to_monopoly(scenario: Scenario, access: Of) -> None:
    """For every tier 2 country outside the groups of 2023, over the horizon; groups are those of the world's day."""
    tables = [access(name) for name in FROM_MOST]
    tiers = scenario.world().tiers
    barred, kept = {"D:1", "D:4", "D:5"}, {"A:5", "A:6"}
    every = {str(code) for code, tier in tiers["tier"].items() if tier == 2}
    outside = {code for code in every if not tiers["groups"][code] & barred or tiers["groups"][code] & kept}
    asked = [c for c, a in tables[0].items() if a.tier == 2 and licence_class(a) != "D1_D4"]
    assert set(asked) == outside, "all of them, none left out"
    assert len(asked) > 100
    for code in asked:
        amounts = [sum(table[code].without_case_by_case) for table in tables]
        assert all(more >= less - 1e-9 for more, less in pairwise(amounts)), code


@pytest.mark.parametrize("name", regimes.IDS)
def test_only_the_window_sends_a_controlled_chip_to_tier_3(access: Of, name: str) -> None:
    barred = [a for a in access(name).values() if a.tier == 3]
    assert all(not sum(a.no_deal) and not sum(a.demand) for a in barred)
    assert bool(sum(sum(a.window) for a in barred)) == (name == "china_window_2026")


@pytest.mark.parametrize("name", [name for name in regimes.IDS if name != "monopoly"])
def test_a_monopoly_sells_least_abroad(access: Of, name: str) -> None:
    """Foreign sales without deals, though its refusal softens; the share of uptake at home falls with them."""
    assert abroad(access("monopoly")) < abroad(access(name)) / 3


@pytest.mark.parametrize("name", [name for name in regimes.IDS if name != "open_embargo_only"])
def test_firms_of_the_embargoed_buy_nowhere_since_2023(access: Of, scenario: Scenario, name: str) -> None:
    """The licence by headquarters holds wherever the controls of 2023 do; only their repeal lets such firms buy."""
    world, table = scenario.world(), access(name)
    for code, found in table.items():
        if found.tier != 3 and code != "USA":
            whole = sum(found.demand) + sum(found.barred)
            assert sum(found.barred) >= headquarters_share(world, code) * whole - 1e-9
            assert found.owners == 0
    assert access("open_embargo_only")["MYS"].owners == world.value("headquarters.share.MYS")


def test_a_promotion_of_the_emirates_costs_nobody_a_chip(access: Of) -> None:
    """On top of the controls of 2023 nothing changes for Malaysia, nor for anybody but the Emirates."""
    before, after = access("pre_2025"), access("uae_2026")
    assert {code for code in before if before[code] != after[code]} == {"ARE"}


@pytest.mark.parametrize("name", regimes.IDS)
def test_no_economy_gets_more_than_it_wants(access: Of, name: str) -> None:
    for found in access(name).values():
        assert all(have <= want + 1e-9 for have, want in zip(found.no_deal, found.demand, strict=True))
        assert min(found.no_deal, default=0.0) >= 0
        assert 0 <= found.denial <= 1


@pytest.mark.parametrize("name", regimes.IDS)
def test_every_rule_and_measure_has_a_citation(name: str) -> None:
    regime = regimes.get(name)
    assert regime.title
    assert all(len(rule.citation) > 10 for rule in regime.rules)
    assert all(len(measure.citation) > 10 for measure in regime.measures)


def test_rules_say_their_law_in_their_docstring() -> None:
    kinds = {type(rule) for name in regimes.IDS for rule in regimes.get(name).rules}
    assert all(kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}(") for kind in kinds)


def test_without_the_limit_in_one_country_nobody_has_less(access: Of) -> None:
    kept, dropped = access("diffusion_rule"), access("diffusion_rule+no_limit_in_one_country")
    assert all(
        after >= before - 1e-9
        for code in kept
        for before, after in zip(kept[code].beside, dropped[code].beside, strict=True)
    )


def test_the_repeal_is_the_rule_before_2025(access: Of) -> None:
    assert {c: a.no_deal for c, a in access("open_2023").items()} == {
        c: a.no_deal for c, a in access("pre_2025").items()
    }


@pytest.mark.parametrize("name", [name for name in regimes.IDS if name != "monopoly"])
def test_a_monopoly_has_the_largest_us_share_of_uptake(scenario: Scenario, questions: Ask, name: str) -> None:
    """On the default scenario, whatever deals are signed: a deal sells more abroad, and a monopoly offers no chips."""
    assert "chips" not in regimes.get("monopoly").tracks
    assert us_share(questions("monopoly")) > us_share(questions(name))


def test_without_teams_leverage_is_its_interim_path(scenario: Scenario) -> None:
    """With every partner and nothing opened: nobody signs, and what flows is what interim practice licenses."""
    asked = assemble(scenario.changed(regime="leverage", teams=0.0, unilateral_opening=False))
    plan = solve(asked)
    assert not plan.signed
    assert plan.solution.objective == pytest.approx(0.0, abs=1e-9)
    for period in asked.timeline.periods:
        interim = {c: a.no_deal[period.index] for c, a in asked.path.access.items() if a.tier != 3}
        assert plan.deliveries(period.index) == pytest.approx(interim)


def test_dropping_the_limit_in_one_country_changes_nothing_where_it_does_not_bind(access: Of) -> None:
    """On the default scenario no owner wants seven percent in one country, so the two questions are one."""
    assert access("diffusion_rule") == access("diffusion_rule+no_limit_in_one_country")


def test_dropping_the_limit_in_one_country_never_hurts(scenario: Scenario) -> None:
    """Reservation values and baseline held fixed, on the default scenario with owners at a third of their size.

    There seven percent bind for some, so that what they could add to Malaysia beside the allocation widens the choice.
    Both answers are within their gap of the optimum, so the bound of the one is set against the other.
    """
    small = {f"provider.supply.{name}": {"scale": 1 / 3} for name in owners(scenario.world())}
    tight = scenario.apply(deals.Reform("small owners", small)).changed(regime="diffusion_rule", gap=0.02)
    question = assemble(tight)
    loose = regimes.get("diffusion_rule+no_limit_in_one_country").access(setting_of(tight, question.world))
    access, wider = dict(question.path.access), []
    for code, found in access.items():
        if found.beside_limit is not None:
            factors = [tpp_factor(question.world, p.year) for p in question.timeline.periods]
            more = [max(0.0, b - a) * f for a, b, f in zip(found.beside, loose[code].beside, factors, strict=True)]
            limit = tuple(a + b for a, b in zip(found.beside_limit, accumulate(more), strict=True))
            wider += [code] if limit[-1] > found.beside_limit[-1] + 1 else []
            access[code] = replace(found, beside_limit=limit)
    assert "MYS" in wider, "the limit binds there"
    kept = solve(question)
    dropped = solve(replace(question, path=replace(question.path, access=access)))
    assert dropped.solution.bound >= kept.solution.objective - 1e-6
    assert dropped.solution.objective >= (1 - tight.gap) * kept.solution.objective - 1e-6


def us_share(asked: Question) -> float:
    """Share of chips taken up at home without deals, over the horizon."""
    home = sum(asked.displacement.uptake(p.index) for p in asked.timeline.periods)
    return home / (home + sum(sold_abroad(asked, p) for p in asked.timeline.periods))


def abroad(table: Mapping[str, EconomyAccess]) -> float:
    return sum(sum(a.no_deal) for code, a in table.items() if code != "USA")
