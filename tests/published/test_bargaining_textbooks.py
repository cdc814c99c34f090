"""Examples of textbooks and of the literature on risk, teams and correlated play, each with its closed form.

Where what can be agreed is bounded by a curve, a chain of many corners stands for it; the values hold to its fineness.
"""

import math
from collections.abc import Callable

import pytest

from deals.bargaining import alternating_offers, bargaining_power, bargaining_solutions

CORNERS = 4001


def divided(pie: float, second: Callable[[float], float]) -> list[list[float]]:
    """Ways to divide a pie: the first side counts what it gets, the second by its own utility of the rest."""
    steps = (pie * i / (CORNERS - 1) for i in range(CORNERS))
    return [[x, second(pie - x)] for x in steps]


def test_thirty_dollars() -> None:
    """Myerson 1991: a risk-neutral side and one that counts square roots divide USD 30; 20 goes to the first."""
    found = bargaining_solutions(divided(30, math.sqrt), [0, 0])
    assert found["nash"] == pytest.approx((20, math.sqrt(10)), abs=1e-2)


def test_one_unit_of_a_good() -> None:
    """Peters 2008: the same with one unit, and alternating offers that end there as the sides become patient."""
    vertices = divided(1, math.sqrt)
    nash = (2 / 3, math.sqrt(1 / 3))
    assert bargaining_solutions(vertices, [0, 0])["nash"] == pytest.approx(nash, abs=1e-3)
    patient = alternating_offers(vertices, [0, 0], (0.999, 0.999))
    assert patient.first == pytest.approx(nash, abs=2e-3)
    assert patient.first[0] > patient.second[0], "who opens has more"


@pytest.mark.parametrize("power", [0.2, 0.5, 0.9])
def test_risk_aversion_is_costly(power: float) -> None:
    """Kihlstrom, Roth and Schmeidler 1981: with utility x^p the second side gets p / (1 + p) of the pie."""
    found = bargaining_solutions(divided(1, lambda x: x**power), [0, 0])
    assert 1 - found["nash"][0] == pytest.approx(power / (1 + power), abs=1e-3)


@pytest.mark.parametrize(("first", "second"), [(2, 1), (1, 3)])
def test_a_team_that_shares_its_fate_bargains_with_more_weight(first: int, second: int) -> None:
    """Kalai 1977: copies of the two sides, each with the gain of its like, settle at Nash weighted by their numbers."""
    sides = first + second
    vertices = [[1.0] * first + [0.0] * second, [0.0] * first + [1.0] * second]
    found = bargaining_solutions(vertices, [0.0] * sides)["nash"]
    assert found[:first] == pytest.approx([first / sides] * first)
    assert found[first:] == pytest.approx([second / sides] * second)
    assert bargaining_power((float(second), float(first))) == pytest.approx((first / sides, second / sides))


def test_battle_of_the_sexes() -> None:
    """Luce and Raiffa 1957: security levels of two thirds each, and all rules of fairness agree to toss a coin."""
    found = bargaining_solutions([[2, 1], [1, 2], [0, 0]], [2 / 3, 2 / 3])
    for name in ("nash", "kalai_smorodinsky", "egalitarian"):
        assert found[name] == pytest.approx((1.5, 1.5))
    assert found.ideal == pytest.approx((2, 2))


@pytest.mark.parametrize(("outside", "split"), [(0.0, 3.5), (2.0, 4.5), (4.0, 5.5)])
def test_splitting_the_difference_is_not_dealing_me_out(outside: float, split: float) -> None:
    """Binmore, Shaked and Sutton 1989: seven pounds and a way out worth 0, 2 or 4 to the second side.

    Taken for the threat point it would bring half the difference more; as a way out it matters only above one half.
    """
    pie = [[7.0, 0.0], [0.0, 7.0]]
    assert bargaining_solutions(pie, [0, outside])["nash"][1] == pytest.approx(split)
    dealt_out = max(bargaining_solutions(pie, [0, 0])["nash"][1], outside)
    assert dealt_out == {0.0: 3.5, 2.0: 3.5, 4.0: 4.0}[outside]


def test_a_quarter_circle() -> None:
    """A strictly convex set: Nash, Kalai-Smorodinsky, equal gains and the greatest sum are one point."""
    arc = [[math.cos(a), math.sin(a)] for a in (math.pi / 2 * i / 400 for i in range(401))]
    found = bargaining_solutions(arc, [0, 0])
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        assert found[name] == pytest.approx((math.sqrt(0.5),) * 2, abs=1e-5)
