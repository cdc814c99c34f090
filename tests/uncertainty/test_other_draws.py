"""Draws of other distributions: the same random numbers, each within the same ends, put together in another way."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from scipy import stats

import deals
from deals.uncertainty.distributions import Ranges
from deals.uncertainty.draws import Draws
from deals.uncertainty.other_draws import ALIKE, APART, CENTRE, DEGREES, ENDS, TOGETHER, Extreme, other_draws
from deals.uncertainty.together import Together
from deals.world.quantity import Quantity
from optimizer import Floats

KINDS = (TOGETHER, ENDS, CENTRE, ALIKE, APART)
MANY = range(20_000)
NAMES = ("demand.IND.2026", "demand.IND.2027", "demand.ARE.2026", "harm.per_kH")
"""Two years of one thing, one of them of another economy too, and a number by itself."""
YEARS, ECONOMIES = 0.9, 0.3


@cache
def drawn() -> Draws:
    return Draws.of(deals.load("leverage-2025").world())


@cache
def few() -> Draws:
    """Judgements from -1 to 1, so that a value is its place."""
    quantity = Quantity("a", 0.0, -1.0, 1.0, "factor", "judgement", "judgement", date(2025, 5, 1), "judgement", "x")
    ranges, together = Ranges.of([quantity] * len(NAMES)), Together.of(NAMES, YEARS, ECONOMIES)
    return replace(drawn(), names=NAMES, ranges=ranges, together=together)


def normals(name: str) -> Floats:
    other = other_draws(few())[name]
    assert isinstance(other, (Draws, Extreme))
    return other.normals(MANY)


def places(name: str) -> Floats:
    other = other_draws(few())[name]
    assert isinstance(other, (Draws, Extreme))
    return (other.ranges if isinstance(other, Draws) else few().ranges).places(other.normals(MANY))


@pytest.mark.parametrize("name", KINDS)
def test_a_draw_is_the_same_in_whatever_order_and_process(name: str) -> None:
    other = other_draws(drawn())[name]
    values, back = other.values([0, 1, 2, 3]), other.values([3, 1])
    assert tuple(values) == other.names == drawn().names
    assert all(back[key].tolist() == row[[3, 1]].tolist() for key, row in values.items())
    sent = pickle.loads(pickle.dumps(other))
    assert sent.fingerprint() == other.fingerprint()
    assert sent.patches(2)["harm.per_kH"]["set"] == values["harm.per_kH"][2]


def test_sets_are_chosen_as_before_and_no_two_distributions_are_taken_for_one() -> None:
    others = other_draws(drawn())
    assert all(other.choices(range(6)) == drawn().choices(range(6)) for other in others.values())
    assert len({drawn().fingerprint(), *(other.fingerprint() for other in others.values())}) == 1 + len(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_no_number_leaves_its_range_and_half_lie_on_either_side(name: str) -> None:
    found = places(name)
    assert (np.abs(found) <= 1).all()
    assert np.abs((found > 0).mean(axis=1) - 0.5).max() < 5 * 0.5 / np.sqrt(len(MANY))


SPREAD: dict[str, Callable[[Floats], Floats]] = {
    TOGETHER: stats.uniform(0, 1).cdf,
    ENDS: stats.beta(1, 0.5).cdf,
    CENTRE: stats.beta(1, 2).cdf,
    ALIKE: stats.uniform(0, 1).cdf,
    APART: stats.uniform(0, 1).cdf,
}


@pytest.mark.parametrize("name", KINDS)
def test_each_judgement_by_itself_is_spread_as_the_distribution_says(name: str) -> None:
    """By Kolmogorov and Smirnov: the way to an end; where only the copula differs, uniform as before."""
    chances = [stats.kstest(np.abs(row), SPREAD[name]).pvalue for row in places(name)]
    assert min(chances) > 0.01 / len(chances)


@pytest.mark.parametrize(("name", "moved"), [(ALIKE, lambda rho: (1 + rho) / 2), (APART, lambda rho: 0.0 * rho)])
def test_correlations_go_half_way_to_one_or_vanish(name: str, moved: Callable[[float], float]) -> None:
    found = np.asarray(np.corrcoef(normals(name))).reshape(len(NAMES), len(NAMES))
    expected = {(0, 1): moved(YEARS), (0, 2): moved(ECONOMIES), (1, 2): moved(ECONOMIES), (0, 3): 0.0}
    for (one, other), rho in expected.items():
        assert found[one, other] == pytest.approx(rho, abs=0.03)


@pytest.mark.parametrize(("years", "economies"), [(0.9, 0.3), (0.5, 0.5), (1.0, 0.0), (0.2, 0.6)])
def test_whatever_the_correlations_numbers_keep_their_spread(years: float, economies: float) -> None:
    names = (*NAMES, "supply.2026", "supply.2027")
    here = Together.of(names, years, economies)
    for each in (here, here.nearer, here.apart):
        assert each.by_itself**2 + each.by_thing**2 + each.by_family**2 == pytest.approx(np.ones(len(names)))
    known = here.by_itself < 1
    assert (1 - here.nearer.by_itself**2)[known] == pytest.approx(((1 + (1 - here.by_itself**2)) / 2)[known])


def test_extremes_come_together_as_often_as_in_a_t_copula() -> None:
    """Of two numbers of one family and of two without kin, both in their highest twentieth; by the joint t itself."""
    found = normals(TOGETHER) > stats.norm.ppf(0.95)
    for one, other, rho in ((0, 2, ECONOMIES), (0, 3, 0.0)):
        edge = -stats.t(DEGREES).ppf(0.95)
        joint = float(stats.multivariate_t([0, 0], [[1, rho], [rho, 1]], df=DEGREES).cdf([edge, edge]))
        seen = float((found[one] & found[other]).mean())
        assert seen == pytest.approx(joint, abs=4 * np.sqrt(joint / len(MANY)))
        gaussian = float(stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([-1.645, -1.645]))
        assert joint > 1.3 * gaussian


def test_ranks_within_a_draw_are_those_of_the_draw_as_ours() -> None:
    """All numbers of a draw are stretched alike: which are high and which are low does not change."""
    before, after = few().normals(range(200)), normals(TOGETHER)[:, :200]
    assert (np.sign(before) == np.sign(after)).all()
    assert (np.argsort(before, axis=0) == np.argsort(after, axis=0)).all()


def test_tails_in_the_limit_are_those_of_the_literature() -> None:
    """Embrechts, McNeil and Straumann 2002: 4 degrees of freedom, correlations of 0 and one half: .08 and .25."""
    for rho, printed in ((0.0, 0.08), (0.5, 0.25)):
        limit = 2 * stats.t(DEGREES + 1).cdf(-np.sqrt((DEGREES + 1) * (1 - rho) / (1 + rho)))
        assert float(limit) == pytest.approx(printed, abs=0.005)
