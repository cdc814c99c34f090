"""Scores have their published or hand-worked values, obey their laws, and refuse what they cannot score."""

import doctest
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.record.trial import scores

CASES = st.lists(st.tuples(st.integers(-6, 6), st.booleans()), min_size=1, max_size=30)
PROBABILITIES = st.floats(0.0, 1.0)
SURE_ENOUGH = st.floats(scores.SUREST, 1 - scores.SUREST)
VALUES = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=30)
LEVELS = st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9])


def test_examples_of_the_docstrings_come_out() -> None:
    found = doctest.testmod(scores)
    assert found.attempted == 4
    assert not found.failed


def test_auc_of_the_paper() -> None:
    """Ratings 1 to 5 of 109 scans: .893 (Hanley and McNeil 1982, table I); without half for ties it would be .841."""
    normal, abnormal = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
    ratings = np.repeat([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], normal + abnormal)
    ill = np.repeat([0, 1], [sum(normal), sum(abnormal)])
    assert scores.auc(ratings, ill) == pytest.approx(0.893, abs=5e-4)


def test_auc_by_hand_with_a_tie() -> None:
    """Of four pairs three are in order and one is tied: 3.5 of 4."""
    assert scores.auc([0.9, 0.4, 0.4, 0.1], [True, True, False, False]) == 3.5 / 4
    assert math.isnan(scores.auc([1, 2], [1, 1]))
    assert math.isnan(scores.auc([1, 2], [0, 0]))


@given(CASES)
def test_auc_is_the_share_of_pairs_in_order(cases: list[tuple[int, bool]]) -> None:
    above = [float(s > t) + (s == t) / 2 for s, yes in cases for t, no in cases if yes and not no]
    found = scores.auc([s for s, _ in cases], [yes for _, yes in cases])
    assert found == pytest.approx(np.mean(above)) if above else math.isnan(found)


@given(CASES, st.sampled_from([np.exp, np.arctan, lambda s: s**3 + 2 * s]))
def test_auc_knows_the_order_alone(cases: list[tuple[int, bool]], rising: Callable) -> None:
    said, happened = np.array([float(s) for s, _ in cases]), [yes for _, yes in cases]
    plain = scores.auc(said, happened)
    assert scores.auc(rising(said), happened) == pytest.approx(plain, nan_ok=True)
    assert scores.auc(-said, happened) == pytest.approx(1 - plain, nan_ok=True)


def test_precision_shares_the_last_places_among_the_tied() -> None:
    """First comes one that happened; one more place for three of which two happened."""
    said, happened = [9, 5, 5, 5, 1], [1, 1, 1, 0, 1]
    assert scores.precision_at(said, happened, 1) == 1
    assert scores.precision_at(said, happened, 2) == pytest.approx((1 + 2 / 3) / 2)
    assert scores.precision_at(said, happened, 4) == 3 / 4
    assert scores.precision_at(said, happened, 5) == 4 / 5


@given(CASES)
def test_precision_does_not_hang_on_the_order_of_rows(cases: list[tuple[int, bool]]) -> None:
    count = 1 + len(cases) // 2
    turned = cases[::-1]
    one, other = (
        scores.precision_at([s for s, _ in rows], [yes for _, yes in rows], count) for rows in (cases, turned)
    )
    assert one == pytest.approx(other)


def test_spearman_of_a_textbook() -> None:
    """Ten pairs without a tie, squared differences of ranks sum to 194: 1 - 6 x 194 / (10 x 99) = -29/165."""
    quotient = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert scores.spearman(quotient, hours) == pytest.approx(-29 / 165)
    assert scores.spearman([1, 2], [5, 3]) == pytest.approx(-1)
    assert math.isnan(scores.spearman([1, 2, 3], [4, 4, 4]))
    assert math.isnan(scores.spearman([1], [2]))


def test_errors_and_log_ratios_by_hand() -> None:
    """A quarter and four times: on average right, and far apart (log 4 each way, n - 1 = 1)."""
    assert scores.mean_absolute_error([15, 15, 15], [10, 20, 19]) == pytest.approx(14 / 3)
    assert scores.mean_log_ratio([10, 40], [40, 10]) == pytest.approx(0)
    assert scores.log_spread([10, 40], [40, 10]) == pytest.approx(math.sqrt(2) * math.log(4))
    assert scores.mean_log_ratio([10, 20], [20, 40]) == pytest.approx(-math.log(2))
    assert scores.log_spread([10, 20], [20, 40]) == pytest.approx(0)
    assert math.isnan(scores.log_spread([1], [2]))


