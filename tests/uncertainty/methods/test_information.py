"""What is worth knowing is worth what the closed form says, and noise is worth nothing."""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.uncertainty.methods.information import Information, information

NORMAL = NormalDist()
SLOPES = {"demand": 2.0, "leaks": 1.0, "delay": 0.5, "weather": 0.0, "sports": 0.0}
MEAN, REST = 0.4, 1.0


def worth(spread: float, mean: float = MEAN) -> float:
    """The unit normal loss: to sign is worth normal(mean, spread) if known, not to sign nothing."""
    distance = abs(mean) / spread
    return spread * (NORMAL.pdf(distance) - distance * (1 - NORMAL.cdf(distance)))


def case(count: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two alternatives that differ by a straight line in normal inputs, and share a large error."""
    rng = np.random.default_rng(seed)
    inputs = pd.DataFrame(rng.normal(size=(count, len(SLOPES))), columns=list(SLOPES))
    sign = MEAN + inputs.to_numpy() @ np.array(list(SLOPES.values())) + REST * rng.normal(size=count)
    return inputs, pd.DataFrame({"sign": sign, "wait": 0.0}).add(5 * rng.normal(size=count), axis=0)


@pytest.fixture(scope="module")
def found() -> Information:
    return information(*case(3000, 1), outcome="US gain, USD bn")


def test_values_are_those_of_the_closed_form(found: Information) -> None:
    for name in ("demand", "leaks", "delay"):
        row = found.table.loc[name]
        assert row["low"] <= worth(SLOPES[name]) <= row["high"]
        assert row["value"] == pytest.approx(worth(SLOPES[name]), abs=0.06)
    assert found.table.index[:3].tolist() == ["demand", "leaks", "delay"]
    assert found.table.loc[["demand", "leaks"], "certain"].all()
    whole = math.hypot(REST, *SLOPES.values())
    assert found.everything == pytest.approx(worth(whole), abs=1.5 * found.everything_error)


def test_noise_is_worth_nothing(found: Information) -> None:
    for name in ("weather", "sports"):
        row = found.table.loc[name]
        assert row["low"] == 0
        assert not row["certain"]
        assert row["value"] <= 0.01


def test_even_where_alternatives_are_nearly_tied_noise_is_not_certain() -> None:
    certain = 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        inputs = pd.DataFrame(rng.normal(size=(200, 5)))
        outcomes = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
        certain += int(information(inputs, outcomes).table["certain"].sum())
    # Of forty inputs that say nothing, at one in twenty both ways, one or two.
    assert certain <= 2


def test_inputs_known_together_are_worth_more() -> None:
    inputs, outcomes = case(3000, 2)
    groups = {"both": ["demand", "leaks"], "demand alone": ["demand"], "nothing": ["weather", "sports"]}
    table = information(inputs, outcomes, groups=groups).table
    assert table["low"]["both"] <= worth(math.hypot(2, 1)) <= table["high"]["both"]
    assert table["value"]["both"] > table["value"]["demand alone"]
    assert table["low"]["nothing"] == 0


def test_what_bends_and_what_is_a_choice_is_seen() -> None:
    """A loss at either end and none between: known, it is avoided; its straight line is flat."""
    rng = np.random.default_rng(3)
    ends = rng.uniform(-1, 1, 2000)
    source = rng.choice(["low", "high"], 2000)
    outcomes = pd.DataFrame({"sign": np.where(source == "high", 1.0, -0.8) + 1.2 - 2 * np.abs(ends), "wait": 0.0})
    table = information(pd.DataFrame({"ends": ends, "source": source}), outcomes).table
    # With |ends| as u: the mean of sign is 1.3 - 2 u, below nought from 0.65 on, by 0.35 squared in all.
    assert table.loc["ends", "value"] == pytest.approx(0.35**2, abs=0.02)
    # Of "low" the mean of sign is -0.6: it is half of the draws.
    assert table.loc["source", "value"] == pytest.approx(0.3, abs=0.02)


def test_failed_draws_are_left_out_and_the_answer_is_the_same_in_every_run() -> None:
    inputs, outcomes = case(300, 4)
    outcomes.iloc[7, 1] = np.nan
    first = information(inputs, outcomes)
    assert (first.draws, first.failed) == (299, 1)
    assert first.table.equals(information(inputs, outcomes).table)
    assert "1 draw failed" in first.chart().svg()


def test_a_value_does_not_depend_on_what_else_is_asked() -> None:
    inputs, outcomes = case(300, 5)
    alone = information(inputs[["leaks"]], outcomes).table.loc["leaks"]
    assert alone.to_dict() == information(inputs, outcomes).table.loc["leaks"].to_dict()


def test_what_makes_no_sense_is_refused() -> None:
    inputs, outcomes = case(100, 6)
    with pytest.raises(InputError, match="nothing to choose"):
        information(inputs, outcomes[["sign"]])
    with pytest.raises(InputError, match="not the draws"):
        information(inputs.iloc[1:], outcomes)
    with pytest.raises(InputError, match="too few draws"):
        information(inputs.head(10), outcomes.head(10))
    with pytest.raises(InputError, match="missing in a draw"):
        information(inputs.where(inputs < 1), outcomes)
    with pytest.raises(UnknownNameError, match="demand"):
        information(inputs, outcomes, groups={"both": ["demnd"]})


def test_the_answer_says_what_is_worth_knowing_and_draws_it(found: Information) -> None:
    assert found.sentence.startswith("sign is best as things stand")
    assert "to know one alone most for demand: 0." in found.sentence
    assert found.chart().data["input"].tolist() == found.table.index.tolist()
    assert found.chart().png().startswith(b"\x89PNG")
