"""The trade model against closed forms, and against numbers that another implementation gave on the same data.

The closed forms are worked by hand; a fraction is exact. The recorded numbers (``GOLDEN``) come from an independent
reference on these flows, tariffs and elasticities, with the country rates of 10 April 2025 as it read them: 10 on
everybody, none on those who were not subject to them, 125 on China and Hong Kong. They are typed here, not read from
``tariff_rates.csv``, so that later corrections of rates leave this check of the engine alone.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from deals.trade import Economy, Equilibrium, duty_schedule, nash_tariffs, solve, trade_data

APRIL = {"CHN": 125.0, "HKG": 125.0, "CAN": 0.0, "MEX": 0.0, "RUS": 0.0, "BLR": 0.0}
ELSEWHERE = 10.0
MOVES = {"VNM": (46, 20), "JPN": (24, 15), "EUU": (20, 15), "KOR": (25, 15), "THA": (36, 19), "IND": (26, 18)}
GOLDEN: dict[str, tuple[float, dict[str, tuple[float, float]]]] = {
    "U4": (
        79162.8,
        {
            "VNM": (4426.0, 7537.9),
            "JPN": (892.8, 2262.5),
            "EUU": (1516.0, 5561.2),
            "KOR": (437.9, 2046.9),
            "THA": (946.7, 2227.6),
            "IND": (898.1, 1408.5),
        },
    ),
    "IS": (
        75691.2,
        {
            "VNM": (4373.9, 7056.1),
            "JPN": (1009.8, 2150.5),
            "EUU": (1747.5, 5061.9),
            "KOR": (535.8, 1884.6),
            "THA": (984.3, 2041.7),
            "IND": (911.5, 1224.2),
        },
    ),
    "CP": (
        59821.5,
        {
            "VNM": (6579.0, 5304.7),
            "JPN": (1485.3, 1696.6),
            "EUU": (2846.4, 4593.6),
            "KOR": (838.8, 1482.2),
            "THA": (1456.5, 1806.2),
            "IND": (1254.3, 903.1),
        },
    ),
    "BSY": (
        77993.1,
        {
            "VNM": (5318.1, 6746.5),
            "JPN": (1209.4, 2127.0),
            "EUU": (2162.0, 5533.8),
            "KOR": (650.4, 1936.4),
            "THA": (1146.5, 2040.7),
            "IND": (1045.6, 1351.0),
        },
    ),
    "FGO": (
        39485.1,
        {
            "VNM": (6506.0, 5632.9),
            "JPN": (1629.1, 1466.2),
            "EUU": (3415.8, 3464.0),
            "KOR": (990.6, 1405.6),
            "THA": (1512.9, 1513.4),
            "IND": (1272.1, 947.1),
        },
    ),
}
"""Gain of the United States, USD mn of the flows, by ten points on all goods; then its and the partner's by relief."""


def one_sector(flows: list[list[float]]) -> np.ndarray:
    return np.array(flows)[:, :, None]


def test_two_countries_one_of_which_taxes_imports() -> None:
    """Sales 2 at home and 1 abroad, elasticity 1; A taxes 200%.

    At w_B / w_A = 1/2 the tariff factor makes B's goods in A dearer by 3/2: shares 2 and 2/3 of 8/3, so A spends 1/4 on
    them. With w_A = 4/3, w_B = 2/3 (world sales 6 unchanged) A earns 4 and takes 2/3 of a quarter of 24/5: 4/5.
    """
    economy = Economy.build(["A", "B"], one_sector([[2, 1], [1, 2]]), np.zeros(2), [1.0])
    taxed = solve(economy, [2.0, 0.0])
    exact = {
        "wage": (taxed.wages[1] / taxed.wages[0], Fraction(1, 2)),
        "unit of account": (taxed.wages.sum(), Fraction(2)),
        "welfare of A": (taxed.welfare[0], Fraction(16, 15)),
        "welfare of B": (taxed.welfare[1], Fraction(5, 6)),
        "revenue over wages": (taxed.revenue[0] / (3 * taxed.wages[0]), Fraction(1, 5)),
        "gain of A": (taxed.gain[0], Fraction(1, 5)),
        "gain of B": (taxed.gain[1], Fraction(-1, 2)),
    }
    for name, (found, wanted) in exact.items():
        assert found == pytest.approx(float(wanted), abs=1e-10), name
    assert taxed.residual < 1e-10


