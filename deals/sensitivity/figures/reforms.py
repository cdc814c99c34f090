"""What reforms bring, alone and together."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset
from deals.page.wording import number

WIDTH, ROW = 420, 30
CHANGE, ALONE = "change", "sum of each alone"


def what_if(data: pd.DataFrame) -> Chart:
    """Draw the change under each reform and under each two together, with the sum of the two where they differ.

    Parameters
    ----------
    data : DataFrame
        As what-if of a plan gives it. Each outcome has a panel and a scale of its own.
    """
    import altair as alt  # heavy

    panels = []
    for name, own in data.groupby("outcome", sort=False):
        unit, order = str(own["unit"].iloc[0]), list(own["reforms"])
        rows = [
            {
                "reforms": str(row["reforms"]),
                "change": float(row["change"]),
                "alone": float(row["change"]) - float(row["interaction"]),
                "text": number(float(row["change"])),
            }
            for row in own.to_dict("records")
        ]
        frame = pd.DataFrame(rows)
        base = alt.Chart(dataset(frame))
        y = alt.Y("reforms:N", sort=order, title=None, axis=alt.Axis(labelLimit=300))
        x = alt.X("change:Q", title=f"change of {name}, {unit}")
        bars = base.mark_bar(height=12, color=colour(style.CHIPS)).encode(x=x, y=y)
        sums = base.transform_filter("isValid(datum.alone)").mark_point(
            shape="diamond", filled=True, size=90, opacity=1, color=colour(style.GROUPS[3].tone)
        )
        zero = alt.Chart(dataset(pd.DataFrame({"change": [0.0]}))).mark_rule(color=colour(style.ZERO)).encode(x=x)
        texts = base.mark_text(align="left", color=colour(style.INK), fontSize=11).encode(
            y=y, x=alt.value(WIDTH + 10), text="text:N"
        )
        panels.append(
            alt.layer(bars, zero, sums.encode(x="alone:Q", y=y), texts).properties(width=WIDTH, height=ROW * len(rows))
        )
    gap = float(data["gap"].max())
    title = alt.TitleParams(
        "What each reform brings, alone and together",
        subtitle=[
            "The whole plan made anew under each. Diamond: what the two would bring if neither changed the other.",
            f"Gains are proven to within {number(gap)} USD bn: smaller differences say nothing.",
        ],
    )
    return Chart(data, alt.vconcat(*panels, spacing=24).properties(title=title))
