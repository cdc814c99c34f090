"""The ruling on one page: the same sums as the comparison makes, and bounds on how many walk."""

from dataclasses import replace

import pandas as pd
import pytest

import deals
from deals.comparison.ruling import after_ruling, change_after_ruling, falls
from deals.plan.levels import rates_alone
from deals.proposal import Proposal
from deals.proposal.asked.tariffs_fall import COLUMNS


def test_the_gain_after_is_what_the_comparison_makes_of_the_same_plan(proposal: Proposal) -> None:
    answer, plan = proposal.if_tariffs_fall(), proposal.plan
    change = change_after_ruling(plan, after_ruling(plan), rates_alone(plan))
    assert answer.gain == proposal.baselines.gain
    assert answer.gain_after - answer.gain == pytest.approx(change)
    assert answer.gain_low <= answer.gain_after <= answer.gain_high <= answer.gain


def test_deal_by_deal_it_says_who_would_walk_and_what_is_left(proposal: Proposal) -> None:
    table = proposal.if_tariffs_fall().table
    assert list(table.columns) == COLUMNS
    assert list(table.index) == list(proposal.plan.signed)
    assert (table["walks"] == ((table["relief_lost"] > 0) & (table["left_to_partner"] < 0))).all()
    assert (table["us_loses"] >= 0).all()
    assert (table.loc[~table["walks"], "us_loses"] == 0).all()
    share = proposal.plan.question.world.value("ruling.walk_share")
    left = table["us_gain"] - table["us_relief_lost"] - share * table["us_loses"]
    assert left.to_numpy() == pytest.approx(table["us_gain_after"].to_numpy())


def test_deals_without_relief_stand(proposal: Proposal) -> None:
    row = proposal.if_tariffs_fall().table.loc["ARE"]
    assert row["us_gain_after"] == row["us_gain"]
    assert not row["walks"]


def test_where_nothing_rests_on_what_was_struck_down_nothing_falls(proposal: Proposal) -> None:
    """In the law of November 2026 country rates rest on trade statutes; their relief was taken away all the same."""
    later = deals.load("leverage-2026").world()
    plan = proposal.plan
    moved = replace(plan.question, world=replace(plan.question.world, instruments=later.instruments))
    assert falls(plan.question)
    assert not falls(moved)
    assert change_after_ruling(replace(plan, question=moved), pd.DataFrame(), 5.0) == 0.0
    told = replace(proposal.if_tariffs_fall(), falls=False)
    assert "20 February 2026 changes nothing here" in told.sentence
    assert "Deal by deal" not in told.markdown()


def test_it_is_one_page_that_says_so_in_a_sentence(proposal: Proposal) -> None:
    answer = proposal.if_tariffs_fall()
    assert "If the tariffs fall in court on 20 February 2026" in answer.sentence
    assert answer.sentence.split("(")[0] in answer.markdown()
    assert "<script" not in answer.html()