def test_the_same_with_prices_fixed() -> None:
    """A taxes 100%: home's share rises from 2/3 to 4/5 and prices by 6/5; of a dollar 9/10 reaches producers.

    Spending is 3 / (9/10) = 10/3, welfare (10/9) / (6/5) = 25/27. B loses nothing by assumption, and would sell only
    2 + (10/3)(1/5)(1/2) = 7/3 of 3: its market is not asked to clear.
    """
    economy = Economy.build(["A", "B"], one_sector([[2, 1], [1, 2]]), np.zeros(2), [1.0])
    held = solve(economy, [1.0, 0.0], prices="fixed")
    assert held.welfare == pytest.approx([25 / 27, 1.0], abs=1e-14)
    assert held.spending == pytest.approx([10 / 3, 3.0], abs=1e-14)
    assert held.revenue == pytest.approx([1 / 3, 0.0], abs=1e-14)
    assert held.price_index == pytest.approx([6 / 5, 1.0], abs=1e-14)
    assert held.excess == pytest.approx([2 / 9, -2 / 9], abs=1e-14)
    assert held.wages.tolist() == [1.0, 1.0]
    assert held.residual < 1e-14


def test_three_alike_who_all_tax() -> None:
    """Elasticities 2 and 1, half of each sector's spending at home, all tax 100%: wages stay.

    Welfare is 15/13 (5/8)^(1/4) (3/4)^(1/2).
    """
    flows = np.full((3, 3, 2), 0.25)
    flows[range(3), range(3)] = 0.5
    taxed = solve(Economy.build("ABC", flows, np.zeros(3), [2.0, 1.0]), np.ones(3))
    assert taxed.welfare == pytest.approx([15 / 13 * (5 / 8) ** 0.25 * (3 / 4) ** 0.5] * 3, abs=1e-11)
    assert taxed.wages == pytest.approx(np.ones(3), abs=1e-11)


def best(worth: Callable[[float], float], low: float, high: float) -> float:
    """Where a single-peaked function is highest, by thirds."""
    while high - low > 1e-6:
        third = (high - low) / 3
        low, high = (low + third, high) if worth(low + third) < worth(high - third) else (low, high - third)
    return (low + high) / 2


def test_a_very_small_country_taxes_by_the_inverse_of_the_elasticity() -> None:
    small = Economy.build(["small", "world"], one_sector([[0.5, 0.5], [0.5, 1e6]]), np.zeros(2), [4.0])
    assert best(lambda rate: float(solve(small, [rate, 0.0]).welfare[0]), 0.05, 0.6) == pytest.approx(0.25, abs=5e-4)
    assert nash_tariffs(small).tariffs[0] == pytest.approx(0.25, abs=1e-5)


@pytest.fixture(scope="module", params=sorted(GOLDEN))
def recorded(request: pytest.FixtureRequest) -> tuple[str, Economy]:
    data = trade_data()
    return request.param, Economy.build(data.regions, data.flows, data.tariffs, data.elasticities[request.param])


def test_ten_points_on_all_goods(recorded: tuple[str, Economy]) -> None:
    name, economy = recorded
    us = economy.names.index("USA")
    raised = economy.tariffs.copy()
    raised[:, us] += 0.1 * trade_data().goods
    assert solve(economy, raised).gain[us] == pytest.approx(GOLDEN[name][0], rel=1e-3)


def test_relief_as_it_was_agreed(recorded: tuple[str, Economy]) -> None:
    name, economy = recorded
    schedule = duty_schedule(trade_data(), economy, date(2025, 4, 10))
    us = economy.names.index("USA")

    def under(partner: str, rate: float) -> Equilibrium:
        tariffs = economy.tariffs.copy()
        rates = {region: APRIL.get(region, ELSEWHERE) for region in economy.names}
        tariffs[:, us] = schedule.duty({**rates, partner: rate})
        return solve(economy, tariffs)

    for partner, (high, low) in MOVES.items():
        gain = under(partner, low).gain - under(partner, high).gain
        wanted = GOLDEN[name][1][partner]
        assert gain[us] == pytest.approx(wanted[0], rel=1e-3), partner
        assert gain[economy.names.index(partner)] == pytest.approx(wanted[1], rel=1e-3), partner
