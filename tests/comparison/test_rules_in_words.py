"""Rules of regimes as a reader sees them: each number in its unit, and what it is of where the unit does not say."""

import pytest

import deals
from deals import regimes as known
from deals.comparison.differences import in_words
from deals.world import World


@pytest.fixture(scope="module")
def world() -> World:
    return deals.load("leverage-2025").world()


@pytest.mark.parametrize(
    ("regime", "begins", "words"),
    [
        ("diffusion_rule", "trusted providers", "35%, outside 25%, single 7%, abroad 50%"),
        ("diffusion_rule", "country allocation", "790,000,000 TPP, uplift 100%"),
        ("refined_tiers", "raised allocation", "India, × 3"),
        ("refined_tiers", "growing exemption", "start 300 H100 a year, growth × 2, 3 years"),
        ("use_based_2025", "vetted hubs", "cost USD 100 for each H100e"),
        ("leverage", "small orders", "3.4 thousand H100e a year"),
    ],
)
def test_a_number_has_its_unit(world: World, regime: str, begins: str, words: str) -> None:
    (told,) = [said for rule in known.get(regime).rules if (said := in_words(rule, world)).startswith(begins)]
    assert f"({words}" in told
