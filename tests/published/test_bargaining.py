"""Worked examples of the bargaining literature."""

from itertools import product

import pytest

from deals.bargaining import adjusted_winner, alternating_offers, bargaining_solutions, rubinstein_shares


def test_bill_and_jack() -> None:
    """Nash 1950: Bill gives book, whip, ball and bat; Jack gives pen, toy and knife. Gains are 12 and 5."""
    bills = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
    jacks = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}
    gains = [(-bill, jack) for bill, jack in bills.values()] + [(bill, -jack) for bill, jack in jacks.values()]
    exchanges = [
        [sum(g[side] for g, given in zip(gains, choice, strict=True) if given) for side in (0, 1)]
        for choice in product((False, True), repeat=len(gains))
    ]
    assert bargaining_solutions(exchanges, [0, 0])["nash"] == (12, 5)


def test_a_larger_set_gives_the_second_side_less_under_nash() -> None:
    """Kalai and Smorodinsky 1975: all that could be agreed before still can, and the second side falls to 0.7."""
    small = bargaining_solutions([[0, 1], [1, 0], [0.75, 0.75]], [0, 0])
    large = bargaining_solutions([[0, 1], [1, 0], [1, 0.7]], [0, 0])
    assert small["nash"] == small["kalai_smorodinsky"] == pytest.approx((0.75, 0.75))
    assert large["nash"] == (1.0, 0.7)
    assert large["kalai_smorodinsky"] == pytest.approx((1 / 1.3, 1 / 1.3))


def test_no_proportional_solution_is_efficient_for_three() -> None:
    """Roth 1979: on the hull of these points equal shares of the ideal are half of everything, and the third wastes."""
    found = bargaining_solutions([[0, 0, 0], [1, 0, 1], [0, 1, 1]], [0, 0, 0])
    assert found["kalai_smorodinsky"] == pytest.approx((0.5, 0.5, 0.5))
    assert found.improvable == {"kalai_smorodinsky"}
    assert found["nash"] == pytest.approx((0.5, 0.5, 1.0))


@pytest.mark.parametrize(
    ("estate", "equal_awards"), [(100, (100 / 3,) * 3), (200, (200 / 3,) * 3), (300, (100, 100, 100)), (400, None)]
)
def test_bankruptcy(estate: float, equal_awards: tuple[float, ...] | None) -> None:
    """Dagan and Volij 1993, on the Talmud's claims of 100, 200 and 300.

    Nash gives constrained equal awards, Kalai-Smorodinsky shares in proportion to claims cut down to the estate.
    """
    claims = [min(c, estate) for c in (100.0, 200.0, 300.0)]
    orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    vertices = []
    for order in orders:
        left, awards = estate, [0.0, 0.0, 0.0]
        for side in order:
            awards[side] = min(claims[side], left)
            left -= awards[side]
        vertices.append(awards)
    found = bargaining_solutions(vertices, [0, 0, 0])
    assert found["nash"] == pytest.approx(equal_awards or (100, 150, 150))
    assert found["kalai_smorodinsky"] == pytest.approx([estate * c / sum(claims) for c in claims])


@pytest.mark.parametrize("patience", [(0.9, 0.9), (0.5, 0.8), (0.99, 0.2), (1.0, 0.5), (0.0, 0.9)])
def test_alternating_offers_over_a_pie(patience: tuple[float, float]) -> None:
    """Rubinstein 1982: who opens has (1 - d2) / (1 - d1 d2)."""
    first, second = patience
    share = (1 - second) / (1 - first * second)
    assert rubinstein_shares(patience) == pytest.approx((share, 1 - share))
    found = alternating_offers([[1, 0], [0, 1]], [0, 0], patience)
    assert found.first == pytest.approx((share, 1 - share))
    assert found.second == pytest.approx((first * share, 1 - first * share))


def test_patient_sides_settle_at_nash() -> None:
    """Binmore, Rubinstein and Wolinsky 1986, on a set whose Nash point is no midpoint."""
    vertices = [[0, 4], [3, 3], [5, 0]]
    found = alternating_offers(vertices, [0, 0], (0.9999, 0.9999))
    nash = bargaining_solutions(vertices, [0, 0])["nash"]
    assert found.first == pytest.approx(nash, abs=1e-3)
    assert found.second == pytest.approx(nash, abs=1e-3)


def test_camp_david() -> None:
    """Brams and Togman 1996, Brams and Taylor: five sixths of the Sinai to Egypt, and 65.83 points for each."""
    issues = {
        "Sinai": (35, 55),
        "diplomatic recognition": (10, 5),
        "West Bank and Gaza": (20, 10),
        "linkage": (10, 5),
        "Palestinian rights": (5, 20),
        "Jerusalem": (20, 5),
    }
    found = adjusted_winner({issue: (float(israel), float(egypt)) for issue, (israel, egypt) in issues.items()})
    assert found.divided == "Sinai"
    assert found.shares["Sinai"] == pytest.approx(1 / 6)
    assert found.points == pytest.approx((65 + 5 / 6, 65 + 5 / 6))
    assert [issue for issue, share in found.shares.items() if share == 0] == ["Palestinian rights"]


def test_panama_canal() -> None:
    """Brams and Taylor 1996, on Raiffa's points: 66 each, with land and water divided."""
    issues = {
        "defence rights": (22, 9),
        "use rights": (22, 15),
        "land and water": (15, 15),
        "expansion rights": (14, 3),
        "duration": (11, 15),
        "expansion routes": (6, 5),
        "compensation": (4, 11),
        "jurisdiction": (2, 7),
        "military rights": (2, 7),
        "defence role of Panama": (2, 13),
    }
    found = adjusted_winner({issue: (float(states), float(panama)) for issue, (states, panama) in issues.items()})
    assert found.points == pytest.approx((66, 66))
    assert found.divided == "land and water"
