"""The order of talks: more hands never hurt, haste costs, and waiting wears leverage off."""

from dataclasses import replace

import numpy as np
import pytest

from deals.model.question import Question
from deals.plan.plan import solve
from deals.restraint.caution import Caution
from deals.restraint.sequence import Sequence


@pytest.fixture(scope="module")
def sequence(question: Question) -> Sequence:
    """Four partners and two teams, so that talks must wait for each other."""
    scenario = question.scenario.model_copy(update={"teams": 2.0, "gap": 0.0})
    few = question.keep(("ARE", "IND", "THA", "QAT"))
    return Sequence(solve(replace(few, scenario=scenario)))


def test_the_calendar_keeps_to_the_teams(sequence: Sequence) -> None:
    calendar = sequence.table
    load: dict[int, float] = {}
    assert list(calendar.index) == list(sequence.plan.signed)
    for code, signing in sequence.plan.signed.items():
        for period, amount in sequence.plan.question.talks[code].load[signing].items():
            load[period] = load.get(period, 0.0) + amount
    assert max(load.values()) <= sequence.teams * 2 + 1e-9
    assert (calendar["talks_from"] < calendar["signed"]).all()


@pytest.fixture(scope="module")
def caution(sequence: Sequence) -> Caution:
    return sequence.caution([1, 2], [1.0, 0.0])


def test_more_teams_never_lower_the_gain(sequence: Sequence, caution: Caution) -> None:
    curve = caution.capacity
    assert np.all(np.diff(curve["us_gain"]) >= -1e-6)
    assert curve["us_gain"].to_dict()[2.0] == pytest.approx(sequence.plan.solution.objective, abs=1e-5)
    assert curve["next_team"].iloc[0] > 0
    assert (curve["at_most"] >= curve["us_gain"] - 1e-9).all()
    assert sequence.value_of_a_team() >= -1e-6


def test_pushing_everyone_at_once_costs(sequence: Sequence) -> None:
    """All deals signed when all the work is done are worth less than the same deals in order."""
    answer = sequence.all_at_once()
    haste = answer.table.loc["all at once"]
    assert haste["price"] > 0
    assert haste["period"] >= max(sequence.plan.signed.values())
    assert len(answer.chart().data) == 2


def test_leverage_wears_off_as_interim_access_grows(caution: Caution) -> None:
    curve = caution.interim
    assert curve["interim_share"].is_monotonic_increasing
    assert curve["us_gain"].is_monotonic_decreasing
    assert curve["chips_worth"].is_monotonic_decreasing
    assert curve["interim_share"].iloc[-1] == pytest.approx(1.0)
    assert curve["chips_worth"].iloc[-1] == pytest.approx(0.0, abs=1e-6)


def test_the_chart_has_a_bar_for_every_talk(sequence: Sequence) -> None:
    data = sequence.chart().data
    assert set(data["partner"]) == set(sequence.plan.signed)
    assert (data["end"] > data["start"]).all()


def test_the_caution_shows_both_curves(caution: Caution) -> None:
    assert caution.teams == 2
    assert caution.chart().data.groupby("curve").size().tolist() == [2, 2, 2]
    assert len(caution.table) == len(caution.capacity) + len(caution.interim)
    assert caution.sentence.startswith("With 1 team, of 2, the gain is")


def test_each_curve_is_drawn_by_itself(sequence: Sequence) -> None:
    answer = sequence.interim([1.0])
    assert len(answer.chart().data) == 2 * len(answer.table)
    assert answer.chart().svg().startswith("<svg")
    assert sequence.sentence.startswith(f"{len(sequence.plan.signed)} deals by 2 teams, the first signed in")
