"""The first screen leads with the answer, then goes theme by theme: by name, in fitting units, nothing told twice."""

import math
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import pandas as pd
import pytest

from deals.page.document import Paragraph, Table
from deals.page.wording import lowered, money, number, period_in_words
from deals.plan import tables
from deals.plan.alone import done_alone
from deals.plan.baselines import ALONE
from deals.proposal import Proposal
from deals.proposal.how_sure import facts
from deals.proposal.proposal_card import between, proposal_markdown, proposal_page
from deals.proposal.report import report_page
from deals.proposal.screen.answer import answer, said
from deals.proposal.screen.changes import would_change
from deals.proposal.screen.grounds import grounds
from deals.proposal.screen.left_out import left_out
from deals.proposal.screen.limits import limits
from deals.proposal.screen.sums import SEEN, rest_of_total
from deals.proposal.screen.terms import terms_by_kind
from deals.proposal.sheet.wording import ground as in_words


def table_of(blocks: Sequence[object], place: int = 0) -> Table:
    return [block for block in blocks if isinstance(block, Table)][place]


def test_the_answer_comes_first_and_says_whom_what_and_at_what_risk(proposal: Proposal) -> None:
    first = next(block for block in proposal_page(proposal).blocks if isinstance(block, Paragraph))
    told = answer(proposal)
    assert first.text == told
    summary, base = proposal.summary, proposal.baselines
    signers = summary[summary["period"] == summary["period"].iloc[0]]
    assert str(signers.sort_values("expected_gain")["name"].iloc[-1]) in told
    assert f"to sign in the {period_in_words(str(signers['period'].iloc[0]))}." in told
    assert "half of 20" in told, "talks are over by the end of a half-year, not in its first quarter"
    assert f"add {money(base.over_alone)} to the {money(base.best_alone)}" in told
    assert "talks fail with a chance of 30%" in told
    widest = proposal.rests_on.assign(width=(proposal.rests_on["gain_high"] - proposal.rests_on["gain_low"]).abs())
    assert money(float(widest.sort_values("width")["gain_low"].iloc[-1])) in told


def test_it_is_told_why_rows_do_not_add_up_to_what_deals_add(proposal: Proposal) -> None:
    """The rest is what the plan does otherwise toward partners without a deal; where all adds up nothing is told."""
    rows, total = float(proposal.summary["over_alone"].sum()), proposal.baselines.over_alone
    told = rest_of_total(proposal)
    assert bool(told) == (abs(total - rows) >= SEEN)
    moved = replace(proposal, summary=proposal.summary.assign(over_alone=total / len(proposal)))
    assert rest_of_total(moved) == ""
    one = proposal.summary["over_alone"].copy()
    one.iloc[0] -= 1.0 + rows - total
    far = rest_of_total(replace(proposal, summary=proposal.summary.assign(over_alone=one)))
    assert far.startswith(f"Over the best alone these rows sum to {number(total - 1.0)}, and {number(total)} in all")


def test_rows_and_what_is_done_toward_others_are_all_that_deals_add(proposal: Proposal) -> None:
    """So the sentence beside the table is an identity, and no guess."""
    before = done_alone(proposal.baselines.plans[ALONE])["us_value"]
    others = proposal.alone["us_value"].sub(before, fill_value=0.0).drop(proposal.summary.index, errors="ignore")
    added = float(proposal.summary["over_alone"].sum() + others.sum())
    assert added == pytest.approx(proposal.baselines.over_alone, abs=1e-6)


def test_the_answer_names_what_is_worth_most_to_whoever_gets_it(proposal: Proposal) -> None:
    """Where no worlds were drawn: partners by what their deals bring, terms as the plan has them."""
    undrawn = replace(proposal, offered=None, sure=None)
    told, summary = answer(undrawn), proposal.summary
    first = summary[summary["period"] == summary["period"].iloc[0]].sort_values("expected_gain", ascending=False)
    terms = proposal.packages[proposal.packages["partner"].isin(first.index[:3])]
    asked = terms[terms["side"] == tables.ASKS].groupby("label")["us_value"].sum().sort_values(ascending=False)
    assert f"ask for: {', '.join(map(lowered, asked.index[:3]))}." in told
    given = terms[terms["side"] == tables.GIVES]
    assert len(given["label"].unique()) > 1
    for label in given["label"].unique():
        dear = given["label"].eq(label).reindex(proposal.packages.index, fill_value=False)
        worth = proposal.packages["partner_value"].mask(dear, 1e6)
        first_named = "a tariff" if label == "Tariff relief" else lowered(str(label))
        assert f"Offer: {first_named}" in answer(
            replace(undrawn, packages=proposal.packages.assign(partner_value=worth))
        )


