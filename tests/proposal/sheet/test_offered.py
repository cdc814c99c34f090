"""What a sheet leads with is the offer that both would sign, and it adds up."""

import doctest
from dataclasses import replace

import pytest

import deals
from deals.division.bilateral import Bilateral
from deals.plan.tables import ASKS
from deals.proposal import Proposal
from deals.proposal.phrases import sentence
from deals.proposal.sheet import offered as terms_offered
from deals.proposal.sheet.offered import summary_of_offer
from deals.proposal.sheet.wording import amount_of
from deals.proposal.term_sheet import term_sheet_markdown
from tests.proposal.small import scenario


def test_the_examples_are_true() -> None:
    found = doctest.testmod(terms_offered)
    assert found.attempted
    assert not found.failed


def test_terms_of_the_offer_add_up_to_what_it_brings_each_side(proposal: Proposal) -> None:
    """Gains are those of the terms less what the plan's own deal pays for talks and politics."""
    for package in proposal:
        offer, line = package.offer, package.if_signed
        assert offer is not None
        point = offer.points[offer.chosen]
        talks = float(package.terms["us_value"].sum()) - float(package.summary["us_gain"])
        politics = float(package.terms["partner_value"].sum()) - float(package.summary["partner_gain"])
        assert float(package.proposed["us_value"].sum()) - talks == pytest.approx(line["us_gain"], abs=2e-3)
        assert float(package.proposed["partner_value"].sum()) - politics == pytest.approx(point.partner, abs=2e-3)
        assert line["partner_gain"] == pytest.approx(point.partner, abs=1e-6)


def test_amounts_are_those_of_the_offer(proposal: Proposal) -> None:
    for package in proposal:
        assert package.offer is not None
        amounts = package.offer.amounts["proposed"]
        told = package.proposed.set_index("instrument")["amount"]
        for name in told.index.intersection(amounts.index).difference(["security_standard"]):
            assert told[name] == pytest.approx(amounts[name])
        assert ((package.proposed["share_of_limit"] >= 0) & (package.proposed["share_of_limit"] <= 1)).all()


def test_the_line_of_an_offer_is_told_by_its_terms(proposal: Proposal) -> None:
    """Investment and what matches chips stand apart, chips keep their mix."""
    package = next(p for p in proposal if p.offer is not None and p.summary["investment_usd_bn"] > 0)
    assert package.offer is not None
    own, terms = package.terms, package.proposed
    matched = terms.assign(instrument=terms["instrument"].replace("investment", "matching_investment"))
    pledged = float(terms.loc[terms["instrument"] == "investment", "amount"].sum())
    for offered, (investment, matching) in ((terms, (pledged, 0.0)), (matched, (0.0, pledged))):
        line = summary_of_offer(package.summary, own, offered, package.offer)
        assert (line["investment_usd_bn"], line["matching_usd_bn"]) == pytest.approx((investment, matching))
        assert line["tariff_to"] == pytest.approx(line["tariff_from"] - line["relief_points"], nan_ok=True)


def test_at_the_opening_the_offer_is_the_plan(proposal: Proposal) -> None:
    """Split by instrument, the plan's own point of the programme is the plan's own table, chips' displacement apart."""
    for package in proposal:
        deal = Bilateral.of(proposal.plan, package.partner)
        assert package.offer is not None
        terms = package.offer.points[0].terms
        for row in package.terms[package.terms["side"] == ASKS].to_dict("records"):
            mine = [k for k, issue in enumerate(deal.issues) if issue == row["instrument"]]
            if mine and row["instrument"] != "security_standard":
                assert float(deal.us[mine] @ terms[mine]) == pytest.approx(row["us_value"], abs=1e-6)


def test_relief_from_a_rate_that_nobody_announced_is_told_by_what_becomes_of_the_rate_in_force(
    proposal: Proposal,
) -> None:
    """The rate that the United States would set alone is nobody else's business; nor is it what the partner pays."""
    package = proposal["MYS"]
    line = package.summary.copy()
    line["threatened"] = False
    alone = replace(package, summary=line)
    assert "sets a firm tariff of 10% in place of the 24% announced" in sentence(package)
    assert "keeps its tariff at 10%" in sentence(alone)
    relief = next(t for t in alone.proposed.to_dict("records") if t["instrument"] == "tariff_relief")
    assert amount_of(relief, alone, for_partner=True) == "a firm rate of 10%"
    assert amount_of(relief, alone).endswith("from 24% to 10%")
    assert amount_of(relief, package, for_partner=True).endswith("from 24% announced to 10%")


@pytest.mark.long
def test_where_goals_do_not_weigh_alike_a_sheet_tells_money_and_no_score() -> None:
    """A dollar of leverage counted for a dollar and a half on sheets, offers and answers, and for one on the screen."""
    uneven = deals.propose(scenario().changed(goals={"leverage": 2.0, "promotion": 0.5, "control": 1.5}))
    for package in uneven:
        own, offered = (terms.set_index("instrument") for terms in (package.terms, package.proposed))
        for name in own.index.intersection(offered.index):
            if own.loc[name, "unit"] == "USD bn pledged":
                each = [float(terms.loc[name, "us_value"] / terms.loc[name, "amount"]) for terms in (own, offered)]
                assert each[0] == pytest.approx(each[1])
        talks = float(package.terms["us_value"].sum()) - float(package.summary["us_gain"])
        assert float(package.if_signed["us_gain"]) == pytest.approx(
            package.proposed["us_value"].sum() - talks, abs=2e-3
        )
        assert package.offer is not None
        assert package.offer.table["us"].iloc[0] == pytest.approx(package.summary["us_gain"], abs=5e-3)
    pledged = uneven.price_of("IND", purchases=5).table.set_index("instrument").loc["purchases"]
    cents = uneven["JPN"].terms.set_index("instrument").loc["purchases"]
    assert pledged["us_change"] / 5 == pytest.approx(cents["us_value"] / cents["amount"], rel=0.05)


def test_no_sheet_of_an_offer_leaves_the_partner_nothing(proposal: Proposal) -> None:
    for package in proposal:
        assert package.offer is not None
        left = package.offer.table["slack"].iloc[package.offer.chosen]
        assert ("The proposal takes all there is" in term_sheet_markdown(package)) == (left < 5e-4)


def test_a_sheet_names_the_partner_and_not_its_code(proposal: Proposal) -> None:
    assert "in return the United Arab Emirates " in sentence(proposal["ARE"])
    assert "in return Japan " in sentence(proposal["JPN"])
    for package in proposal:
        lead = term_sheet_markdown(package).split("## ")[0]
        assert package.partner not in lead
        assert "the partner " not in sentence(package)


def test_what_a_pledged_dollar_is_worth_is_told_step_by_step(proposal: Proposal) -> None:
    """Kept, added, worth and paid over time: the steps multiply to the cents of the worth over the amount."""
    package = next(p for p in proposal if "investment" in set(p.proposed["instrument"]))
    sheet = term_sheet_markdown(package)
    part = sheet[sheet.index("## Why a pledged dollar counts for cents") :]
    row = package.proposed.set_index("instrument").loc["investment"]
    cents = 100 * row["us_value"] / row["amount"]
    assert f"a dollar counts for {cents:.2g}" in part
    world = proposal.plan.question.world
    assert f"{100 * world.value('delivery.investment'):.0f}% of what is pledged is expected to come" in part
