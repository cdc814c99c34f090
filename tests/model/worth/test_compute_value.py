"""The value of compute: a falling curve that renting abroad keeps from being total."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model.worth.compute_value import marginal_values

MEMO = {
    -1.0: [3.00, 1.91, 0.70, 0.31, 0.30, 0.30, 0.30, 0.30, 0.30, 0.26, 0.14, 0.04],
    -1.5: [2.61, 1.03, 0.43, 0.30, 0.30, 0.30, 0.30, 0.30, 0.26, 0.17, 0.09, 0.03],
    -3.0: [1.29, 0.42, 0.30, 0.30, 0.30, 0.29, 0.23, 0.17, 0.12, 0.08, 0.05, 0.01],
}


@pytest.mark.parametrize("elasticity", sorted(MEMO))
def test_one_common_premium_gives_the_memo_s_twelve_segments(elasticity: float) -> None:
    """The calibration memo, section 2; a wrong merge of the two groups of users would miss the first three steps."""
    found = marginal_values(elasticity, 0.35, 4.0, 0.30, 0.30, 12)
    assert found == pytest.approx(MEMO[elasticity], abs=0.03)


def test_premiums_spread_over_users_turn_the_flat_stretch_into_a_slope() -> None:
    flat = marginal_values(-1.5, 0.35, 4.0, 0.30, 0.30, 12)
    sloped = marginal_values(-1.5, 0.35, 4.0, 0.10, 0.50, 12)
    assert flat[3] == pytest.approx(flat[7], abs=1e-6)
    assert sloped[3] > sloped[5] > sloped[7]


@given(
    elasticity=st.floats(-3, -1),
    share=st.floats(0, 1),
    choke=st.floats(2, 8),
    low=st.floats(0, 0.4),
    spread=st.floats(0, 0.8),
    segments=st.integers(4, 24),
)
def test_value_falls_and_never_exceeds_the_choke_price(
    elasticity: float, share: float, choke: float, low: float, spread: float, segments: int
) -> None:
    found = marginal_values(elasticity, share, choke, low, low + spread, segments)
    assert len(found) == segments
    assert all(a >= b - 1e-9 for a, b in pairwise(found))
    assert found[-1] >= 0
    assert found[0] <= choke - 1 + 1e-9
