"""Figures carry their data and render without a network."""

import pandas as pd
import pytest

from deals.briefing.figures.sensitivity import assumption_ranges
from deals.sensitivity import Sensitivity


def test_a_trace_draws_its_own_points(sensitivity: Sensitivity) -> None:
    found = sensitivity.trace("chip supply")
    chart = found.chart()
    assert chart.data["us_gain"].tolist() == found.data["us_gain"].tolist()
    assert chart.png().startswith(b"\x89PNG")


def test_bars_run_from_the_base_to_either_end() -> None:
    bars = pd.DataFrame(
        {
            "assumption": ["harm", "leak"],
            "base": [5.0, 5.0],
            "at_low": [3.0, 4.5],
            "at_high": [8.0, 5.5],
            "remade_low": [3.5, float("nan")],
            "remade_high": [8.5, float("nan")],
        }
    )
    chart = assumption_ranges(bars, "US gain", "USD bn")
    assert chart.data["to"].tolist() == pytest.approx([3.0, 8.0, 4.5, 5.5])
    assert chart.png().startswith(b"\x89PNG")
