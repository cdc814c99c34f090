"""Parametric analyses from the literature: every breakpoint, as far as there is an optimum."""

import pytest

from optimizer import trace
from tests.published.tables import INFINITE, giapetto, programme


def test_parametric_right_hand_side() -> None:
    # The example of parametric analysis in Bazaraa, Jarvis and Sherali, chapter 6: limits (6, 6) move along
    # (-1, 1); the optimum bends at 2 and there is none beyond 6.
    program = programme(
        "parametric limits",
        {"1": -1, "2": -3, "move": 0},
        {
            "a": ({"1": 1, "2": 1, "move": 1}, "<", 6),
            "b": ({"1": -1, "2": 2, "move": -1}, "<", 6),
            "parameter": ({"move": 1}, "=", 0),
        },
        maximise=False,
    )
    found = trace(program, "row", "parameter", 0, 10, exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 2, 6])
    assert found.points["value"].tolist() == pytest.approx([-14, -12, 0])
    assert found.points["slope_up"].tolist() == [pytest.approx(1), pytest.approx(3), INFINITE]


def test_parametric_costs() -> None:
    # The same programme with its costs moving along (2, 1): the optimum bends at 1 and at 3.
    program = programme(
        "parametric costs",
        {"1": -1, "2": -3, "along": 0},
        {
            "a": ({"1": 1, "2": 1}, "<", 6),
            "b": ({"1": -1, "2": 2}, "<", 6),
            "sum": ({"along": 1, "1": -2, "2": -1}, "=", 0),
        },
        maximise=False,
    )
    found = trace(program, "x", "along", 0, 5, of="cost", exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 1, 3, 5])
    assert found.points["value"].tolist() == pytest.approx([-14, -6, 0, 0])


def test_the_optimum_as_a_function_of_one_resource() -> None:
    # Giapetto once more, along its finishing hours: the price of 1 holds from 80 to 120, as printed; before
    # that only soldiers pay for hours (2 each), after it hours are worth nothing.
    found = trace(giapetto(), "row", "finishing", 0, 150, exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 80, 120, 150])
    assert found.points["value"].tolist() == pytest.approx([0, 160, 200, 200])
    assert found.points["slope_up"].tolist()[:3] == pytest.approx([2, 1, 0])


def test_costs_of_a_glass_maker() -> None:
    # Hillier and Lieberman, 7th ed., section 7.2 (8th: 7.2): Wyndor with unit profits 3 + 2 t and 5 - t. The optimum
    # is 36 - 2 t up to 9/7, then 27 + 5 t, and 12 + 8 t from 5 on.
    program = programme(
        "Wyndor",
        {"doors": 3, "windows": 5, "along": 0},
        {
            "plant 1": ({"doors": 1}, "<", 4),
            "plant 2": ({"windows": 2}, "<", 12),
            "plant 3": ({"doors": 3, "windows": 2}, "<", 18),
            "sum": ({"along": 1, "doors": -2, "windows": 1}, "=", 0),
        },
        maximise=True,
        lower={"doors": 0, "windows": 0, "along": None},
    )
    found = trace(program, "x", "along", 0, 8, of="cost", exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 9 / 7, 5, 8])
    assert found.points["value"].tolist() == pytest.approx([36, 36 - 18 / 7, 52, 76])
    assert found.points["slope_up"].tolist()[:3] == pytest.approx([-2, 5, 8])


def test_costs_of_a_toy_maker() -> None:
    # Taha, 8th ed., example 7.5-1: unit revenues 3 - 6 t, 2 - 2 t and 5 + 5 t; the basis changes at 1 and then no more.
    program = programme(
        "TOYCO",
        {"trains": 3, "trucks": 2, "cars": 5, "along": 0},
        {
            "1": ({"trains": 1, "trucks": 2, "cars": 1}, "<", 40),
            "2": ({"trains": 3, "cars": 2}, "<", 60),
            "3": ({"trains": 1, "trucks": 4}, "<", 30),
            "sum": ({"along": 1, "trains": 6, "trucks": 2, "cars": -5}, "=", 0),
        },
        maximise=True,
        lower={"trains": 0, "trucks": 0, "cars": 0, "along": None},
    )
    found = trace(program, "x", "along", 0, 10, of="cost", exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 1, 10])
    assert found.points["value"].tolist() == pytest.approx([160, 300, 1650])


def test_limits_of_a_toy_maker_up_to_infeasibility() -> None:
    # Taha, 8th ed., example 7.5-2: limits 40 - t, 60 + 2 t and 30 - 7 t; the basis changes at 10/3, and beyond 30/7
    # nothing is feasible.
    program = programme(
        "TOYCO",
        {"trains": 3, "trucks": 2, "cars": 5, "t": 0},
        {
            "1": ({"trains": 1, "trucks": 2, "cars": 1, "t": 1}, "<", 40),
            "2": ({"trains": 3, "cars": 2, "t": -2}, "<", 60),
            "3": ({"trains": 1, "trucks": 4, "t": 7}, "<", 30),
            "parameter": ({"t": 1}, "=", 0),
        },
        maximise=True,
    )
    found = trace(program, "row", "parameter", 0, 10, exact=True)
    assert found.points["at"].tolist() == pytest.approx([0, 10 / 3, 30 / 7])
    assert found.points["slope_up"].tolist() == [pytest.approx(3), pytest.approx(1.5), -INFINITE]
    assert found.feasible_to == pytest.approx(30 / 7)
    # To a tolerance it ends at the same place.
    assert trace(program, "row", "parameter", 0, 10).feasible_to == pytest.approx(30 / 7)


def test_days_of_metalworking_down_to_infeasibility() -> None:
    # Bradley, Hax and Magnanti, Applied Mathematical Programming (1977), the trailers: 24 + t days of metalworking. The
    # book's price is 11, from -9 to 6; the pieces beyond, of 13, 2 and nothing, are the corners counted by hand.
    program = programme(
        "trailers",
        {"1": 6, "2": 14, "3": 13},
        {"metal": ({"1": 0.5, "2": 2, "3": 1}, "<", 24), "wood": ({"1": 1, "2": 2, "3": 4}, "<", 60)},
        maximise=True,
    )
    found = trace(program, "row", "metal", -10, 80, exact=True)
    assert (found.points["at"] - 24).tolist() == pytest.approx([-24, -9, 6, 36, 56])
    assert found.points["value"].tolist() == pytest.approx([0, 195, 360, 420, 420])
    assert found.points["slope_up"].tolist()[:4] == pytest.approx([13, 11, 2, 0])
    assert found.points["slope_down"][0] == INFINITE


def test_the_budget_of_stockco_with_its_choices_free() -> None:
    # Winston, 4th ed., section 9.2: of four investments (5, 7, 4 and 3 for 16, 22, 12 and 8), the best at every budget.
    # Enumeration of the sixteen choices gives the steps.
    program = programme(
        "Stockco",
        {"1": 16, "2": 22, "3": 12, "4": 8},
        {"cash": ({"1": 5, "2": 7, "3": 4, "4": 3}, "<", 14)},
        maximise=True,
        binary=True,
    )
    found = trace(program, "row", "cash", 0, 20, integers="free", budget=200)
    steps = {3: 8, 4: 12, 5: 16, 7: 22, 8: 24, 9: 28, 10: 30, 11: 34, 12: 38, 14: 42, 15: 46, 16: 50, 19: 58}
    assert dict(zip(found.changes["at"].round(6), found.changes["value_after"].round(6), strict=True)) == steps