def test_the_answer_names_the_offers_that_add_most_to_acting_alone(proposal: Proposal) -> None:
    """Where worlds were drawn it says what the sheets of these partners say."""
    assert proposal.offered is not None
    table = proposal.offered.table.loc[proposal.summary["period"] == proposal.summary["period"].iloc[0]]
    named = table["over_alone"].sort_values(ascending=False).index[:3]
    deals = [proposal.deal(str(code)) for code in named]
    told = answer(proposal)
    places = [told.index(deal.name) for deal in deals]
    assert places == sorted(places)
    asked = pd.concat([deal.proposed[deal.proposed["side"] == tables.ASKS] for deal in deals])
    worth = asked.groupby("label")["us_value"].sum().sort_values(ascending=False)
    assert f"ask for: {', '.join(map(lowered, worth.index[:3]))}." in told
    rates = [float(deal.if_signed["tariff_to"]) for deal in deals]
    assert f"{min(rates):g}" in told[told.index("Offer:") : told.index("ask for:")]


def test_offers_and_the_plan_s_own_terms_are_told_against_acting_alone(proposal: Proposal) -> None:
    """Alone, toward the same partners: what is expected less that, of either."""
    offered = proposal.offered
    assert offered is not None
    alone = float(offered.table["alone"].sum())
    assert offered.over_alone == pytest.approx(offered.table["over_alone"].sum())
    assert offered.over_alone_opening == pytest.approx(offered.expected_opening - alone)
    (fact,) = [fact for fact in facts(proposal) if fact.value == money(offered.expected)]
    assert f"{money(abs(offered.over_alone))} {'more' if offered.over_alone > 0 else 'less'} than acting" in fact.note
    against = f"{money(abs(offered.over_alone_opening))} {'more' if offered.over_alone_opening > 0 else 'less'} than"
    assert fact.note.endswith(f"{against} acting alone")


def test_what_chips_as_leverage_add_comes_with_what_the_gaps_leave(proposal: Proposal) -> None:
    """A better plan of either kind may hide within its gap: if the opening's, the lead is less; if the plan's, more."""
    told = copy(proposal.baselines)
    table = told.table
    table.loc["opening_and_tariff_deals", "gain"] = told.gain - 1.0
    table.loc["opening_and_tariff_deals", "gap"], table.loc["plan", "gap"] = 0.25, 0.5
    told.__dict__["_table"] = table
    assert told.over_opening_range == pytest.approx((0.75, 1.5))
    assert between(told) == "; the two plans’ gaps leave +USD 750 m to +USD 1.50 bn"
    table.loc[:, "gap"] = 0.0
    assert between(told) == ""


@pytest.mark.parametrize(
    ("over", "words"),
    [(5.0, "brings USD 5.00 bn of it"), (-5.0, "costs USD 5.00 bn"), (0.0, "brings nothing that can be told")],
)
def test_what_holding_chips_back_brings_has_its_sign(proposal: Proposal, over: float, words: str) -> None:
    """Beside opening all chips: more, less, or no more than what is not proven."""
    told = copy(proposal.baselines)
    table = told.table
    table.loc["opening_and_tariff_deals", "gain"] = told.gain - over
    told.__dict__["_table"] = table
    assert f"holding chips back for them {words}" in answer(replace(proposal, baselines=told))


def test_without_a_deal_the_answer_says_what_can_be_had_alone(proposal: Proposal) -> None:
    told = answer(replace(proposal, summary=proposal.summary.iloc[:0]))
    assert told == f"No deal is worth its talks: alone the United States has {money(proposal.baselines.best_alone)}."


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.3, "share", "30%"),
        (0.05, "share", "5%"),
        (0.1, "per year", "10% a year"),
        (10, "percent", "10%"),
        (2.5, "years", "2.5"),
    ],
)
def test_a_judgement_is_told_in_its_unit(value: float, unit: str, words: str) -> None:
    assert said(value, unit) == words


def test_partners_go_by_name_and_no_number_is_a_power_of_ten(proposal: Proposal) -> None:
    codes = {*proposal.plan.question.codes, *proposal.plan.question.economies}
    for page in (proposal_page(proposal), report_page(proposal)):
        for block in page.blocks:
            if isinstance(block, Table):
                text = " ".join(str(cell) for row in block.rows for cell in row)
                assert not codes & set(re.findall(r"\b[A-Z]{3}\b", text))
                assert not re.search(r"\de[-+]?\d", text)


def test_no_sentence_is_told_twice(proposal: Proposal) -> None:
    page = proposal_markdown(proposal)
    text = [line for line in page.splitlines() if line and not line.startswith(("|", "#"))]
    sentences = [part for line in text for part in re.split(r"(?<=[.;]) ", line) if len(part) > len("A short one.")]
    assert len(sentences) == len(set(sentences))