def test_brier_and_log_by_hand() -> None:
    """(0.04 + 0.16) / 2, and -(ln 0.8 + ln 0.6) / 2; "one half for all" gets a quarter and ln 2."""
    said, happened = [0.8, 0.4], [1, 0]
    assert scores.brier(said, happened) == pytest.approx(0.1)
    assert scores.log_score(said, happened) == pytest.approx(0.3669845875401002)
    assert scores.brier([0.5] * 3, [1, 0, 1]) == 0.25
    assert scores.log_score([0.5] * 3, [1, 0, 1]) == pytest.approx(math.log(2))


def test_one_who_was_certain_and_wrong_loses_much_but_not_all() -> None:
    assert scores.log_score([0.0], [1]) == pytest.approx(4 * math.log(10))
    assert scores.log_score([1.0], [0]) == pytest.approx(4 * math.log(10))
    assert scores.log_score([1.0, 0.0], [1, 0]) == pytest.approx(1e-4, rel=1e-3)
    assert scores.brier([0.0], [1]) == 1


@given(SURE_ENOUGH, PROBABILITIES)
def test_the_true_probability_is_the_best_to_say(truth: float, said: float) -> None:
    """Brier and log are proper: in expectation nothing beats the truth."""
    for proper in (scores.brier, scores.log_score):
        expected = {p: truth * proper([p], [1]) + (1 - truth) * proper([p], [0]) for p in (truth, said)}
        assert expected[truth] <= expected[said] + 1e-12


def test_pinball_by_hand() -> None:
    """In the middle of 0 to 20: 0.1 x 10 each. At 30: 0.1 x 30 and 0.9 x 10. At -10: 0.9 x 10 and 0.1 x 30."""
    said = {0.1: [0.0] * 3, 0.9: [20.0] * 3}
    assert scores.pinball_losses(said, [10, 30, -10]).tolist() == pytest.approx([1, 6, 6])
    assert scores.pinball(said, [10, 30, -10]) == pytest.approx(13 / 3)
    assert scores.pinball({0.5: [15, 15]}, [10, 19]) == scores.mean_absolute_error([15, 15], [10, 19]) / 2


def test_pinball_of_many_levels_is_half_the_ranked_probability_score() -> None:
    """Of 0 to 1 evenly and 0.5 seen: twice the integral of x^2 from 0 to 0.5 is 1/12."""
    levels = (np.arange(1000) + 0.5) / 1000
    assert scores.pinball({float(a): [float(a)] for a in levels}, [0.5]) == pytest.approx(1 / 24, abs=1e-6)


@given(VALUES, LEVELS, st.floats(-25, 25))
def test_the_true_quantile_is_the_best_to_say(values: list[float], level: float, said: float) -> None:
    """Pinball is proper: over equally likely values no number loses less than their quantile."""
    true = float(np.quantile(values, level, method="inverted_cdf"))
    count = len(values)
    best = scores.pinball({level: [true] * count}, values)
    assert best <= scores.pinball({level: [said] * count}, values) + 1e-9


@given(VALUES)
def test_everything_covers_everything(values: list[float]) -> None:
    count = len(values)
    assert scores.coverage([-math.inf] * count, [math.inf] * count, values) == 1
    assert scores.coverage(values, values, values) == 1, "ends belong to the interval"
    assert scores.coverage([21] * count, [22] * count, values) == 0


def test_coverage_by_hand() -> None:
    assert scores.coverage([0, 0, 0, 0], [1, 1, 1, 1], [0, 0.5, 1.1, -0.1]) == 0.5


def test_nothing_to_score_is_not_known() -> None:
    nothing: list[float] = []
    of_two = (scores.auc, scores.spearman, scores.mean_absolute_error, scores.mean_log_ratio, scores.log_spread)
    for told in (*of_two, scores.brier, scores.log_score):
        assert math.isnan(told(nothing, nothing))
    assert math.isnan(scores.precision_at(nothing, nothing, 3))
    assert math.isnan(scores.pinball({0.5: nothing}, nothing))
    assert math.isnan(scores.coverage(nothing, nothing, nothing))


