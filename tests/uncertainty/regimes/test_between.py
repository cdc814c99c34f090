"""Regimes on the same draws are measured as a comparison measures them, each with its plan held."""

import pickle
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from deals.comparison import compare
from deals.comparison.comparing import Comparison
from deals.kit.errors import InputError
from deals.model.question import Question
from deals.plan.levels import total
from deals.sensitivity.worlds.assumptions import assumptions
from deals.sensitivity.worlds.decisions import Decisions
from deals.sensitivity.worlds.rebuilding import SameDealsElsewhere
from deals.uncertainty.draws import DrawnWorlds, Draws, Placed
from deals.uncertainty.held.programme import HeldProgramme
from deals.uncertainty.held.solving import Solved
from deals.uncertainty.held.work import HeldWork
from deals.uncertainty.regimes.between import OUTCOME, BetweenRegimes, between_regimes
from deals.uncertainty.regimes.work import HELD, RegimesWork
from deals.uncertainty.sweeping.running import sweep
from tests import three

FEW = ("ARE", "MYS", "IND")
REGIMES = ("leverage", "use_based_2025", "refined_tiers")
"""One whose rules are asked of all worlds at once, one whose measures change numbers, one with limits and promotion."""
DATES = ("talk", "teams")
"""Before the names of what decides how long talks take: a plan that is held keeps its dates."""


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare(three.scenario(FEW), REGIMES)


def work_of(compared: Comparison, draws: DrawnWorlds) -> RegimesWork:
    return RegimesWork.of({name: outcome.plan for name, outcome in compared.outcomes.items()}, draws)


def placed(compared: Comparison, worlds: int, spread: float) -> Placed:
    """Worlds in which all assumptions but those about dates stand anywhere within a part of their ranges."""
    question = compared.outcomes["leverage"].plan.question
    bars = [bar for name, bar in assumptions(question, ()).items() if not name.startswith(DATES)]
    places = np.random.default_rng(0).uniform(-spread, spread, (worlds, len(bars)))
    return Placed.of(compared.scenario, bars, places)


def only(decisions: Decisions, kept: Collection[str]) -> Decisions:
    """The same decisions without some deals."""
    values = {
        family: {key: value for key, value in of.items() if family in ("opened", "unthreatened") or key[0] in kept}
        for family, of in decisions.values.items()
    }
    signed, adopted = (
        {code: when for code, when in of.items() if code in kept} for of in (decisions.signed, decisions.adopted)
    )
    return replace(decisions, values=values, signed=signed, adopted=adopted)


def test_at_the_centre_each_regime_brings_the_total_that_compare_ranks_it_by(compared: Comparison) -> None:
    """In the world in which the plans were made, whether its rules are asked at once or world by world."""
    centre = work_of(compared, placed(compared, 1, spread=0.0))([0])
    assert centre["status"] == ["ok"]
    for name, brings in compared.goals["total"].items():
        assert centre[str(name)][0] == pytest.approx(brings, abs=1e-6)


@pytest.mark.parametrize("name", ["leverage", "use_based_2025"])
def test_in_another_world_it_brings_what_the_same_deals_bring_there_one_by_one(compared: Comparison, name: str) -> None:
    """With the deals that still pay both sides; another world moves what flows without deals, too."""
    worlds = placed(compared, 3, spread=0.8)
    work = work_of(compared, worlds)
    brings, held = work(range(3))[name], work.held[name]
    programme, answer = held.solved(HELD, held.asked(range(3)), 3)
    for number in range(3):
        kept = [code for code, stands in zip(programme.signed, answer.kept[number], strict=True) if stands]
        decisions = only(Decisions.of(compared.outcomes[name].plan), kept)
        plan = SameDealsElsewhere(decisions).under(worlds.patches(number))
        assert brings[number] == pytest.approx(total(plan.question, plan).sum, abs=1e-6)
    assert np.ptp(brings) > 1.0


def test_a_draw_s_row_rests_on_its_number_alone_and_the_work_can_be_sent(compared: Comparison) -> None:
    work = work_of(compared, Draws.of(compared.scenario.world()))
    together, apart = work(range(4)), pickle.loads(pickle.dumps(work))([2])
    for name in REGIMES:
        assert together[name][2] == apart[name][0]


def test_a_draw_that_fails_under_one_regime_fails_with_its_reason(
    compared: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve = HeldWork.solved

    def failing(work: HeldWork, name: str, asked: Question, count: int) -> tuple[HeldProgramme, Solved]:
        programme, answer = solve(work, name, asked, count)
        if programme.question.regime.id != "use_based_2025":
            return programme, answer
        return programme, Solved(answer.points, answer.kept, answer.unpaid, ("", "no end", ""))

    monkeypatch.setattr(HeldWork, "solved", failing)
    rows = sweep(work_of(compared, Draws.of(compared.scenario.world())), 3)
    assert rows["status"].tolist() == ["ok", "failed", "ok"]
    assert rows["reason"].tolist() == ["", "use_based_2025: no end", ""]
    assert rows.loc[1, list(REGIMES)].isna().all()


def test_the_same_draws_of_other_plans_are_told_apart(compared: Comparison) -> None:
    draws = Draws.of(compared.scenario.world())
    work = work_of(compared, draws)
    deals_only = compare(three.scenario(FEW, unilateral_opening=False), REGIMES[:1])
    now, other = work.fingerprint(), work_of(deals_only, draws).fingerprint()
    assert now["draws"] == other["draws"]
    assert now["plan under leverage"] != other["plan under leverage"]


def test_regret_is_told_by_the_titles_of_regimes(compared: Comparison) -> None:
    found = between_regimes(compared.scenario, 6, ids=REGIMES[:2])
    assert found.table.index.tolist() == [compared.titles[name] for name in REGIMES[:2]]
    assert found.table["regret_max"].min() >= 0
    assert found.table["best"].sum() == pytest.approx(1.0)
    assert not found.without_plan
    assert "no plan" not in found.sentence
    assert found.chart().data["alternative"].tolist() == found.table.index.tolist()


def test_a_regime_without_a_plan_is_named() -> None:
    outcomes = pd.DataFrame({"one": [1.0, 2.0], "other": [2.0, 1.0]})
    found = BetweenRegimes(outcomes, OUTCOME, 0, {"refined_tiers": "none was found in 60 seconds"})
    assert found.sentence.endswith("no plan, so no regret, under refined_tiers")


def test_a_folder_that_takes_nothing_is_told_before_regimes_are_compared() -> None:
    for folder, resume, told in (("/proc/x", False, "takes no files"), ("/proc/x", True, "no sweep to go on with")):
        with pytest.raises(InputError, match=told):
            between_regimes(three.scenario(), 4, folder=folder, resume=resume)
    with pytest.raises(InputError, match="resume: needs a folder"):
        between_regimes(three.scenario(), 4, resume=True)
