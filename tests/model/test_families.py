"""The register is the one place where families stand: every row is registered, every record is used and shown."""

from pathlib import Path

import pytest

from deals.model.families import REGISTER, priced
from deals.model.family import Kind
from deals.plan.binding import priced_at_the_margin
from deals.plan.plan import Plan
from deals.sensitivity import Sensitivity
from deals.sensitivity.prices.limits import limits, present
from tests.model import tiny
from tests.writers import writer_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mathematics.md"


@pytest.mark.parametrize("regime", ["leverage", "refined_tiers", "diffusion_rule"])
def test_every_family_of_a_programme_is_registered(regime: str) -> None:
    families = tiny.written(tiny.question(regime), alike=True).program.snapshot().rows.families
    assert tuple(families) == tuple(REGISTER)


def test_every_family_says_what_it_asks_and_where_it_stands() -> None:
    for name, family in REGISTER.items():
        assert family.name == name
        assert family.words
        assert family.rule
        assert family.section
        assert bool(family.unit) == bool(family.price_words)
        assert not (family.movable and family.kind in (Kind.MEANING, Kind.DEAL))


def test_what_has_a_price_is_known_to_binding_prices_and_traces(plan: Plan) -> None:
    ask = Sensitivity(plan)
    told = {family.name for family in priced_at_the_margin()}
    assert told == {name for name in priced() if not REGISTER[name].of_deals_alone}
    here = set(present(ask.as_linear))
    assert {"chip supply", "diversion budget", "worst-case diversion", "participation", "negotiating teams"} <= here
    assert set(ask.limit_prices().table["rule"]) == here
    assert all(limits(ask.as_linear, rule) for rule in here)


def test_the_page_of_mathematics_has_the_register_s_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert writer_of("rules_table").page_with_rules(text) == text
