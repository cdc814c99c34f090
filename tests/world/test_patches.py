"""Patches: one operation a parameter, checked before anything changes."""

import operator
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.world import Quantity, World


def test_scale_and_set_move_value_and_range(then: World) -> None:
    other = then.patched({"diversion.leak.MYS": {"scale": 0.5}, "harm.per_kH": {"set": 0.2}})
    leak, harm = other.parameters["diversion.leak.MYS"], other.parameters["harm.per_kH"]
    assert leak.value == pytest.approx(then.value("diversion.leak.MYS") / 2)
    assert leak.high == pytest.approx(then.parameters["diversion.leak.MYS"].high / 2)
    assert (harm.value, harm.high) == (0.2, 0.2)
    assert then.value("harm.per_kH") == 0.03


def test_tables_built_from_parameters_follow(then: World) -> None:
    other = then.patched(
        {
            "diversion.throughput.MYS.HKG": {"scale": 2},
            "mix.rubin.2027": {"set": 0.9},
            "gdp.TWN": {"set": 800},
        }
    )
    arcs = other.arcs.set_index(["origin", "destination"])["throughput"]
    assert arcs["MYS", "HKG"] == 2 * then.value("diversion.throughput.MYS.HKG")
    assert other.class_mix.loc[2027].sum() == pytest.approx(1)
    assert other.class_mix["rubin"][2027] > then.class_mix["rubin"][2027]
    assert other.countries.loc["TWN", "gdp_usd_bn"] == 800
    assert then.countries.loc["TWN", "gdp_usd_bn"] == 785


def test_everything_wrong_with_a_patch_is_told_at_once(then: World) -> None:
    bad: Any = {
        "diversion.leak.MYZ": {"scale": 0.5},
        "harm.per_kH": 0.2,
        "wtp.choke": {"add": 1},
        "teams": {"scale": 1, "set": 2},
        "denial.D1_D4": {"scale": 1.4},
        "goodwill.floor": {"set": True},
        "price.system.2026": {"set": -1},
    }
    with pytest.raises(InputError) as caught:
        then.patched(bad)
    assert len(caught.value.problems) == len(bad)
    assert "did you mean diversion.leak.MYS" in str(caught.value)


def test_a_world_can_be_sent_to_another_process(then: World) -> None:
    back = pickle.loads(pickle.dumps(then))
    assert dict(back.parameters) == dict(then.parameters)
    assert back.instruments == then.instruments


def test_parameters_cannot_be_changed_in_place(then: World) -> None:
    parameters: Any = then.parameters
    with pytest.raises(TypeError):
        operator.setitem(parameters, "teams", then.parameters["teams"])


numbers = st.floats(-1e6, 1e6)


@given(st.tuples(numbers, numbers, numbers), st.floats(-10, 10), numbers)
def test_ranges_stay_in_order(then: World, ends: tuple[float, float, float], factor: float, value: float) -> None:
    low, middle, high = sorted(ends)
    quantity: Quantity = then.parameters["teams"].with_value(14.0)
    quantity = Quantity("x", middle, low, high, "factor", "judgement", "judgement", quantity.known_on, "judgement", "")
    for changed in (quantity.scaled(factor), quantity.with_value(value)):
        assert changed.low <= changed.value <= changed.high
