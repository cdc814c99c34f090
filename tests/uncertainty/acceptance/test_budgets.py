"""Terms that withstand a budget of bad surprises: as by hand, and never less than the budget promises."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from deals.kit.errors import InputError, UnknownNameError
from deals.uncertainty.acceptance.budgets import LEVELS, Budgets, budgets
from deals.uncertainty.acceptance.doubts import Doubts
from deals.uncertainty.acceptance.reckoning import Talked
from deals.uncertainty.acceptance.tracks import tracks_of
from optimizer import violation_bound
from tests.uncertainty.acceptance import by_hand
from tests.uncertainty.acceptance.conftest import DRAWS, PARTNERS, Held

GOOD, BAD = 1.0, 0.8
SMALL = 1e-6


@pytest.fixture(scope="module")
def emirates() -> Budgets:
    """The deal by hand, where relief is worth a fifth less in every other world."""
    return by_hand_budgets([GOOD, BAD] * 4)


@pytest.fixture(scope="module")
def malaysia(held: Held) -> Budgets:
    return budgets(held.plan, held.alone, held.work, "MYS", draws=DRAWS)


def by_hand_budgets(worths: list[float]) -> Budgets:
    made = by_hand.plan()
    return budgets(made, by_hand.best_alone(), by_hand.work(worths), by_hand.PARTNER, draws=len(worths))


def worst(falls: pd.Series, budget: float) -> float:
    """The most that a budget of falls can add up to: the largest whole, and a part of one more."""
    ordered, whole = sorted(falls.tolist(), reverse=True), int(budget)
    return float(sum(ordered[:whole]) + (budget - whole) * sum(ordered[whole : whole + 1]))


# By hand: relief falls by 10 x 0.9 x (1.0 - 0.8) = 1.8 at worst, and nothing else is in doubt.


def test_what_is_in_doubt_is_what_drawn_worlds_say(emirates: Budgets) -> None:
    assert emirates.count == 1
    falls = emirates.deviations.loc["sector_tariff_relief"].to_numpy()
    assert falls == pytest.approx(np.full(LEVELS, 1.8))


def test_each_part_of_the_surprise_costs_twice_its_worth(emirates: Budgets) -> None:
    """To withstand a part of it that part of 1.8 is left to the partner, at two billion to the United States each."""
    table, talks = emirates.table, by_hand.talks(by_hand.plan())
    part = np.linspace(0.0, 1.0, LEVELS)
    assert np.asarray(table.index, dtype=np.float64) == pytest.approx(part, abs=SMALL)
    assert table["slack"].to_numpy() == pytest.approx(1.8 * part, abs=SMALL)
    assert table["us"].to_numpy() == pytest.approx(by_hand.MOST - 3.6 * part - talks, abs=SMALL)
    assert table["bound"].to_numpy() == pytest.approx([violation_bound(1, float(each)) for each in table.index])


def test_all_of_it_withstood_is_signed_everywhere_and_no_more_is_given_than_that(emirates: Budgets) -> None:
    """Slack in steps of 0.375 must leave 1.875; a budget leaves 1.8."""
    table, talks = emirates.table, by_hand.talks(by_hand.plan())
    assert table["odds"].tolist() == [0.5] * (LEVELS - 1) + [1.0]
    assert emirates.chosen == emirates.most == 1.0
    assert float(table["expected"].iloc[-1]) == pytest.approx(17.0 - 3.6 - talks)
    assert float(table["expected"].iloc[-1]) > float(emirates.slack.table["expected"].max())


def test_what_may_be_worth_less_than_nothing_is_not_dealt_in() -> None:
    """Relief at its worst is worth -0.1 a unit and is counted in full: it falls by 1.0 from 0.9.

    Half of that withstood leaves 0.4 a unit, 4 in all, for 40 of investment; all of it leaves nothing to deal in.
    """
    table, talks = by_hand_budgets([GOOD, -0.1] * 4).table, by_hand.talks(by_hand.plan())
    us = dict(zip(table.index, table["us"], strict=True))
    assert us[0.5] == pytest.approx(0.2 * 40 - 1.0 - talks)
    assert us[1.0] == pytest.approx(-talks, abs=SMALL)


def test_where_nothing_is_in_doubt_the_plans_own_terms_stand() -> None:
    answer = by_hand_budgets([GOOD] * 8)
    assert answer.count == 0
    assert answer.table["odds"].tolist() == [1.0]
    assert answer.table["slack"].tolist() == pytest.approx([0.0], abs=SMALL)


def test_surprises_that_are_good_are_no_doubt() -> None:
    assert by_hand_budgets([GOOD, 2.0] * 4).count == 0


# On a plan as solved, in drawn worlds.


def test_without_a_budget_the_plans_own_terms_are_best(held: Held, malaysia: Budgets) -> None:
    opening = malaysia.slack.table.iloc[0].to_dict()
    first = malaysia.table.iloc[0].to_dict()
    assert first["us"] >= opening["us"] - 1e-5
    assert first["us"] == pytest.approx(
        opening["us"], abs=held.plan.solution.absolute_gap / held.plan.asked.holds + 1e-5
    )


def test_the_larger_the_budget_the_less_is_brought_if_signed(malaysia: Budgets) -> None:
    table = malaysia.table
    assert len(table) > 5
    assert (np.diff(table["us"].to_numpy()) <= SMALL).all()
    assert (np.diff(table["bound"].to_numpy()) <= 0).all()


def test_the_partner_still_gains_when_the_worst_within_the_budget_comes(malaysia: Budgets) -> None:
    for budget, point in malaysia.points.items():
        falls = malaysia.deviations[budget]
        assert point.partner >= worst(falls, budget) - 1e-5
        assert (falls >= -SMALL).all()


def test_where_talks_are_not_linked_it_gains_in_each_track(unlinked: Held) -> None:
    for code in unlinked.plan.signed:
        answer = budgets(unlinked.plan, unlinked.alone, unlinked.work, code, draws=16)
        tracks = tracks_of(Talked.of(unlinked.plan, unlinked.alone, unlinked.work.asked(range(2)), code).deal)
        assert len(tracks) == 3
        for budget, point in answer.points.items():
            for track in tracks:
                concerned = [name for name in answer.deviations.index if track.concerns(str(name))]
                assert track.at(point) >= worst(answer.deviations.loc[concerned, budget], budget) - 1e-5


@pytest.mark.parametrize("code", PARTNERS)
def test_a_unit_falls_short_by_what_nine_in_ten_worlds_exceed(talked: Callable[[str], Talked], code: str) -> None:
    """Of terms in one step, measured by a whole deal with it against the same without."""
    here = talked(code)
    doubts = Doubts.of(here)
    assert len(set(doubts.names)) == len(doubts.names) == len(doubts.falls) == len(doubts.fixed)
    assert (doubts.falls >= 0).all()
    assert (doubts.fixed >= 0).all()
    # Nothing of the deal, so that only what is fixed is in doubt.
    worths = here.weigh(here.deal.at(np.zeros(len(here.deal.us)))).partner[here.choosing]
    parts = [fixed for name, fixed in zip(doubts.names, doubts.fixed, strict=True) if fixed > 0]
    if len(parts) == 1:
        kept = np.where([issue == "diversion_prevented" for issue in here.deal.issues], here.deal.piece.lower, 0.0)
        judged = here.deal.own_fixed + float(here.deal.own @ kept)
        assert judged - np.quantile(worths, 0.1) == pytest.approx(parts[0], abs=SMALL)


def test_chips_fall_short_by_the_thousand_that_is_delivered_as_judged(talked: Callable[[str], Talked]) -> None:
    """Of the best use of each half-year: all that is licensed for it, weighed against nothing."""
    here = talked("ARE")
    deal, doubts = here.deal, Doubts.of(here)
    falls = doubts.falls[doubts.names.index("chip_access")]
    labels = deal.plan.solution.snapshot.columns.all
    none, checked = here.weigh(deal.at(np.zeros(len(deal.us)))).partner, 0
    for column, place in enumerate(deal.piece.columns.tolist()):
        family, key = labels[place]
        if family == "grant" and isinstance(key, tuple) and key[2] == 0 and falls[column] > 0:
            (grant,) = (g for g in deal.plan.choices.grants("ARE") if (g.economy, g.period) == key[:2])
            most = grant.widths[0] * deal.plan.asked.survival(deal.plan.signed["ARE"], grant.period)
            all_of_it = here.weigh(deal.at(np.where(np.arange(len(deal.us)) == column, most, 0.0))).partner
            each = ((all_of_it - none) / most)[here.choosing]
            assert falls[column] == pytest.approx(deal.own[column] - np.quantile(each, 0.1))
            checked += 1
    assert checked


def test_odds_are_measured_on_the_worlds_that_tell(malaysia: Budgets, talked: Callable[[str], Talked]) -> None:
    here = talked("MYS")
    for (_, row), point in zip(malaysia.table.iterrows(), malaysia.points.values(), strict=True):
        signed = here.weigh(point).partner[here.telling] >= -SMALL
        assert float(row["odds"]) == pytest.approx(signed.mean())


def test_where_the_bound_breaks_is_told(malaysia: Budgets) -> None:
    table = malaysia.table
    beyond = (1 - table["odds"] - 2 * table["odds_error"]) > table["bound"]
    assert list(malaysia.broken.index) == list(table.index[beyond])
    said = "holds" if not beyond.any() else f"exceeded at {int(beyond.sum())} of {len(table)} budgets"
    assert said in malaysia.sentence


def test_it_shows_itself(malaysia: Budgets) -> None:
    assert malaysia.sentence.startswith("Malaysia: terms that withstand")
    assert malaysia.chart().svg().startswith("<svg")
    table = malaysia.table
    table["odds"] = 0.0
    assert malaysia.table["odds"].any()


def test_where_no_terms_withstand_all_the_most_they_do_is_told(malaysia: Budgets) -> None:
    """Relief is most of what Malaysia gets: without it no terms are worth its while."""
    assert malaysia.most < malaysia.count
    assert f"no terms withstand more than {malaysia.most:.2g}" in malaysia.sentence


def test_a_partner_without_a_deal_is_told(held: Held) -> None:
    with pytest.raises(UnknownNameError, match="unknown signed partner"):
        budgets(held.plan, held.alone, held.work, "MYZ", draws=2)


def test_one_draw_is_too_few(held: Held) -> None:
    with pytest.raises(InputError, match="draws"):
        budgets(held.plan, held.alone, held.work, "MYS", draws=1)
