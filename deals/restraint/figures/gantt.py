"""Talks on a calendar: when they are held, when the deal is signed, and when chips may flow."""

import pandas as pd

from deals.page import style
from deals.page.chart import Chart
from deals.page.marks import colour, dataset, shades
from deals.page.wording import counted

WIDTH = 640
ROW = 20
TALKS, WAIT = "Talks", "Signed, chips not yet on their way"
PHASES = (TALKS, WAIT)


def gantt(calendar: pd.DataFrame, periods: list[str]) -> Chart:
    """Draw the talks of every signed partner as bars.

    Parameters
    ----------
    calendar : DataFrame
        Index partner; columns name, teams, talks_from, signed, chips_from (in periods from the start of the horizon).
    periods : list of str
        Labels of the periods.
    """
    import altair as alt  # heavy

    rows = []
    for partner in calendar.reset_index().to_dict("records"):
        common = {"partner": partner["partner"], "name": partner["name"], "teams": float(partner["teams"])}
        rows.append({**common, "phase": TALKS, "start": partner["talks_from"], "end": partner["signed"]})
        if partner["chips_from"] > partner["signed"]:
            rows.append({**common, "phase": WAIT, "start": partner["signed"], "end": partner["chips_from"]})
    data = pd.DataFrame(rows, columns=["partner", "name", "teams", "phase", "start", "end"])
    phases = [phase for phase in PHASES if phase in set(data["phase"])]
    names = ", ".join(f"'{label}'" for label in periods)
    axis = alt.Axis(
        title=None, values=list(range(len(periods))), labelExpr=f"[{names}][datum.value] || ''", labelAlign="left"
    )
    drawn = (
        alt.Chart(dataset(data))
        .mark_bar(height=ROW - 8)
        .encode(
            x=alt.X("start:Q", axis=axis, scale=alt.Scale(domain=[0, len(periods)], nice=False)),
            x2="end:Q",
            y=alt.Y("name:N", sort=list(calendar["name"]), axis=alt.Axis(title=None, grid=False, labelLimit=200)),
            fill=alt.Fill(
                "phase:N",
                sort=phases,
                scale=alt.Scale(domain=phases, range=shades([style.CHIPS, style.GROUPS[1].tone][: len(phases)])),
                legend=alt.Legend(title=None, orient="top") if len(phases) > 1 else None,
            ),
            stroke=alt.value(None),
            tooltip=[
                alt.Tooltip("name:N", title="Partner"),
                alt.Tooltip("phase:N", title="Phase"),
                alt.Tooltip("teams:Q", title="Teams"),
            ],
        )
        .properties(
            width=WIDTH,
            height=ROW * max(len(calendar), 1),
            title=alt.TitleParams(
                "Whom to talk to when",
                subtitle=[
                    f"{counted(len(calendar), 'deal')} in order of signing, each by the end of its period. Teams are",
                    "counted over a whole period: in one quarter more may seem to be at work than there are.",
                ],
                color=colour(style.INK),
            ),
        )
    )
    return Chart(data, drawn)
