"""Worked examples of linear programmes from the textbooks, to the last printed digit."""

import pytest

from optimizer import InfeasibleError, Program, UnboundedError
from tests.published.tables import INFINITE, check_costs, check_prices, giapetto, programme, values


def test_wyndor_glass() -> None:
    # Hillier and Lieberman, Introduction to Operations Research, 10th ed., sections 3.1, 4.7 and 7.3.
    solution = programme(
        "Wyndor Glass",
        {"doors": 3, "windows": 5},
        {
            "plant 1": ({"doors": 1}, "<", 4),
            "plant 2": ({"windows": 2}, "<", 12),
            "plant 3": ({"doors": 3, "windows": 2}, "<", 18),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(36)
    assert values(solution) == {"doors": 2, "windows": 6}
    check_prices(
        solution,
        {"plant 1": (0, 2, INFINITE), "plant 2": (1.5, 6, 18), "plant 3": (1, 12, 24)},
    )
    check_costs(solution, {"doors": (0, 7.5), "windows": (2, INFINITE)})
    assert solution.unique is True


def test_giapetto() -> None:
    # Winston, Operations Research: Applications and Algorithms, 4th ed., sections 3.1 and 5.1.
    solution = giapetto().solve()
    assert solution.objective == pytest.approx(180)
    assert values(solution) == {"soldiers": 20, "trains": 60}
    check_prices(
        solution,
        {"finishing": (1, 80, 120), "carpentry": (1, 60, 100), "demand": (0, 20, INFINITE)},
    )
    check_costs(solution, {"soldiers": (2, 4), "trains": (1.5, 3)})


def test_dakota_furniture() -> None:
    # Winston, 4th ed., sections 4.5, 5.2 and 6.3; the reduced cost of tables is 5.
    solution = programme(
        "Dakota",
        {"desks": 60, "tables": 30, "chairs": 20},
        {
            "lumber": ({"desks": 8, "tables": 6, "chairs": 1}, "<", 48),
            "finishing": ({"desks": 4, "tables": 2, "chairs": 1.5}, "<", 20),
            "carpentry": ({"desks": 2, "tables": 1.5, "chairs": 0.5}, "<", 8),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(280)
    assert values(solution) == {"desks": 2, "tables": 0, "chairs": 8}
    check_prices(
        solution,
        {"lumber": (0, 24, INFINITE), "finishing": (10, 16, 24), "carpentry": (10, 20 / 3, 10)},
    )
    check_costs(solution, {"desks": (56, 80), "tables": (-INFINITE, 35), "chairs": (15, 22.5)})
    assert solution.costs("x").loc["tables", "reduced_cost"] == pytest.approx(-5)


def test_dorian_auto() -> None:
    # Winston, 4th ed., sections 3.2 and 5.2. The book prints prices of a minimum with the other sign.
    solution = programme(
        "Dorian Auto",
        {"comedy": 50, "football": 100},
        {
            "women": ({"comedy": 7, "football": 2}, ">", 28),
            "men": ({"comedy": 2, "football": 12}, ">", 24),
        },
        maximise=False,
    ).solve()
    assert solution.objective == pytest.approx(320)
    assert values(solution) == {"comedy": 3.6, "football": 1.4}
    check_prices(solution, {"women": (5, 4, 84), "men": (7.5, 8, 168)})
    check_costs(solution, {"comedy": (50 - 100 / 3, 350), "football": (100 - 600 / 7, 300)})


def test_reddy_mikks() -> None:
    # Taha, Operations Research: An Introduction, 8th ed., sections 2.1 and 3.6.
    solution = programme(
        "Reddy Mikks",
        {"exterior": 5, "interior": 4},
        {
            "M1": ({"exterior": 6, "interior": 4}, "<", 24),
            "M2": ({"exterior": 1, "interior": 2}, "<", 6),
            "market": ({"exterior": -1, "interior": 1}, "<", 1),
            "demand": ({"interior": 1}, "<", 2),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(21)
    assert values(solution) == {"exterior": 3, "interior": 1.5}
    check_prices(solution, {"M1": (0.75, 20, 36), "M2": (0.5, 4, 20 / 3)})
    check_costs(solution, {"exterior": (2, 6), "interior": (10 / 3, 10)})


def test_chvatal_first_example() -> None:
    # Chvatal, Linear Programming (1983), chapter 2, p. 13: optimum 13 at (2, 0, 1), multipliers (1, 0, 1).
    solution = programme(
        "Chvatal",
        {"1": 5, "2": 4, "3": 3},
        {
            "a": ({"1": 2, "2": 3, "3": 1}, "<", 5),
            "b": ({"1": 4, "2": 1, "3": 2}, "<", 11),
            "c": ({"1": 3, "2": 4, "3": 2}, "<", 8),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(13)
    assert values(solution) == {"1": 2, "2": 0, "3": 1}
    assert solution.prices("row")["price_up"].tolist() == pytest.approx([1, 0, 1])
    assert solution.costs("x").loc["2", "reduced_cost"] == pytest.approx(-3)


def test_degenerate_optimum() -> None:
    # Taha, example 3.5-1: both rows and x1 = 0 meet at (0, 2), so each basis shows other prices:
    # (0, 9/2) or (3/2, 3/2). Together they are the two sides.
    solution = programme(
        "degenerate",
        {"1": 3, "2": 9},
        {"a": ({"1": 1, "2": 4}, "<", 8), "b": ({"1": 1, "2": 2}, "<", 4)},
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(18)
    prices = solution.prices("row")
    assert prices["price_down"].tolist() == pytest.approx([1.5, 4.5])
    assert prices["price_up"].tolist() == pytest.approx([0, 1.5])
    assert prices["holds_from"].tolist() == pytest.approx([4, 0])
    assert prices["holds_to"].tolist() == pytest.approx([INFINITE, 8])


def test_alternative_optima() -> None:
    # Taha, example 3.5-2: every point between (0, 5/2) and (3, 1) is optimal.
    solution = programme(
        "alternative",
        {"1": 2, "2": 4},
        {"a": ({"1": 1, "2": 2}, "<", 5), "b": ({"1": 1, "2": 1}, "<", 4)},
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(10)
    assert solution.unique is False
    assert {key for _, key in solution.ties.moving} == {"1", "2"}


def test_unbounded() -> None:
    # Taha, example 3.5-3.
    program = programme(
        "unbounded",
        {"1": 2, "2": 1},
        {"a": ({"1": 1, "2": -1}, "<", 10), "b": ({"1": 2}, "<", 40)},
        maximise=True,
    )
    with pytest.raises(UnboundedError):
        program.solve()


def test_infeasible() -> None:
    # Taha, example 3.5-4.
    program = programme(
        "infeasible",
        {"1": 3, "2": 2},
        {"a": ({"1": 2, "2": 1}, "<", 2), "b": ({"1": 3, "2": 4}, ">", 12)},
        maximise=True,
    )
    with pytest.raises(InfeasibleError) as caught:
        program.solve()
    assert {(part.family, part.key) for part in caught.value.conflict().parts} >= {("row", "a"), ("row", "b")}
    # 4 (2 - 2 x1 - x2) + (3 x1 + 4 x2 - 12) + 5 x1 = -4, in quarters.
    proof = caught.value.proof()
    assert proof.table.set_index("key")["multiplier"].to_dict() == {"a": 1, "b": 0.25, "1": 1.25}
    assert proof.sum == -1


def test_beale_cycles_in_the_plain_simplex_method() -> None:
    # Beale (1955), "Cycling in the dual simplex algorithm", as in Bazaraa, Jarvis and Sherali,
    # Linear Programming and Network Flows, section 4.6: optimum -5/4 with 3/4, 1 and 1.
    solution = programme(
        "Beale",
        {"slack": 0, "4": -0.75, "5": 20, "6": -0.5, "7": 6},
        {
            "a": ({"slack": 1, "4": 0.25, "5": -8, "6": -1, "7": 9}, "=", 0),
            "b": ({"4": 0.5, "5": -12, "6": -0.5, "7": 3}, "<", 0),
            "c": ({"6": 1}, "<", 1),
        },
        maximise=False,
    ).solve()
    assert solution.objective == pytest.approx(-1.25)
    assert values(solution) == {"slack": 0.75, "4": 1, "5": 0, "6": 1, "7": 0}
    assert solution.certificate.proven


def test_klee_and_minty() -> None:
    # Klee and Minty (1972), as in Chvatal, chapter 4: optimum 10000 with everything in the last variable.
    solution = programme(
        "Klee-Minty",
        {"1": 100, "2": 10, "3": 1},
        {
            "a": ({"1": 1}, "<", 1),
            "b": ({"1": 20, "2": 1}, "<", 100),
            "c": ({"1": 200, "2": 20, "3": 1}, "<", 10000),
        },
        maximise=True,
    ).solve()
    assert solution.objective == pytest.approx(10000)
    assert values(solution) == {"1": 0, "2": 0, "3": 10000}


def test_shipping_peas() -> None:
    # Hillier and Lieberman, section 9.1 (P & T Company): least cost 152,535 dollars.
    costs = {
        "Bellingham": {"Sacramento": 464, "Salt Lake": 513, "Rapid": 654, "Albuquerque": 867},
        "Eugene": {"Sacramento": 352, "Salt Lake": 416, "Rapid": 690, "Albuquerque": 791},
        "Albert Lea": {"Sacramento": 995, "Salt Lake": 682, "Rapid": 388, "Albuquerque": 685},
    }
    output = {"Bellingham": 75, "Eugene": 125, "Albert Lea": 100}
    needs = {"Sacramento": 80, "Salt Lake": 65, "Rapid": 70, "Albuquerque": 85}
    program = Program("peas", maximise=False)
    ship = program.variables("ship", [(origin, to) for origin in output for to in needs])
    program.objective(program.linear((ship[origin, to], costs[origin][to]) for origin, to in ship))
    program.constraints("output", {o: program.linear((ship[o, to], 1.0) for to in needs) == output[o] for o in output})
    program.constraints("needs", {to: program.linear((ship[o, to], 1.0) for o in output) == needs[to] for to in needs})
    solution = program.solve()
    assert solution.objective == pytest.approx(152_535)
    shipped = solution.values("ship")
    assert shipped[shipped > 1e-9].to_dict() == pytest.approx(
        {
            ("Bellingham", "Salt Lake"): 20,
            ("Bellingham", "Albuquerque"): 55,
            ("Eugene", "Sacramento"): 80,
            ("Eugene", "Salt Lake"): 45,
            ("Albert Lea", "Rapid"): 70,
            ("Albert Lea", "Albuquerque"): 30,
        }
    )
    # Supply equals demand, so no single one can change: the price printed for one is relative to another.
    needs_prices = solution.prices("needs")
    assert needs_prices["price_up"].tolist() == [INFINITE] * 4
    assert needs_prices["price_down"].tolist() == [-INFINITE] * 4


def test_stockco() -> None:
    # Winston, 4th ed., section 9.2: choose investments 2, 3 and 4, worth 42.
    solution = programme(
        "Stockco",
        {"1": 16, "2": 22, "3": 12, "4": 8},
        {"cash": ({"1": 5, "2": 7, "3": 4, "4": 3}, "<", 14)},
        maximise=True,
        binary=True,
    ).solve()
    assert solution.objective == pytest.approx(42)
    assert values(solution) == {"1": 0, "2": 1, "3": 1, "4": 1}
    assert solution.prices_are == "integers fixed"
