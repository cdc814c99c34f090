"""Offers that are accepted: the more is left the surer, chosen on one half of the draws and told on the other."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.kit.errors import InputError, UnknownNameError
from deals.uncertainty.acceptance.offers import DRAWS, OPENING, POINTS, PROPOSED, WALK_AWAY, Offer, Offers, offers
from deals.uncertainty.acceptance.packages import Package
from deals.uncertainty.acceptance.reckoning import CURVE, Talked, halves
from deals.uncertainty.acceptance.tracks import tracks_of, with_slack
from tests.uncertainty.acceptance import by_hand
from tests.uncertainty.acceptance.conftest import DRAWS as FEW
from tests.uncertainty.acceptance.conftest import PARTNERS, Held
from tests.uncertainty.acceptance.test_packages import own_terms

GOOD, BAD = 1.0, 0.8
"""What a unit of relief is worth: as judged, and in the bad half of worlds."""
STEP = 9.0 / (POINTS - 1)
"""Of relief worth 9 as judged, what each offer leaves more than the one before."""


@pytest.fixture(scope="module")
def emirates() -> Offer:
    """The deal by hand, in eight worlds of which every other is bad, where acting alone brings 5."""
    return by_hand_offers([GOOD, BAD] * 4)[by_hand.PARTNER]


def by_hand_offers(worths: list[float], *, acceptance: float | None = None) -> Offers:
    alone = by_hand.ALONE
    return offers(
        by_hand.plan(alone=alone),
        by_hand.best_alone(alone=alone),
        by_hand.work(worths, alone=alone),
        acceptance=acceptance,
        draws=len(worths),
    )


@given(worlds=st.integers(2, 2000))
def test_worlds_that_choose_and_worlds_that_tell_are_two_halves(worlds: int) -> None:
    choosing, telling = halves(worlds)
    assert not (choosing & telling).any()
    assert (choosing | telling).all()
    assert abs(int(choosing.sum()) - int(telling.sum())) <= 1


# By hand: see by_hand.py. In a bad world relief counts for 7.2 and not for 9, so that slack of 1.8 makes up for it.


def test_an_offer_is_signed_where_the_partner_gains_and_each_billion_of_slack_costs_two(emirates: Offer) -> None:
    table, talks = emirates.table, by_hand.talks(by_hand.plan())
    slack = np.arange(POINTS) * STEP
    assert table["slack"].to_numpy() == pytest.approx(slack, abs=1e-9)
    assert table["us"].to_numpy() == pytest.approx(by_hand.MOST - 2 * slack - talks, abs=1e-9)
    assert table["odds"].to_numpy() == pytest.approx(np.where(slack >= 1.8, 1.0, 0.5))


def test_the_expected_gain_is_that_of_worlds_in_which_it_is_signed_less_talks_in_all(emirates: Offer) -> None:
    """Nothing left: 17 in half of the worlds. Slack of 1.875: 13.25 in all. Talks are paid either way."""
    table, talks = emirates.table, by_hand.talks(by_hand.plan())
    assert float(table["expected"].iloc[0]) == pytest.approx(17.0 / 2 - talks)
    assert float(table["us_if_accepted"].iloc[0]) == pytest.approx(17.0 - talks)
    assert emirates.chosen == 5
    assert float(table["expected"].iloc[5]) == pytest.approx(17.0 - 2 * 1.875 - talks)
    assert emirates.odds == 1.0
    assert emirates.price_of_odds == pytest.approx(2 * 1.875 / 50)


def test_against_acting_alone_counts_what_the_threat_forgoes(emirates: Offer) -> None:
    table = emirates.table
    assert emirates.alone == pytest.approx(by_hand.ALONE)
    assert table["over_alone"].to_numpy() == pytest.approx(table["expected"].to_numpy() - 5.0)
    assert emirates.pays


def test_the_walk_away_is_the_last_offer_worth_as_much_as_acting_alone(emirates: Offer) -> None:
    """17 - 2 x 5.625 - talks is above 5, 17 - 2 x 6.000 - talks below."""
    assert emirates.last == 15
    assert float(emirates.table["slack"].iloc[15]) == pytest.approx(5.625)


def test_amounts_on_the_sheet_follow(emirates: Offer) -> None:
    amounts = emirates.amounts
    assert list(amounts.columns) == [OPENING, PROPOSED, WALK_AWAY]
    rows = dict(zip(amounts.index, amounts.to_numpy(), strict=True))
    assert rows["investment"] == pytest.approx([90.0, 90 - 10 * 1.875, 90 - 10 * 5.625])
    assert rows["sector_tariff_relief"] == pytest.approx([1.0, 1.0, 1.0])


def test_where_bad_worlds_are_rare_nothing_is_left_to_the_partner() -> None:
    """One bad world in eight: 17 x 7/8 = 14.9 beats 13.25."""
    offer = by_hand_offers(([GOOD] * 7 + [BAD]) * 2)[by_hand.PARTNER]
    assert offer.chosen == 0
    assert offer.odds == pytest.approx(7 / 8)


def test_an_offer_chosen_on_one_half_is_told_on_the_other() -> None:
    """No bad world among those that choose, and none but bad ones among those that tell."""
    offer = by_hand_offers([GOOD] * 4 + [BAD] * 4)[by_hand.PARTNER]
    assert offer.chosen == 0
    assert offer.odds == 0.0
    assert not offer.pays
    assert "acting alone is expected to bring more" in offer.sentence


def test_odds_that_are_wanted_are_had_with_the_least_slack() -> None:
    worths = [GOOD, BAD] * 4
    assert by_hand_offers(worths, acceptance=0.5)[by_hand.PARTNER].chosen == 0
    assert by_hand_offers(worths, acceptance=0.51)[by_hand.PARTNER].chosen == 5


def test_where_no_offer_has_the_odds_wanted_the_surest_is_made() -> None:
    """Relief that is worth nothing is never signed for; where it is worth all, the first offer will do."""
    assert by_hand_offers([GOOD, -1.0] * 4, acceptance=0.9)[by_hand.PARTNER].chosen == 0


# On a plan as solved, in drawn worlds.


def test_the_first_offer_is_the_plans_own_and_leaves_ever_more(found: Offers) -> None:
    for offer in found.of.values():
        table = offer.table
        assert list(table.columns) == CURVE
        assert len(table) == POINTS
        assert float(table["slack"].iloc[0]) == pytest.approx(0.0, abs=1e-5)
        assert table["slack"].is_monotonic_increasing
        assert (np.diff(table["us"].to_numpy()) <= 1e-6).all()


@given(code=st.sampled_from(PARTNERS), place=st.integers(0, POINTS - 1), part=st.floats(0.0, 1.0))
@settings(max_examples=15)
def test_terms_that_are_better_for_the_partner_in_every_world_are_signed_in_no_fewer(
    found: Offers, talked: Callable[[str], Talked], code: str, place: int, part: float
) -> None:
    """Where a pledge costs the partner in every world, less of it is."""
    here = talked(code)
    package = Package.of(here.deal, found[code].points[place])
    costly = {
        term.instrument
        for term in here.question.terms
        if term.partner == code and all(np.max(segment.partner) <= 0 for segment in term.segments)
    }
    less = {name: amount * (part if name in costly else 1.0) for name, amount in package.asks.items()}
    before, after = here.weigh_package(package), here.weigh_package(replace(package, asks=less))
    assert (after.partner >= before.partner - 1e-9).all()
    assert (after.accepted >= before.accepted).all()


def test_odds_rise_with_slack_up_to_the_luck_of_the_draw(found: Offers) -> None:
    """Offers along the frontier are other mixes of terms, so that single steps may fall; the whole may not."""
    for offer in found.of.values():
        odds, error = offer.table["odds"].to_numpy(), offer.table["odds_error"].to_numpy()
        assert odds[-1] >= odds[0]
        for low in range(POINTS):
            for high in range(low, POINTS):
                assert odds[high] >= odds[low] - 2 * (error[low] + error[high]) - 1 / FEW


def test_what_is_proposed_is_best_on_the_worlds_that_choose(found: Offers, talked: Callable[[str], Talked]) -> None:
    for code, offer in found.of.items():
        here = talked(code)
        gains = [float(here.weigh(point).brought[here.choosing].mean()) for point in offer.points]
        assert max(gains) == pytest.approx(gains[offer.chosen])


def test_the_walk_away_is_worth_at_least_acting_alone_where_it_is_signed(
    found: Offers, talked: Callable[[str], Talked]
) -> None:
    for code, offer in found.of.items():
        here = talked(code)
        worth = here.weigh(offer.points[offer.last])
        signed = worth.accepted & here.choosing
        gained = (worth.us - worth.talks - here.forgone)[signed]
        assert gained.mean() >= 0 or (offer.last == 0 and not offer.pays)


def test_what_is_told_is_the_mean_over_worlds_that_tell(found: Offers, talked: Callable[[str], Talked]) -> None:
    for code, offer in found.of.items():
        here = talked(code)
        worth, row = here.weigh(offer.points[offer.chosen]), offer.table.iloc[offer.chosen]
        signed = worth.partner[here.telling] >= -1e-6
        gained = np.where(signed, worth.us[here.telling], 0.0) - worth.talks[here.telling]
        assert float(row["odds"]) == pytest.approx(signed.mean())
        assert float(row["expected"]) == pytest.approx(gained.mean())
        assert float(row["over_alone"]) == pytest.approx(gained.mean() - here.forgone[here.telling].mean())


@pytest.mark.parametrize("wanted", [0.3, 0.6, 0.85])
def test_odds_wanted_are_had_on_the_worlds_that_choose(
    held: Held, talked: Callable[[str], Talked], wanted: float
) -> None:
    for code, offer in offers(held.plan, held.alone, held.work, acceptance=wanted, draws=FEW).of.items():
        here = talked(code)
        odds = [float(here.weigh(point).accepted[here.choosing].mean()) for point in offer.points]
        if odds[offer.chosen] < wanted:
            assert odds[offer.chosen] == max(odds)
        else:
            assert max(odds[: offer.chosen], default=0.0) < wanted


def test_where_talks_are_not_linked_slack_is_left_in_each_track(unlinked: Held) -> None:
    question = unlinked.work.asked(range(2))
    for code in unlinked.plan.signed:
        talked = Talked.of(unlinked.plan, unlinked.alone, question, code)
        deal = talked.deal
        points = with_slack(deal, deal.at(own_terms(deal)), 7)
        for track in tracks_of(deal):
            left = [track.at(point) for point in points]
            assert (np.diff(left) >= -1e-5).all()
            assert left[-1] > left[0] + 1e-3


def test_all_offers_stand_in_one_table(found: Offers) -> None:
    table = found.table
    assert list(table.index) == list(found.of)
    assert set(found.of) == set(PARTNERS)
    for code, offer in found.of.items():
        row, last = table.loc[code], offer.table.iloc[offer.chosen]
        assert row["odds"] == last["odds"]
        assert row["failure"] == pytest.approx(1 - offer.odds)
        assert row["pays"] == offer.pays == (row["over_alone"] > 0)
    assert found.expected == pytest.approx(float(table["expected"].sum()))
    assert 0 <= found.failure <= 1
    table["odds"] = 0.0
    assert found.table["odds"].any()


def test_offers_say_themselves_in_a_sentence_and_show_themselves(found: Offers) -> None:
    assert f"of {len(found.of)} bring more than acting alone" in found.sentence
    offer = found[PARTNERS[1]]
    assert offer.sentence.startswith("India: ")
    assert "would be signed in" in offer.sentence
    for answer in (found, offer):
        assert answer.chart().svg().startswith("<svg")


def test_a_partner_without_a_deal_is_answered_with_the_nearest(found: Offers) -> None:
    with pytest.raises(UnknownNameError, match="did you mean IND"):
        found["INDI"]


@pytest.mark.parametrize("wanted", [0.0, 1.0, -0.1, 1.5, float("nan")])
def test_odds_that_are_no_odds_are_refused(held: Held, wanted: float) -> None:
    with pytest.raises(InputError, match="acceptance"):
        offers(held.plan, held.alone, held.work, acceptance=wanted)


def test_one_draw_cannot_both_choose_and_tell(held: Held) -> None:
    with pytest.raises(InputError, match="draws"):
        offers(held.plan, held.alone, held.work, draws=1)


def test_an_odd_number_of_draws_leaves_one_out() -> None:
    assert by_hand_offers([GOOD] * 5).draws == 4
    assert DRAWS % 2 == 0
