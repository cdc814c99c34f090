"""One world volume of the other supplier, shared out; nobody gets more than it was refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model.worth.no_deal import share_out

AMOUNTS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.floats(0, 100), min_size=1)


@given(volume=st.floats(0, 500), wanted=AMOUNTS, pull=st.data())
def test_sharing_out_uses_the_volume_or_fills_everybody(
    volume: float, wanted: dict[str, float], pull: st.DataObject
) -> None:
    weights = {code: pull.draw(st.floats(0.1, 50)) for code in wanted}
    given_out = share_out(volume, wanted, weights)
    assert all(0 <= given_out[code] <= wanted[code] + 1e-9 for code in wanted)
    assert sum(given_out.values()) == pytest.approx(min(volume, sum(wanted.values())), abs=1e-6)


@given(volume=st.floats(0, 100), more=st.floats(0, 100), wanted=AMOUNTS)
def test_a_larger_volume_leaves_nobody_with_less(volume: float, more: float, wanted: dict[str, float]) -> None:
    weights = {code: 1.0 + index for index, code in enumerate(sorted(wanted))}
    small, large = share_out(volume, wanted, weights), share_out(volume + more, wanted, weights)
    assert all(large[code] >= small[code] - 1e-9 for code in wanted)


def test_what_one_leaves_goes_to_the_others() -> None:
    assert share_out(10, {"A": 1, "B": 100}, {"A": 1, "B": 1}) == pytest.approx({"A": 1, "B": 9})