def test_every_term_is_in_one_line_of_what_is_asked_or_given(proposal: Proposal) -> None:
    blocks = terms_by_kind(proposal)
    for place, (side, worth, other) in enumerate(
        ((tables.ASKS, "us_value", "partner_value"), (tables.GIVES, "partner_value", "us_value"))
    ):
        terms = proposal.packages[proposal.packages["side"] == side]
        rows = table_of(list(blocks), place).rows
        assert sum(int(str(row[1])) for row in rows) == len(terms)
        by_label, theirs = (terms.groupby("label")[column].sum() for column in (worth, other))
        at = -2 if worth == "us_value" else -1
        for place_of, sums in ((at, by_label), (-3 - at, theirs)):
            told = {row[0]: row[place_of] for row in rows}
            assert told == {label: money(float(value)) for label, value in sums.items()}
        assert [row[0] for row in rows] == list(by_label.sort_values(ascending=False).index)


def test_limits_have_a_line_a_rule_the_dearest_first(proposal: Proposal) -> None:
    binding = proposal.binding()
    rows = table_of(list(limits(proposal))).rows
    assert len(rows) == binding["rule"].nunique()
    priced = binding[binding["price_up"].notna() & ~binding["price_up"].abs().eq(math.inf)]
    dearest = priced.sort_values("price_up", key=abs).iloc[-1]
    assert dearest["sentence"] in {row[0] for row in rows}
    assert money(abs(float(dearest["price_up"]))) in dearest["sentence"]
    assert str(dearest["name"]) in dearest["sentence"]
    prices = dict(zip(binding["sentence"], binding["price_up"].astype(float), strict=True))
    sizes = [abs(prices[str(first)]) for first, _ in rows if "teams" not in str(first)]
    sizes = [size for size in sizes if math.isfinite(size)]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


def test_legal_grounds_carry_all_that_is_asked_and_given(proposal: Proposal) -> None:
    table = table_of(list(grounds(proposal)))
    rows = {str(row[0]): row for row in table.rows}
    for ground, terms in proposal.packages.groupby("legal_authority"):
        row = rows[in_words(str(ground)).capitalize()]
        assert row[2] == money(float(terms["us_value"].sum()))
        assert row[3] == money(float(terms["partner_value"].sum()))
        years = proposal.plan.question.world.parameters[f"durability.{ground}"]
        assert str(row[4]).startswith(f"{years.value:g} (")


def test_legal_grounds_come_with_most_at_stake_first(proposal: Proposal) -> None:
    """What is asked counts by its worth to us, what is given by its worth to them."""
    terms = proposal.packages
    stake = terms["us_value"].abs().where(terms["side"] == tables.ASKS, terms["partner_value"].abs())
    order = stake.groupby(terms["legal_authority"]).sum().sort_values(ascending=False).index
    assert len(order) > 1
    rows = table_of(list(grounds(proposal))).rows
    assert [row[0] for row in rows] == [in_words(str(ground)).capitalize() for ground in order]
    assert "Trade statute" in {row[0] for row in rows}


def test_of_those_left_out_the_largest_come_first(proposal: Proposal) -> None:
    left, economies = proposal.left_out, proposal.plan.question.economies
    assert len(left) > 1
    sizes = {str(row["name"]): economies[str(row["partner"])].gdp for row in left.to_dict("records")}
    named = [sizes[str(row[0])] for row in table_of(list(left_out(proposal))).rows]
    assert named == sorted(named, reverse=True)


def test_whoever_is_left_out_is_named_or_counted(proposal: Proposal) -> None:
    blocks = list(left_out(proposal))
    table, note = table_of(blocks), next(block.text for block in blocks if isinstance(block, Paragraph))
    counted = sum(int(number) for number in re.findall(r"\((\d+)\)", note))
    assert len(table.rows) + counted == len(proposal.left_out)
    assert not left_out(replace_left_out(proposal))


def replace_left_out(proposal: Proposal) -> Proposal:
    """The same proposal as if everybody had signed."""
    whole = replace(proposal)
    whole.__dict__["left_out"] = proposal.left_out.iloc[:0]
    return whole


def test_judgements_stand_with_their_ranges_and_both_ends(proposal: Proposal) -> None:
    rows = table_of(list(would_change(proposal))).rows
    for row, judged in zip(rows, proposal.rests_on.to_dict("records"), strict=True):
        assert row[0] == judged["what"]
        assert row[3] == f"{money(judged['gain_low'])} to {money(judged['gain_high'])}"


def test_columns_of_which_no_deal_has_anything_are_left_out(proposal: Proposal) -> None:
    with_some = proposal.summary.assign(matching_usd_bn=pd.Series(1.5, index=proposal.summary.index))
    for summary, shown in ((proposal.summary.assign(matching_usd_bn=0.0), False), (with_some, True)):
        page = proposal_page(replace(proposal, summary=summary))
        deals = next(block for block in page.blocks if isinstance(block, Table))
        assert ("Matching investment, USD bn" in deals.columns) == shown
