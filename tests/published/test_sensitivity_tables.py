"""Tables of sensitivity as books and manuals print them: prices, their ranges, and ranges of costs."""

import pytest

from optimizer import Program
from tests.published.tables import INFINITE, check_costs, check_prices, programme, values


def test_a_bounded_variable_in_a_solver_manual() -> None:
    # IBM ILOG CPLEX Optimization Studio 22.1, Interactive Optimizer tutorial, "Performing sensitivity analysis".
    solution = programme(
        "tutorial",
        {"x1": 1, "x2": 2, "x3": 3},
        {"c1": ({"x1": -1, "x2": 1, "x3": 1}, "<", 20), "c2": ({"x1": 1, "x2": -3, "x3": 1}, "<", 30)},
        maximise=True,
        upper={"x1": 40, "x2": None, "x3": None},
    ).solve()
    assert solution.objective == pytest.approx(202.5)
    assert values(solution) == {"x1": 40, "x2": 17.5, "x3": 42.5}
    check_prices(solution, {"c1": (2.75, -110 / 3, INFINITE), "c2": (0.25, -140, 100)})
    check_costs(solution, {"x1": (-2.5, INFINITE), "x2": (-5, 3), "x3": (2, INFINITE)})
    assert solution.costs("x").loc["x1", "reduced_cost"] == pytest.approx(3.5)


def test_lower_and_upper_bounds_in_a_solver_manual() -> None:
    # lp_solve 5.5 reference guide, "Sensitivity analysis": a minimum with rows of both senses.
    solution = programme(
        "lp_solve",
        {"one": 1, "two": 3, "three": 6.24, "four": 0.1},
        {
            "this": ({"two": 78.26, "four": 2.9}, ">", 92.3),
            "that": ({"one": 0.24, "three": 11.31}, "<", 14.8),
            "last": ({"one": 12.68, "three": 0.08, "four": 0.9}, ">", 4),
        },
        maximise=False,
        lower={"one": 28.6, "two": 0, "three": 0, "four": 18},
        upper={"one": None, "two": None, "three": None, "four": 48.98},
    ).solve()
    assert solution.objective == pytest.approx(31.7828, abs=5e-5)
    table = solution.prices("row")
    assert table["price_up"].tolist() == pytest.approx([0.03448276, 0, 0], abs=1e-8)
    assert table["price_down"].tolist() == pytest.approx([0.03448276, 0, 0], abs=1e-8)
    assert (table["holds_from"].iloc[0], table["holds_to"].iloc[0]) == pytest.approx((52.2, 142.042))
    costs = solution.costs("x")
    assert costs["holds_from"].tolist() == pytest.approx([0, 2.698621, 0, 0], abs=1e-6)
    assert costs["holds_to"].tolist() == [INFINITE, INFINITE, INFINITE, pytest.approx(0.1111679, abs=1e-7)]
    assert costs["reduced_cost"].tolist()[:2] == pytest.approx([1, 0.3013793], abs=1e-7)


def shipping() -> Program:
    """The transportation problem of the MOSEK manuals, section on sensitivity analysis."""
    return programme(
        "shipping",
        {"x11": 1, "x12": 2, "x23": 5, "x24": 2, "x31": 1, "x33": 2, "x34": 1},
        {
            "plant 1": ({"x11": 1, "x12": 1}, "<", 400),
            "plant 2": ({"x23": 1, "x24": 1}, "<", 1200),
            "plant 3": ({"x31": 1, "x33": 1, "x34": 1}, "<", 1000),
            "store 1": ({"x11": 1, "x31": 1}, "=", 800),
            "store 2": ({"x12": 1}, "=", 100),
            "store 3": ({"x23": 1, "x33": 1}, "=", 500),
            "store 4": ({"x24": 1, "x34": 1}, "=", 500),
        },
        maximise=False,
    )


def test_a_degenerate_transportation_problem_has_the_prices_of_its_optimal_partition() -> None:
    # The manual prints both analyses. That of the optimal partition (Roos, Terlaky and Vial 1997) has for each limit
    # how far it can fall and rise, and the prices on either side, as ours; those of plants without the sign.
    solution = shipping().solve()
    assert solution.objective == pytest.approx(3000)
    partition = {
        "plant 1": (-300, 500, -3, -1),
        "plant 2": (-700, INFINITE, 0, 0),
        "plant 3": (-500, 500, -3, -1),
        "store 1": (-500, 500, 2, 4),
        "store 2": (-100, 300, 3, 5),
        "store 3": (-500, 700, 3, 5),
        "store 4": (-500, 700, 2, 2),
    }
    table = solution.prices("row")
    assert (table["holds_from"] - table["limit"]).tolist() == pytest.approx([row[0] for row in partition.values()])
    assert (table["holds_to"] - table["limit"]).tolist() == pytest.approx([row[1] for row in partition.values()])
    assert table["price_down"].tolist() == pytest.approx([row[2] for row in partition.values()])
    assert table["price_up"].tolist() == pytest.approx([row[3] for row in partition.values()])


