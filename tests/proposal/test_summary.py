"""What a proposal says by partner adds up to what it says in all, and its faces are those that others call."""

import pandas as pd
import pytest

from deals.plan.tables import summary_table
from deals.proposal import Proposal


def test_deals_and_what_is_done_toward_others_alone_add_up_to_the_gain(proposal: Proposal) -> None:
    others = proposal.alone.loc[[code for code in proposal.alone.index if code not in proposal.summary.index]]
    gain = float(proposal.summary["expected_gain"].sum() + others["us_value"].sum())
    assert gain == pytest.approx(proposal.baselines.gain, abs=1e-6)
    assert gain == pytest.approx(float(proposal.goals.sum()), abs=1e-6)


def test_what_is_done_alone_is_chips_and_rates(proposal: Proposal) -> None:
    alone = proposal.alone
    assert (alone["opened_kh"] >= 0).all()
    assert alone["us_value"].tolist() == pytest.approx((alone["chips_us_value"] + alone["rate_us_value"]).tolist())
    threatened = alone["rate"].isna()
    assert (alone.loc[threatened, "rate_us_value"] == 0).all()
    assert (alone.loc[threatened, "opened_kh"] > 0).all(), "else there is nothing to tell"


def test_chips_opened_are_the_same_in_every_table(proposal: Proposal) -> None:
    """By partner, by quarter, and by economy; those of partners without a deal stand in the last."""
    by_quarter = proposal.schedule.groupby("partner")["opened_kh"].sum()
    by_deal = proposal.summary["opened_kh"]
    assert by_quarter.to_dict() == pytest.approx(by_deal[by_quarter.index].to_dict())
    assert (by_deal.drop(by_quarter.index) == 0).all(), "of those that may have no chips"
    alone = proposal.alone["opened_kh"].to_dict()
    assert {code: alone.get(code, 0.0) for code in by_quarter.index} == pytest.approx(by_quarter.to_dict())
    assert proposal.access["opened_kh"].sum() == pytest.approx(proposal.alone["opened_kh"].sum())


def test_asks_are_named_the_largest_worth_first(proposal: Proposal) -> None:
    for package in proposal:
        asked = package.terms[package.terms["side"] == "US asks"].set_index("label")["us_value"]
        told = list(package.summary["asks"])
        assert sorted(told) == sorted(asked.index)
        assert asked[told].is_monotonic_decreasing


def test_what_is_pledged_and_what_matches_chips_stand_apart(proposal: Proposal) -> None:
    terms = proposal.packages
    before = proposal.summary["investment_usd_bn"]
    (code,) = before[before > 0].index[:1]
    own = (terms["partner"] == code) & (terms["instrument"] == "investment")
    more = terms[own].assign(instrument="matching_investment", amount=2.5)
    line = summary_table(proposal.plan, pd.concat([terms, more])).loc[code]
    assert (line["investment_usd_bn"], line["matching_usd_bn"]) == pytest.approx((before[code], 2.5))


def test_the_faces_that_others_call(proposal: Proposal) -> None:
    table, out = proposal.baselines.table, proposal.left_out
    assert list(table.index) == ["nothing", "best_alone", "opening_and_tariff_deals", "deals_only", "plan"]
    assert list(table.columns) == ["gain", "gap"]
    assert {"partner", "why", "misses_by_usd_bn"} <= set(out.columns)
    assert sorted([*out["partner"], *proposal.summary.index]) == sorted(proposal.plan.question.codes)
    assert 0 <= proposal.drift <= 1
    assert proposal.report.seconds > 0


def test_talks_that_fail_are_asked_about_from_a_proposal(proposal: Proposal) -> None:
    answer = proposal.failing_talks([1.0])
    assert list(answer.table.index) == [proposal.baselines.failure, 1.0]
    assert float(answer.table["gain"].to_numpy()[-1]) <= proposal.baselines.gain
