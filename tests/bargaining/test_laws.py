"""Laws of the bargaining solutions: each is held to what it promises, and the failures that are known are shown."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deals.bargaining import (
    BargainingSolutions,
    adjusted_winner,
    alternating_offers,
    bargaining_power,
    bargaining_solutions,
    rubinstein_shares,
)
from deals.bargaining.solutions import NAMES
from deals.kit.errors import InputError

type Points = list[list[float]]
type Law = Callable[[str, Points, BargainingSolutions], None]

LEEWAY = 1e-6
NASH, KALAI_SMORODINSKY, EGALITARIAN, UTILITARIAN, TAKE_IT = NAMES

numbers = st.integers(min_value=0, max_value=20).map(float)


def problems(sides: int) -> st.SearchStrategy[Points]:
    """Vertices of a problem in which everybody can gain over an agreement worth nothing."""
    vertices = st.lists(st.lists(numbers, min_size=sides, max_size=sides), min_size=1, max_size=6)
    return vertices.filter(lambda v: all(max(column) > 0 for column in zip(*v, strict=True)))


def solved(vertices: Points) -> BargainingSolutions:
    return bargaining_solutions(vertices, [0.0] * len(vertices[0]))


def room(vertices: Points, point: tuple[float, ...]) -> float:
    """How much all sides could gain together beyond a point: below nothing where the point is out of reach."""
    moved = [[x - p for x, p in zip(v, point, strict=True)] for v in vertices]
    try:
        found = bargaining_solutions(moved, [-LEEWAY] * len(point))["egalitarian"]
    except InputError:
        return -1.0
    return min(found)


def feasible(name: str, vertices: Points, found: BargainingSolutions) -> None:
    assert room(vertices, found[name]) >= -2 * LEEWAY


def weakly_efficient(name: str, vertices: Points, found: BargainingSolutions) -> None:
    assert room(vertices, found[name]) <= 2 * LEEWAY


def efficient(name: str, vertices: Points, found: BargainingSolutions) -> None:
    """Nobody can gain more while the others keep what they have."""
    moved = [[x - p for x, p in zip(v, found[name], strict=True)] for v in vertices]
    ideal = bargaining_solutions(moved, [-LEEWAY] * len(found[name])).ideal
    assert max(ideal) <= 1e-3


def individually_rational(name: str, vertices: Points, found: BargainingSolutions) -> None:
    assert min(found[name]) >= -LEEWAY


def symmetric(name: str, vertices: Points, found: BargainingSolutions) -> None:
    turned = solved([[*v[1:], v[0]] for v in vertices])[name]
    assert turned == pytest.approx((*found[name][1:], found[name][0]), abs=1e-5)


def scale_invariant(name: str, vertices: Points, found: BargainingSolutions) -> None:
    scales = [3.0, 0.25, 7.0][: len(vertices[0])]
    shifts = [-2.0, 5.0, 1.0][: len(vertices[0])]
    moved = [[x * k + s for x, k, s in zip(v, scales, shifts, strict=True)] for v in vertices]
    expected = [x * k + s for x, k, s in zip(found[name], scales, shifts, strict=True)]
    assert bargaining_solutions(moved, shifts)[name] == pytest.approx(expected, abs=1e-4)


def independent_of_what_is_not_chosen(name: str, vertices: Points, found: BargainingSolutions) -> None:
    """Dropping vertices but keeping the solution changes nothing (unless another point was as good)."""
    if name not in found.tied:
        assert solved([*vertices[: max(1, len(vertices) // 2)], list(found[name])])[name] == pytest.approx(
            found[name], abs=1e-5
        )


def monotone(name: str, vertices: Points, found: BargainingSolutions) -> None:
    """More to agree on, with the same ideals, lowers nobody."""
    more = [x * 0.8 for x in found.ideal]
    assert min(np.array(solved([*vertices, more])[name]) - np.array(found[name])) >= -LEEWAY


def strongly_monotone(name: str, vertices: Points, found: BargainingSolutions) -> None:
    """More to agree on lowers nobody, whatever the ideals, up to what costs the others nothing."""
    more = [max(column) * 1.5 for column in zip(*vertices, strict=True)]
    assert min(solved([*vertices, more])[name]) >= min(found[name]) - LEEWAY


PROMISES: dict[str, dict[int, list[Law]]] = {
    NASH: {
        2: [feasible, efficient, individually_rational, symmetric, scale_invariant, independent_of_what_is_not_chosen],
        3: [feasible, efficient, individually_rational, symmetric, scale_invariant, independent_of_what_is_not_chosen],
    },
    KALAI_SMORODINSKY: {
        2: [feasible, efficient, individually_rational, symmetric, scale_invariant, monotone],
        3: [feasible, weakly_efficient, individually_rational, symmetric, scale_invariant],
    },
    EGALITARIAN: {
        2: [feasible, efficient, individually_rational, symmetric, strongly_monotone],
        3: [feasible, efficient, individually_rational, symmetric, strongly_monotone],
    },
    UTILITARIAN: {
        2: [feasible, efficient, symmetric, independent_of_what_is_not_chosen],
        3: [feasible, efficient, symmetric, independent_of_what_is_not_chosen],
    },
    TAKE_IT: {
        2: [feasible, efficient, individually_rational, scale_invariant, independent_of_what_is_not_chosen],
        3: [feasible, efficient, individually_rational],
    },
}
CELLS = [(name, sides, law) for name, row in PROMISES.items() for sides, laws in row.items() for law in laws]


@pytest.mark.parametrize(("name", "sides", "law"), CELLS, ids=lambda cell: getattr(cell, "__name__", str(cell)))
def test_promises(name: str, sides: int, law: Law) -> None:
    @settings(max_examples=40 if sides == 2 else 3)
    @given(problems(sides))
    def holds(vertices: Points) -> None:
        law(name, vertices, solved(vertices))

    holds()


def test_the_utilitarian_point_may_ruin_a_side() -> None:
    assert bargaining_solutions([[10, -3], [2, 2]], [0, 0])["utilitarian"] == (10, -3)


def test_the_utilitarian_point_depends_on_units() -> None:
    vertices = [[4.0, 0.0], [0.0, 3.0]]
    assert solved(vertices)["utilitarian"] == (4, 0)
    assert solved([[x, 2 * y] for x, y in vertices])["utilitarian"] == (0, 6)


def test_who_makes_the_only_offer_has_its_ideal() -> None:
    """It is not symmetric: turned round, the other side has it all."""
    vertices = [[4.0, 0.0], [3.0, 2.0], [0.0, 3.0]]
    assert solved(vertices)[TAKE_IT] == (4, 0)
    assert solved([[y, x] for x, y in vertices])[TAKE_IT] == (3, 0)
    assert bargaining_solutions([[5, 1, 0], [5, 0, 1], [0, 9, 9]], [0, 0, 0])[TAKE_IT] == pytest.approx((5, 0.5, 0.5))


def test_nash_may_give_a_side_less_when_there_is_more_to_agree_on() -> None:
    """Kalai and Smorodinsky's case against it: monotonicity is theirs, not Nash's."""
    few = [[0.0, 1.0], [1.0, 0.0], [0.75, 0.75]]
    small, large = solved(few), solved([*few, [1.0, 0.7]])
    assert small.ideal == large.ideal
    assert large[NASH][1] < small[NASH][1] - 0.04


def test_kalai_smorodinsky_depends_on_what_is_not_chosen() -> None:
    found = solved([[0.0, 1.0], [1.0, 0.5], [1.0, 0.0]])
    with pytest.raises(AssertionError):
        independent_of_what_is_not_chosen(KALAI_SMORODINSKY, [[0.0, 1.0], [0.5, 0.0], [1.0, 0.5]], found)


def test_the_egalitarian_point_depends_on_units() -> None:
    assert solved([[1, 0], [0, 1]])["egalitarian"] == pytest.approx((1 / 2, 1 / 2))
    assert solved([[2, 0], [0, 1]])["egalitarian"] == pytest.approx((2 / 3, 2 / 3))


@settings(max_examples=8)
@given(problems(2))
def test_exact_geometry_agrees_with_programmes(vertices: Points) -> None:
    """A third side that gets one whatever happens turns the exact answer into one of linear programmes."""
    assume(len(vertices) <= 3)
    planar, programmed = solved(vertices), solved([[*v, 1.0] for v in vertices])
    for name in (NASH, EGALITARIAN):
        if name == NASH:
            assert programmed[name][:2] == pytest.approx(planar[name], abs=1e-4)
        else:
            assert min(programmed[name][:2]) >= min(*planar[name], 1.0) - 1e-5
    assert programmed.nash_gap <= 1e-8


@pytest.mark.parametrize("seed", range(4))
def test_nash_for_many_comes_with_its_gap(seed: int) -> None:
    """No mix of vertices has a product larger than the gap allows."""
    random = np.random.default_rng(seed)
    vertices = random.random((12, 4))
    found = bargaining_solutions(vertices, np.zeros(4))
    best = np.prod(found["nash"])
    tried = np.prod(random.dirichlet(np.full(12, 0.2), 5000) @ vertices, axis=1)
    assert found.nash_gap <= 1e-8
    assert tried.max() <= best * (1 + found.nash_gap) + 1e-12


def test_a_side_that_cannot_gain_stays_where_it_is() -> None:
    flat = bargaining_solutions([[0, 3], [-2, 5]], [0, 1])
    assert flat.ideal == pytest.approx((0, 3))
    for name in (NASH, KALAI_SMORODINSKY, EGALITARIAN):
        assert flat[name] == pytest.approx((0, 3))
    solid = bargaining_solutions([[0, 2, 1], [0, 1, 2]], [0, 0, 0])
    assert solid["nash"] == pytest.approx((0, 1.5, 1.5))


def test_ties_are_told_and_settled_in_favour_of_the_side_that_gains_least() -> None:
    found = solved([[1, 0], [0, 1]])
    assert found.tied == {"utilitarian"}
    assert found["utilitarian"] == (0.5, 0.5)
    assert not solved([[2, 0], [0, 1]]).tied


def test_the_table_names_the_sides() -> None:
    frame = solved([[1, 0], [0, 1]]).table(["United States", "India"])
    assert list(frame.index) == list(NAMES)
    assert frame.loc["nash", "India"] == 0.5


@pytest.mark.parametrize(
    ("vertices", "disagreement"),
    [
        ([], [0, 0]),
        ([[1, 1]], [2, 0]),
        ([[1, 0], [0, 1]], [0.6, 0.6]),
        ([[1, 2, 3]], [0, 0]),
        ([[1, float("nan")]], [0, 0]),
        ([["a", 1]], [0, 0]),
        ([1, 2], [0, 0]),
    ],
)
def test_problems_that_are_none(vertices: Any, disagreement: list[float]) -> None:
    with pytest.raises(InputError):
        bargaining_solutions(vertices, disagreement)


@pytest.mark.parametrize(
    ("vertices", "disagreement"),
    [([[0, 1], [1, 0]], [0.6, 0.7]), ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0.4, 0.35, 0.45]), ([[1, 1]], [2.5, 0])],
)
def test_what_nobody_would_sign_is_refused_with_the_numbers_given(vertices: Points, disagreement: list[float]) -> None:
    with pytest.raises(InputError) as refused:
        bargaining_solutions(vertices, disagreement)
    (problem,) = refused.value.problems
    assert problem.field == "disagreement"
    assert all(str(number) in str(problem) for number in disagreement)


@pytest.mark.parametrize(
    ("ask", "given_as"),
    [
        (bargaining_solutions, ([[1, 2], [3, None]], [0, 0])),
        (bargaining_solutions, ([[1, 2]], ["a", 0])),
        (bargaining_solutions, ([[1, 2]], [0, float("nan")])),
        (alternating_offers, ([[1, 1]], [0, 0], (0.5, "x"))),
        (rubinstein_shares, ((0.5,),)),
        (bargaining_power, ((None, 1),)),
        (adjusted_winner, ({"house": (60, "x")},)),
        (adjusted_winner, ({"house": (60, -1)},)),
    ],
)
def test_what_is_no_number_is_refused_and_shown(ask: Callable[..., object], given_as: tuple[Any, ...]) -> None:
    with pytest.raises(InputError) as refused:
        ask(*given_as)
    assert "(found " in str(refused.value)


@pytest.mark.parametrize("sides", [2, 3, 4, 5])
def test_ends_are_exact_and_no_more_is_divided_than_there_is(sides: int) -> None:
    """A pie of one: whoever makes the only offer has it all and leaves nothing, not even dust."""
    pie = np.eye(sides).tolist()
    found = solved(pie)
    assert found[TAKE_IT] == (1.0, *[0.0] * (sides - 1))
    assert found.ideal == tuple([1.0] * sides)
    for name in NAMES:
        assert sum(found[name]) <= 1 + 1e-15
        assert min(found[name]) >= 0
    uneven = bargaining_solutions((np.eye(sides) * np.arange(2, sides + 2)).tolist(), [0.0] * sides)
    assert uneven[TAKE_IT] == (2.0, *[0.0] * (sides - 1))


@pytest.mark.parametrize("disagreement", [[0.1, 0.1], [0.1, 0.1, 0.1]])
def test_ends_are_exact_over_any_disagreement(disagreement: list[float]) -> None:
    """0.3 less 0.1 and 0.1 again is not 0.3: an end is the vertex itself."""
    vertex = [0.3, 0.1, 0.2][: len(disagreement)]
    found = bargaining_solutions([vertex], disagreement)
    for name in NAMES:
        assert found[name] == tuple(vertex)


def test_the_patient_side_has_more_power() -> None:
    assert bargaining_power((0.05, 0.10)) == pytest.approx((2 / 3, 1 / 3))
    with pytest.raises(InputError):
        bargaining_power((0.0, 0.0))


def test_problems_come_in_any_form() -> None:
    vertices = [[0.0, 4.0], [2.0, 3.0], [4.0, 0.0]]
    expected = solved(vertices)
    for given_as in (tuple(map(tuple, vertices)), np.array(vertices), (tuple(v) for v in vertices)):
        assert bargaining_solutions(given_as, np.zeros(2)) == expected
    assert bargaining_solutions(vertices, (0, 0)) == expected


@pytest.mark.parametrize("sides", [2, 3])
def test_points_that_say_nothing_new_change_nothing(sides: int) -> None:
    """Doubles, points inside, points below: what can be agreed is the same set."""
    random = np.random.default_rng(sides)
    vertices = random.random((5, sides)).tolist()
    inside = random.dirichlet(np.ones(5), 4) @ np.array(vertices)
    more = [*vertices, *vertices, *inside.tolist(), *(inside / 2).tolist(), [0.0] * sides]
    first, second = solved(vertices), solved(more)
    for name in NAMES:
        assert second[name] == pytest.approx(first[name], abs=1e-6)


@pytest.mark.parametrize("size", [1e-9, 1e-4, 1e6, 1e12])
def test_units_tiny_and_huge(size: float) -> None:
    """Solutions that know no units move with them; so do all, if all sides change units together."""
    for vertices in ([[0.0, 4.0], [2.0, 3.0], [4.0, 0.0]], [[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.2, 0.3, 1.0]]):
        small = solved(vertices)
        large = solved([[x * size for x in v] for v in vertices])
        for name in NAMES:
            assert [x / size for x in large[name]] == pytest.approx(small[name], abs=1e-6)
        uneven = solved([[v[0] * size, *v[1:]] for v in vertices])
        for name in (NASH, KALAI_SMORODINSKY):
            assert [uneven[name][0] / size, *uneven[name][1:]] == pytest.approx(small[name], abs=1e-6)


def test_no_agreement_on_the_border() -> None:
    """Where nobody can gain without another's loss there is nothing to divide, rounding or not."""
    for vertices, disagreement in (
        ([[0, 1], [1, 0]], [0.5, 0.5]),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1 / 3] * 3),
        ([[3, 4]], [3, 4]),
        ([[0.3, 1]], [0.1 + 0.2, 1]),
    ):
        found = bargaining_solutions(vertices, disagreement)
        for name in NAMES:
            assert found[name] == pytest.approx(disagreement, abs=1e-7)


def test_an_agreement_may_lie_below_no_agreement_for_some() -> None:
    """Vertices that a side would refuse still widen what can be mixed."""
    found = bargaining_solutions([[-4, 8], [8, -4]], [1, 1])
    assert found["nash"] == pytest.approx((2, 2))
    assert found.ideal == pytest.approx((3, 3))


@pytest.mark.parametrize("seed", range(6))
def test_nash_is_where_no_corner_beats_its_tangent_plane(seed: int) -> None:
    """The first-order condition at every vertex, for three to five sides, with some below no agreement."""
    random = np.random.default_rng(seed)
    sides = 3 + seed % 3
    vertices = random.random((9, sides))
    disagreement = 0.5 * vertices.mean(axis=0)
    gains = np.array(bargaining_solutions(vertices, disagreement)["nash"]) - disagreement
    free = vertices[(vertices >= disagreement).all(axis=1)]
    assert ((free - disagreement) @ (1 / gains)).max() <= sides * (1 + 1e-8)
