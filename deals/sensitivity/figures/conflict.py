"""Limits that cannot hold together, and where they would have to stand."""

import math

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.wording import rate
from deals.sensitivity.figures.spans import Span, spans

NOTHING = 1e-9


def conflict(data: pd.DataFrame) -> Chart:
    """Draw limits as they stand, with a dot where the cheapest way out would put each.

    Parameters
    ----------
    data : DataFrame
        As why-not gives it: rule, subject, limit, and what is `needed` instead, missing where a limit may stay.
    """
    rows = []
    for row in data.to_dict("records"):
        limit, needed = float(row["limit"]), float(row["needed"])
        stays = math.isnan(needed)
        low, high = (end(0.0, limit, limit if stays else needed) for end in (min, max))
        width = max(high - low, NOTHING)
        now, nought, at = ((value - low) / width for value in (limit, 0.0, limit if stays else needed))
        words = "", rate(limit), "as it is" if stays else rate(needed)
        tone = style.CHIPS if stays else style.GROUPS[3].tone
        rows.append(Span(f"{row['rule']}, {row['subject']}", min(now, nought), max(now, nought), at, words, tone))
    subtitle = [
        "Bar: each limit as it stands. Dot: where the cheapest way out would put it. Each has its own scale.",
        *(str(way) for way in data["way_out"] if way),
    ]
    return spans(data, rows, "What cannot all hold", subtitle, ("", "limit", "needed"))
