"""Worlds in which packages are weighed: the one as judged first, the others drawn, some numbers set in all."""

from typing import Any

import numpy as np
import pytest

from deals.model.question import Question
from deals.record.weighing.stated import stated
from deals.record.weighing.worlds import Weighing
from deals.uncertainty.acceptance.packages import DISPLACED, POLITICS, Weighed
from deals.world.instrument import CHIPS
from optimizer import Floats

DRAWS = 6
INVESTMENT = {"investment": 20.0}


def weighed(base: Question, partner: str, terms: dict[str, Any], draws: int = 0, **more: Any) -> Weighed:
    return Weighing.of(base, [partner], draws, **more).weigh(stated(base, partner, terms))


def part(worth: Weighed, name: str) -> tuple[Floats, Floats]:
    (found,) = (part for part in worth.parts if part.name == name)
    return found.us, found.partner


def test_the_world_as_judged_comes_first_whatever_is_drawn(base: Question) -> None:
    terms = {"investment": 20.0, "tariff_to": 12, "chip_access": 50}
    for partner in ("MYS", "ARE"):
        alone, first = (weighed(base, partner, terms, draws) for draws in (0, DRAWS))
        for one, many in ((alone.us, first.us), (alone.partner, first.partner), (alone.talks, first.talks)):
            assert len(one) == 1
            assert len(many) == 1 + DRAWS
            assert many[0] == pytest.approx(one[0])
            assert len(set(many.tolist())) > 2


def test_the_same_seed_draws_the_same_worlds_and_another_others(base: Question) -> None:
    first, again, other = (weighed(base, "MYS", INVESTMENT, DRAWS, seed=seed).partner for seed in (0, 0, 1))
    assert first.tolist() == again.tolist()
    assert first[0] == other[0]
    assert (first[1:] != other[1:]).all()


def test_a_world_is_the_same_however_many_others_are_drawn(base: Question) -> None:
    few, many = (weighed(base, "MYS", INVESTMENT, draws) for draws in (3, DRAWS))
    assert many.partner[:4] == pytest.approx(few.partner)


def test_a_number_that_is_multiplied_is_so_in_every_world(base: Question) -> None:
    """What a pledge costs is in proportion to the factor; what else there is stays."""
    plain = weighed(base, "MYS", INVESTMENT, DRAWS)
    half = weighed(base, "MYS", INVESTMENT, DRAWS, factors={"invest.partner_cost": 0.5})
    assert part(half, "investment")[1] == pytest.approx(0.5 * part(plain, "investment")[1])
    assert part(half, "investment")[0] == pytest.approx(part(plain, "investment")[0])
    assert part(half, POLITICS)[1] == pytest.approx(part(plain, POLITICS)[1])


def test_a_number_that_is_set_is_the_same_in_every_world(base: Question) -> None:
    """Where signing costs nothing it costs nothing anywhere."""
    found = weighed(base, "ARE", INVESTMENT, DRAWS, changes={"political_reserve": 0.0})
    assert part(found, POLITICS)[1].tolist() == [0.0] * (1 + DRAWS)


def test_what_is_set_may_be_multiplied_too(base: Question) -> None:
    value = base.world.value("invest.partner_cost")
    set_twice = weighed(
        base, "MYS", INVESTMENT, changes={"invest.partner_cost": value}, factors={"invest.partner_cost": 2.0}
    )
    doubled = weighed(base, "MYS", INVESTMENT, factors={"invest.partner_cost": 2.0})
    assert set_twice.partner == pytest.approx(doubled.partner)


def test_the_more_others_get_the_dearer_chips_are(base: Question) -> None:
    terms = {"chip_access": {2026: 100}}
    none, some = (weighed(base, "ARE", terms, sold=dict.fromkeys(range(7), sold)) for sold in (0.0, 1000.0))
    assert part(some, DISPLACED)[0][0] < part(none, DISPLACED)[0][0] < 0
    assert part(some, CHIPS)[0] == pytest.approx(part(none, CHIPS)[0])


def test_the_best_rate_alone_is_told_in_every_world(base: Question) -> None:
    weighing = Weighing.of(base, ["KOR", "CAN"], DRAWS)
    assert weighing.alone("KOR")[0] == pytest.approx(base.alone["KOR"].worth)
    assert len(weighing.alone("KOR")) == 1 + DRAWS
    assert "CAN" not in base.alone
    assert weighing.alone("CAN").tolist() == np.zeros(1 + DRAWS).tolist()
