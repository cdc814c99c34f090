"""Odds and offers on the first screen and the sheets, and the odds of a whole proposal."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.page.document import Table
from deals.page.wording import money, percent
from deals.plan.baselines import ALONE, OPENING, PLAN
from deals.proposal import Proposal
from deals.proposal.how_sure import offer_on_sheet
from deals.proposal.proposal_card import proposal_markdown
from deals.proposal.term_sheet import term_sheet_markdown
from deals.proposal.terminal import report_lines
from deals.uncertainty.odds import NAMES, Odds


@pytest.fixture(scope="module")
def odds(proposal: Proposal) -> Odds:
    return proposal.odds(96)


def test_what_is_known_of_a_deal_is_on_its_sheet(proposal: Proposal) -> None:
    assert proposal.offered is not None
    for code in proposal.summary.index:
        sheet, offer = term_sheet_markdown(proposal.deal(str(code))), proposal.offered[str(code)]
        assert "| Term | Opening | Proposed | Walk-away |" in sheet
        assert f"signed in {percent(offer.odds)}" in sheet
        row = next(line for line in sheet.splitlines() if line.startswith("| Odds of signing"))
        told = [cell.strip() for cell in row.split("|")[2:5]]
        assert told == [percent(float(offer.table["odds"].iloc[place])) for place in (0, offer.chosen, offer.last)]
        assert "some terms pay both sides in" in sheet


def test_an_offer_beyond_the_walk_away_is_told_as_such(proposal: Proposal) -> None:
    deal = proposal.deal("ARE")
    assert deal.offer is not None
    for chosen, last in ((5, 4), (4, 4), (3, 4)):
        sheet = term_sheet_markdown(replace(deal, offer=replace(deal.offer, chosen=chosen, last=last)))
        assert ("lies beyond the walk-away" in sheet) == (chosen > last)


def test_a_sheet_says_once_what_the_offer_is_worth_to_the_united_states(proposal: Proposal) -> None:
    """At its head and from the opening to the walk-away, also where chips of several deals displace sales."""
    for package in proposal:
        rows = next(block.rows for block in offer_on_sheet(package) if isinstance(block, Table))
        row = next(row for row in rows if str(row[0]).startswith("Worth to the United States if signed"))
        opening, proposed = (money(float(line["us_gain"])) for line in (package.summary, package.if_signed))
        assert row[1:3] == (opening, proposed)


def test_the_first_screen_gives_the_range_and_what_offers_bring(proposal: Proposal) -> None:
    assert proposal.sure is not None
    assert proposal.offered is not None
    page, gain = proposal_markdown(proposal), proposal.sure.gain.table.T[NAMES[PLAN]].to_dict()
    assert f"{money(gain['p10'])} to {money(gain['p90'])}" in page
    assert money(proposal.offered.expected) in page
    text = " ".join(report_lines(proposal))
    assert f"Held in {proposal.sure.draws} drawn worlds" in text


def test_without_draws_the_screen_says_so_and_sheets_have_no_odds(proposal: Proposal) -> None:
    plain = replace(proposal, sure=None, offered=None)
    assert "not drawn yet" in " ".join(report_lines(plain))
    sheet = term_sheet_markdown(plain.deal(str(plain.summary.index[0])))
    assert "Walk-away" not in sheet
    assert "drawn worlds" not in sheet


def test_the_table_counts_what_the_draws_say(odds: Odds) -> None:
    for code, row in odds.table.iterrows():
        signed = odds.held[f"signed/{code}"] > 0
        assert row["odds"] == signed.mean()
        assert row["unpaid"] <= 1 - row["odds"] + 1e-12
        assert row["beats_alone"] <= row["odds"]
        assert row["us_p10"] <= row["us_p50"] <= row["us_p90"]
    assert odds.failed == 0
    assert odds.adds == (odds.held["gain"] > odds.held[ALONE]).mean()


def test_a_deal_that_falls_away_leaves_nothing(odds: Odds) -> None:
    for code in odds.plan.signed:
        fallen = odds.held[odds.held[f"signed/{code}"] == 0]
        assert (fallen[[f"us/{code}", f"partner/{code}", f"chips/{code}"]] == 0).all(axis=None)


def test_partners_that_sign_gain_no_less_than_nothing_and_no_more_than_they_could(odds: Odds) -> None:
    for code in odds.plan.signed:
        kept = odds.held[odds.held[f"signed/{code}"] > 0]
        assert (kept[f"partner/{code}"] >= -1e-6).all()
        assert (kept[f"partner/{code}"] <= kept[f"most/{code}"] + 1e-6).all()


def test_an_order_changes_nothing_but_who_does_the_work(proposal: Proposal, odds: Odds, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        elsewhere = proposal.odds(96, executor=threads, workers=2)
    kept = proposal.odds(96, folder=tmp_path / "sweep")
    again = proposal.odds(96, folder=tmp_path / "sweep", resume=True)
    for other in (elsewhere, kept, again):
        pd.testing.assert_frame_equal(other.held, odds.held, check_exact=True)
    with pytest.raises(InputError, match=r"seed|draws"):
        proposal.odds(96, seed=1, folder=tmp_path / "sweep", resume=True)


def test_plans_made_anew_stand_beside_those_held(proposal: Proposal) -> None:
    both = proposal.odds(8, anew=2)
    assert both.anew is not None
    assert list(both.anew["status"]) == ["ok", "ok"]
    assert (both.anew["gap"] >= 0).all()
    assert both.table["in_plan_anew"].between(0, 1).all()
    assert both.gain_anew is not None
    assert "the plan made again" in both.gain_anew.table.index
    assert "the plan made again" not in both.gain.table.index  # in fewer worlds: it would leave out the others


def test_regret_is_between_plans_on_the_same_draws(odds: Odds) -> None:
    regrets = odds.regret()
    outcomes = odds.outcomes
    assert list(outcomes.columns) == [PLAN, ALONE, OPENING]
    by_hand = (outcomes.max(axis=1) - outcomes[PLAN]).max()
    assert regrets.table.loc[NAMES[PLAN], "regret_max"] == pytest.approx(by_hand)


def test_inputs_are_where_assumptions_stood(proposal: Proposal, odds: Odds) -> None:
    values = odds.work.draws.values(range(96))
    assert np.array_equal(odds.inputs["threat.failure"], values["threat.failure"])
    assert not any(str(name).startswith("draws.") for name in odds.inputs)
    assert odds.inputs["demand of all others"].between(-1, 2).all()


def test_asked_of_nobody_the_error_names_who_signs(odds: Odds) -> None:
    with pytest.raises(UnknownNameError):
        odds.discover("XXX")


def test_a_screening_finds_what_halves_the_gain(odds: Odds) -> None:
    """The chance that talks fail multiplies all that hangs on deals: no other judgement can be far above it."""
    found = odds.screening(2).table.sort_values("mu_star", ascending=False)
    assert "threat.failure" in list(found.index[:12])


def test_a_wish_for_odds_is_met_or_the_surest_offer_is_made(proposal: Proposal) -> None:
    for code, offer in proposal.offers(0.6, draws=64).of.items():
        table = offer.table
        assert offer.chosen == 0 or table["slack"].iloc[offer.chosen] > table["slack"].iloc[0], code


@pytest.mark.parametrize("wish", [0.0, 1.0, -0.2, 7.0])
def test_odds_out_of_range_are_refused(proposal: Proposal, wish: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        proposal.offers(wish)


@pytest.mark.parametrize("draw", ["table", "gain", "regret", "stability", "offers"])
def test_every_answer_draws_itself(proposal: Proposal, odds: Odds, draw: str) -> None:
    assert proposal.offered is not None
    answers = {
        "table": odds,
        "gain": odds.gain,
        "regret": odds.regret(),
        "stability": odds.stability(),
        "offers": proposal.offered,
    }
    assert answers[draw].chart().png()[:4] == b"\x89PNG"
    assert answers[draw].sentence
