"""Orderings that must hold between regimes, whatever the numbers."""

from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest

from deals import regimes
from deals.regimes import EconomyAccess
from deals.regimes.vocabulary import licence_class

Of = Callable[[str], Mapping[str, EconomyAccess]]
FROM_MOST = ("open_embargo_only", "open_2023", "refined_tiers", "monopoly")


def test_all_thirteen_regimes_of_the_sources_are_there() -> None:
    assert set(regimes.IDS) == {
        *("pre_2025", "diffusion_rule", "refined_tiers", "monopoly", "open_2023", "open_embargo_only", "leverage"),
        *("use_based_2025", "standards_no_caps", "southeast_asia_2025", "draft_2026", "china_window_2026", "uae_2026"),
    }


def test_what_needs_no_case_by_case_licence_falls_from_open_to_monopoly(access: Of) -> None:
    """For every tier 2 country outside the groups of 2023, in every period."""
    tables = [access(name) for name in FROM_MOST]
    asked = [c for c, a in tables[0].items() if a.tier == 2 and licence_class(a) != "D1_D4"]
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
    """Foreign sales without deals; the share of uptake at home falls with them."""
    assert abroad(access("monopoly")) < abroad(access(name)) / 5


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


def abroad(table: Mapping[str, EconomyAccess]) -> float:
    return sum(sum(a.no_deal) for code, a in table.items() if code != "USA")
