"""How wide a chart is drawn, and how wide it may be to fit a notebook in a window of 1,200 pixels."""

import re

from deals.page.chart import Chart

WIDEST = 880
"""Pixels: 974 are there, and a browser's letters are up to a tenth wider than those of the picture."""


def width_of(chart: Chart) -> float:
    """Pixels across."""
    found = re.search(r'<svg[^>]*width="([\d.]+)"', chart.svg())
    assert found is not None
    return float(found[1])
