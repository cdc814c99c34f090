"""What a question has of its own is told by name and in its unit, and a sheet knows the limits of one's own."""

from dataclasses import replace

import pytest

from deals.page.document import Bullets
from deals.proposal import Proposal
from deals.proposal.how_sure import against_alone, signing_odds, two_offers, weak_offers
from deals.proposal.kept.provenance import ALL_TOLD, provenance
from deals.proposal.screen.answer import answer
from deals.proposal.screen.asked_with import asked_with, limit_in_words
from deals.proposal.term_sheet import term_sheet_markdown
from deals.scenario.limit import OwnLimit
from deals.scenario.reform import Reform


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (
            OwnLimit(partner="ARE", term="investment", at_most=100),
            "investment in the United States of the United Arab Emirates at most USD 100 bn pledged",
        ),
        (
            OwnLimit(group=("SAU", "QAT"), term="chips", at_least=10, by="2027Q4"),
            "chips of Saudi Arabia and Qatar together at least 10,000 H100e by 2027Q4",
        ),
        (OwnLimit(partner="IND", term="tariff_to", exactly=15), "the US tariff of India exactly 15%"),
        (OwnLimit(group=("IND", "JPN"), term="deals", at_least=1), "deals of India and Japan together at least 1"),
        (OwnLimit(partner="JPN", first=True, title="allies first"), "nobody signs before Japan (allies first)"),
        (OwnLimit(partner="JPN", term="own_term", at_most=2.5), "own_term of Japan at most 2.5"),
    ],
)
def test_a_limit_is_told_by_names_and_in_its_unit(proposal: Proposal, limit: OwnLimit, words: str) -> None:
    assert limit_in_words(limit, proposal.scenario.world_before_reforms()) == words


def test_what_is_asked_beyond_the_scenario_is_told_on_the_screen(proposal: Proposal) -> None:
    calmer = Reform("talks seldom fail", {"threat.failure": {"set": 0.2}})
    codes = ("IND", "JPN", "KOR", "BRA", "THA", "VNM", "MYS", "SGP")
    asked = proposal.scenario.apply(calmer)
    changed = replace(
        proposal, scenario=asked.changed(must_sign=(), must_not_sign=(), excluded=codes, talks_under_way={})
    )
    told = asked_with(changed)
    assert told.startswith("Asked with: talks seldom fail; left out: India, Japan, South Korea")
    assert told.endswith("Thailand, Vietnam and 2 more.")


def test_caps_teams_weights_and_what_is_forbidden_alone_are_told(proposal: Proposal) -> None:
    """They moved the answer and stood nowhere in words."""
    plain = proposal.scenario.changed(must_sign=(), must_not_sign=(), excluded=(), talks_under_way={}, limits=())
    assert "team" not in asked_with(replace(proposal, scenario=plain.changed(teams=None)))
    asked = plain.changed(
        caps={"ARE": 50.0},
        teams=5.0,
        goals={"leverage": 2.0, "promotion": 1.0, "control": 0.0},
        unilateral_opening=False,
        headquarters_bar=False,
    )
    told = asked_with(replace(proposal, scenario=asked))
    for words in (
        "50,000 H100e at most by a deal with the United Arab Emirates",
        "5 negotiating teams in place of 14",
        "goals weighted leverage 2, promotion 1 and control 0",
        "no chips opened and no rate set without a deal",
        "firms headquartered in tier 3 not barred",
    ):
        assert words in told


def test_every_setting_of_a_scenario_is_told_somewhere_on_the_page(proposal: Proposal) -> None:
    """A setting added later needs words of its own: nothing is told by its code name."""
    assert set(type(proposal.scenario).model_fields) == ALL_TOLD
    asked = proposal.scenario.changed(gap=0.002, time_limit_seconds=30.0, segments=7)
    (block,) = [one for one in provenance(replace(proposal, scenario=asked)) if isinstance(one, Bullets)]
    told = " ".join(block.items)
    assert "the search stops within 0.20% of the surplus; the search stops after 30 seconds" in told
    assert "_" not in told


def test_a_number_outside_its_range_says_so(proposal: Proposal) -> None:
    world = proposal.scenario.world_before_reforms()
    failure = world.parameters["threat.failure"]
    for value, outside in ((failure.high, False), (failure.high + 0.05, True)):
        (told,) = Reform("talks fail", {"threat.failure": {"set": value}}).in_words(world)
        assert (f"(outside its range, {failure.low:g} to {failure.high:g})" in told) == outside


def test_offers_worth_less_than_acting_alone_are_marked_and_named(proposal: Proposal) -> None:
    weak = weak_offers(proposal)
    assert proposal.offered is not None
    assert weak == [code for code in proposal.summary.index if not proposal.offered[str(code)].pays]
    for code in proposal.summary.index:
        assert signing_odds(proposal, str(code)).endswith(" *") == (code in weak)
    assert ("*: acting alone" in two_offers(proposal)) == bool(weak)
    assert ("ask whether to offer at all" in answer(proposal)) == bool(weak)
    assert f"expected to bring {against_alone(proposal.offered.over_alone)} acting alone" in answer(proposal)
    assert not two_offers(replace(proposal, offered=None))


def test_a_term_at_a_limit_of_ones_own_has_no_room(proposal: Proposal) -> None:
    package = next(p for p in proposal if "investment" in set(p.proposed["instrument"]))
    pledged = float(package.proposed.loc[package.proposed["instrument"] == "investment", "amount"].sum())
    question = package.plan.question
    for most, told in ((pledged, True), (2 * pledged, False)):
        own = OwnLimit(partner=package.partner, term="investment", at_most=most)
        asked = replace(question, scenario=question.scenario.changed(limits=(own,)))
        sheet = term_sheet_markdown(replace(package, plan=replace(package.plan, question=asked)))
        assert ("At a limit of your own: investment in the United States." in sheet) == told
