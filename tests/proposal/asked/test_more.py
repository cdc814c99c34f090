"""What for so much more: nobody is worse off who was to be held, limits are limits, and bad questions are errors."""

import math
from typing import Any

import pytest

from deals.division.bilateral import Bilateral
from deals.kit.cells import number
from deals.kit.errors import InputError, UnknownNameError
from deals.page.wording import chips
from deals.plan.left_out import with_deal
from deals.proposal import Proposal
from deals.proposal.asked.limits import _shut, pressed
from deals.proposal.asked.more import COLUMNS, PriceOfMore, step


def asked(proposal: Proposal, code: str) -> PriceOfMore:
    """Some more of an ask that can be agreed."""
    package = proposal[code]
    asks = package.proposed[(package.proposed["side"] == "US asks") & (package.proposed["share_of_limit"] < 0.8)]
    term = asks.iloc[0]
    return proposal.price_of(code, **{str(term["instrument"]): 0.05 * float(term["amount"])})


def test_more_of_an_ask_leaves_the_partner_as_well_off(proposal: Proposal) -> None:
    found = 0
    for code in ("JPN", "EUU", "THA", "MYS"):
        answer = asked(proposal, code)
        assert list(answer.table.columns) == COLUMNS
        if answer.lacking:
            assert "nothing that the United States can give" in answer.sentence
            assert answer.table.empty
            continue
        found += 1
        assert answer.partner_change == pytest.approx(0, abs=1e-5) or answer.partner_change > 0
        own = answer.table.set_index("label").loc[answer.label]
        assert own["then"] - own["now"] == pytest.approx(answer.more, rel=1e-4)
        assert answer.table["partner_change"].sum() == pytest.approx(answer.partner_change, abs=1e-5)
        paid = answer.table[(answer.table["label"] != answer.label) & answer.table["alone"].notna()]
        assert (paid["alone"].abs() > 0).any() or paid.empty
        assert answer.sentence in answer.markdown().replace("\\", "")
    assert found


def test_more_than_there_is_names_the_limit_and_what_could_be_agreed(proposal: Proposal) -> None:
    answer = proposal.price_of("JPN", investment=1e6)
    assert answer.limits == ("it has no more of it to give",)
    assert "cannot be agreed with Japan" in answer.sentence
    assert math.isnan(answer.us_change)
    within = proposal.price_of("JPN", investment=answer.possible * 0.99)
    beyond = proposal.price_of("JPN", investment=answer.possible * 1.01)
    assert not within.limits
    assert beyond.limits
    assert proposal.price_of("JPN", tariff_relief=1).limits == ("no deal gives a rate below 10%",)


def test_chips_are_priced_or_forbidden(proposal: Proposal) -> None:
    answer = proposal.price_of("Emirates", chips=1e5)
    assert answer.limits
    assert answer.sentence.startswith("No more chips can be agreed with the United Arab Emirates: all of its demand")
    held, opened = (number(proposal.summary, "ARE", what) for what in ("chips_kh", "opened_kh"))
    assert f"{chips(held)} by the deal" in answer.sentence
    assert (f"{chips(opened)} opened to it either way" in answer.sentence) == (opened > 0)
    if answer.possible > 1:
        less = proposal.price_of("ARE", chips=answer.possible / 2)
        assert less.lacking or less.us_change >= -1e-6


def test_a_partner_without_a_deal_has_one_forced_first_where_one_can_be(proposal: Proposal) -> None:
    without = [code for code in proposal.plan.asked.codes if code not in proposal.plan.signed]
    for code in without[:3]:
        if with_deal(proposal.plan, code) is None:
            with pytest.raises(InputError, match=rf"none can be forced into the plan .*; see proposal\['{code}'\]"):
                proposal.price_of(code, chips=1e5)
        else:
            assert proposal.price_of(code, chips=1e5).sentence.startswith(
                f"{proposal.plan.question.partner(code).name} has no deal in the plan; with one forced into it, "
            )
    assert without


def test_a_term_that_is_known_and_on_no_table_says_why(proposal: Proposal) -> None:
    """It is no unknown name, and is told as it was typed."""
    known = {one.name for one in proposal.plan.question.world.instruments}
    deal = Bilateral.of(proposal.plan, "ARE")
    off = next(iter(sorted(known - set(deal.issues) - {"tier_promotion", "government_arrangement"})))
    with pytest.raises(UnknownNameError, match="is on no table with the United Arab Emirates: the regime") as told:
        proposal.price_of("ARE", **{off: 0.5})
    assert off in str(told.value)
    assert "unknown" not in str(told.value)


def test_questions_that_mean_nothing_are_errors(proposal: Proposal) -> None:
    with pytest.raises(UnknownNameError, match="term on the table"):
        proposal.price_of("JPN", oil=3)
    with pytest.raises(UnknownNameError):
        proposal.price_of("UKX", chips=3)
    for more in ({}, {"chips": 1.0, "investment": 1.0}):
        with pytest.raises(InputError, match="one term at a time"):
            proposal.price_of("JPN", **more)
    sizes: tuple[Any, ...] = (0, -1, math.nan, math.inf, "20 bn", None, True)
    for size in sizes:
        with pytest.raises(InputError, match=r"investment: is no amount.*give a number above 0, in USD bn"):
            proposal.price_of("JPN", investment=size)


def test_who_asks_for_a_rate_is_told_how_more_of_it_is_asked(proposal: Proposal) -> None:
    with pytest.raises(UnknownNameError, match="write tariff_relief=5 for 5 percentage points less"):
        proposal.price_of("JPN", tariff_to=10)


def test_chips_before_the_deal_press_no_limit(proposal: Proposal) -> None:
    """What cannot be granted at all, as before signing or where it is opened, is held by no supply."""
    package = proposal["ARE"]
    deal = Bilateral.of(proposal.plan, package.partner)
    now = deal.at(proposal.plan.solution.point[deal.piece.columns])
    open_periods = {
        date
        for place, (issue, date) in enumerate(zip(deal.issues, deal.dates, strict=True))
        if issue == "chip_access" and not _shut(deal)[place]
    }
    assert open_periods
    assert all(date is not None and date >= proposal.plan.signed["ARE"] for date in open_periods)
    labels = {period.label: period.index for period in proposal.plan.question.timeline.periods}
    for told in pressed(deal, now, "chip_access"):
        assert {index for label, index in labels.items() if label in told} <= open_periods


@pytest.mark.parametrize(
    ("size", "unit", "words"),
    [(0.096, "share", "9.6 percentage points"), (-0.25, "share", "−25 percentage points"), (2, "kH", "2,000 H100e")],
)
def test_a_share_changes_by_points(size: float, unit: str, words: str) -> None:
    assert step(size, unit) == words
