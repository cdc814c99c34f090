"""Wherever a partner is asked for, any of its names will do."""

from typing import Any

import pytest

import deals
from deals.kit.errors import InputError, UnknownNameError
from deals.proposal import Proposal


def test_a_partner_goes_by_its_name(proposal: Proposal) -> None:
    assert proposal["United Arab Emirates"].partner == proposal["UAE"].partner == proposal["ARE"].partner
    assert proposal["European Union"].partner == "EUU"
    zone = proposal.sensitivity.zone("Emirates").table
    assert zone.equals(proposal.sensitivity.zone("ARE").table)
    prices, pairs = proposal.sensitivity.concession_prices(), proposal.nash_in_nash()
    assert prices.chart(partner="UAE").data.equals(prices.chart(partner="ARE").data)
    assert pairs.terms("Emirates") == pairs.terms("ARE")


def test_who_has_no_deal_is_told_by_name_and_letters_suggest_nobody(proposal: Proposal) -> None:
    with pytest.raises(UnknownNameError, match=r"BRA \(Brazil\) is none of them"):
        proposal.deal("Brazil")
    for asked in (proposal.__getitem__, proposal.division, proposal.sensitivity.zone, proposal.nash_in_nash().point):
        with pytest.raises(UnknownNameError) as caught:
            asked("UKX")
        assert "did you mean" not in str(caught.value)


def test_rates_before_the_plan_are_those_in_force_or_announced(proposal: Proposal) -> None:
    wrong: Any
    for wrong in ("in_force", "bananas", ""):
        with pytest.raises(InputError, match="write 'in force' or 'announced'"):
            proposal.trade_effects(wrong)


def test_the_name_of_a_scenario_is_none() -> None:
    name: Any = "leverage-2025"
    for ask in (deals.propose, deals.compare, deals.backtest):
        with pytest.raises(InputError, match=r"write deals\.load\('leverage-2025'\)"):
            ask(name)


def test_what_is_no_text_is_no_name(proposal: Proposal) -> None:
    wrong: Any
    for wrong in (3, None, ("JPN", "IND")):
        with pytest.raises(UnknownNameError, match="is no name of a country"):
            proposal[wrong]