def test_the_interval_of_a_mean_is_near_that_of_the_normal_law() -> None:
    """200 draws of unit spread: 1.2816 standard errors each way. Rows are the same in every array."""
    values = np.random.default_rng(3).normal(size=200)
    low, high = scores.interval_by_bootstrap(lambda a: float(a.mean()), values, draws=4000, seed=1)
    error = 1.2816 * values.std() / math.sqrt(200)
    assert (low, high) == pytest.approx((values.mean() - error, values.mean() + error), abs=0.01)
    apart = scores.interval_by_bootstrap(lambda a, b: float((a - b).mean()), values, values, seed=1)
    assert apart == (0, 0)


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(4)
    held = []
    for seed in range(300):
        low, high = scores.interval_by_bootstrap(np.mean, rng.exponential(size=50), draws=200, seed=seed)
        held.append(low <= 1 <= high)
    assert np.mean(held) == pytest.approx(0.78, abs=0.05)


def test_draws_without_an_answer_are_dropped_from_an_interval() -> None:
    """With one case that happened a third of draws hold none, and their AUC is NaN."""
    said, happened = np.array([3.0, 2.0, 1.0, 0.0]), np.array([1, 0, 0, 0])
    assert scores.interval_by_bootstrap(scores.auc, said, happened, seed=1) == (1, 1)
    for unknown in (
        scores.interval_by_bootstrap(scores.auc, said, np.zeros(4), seed=1),
        scores.interval_by_bootstrap(np.mean, [5.0], seed=1),
    ):
        assert np.isnan(unknown).all()


def test_an_interval_is_the_same_every_time_and_wider_the_more_it_holds() -> None:
    values = np.arange(20.0)
    eight = scores.interval_by_bootstrap(np.mean, values, seed=1)
    assert scores.interval_by_bootstrap(np.mean, values, seed=1) == eight
    assert scores.interval_by_bootstrap(np.mean, values, seed=2) != eight
    low, high = scores.interval_by_bootstrap(np.mean, values, level=0.95, seed=1)
    assert low < eight[0] < eight[1] < high


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (lambda: scores.auc([1, 2], [1]), "scores, happened: differ in length .found '2, 1'"),
        (lambda: scores.auc([1, math.nan], [1, 0]), "scores: not a number"),
        (lambda: scores.auc([1, 2], [1, 2]), "happened: neither 0 nor 1"),
        (lambda: scores.auc([[1, 2]], [1, 0]), "scores: not one column"),
        (lambda: scores.precision_at([1, 2], [1, 0], 0), "count: not a number of cases"),
        (lambda: scores.precision_at([1, 2], [1, 0], 3), "from 1 to 2"),
        (lambda: scores.spearman([1, 2], [1, math.nan]), "b: not a number"),
        (lambda: scores.mean_absolute_error([1], [math.inf]), "real: not a number"),
        (lambda: scores.mean_log_ratio([1, 0], [1, 1]), "model: not above 0"),
        (lambda: scores.log_spread([1], [-1]), "real: not above 0"),
        (lambda: scores.brier([1.2], [1]), "not a probability"),
        (lambda: scores.log_score([-0.1], [1]), "not a probability"),
        (lambda: scores.pinball({}, [1]), "not levels"),
        (lambda: scores.pinball({90.0: [1]}, [1]), "not levels of quantiles .found 90"),
        (lambda: scores.pinball({0.1: [1], 0.9: [1, 2]}, [1]), "differ in length"),
        (lambda: scores.coverage([2], [1], [1]), "row 0: upside down"),
        (lambda: scores.coverage([0], [math.nan], [1]), "high: not a number"),
        (lambda: scores.interval_by_bootstrap(np.mean, seed=1), "or there is none"),
        (lambda: scores.interval_by_bootstrap(np.mean, [1, 2], [1], seed=1), "arrays differ in length"),
        (lambda: scores.interval_by_bootstrap(np.mean, [1, 2], draws=0, seed=1), "no draw"),
        (lambda: scores.interval_by_bootstrap(np.mean, [1, 2], level=80, seed=1), "not a share"),
    ],
)
def test_what_cannot_be_scored_is_refused(asked: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message) as refused:
        asked()
    assert len(refused.value.problems) == 1


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        scores.mean_log_ratio([0.0], [0.0])
    assert [problem.field for problem in refused.value.problems] == ["model", "real"]