def test_the_ranges_of_its_basis_lie_within_those_of_the_partition() -> None:
    # The manual's own basis gives -300 to 0 for plant 1 and 0 to 300 for store 2: one side of each, as ours does.
    table = shipping().solve().prices("row")
    assert (table["basis_from"] >= table["holds_from"] - 1e-9).all()
    assert (table["basis_to"] <= table["holds_to"] + 1e-9).all()
    for row in ("plant 1", "plant 3", "store 1", "store 2", "store 3"):
        assert table.loc[row, "limit"] in (table.loc[row, "basis_from"], table.loc[row, "basis_to"])


def test_costs_of_the_transportation_problem() -> None:
    # Printed, by optimal partition, as changes.
    table = shipping().solve().costs("x")
    below = [-INFINITE, -INFINITE, -2, -INFINITE, -3, -INFINITE, -2]
    above = [3, INFINITE, INFINITE, 2, INFINITE, 2, INFINITE]
    assert (table["holds_from"] - table["cost"]).tolist() == pytest.approx(below)
    assert (table["holds_to"] - table["cost"]).tolist() == pytest.approx(above)


def test_toyco() -> None:
    # Taha, Operations Research: An Introduction, 8th ed., section 3.6: changes of the limits from -200 to 10, from -20
    # to 400, and from -20 on; of the costs up to 4, from -2 to 8, and from -8/3 on.
    solution = programme(
        "TOYCO",
        {"trains": 3, "trucks": 2, "cars": 5},
        {
            "1": ({"trains": 1, "trucks": 2, "cars": 1}, "<", 430),
            "2": ({"trains": 3, "cars": 2}, "<", 460),
            "3": ({"trains": 1, "trucks": 4}, "<", 420),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(1350)
    assert values(solution) == {"trains": 0, "trucks": 100, "cars": 230}
    check_prices(solution, {"1": (1, 230, 440), "2": (2, 440, 860), "3": (0, 400, INFINITE)})
    check_costs(solution, {"trains": (-INFINITE, 7), "trucks": (0, 10), "cars": (7 / 3, INFINITE)})
    assert solution.costs("x").loc["trains", "reduced_cost"] == pytest.approx(-4)


def test_winco_products() -> None:
    # Winston, 4th ed., section 5.2: an equation and a row of "at least" in a maximum. LINDO's dual price of the latter
    # is -2 as well: to promise more costs.
    solution = programme(
        "Winco",
        {"1": 4, "2": 6, "3": 7, "4": 8},
        {
            "total": ({"1": 1, "2": 1, "3": 1, "4": 1}, "=", 950),
            "demand": ({"4": 1}, ">", 400),
            "material": ({"1": 2, "2": 3, "3": 4, "4": 7}, "<", 4600),
            "hours": ({"1": 3, "2": 4, "3": 5, "4": 6}, "<", 5000),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(6650)
    assert values(solution) == {"1": 0, "2": 400, "3": 150, "4": 400}
    check_prices(
        solution,
        {
            "total": (3, 850, 1000),
            "demand": (-2, 275, 437.5),
            "material": (1, 4450, 4850),
            "hours": (0, 4750, INFINITE),
        },
    )
    check_costs(solution, {"1": (-INFINITE, 5), "2": (5.5, 20 / 3), "3": (6.5, 8), "4": (-INFINITE, 10)})


def test_galaxy_industries() -> None:
    # Lawrence and Pasternack, Applied Management Science, 2nd ed., chapter 2.
    solution = programme(
        "Galaxy",
        {"rays": 8, "zappers": 5},
        {
            "plastic": ({"rays": 2, "zappers": 1}, "<", 1000),
            "minutes": ({"rays": 3, "zappers": 4}, "<", 2400),
            "total": ({"rays": 1, "zappers": 1}, "<", 700),
            "mix": ({"rays": 1, "zappers": -1}, "<", 350),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(4360)
    assert values(solution) == {"rays": 320, "zappers": 360}
    check_prices(
        solution,
        {
            "plastic": (3.4, 600, 1100),
            "minutes": (0.4, 1750, 2500),
            "total": (0, 680, INFINITE),
            "mix": (0, -40, INFINITE),
        },
    )
    check_costs(solution, {"rays": (3.75, 10), "zappers": (4, 32 / 3)})


def test_wilson_manufacturing() -> None:
    # Lawrence and Pasternack, chapter 2: changes of the costs from -2 to 4/3 and from -1.6 to 4.
    solution = programme(
        "Wilson",
        {"baseballs": 7, "softballs": 10},
        {
            "cowhide": ({"baseballs": 5, "softballs": 6}, "<", 3600),
            "minutes": ({"baseballs": 1, "softballs": 2}, "<", 960),
            "most baseballs": ({"baseballs": 1}, "<", 500),
            "most softballs": ({"softballs": 1}, "<", 500),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(5520)
    check_prices(solution, {"cowhide": (1, 2880, 3880), "minutes": (2, 960 - 280 / 3, 1120)})
    check_costs(solution, {"baseballs": (5, 25 / 3), "softballs": (8.4, 14)})


def test_par_golf_bags() -> None:
    # Anderson, Sweeney and Williams, An Introduction to Management Science, chapters 2 and 3.
    solution = programme(
        "Par",
        {"standard": 10, "deluxe": 9},
        {
            "cutting": ({"standard": 0.7, "deluxe": 1}, "<", 630),
            "sewing": ({"standard": 0.5, "deluxe": 5 / 6}, "<", 600),
            "finishing": ({"standard": 1, "deluxe": 2 / 3}, "<", 708),
            "packing": ({"standard": 0.1, "deluxe": 0.25}, "<", 135),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(7668)
    assert values(solution) == {"standard": 540, "deluxe": 252}
    check_prices(
        solution,
        {
            "cutting": (4.375, 495.6, 682 + 4 / 11),
            "sewing": (0, 480, INFINITE),
            "finishing": (6.9375, 580, 900),
            "packing": (0, 117, INFINITE),
        },
    )
    check_costs(solution, {"standard": (6.3, 13.5), "deluxe": (20 / 3, 100 / 7)})


def test_m_and_d_chemicals() -> None:
    # Anderson, Sweeney and Williams, chapters 2 and 3: a minimum with rows of "at least".
    solution = programme(
        "M&D",
        {"a": 2, "b": 3},
        {
            "demand": ({"a": 1}, ">", 125),
            "total": ({"a": 1, "b": 1}, ">", 350),
            "hours": ({"a": 2, "b": 1}, "<", 600),
        },
        maximise=False,
    ).solve()
    assert solution.objective == pytest.approx(800)
    assert values(solution) == {"a": 250, "b": 100}
    check_prices(solution, {"demand": (0, -INFINITE, 250), "total": (4, 300, 475), "hours": (-1, 475, 700)})
    check_costs(solution, {"a": (-INFINITE, 3), "b": (2, INFINITE)})


def test_a_custom_molder() -> None:
    # Bradley, Hax and Magnanti, Applied Mathematical Programming (1977), sections 3.1 to 3.4.
    solution = programme(
        "glasses",
        {"juice": 5, "cocktail": 4.5, "champagne": 6},
        {
            "hours": ({"juice": 6, "cocktail": 5, "champagne": 8}, "<", 60),
            "storage": ({"juice": 10, "cocktail": 20, "champagne": 10}, "<", 150),
            "demand": ({"juice": 1}, "<", 8),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(51 + 3 / 7)
    check_prices(
        solution, {"hours": (11 / 14, 37.5, 65.5), "storage": (1 / 35, 128, 240), "demand": (0, 45 / 7, INFINITE)}
    )
    check_costs(solution, {"juice": (51 / 11, 5.4), "cocktail": (25 / 6, 6.5), "champagne": (-INFINITE, 46 / 7)})
    assert solution.costs("x").loc["champagne", "reduced_cost"] == pytest.approx(-4 / 7)


def test_dakota_with_a_limit_on_tables() -> None:
    # Winston, 4th ed., section 5.2, the figure of LINDO's output.
    solution = programme(
        "Dakota",
        {"desks": 60, "tables": 30, "chairs": 20},
        {
            "lumber": ({"desks": 8, "tables": 6, "chairs": 1}, "<", 48),
            "finishing": ({"desks": 4, "tables": 2, "chairs": 1.5}, "<", 20),
            "carpentry": ({"desks": 2, "tables": 1.5, "chairs": 0.5}, "<", 8),
            "tables": ({"tables": 1}, "<", 5),
        },
        maximise=True,
    ).solve()
    check_prices(
        solution,
        {
            "lumber": (0, 24, INFINITE),
            "finishing": (10, 16, 24),
            "carpentry": (10, 20 / 3, 10),
            "tables": (0, 0, INFINITE),
        },
    )
    check_costs(solution, {"desks": (56, 80), "tables": (-INFINITE, 35), "chairs": (15, 22.5)})
