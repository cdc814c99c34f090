"""Odds of offers where worlds are drawn from other distributions."""

from dataclasses import replace

import numpy as np
import pytest

from deals.kit.errors import InputError
from deals.sensitivity.worlds.assumptions import Assumption
from deals.uncertainty.acceptance.elsewhere import AcceptanceElsewhere, acceptance_elsewhere
from deals.uncertainty.acceptance.offers import Offers
from deals.uncertainty.draws import Draws, Placed
from deals.uncertainty.other_draws import APART, CENTRE, ENDS, other_draws
from tests.uncertainty.acceptance.conftest import DRAWS, Held

VALUE = "tariff.partner_value_factor"
"""How a dollar of relief counts for a partner: of all numbers the one its gain hangs on most."""


@pytest.fixture(scope="module")
def answer(held: Held, found: Offers) -> AcceptanceElsewhere:
    draws = held.work.draws
    assert isinstance(draws, Draws)
    few = {name: worlds for name, worlds in other_draws(draws).items() if name in (ENDS, CENTRE, APART)}
    return acceptance_elsewhere(found, held.plan, held.alone, held.work, others=few)


def placed(held: Held, place: float) -> Placed:
    """Worlds in which all is as judged but what relief is worth to a partner."""
    scenario = held.plan.question.scenario
    bar = Assumption(VALUE, (scenario.world().parameters[VALUE],))
    return Placed.of(scenario, [bar], np.full((DRAWS, 1), place))


def test_in_the_same_worlds_the_odds_are_those_told(held: Held, found: Offers) -> None:
    again = acceptance_elsewhere(found, held.plan, held.alone, held.work, others={"ours": held.work.draws})
    assert again.mean_error == again.largest_error == 0.0
    assert again.over_alone["ours"].tolist() == pytest.approx(again.over_alone["told"].tolist())
    assert again.draws == DRAWS // 2


def test_where_all_is_as_judged_an_offer_with_slack_is_signed_and_where_relief_is_worth_least_it_may_not_be(
    held: Held, found: Offers
) -> None:
    others = {"as judged": placed(held, 0.0), "at worst": placed(held, -1.0)}
    table = acceptance_elsewhere(found, held.plan, held.alone, held.work, others=others).table
    slack = {code: float(offer.table["slack"].iloc[offer.chosen]) for code, offer in found.of.items()}
    assert all(table["as judged"][code] == 1.0 for code, left in slack.items() if left > 0)
    assert (table["at worst"] <= table["as judged"]).all()


def test_errors_are_odds_there_less_odds_told(answer: AcceptanceElsewhere) -> None:
    table = answer.table
    errors = table[list(answer.others)].sub(table["told"], axis=0)
    assert table["mean_error"].tolist() == pytest.approx(errors.abs().mean(axis=1).tolist())
    for code, row in errors.iterrows():
        largest = float(table["largest_error"][str(code)])
        assert abs(largest) == pytest.approx(row.abs().max())
        assert any(largest == pytest.approx(float(each)) for each in row)
    assert answer.largest_error == pytest.approx(float(errors.abs().to_numpy().max()))
    assert answer.mean_error == pytest.approx(float(errors.abs().to_numpy().mean()))
    by_distribution = answer.by_distribution
    assert by_distribution["shift"].tolist() == pytest.approx(errors.mean().tolist())
    assert by_distribution["mean_error"].tolist() == pytest.approx(errors.abs().mean().tolist())


def test_odds_rise_where_numbers_lie_nearer_to_the_centre_and_fall_where_nearer_to_the_ends(
    answer: AcceptanceElsewhere,
) -> None:
    """An offer leaves slack as judged: only worlds far from the centre are worse than it."""
    shift = answer.by_distribution["shift"].to_dict()
    assert shift[CENTRE] > 0 > shift[ENDS]


def test_what_is_told_is_what_offers_say(answer: AcceptanceElsewhere, found: Offers) -> None:
    for code, offer in found.of.items():
        assert float(answer.table["told"][code]) == offer.odds
        assert float(answer.over_alone["told"][code]) == float(offer.table["over_alone"].iloc[offer.chosen])


def test_the_sentence_names_the_worst_and_how_many_offers_pay_everywhere(answer: AcceptanceElsewhere) -> None:
    worst = answer.by_distribution.sort_values("largest_error", key=abs).iloc[-1].to_dict()
    name = str(answer.table["name"][worst["partner"]])
    assert f"{100 * answer.largest_error:.1f} points at most ({name}:" in answer.sentence
    paying = answer.over_alone[answer.over_alone["told"] > 0]
    still = int((paying > 0).all(axis=1).sum())
    assert f"of {len(paying)} offers expected to bring more than acting alone, {still} do so" in answer.sentence


def test_it_shows_itself(answer: AcceptanceElsewhere) -> None:
    assert answer.chart().svg().startswith("<svg")


def test_worlds_that_are_not_drawn_need_others_to_be_checked_against(held: Held, found: Offers) -> None:
    work = replace(held.work, draws=placed(held, 0.0))
    with pytest.raises(InputError, match="not drawn"):
        acceptance_elsewhere(found, held.plan, held.alone, work)


def test_nothing_to_check_against_is_refused(held: Held, found: Offers) -> None:
    with pytest.raises(InputError, match="nothing to check against"):
        acceptance_elsewhere(found, held.plan, held.alone, held.work, others={})
