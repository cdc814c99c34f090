"""Talks: what is heard narrows what is believed, replies are what they claim, and simulated talks end well."""

from pathlib import Path

import numpy as np
import pytest

from deals.errors import InputError, UnknownNameError
from deals.negotiation.answer import package_of
from deals.negotiation.negotiating import load_table, negotiate
from deals.negotiation.plan import Plan
from deals.negotiation.simulation import SimulatedPartner, play
from deals.negotiation.table import Table
from deals.scenario import Scenario


@pytest.fixture
def table(india: Plan) -> Table:
    return Table(india, "IND")


def test_we_open_at_take_it_or_leave_it_and_come_down_to_the_target(table: Table) -> None:
    offers = [table.offer().us_gain for _ in range(table.rounds)]
    assert offers[0] == pytest.approx(table.division.point("take_it_or_leave_it").us, abs=1e-5)
    assert offers[-1] == pytest.approx(table.division.target.us, abs=1e-5)
    assert offers == sorted(offers, reverse=True)


def test_what_is_not_named_stays_as_offered(table: Table) -> None:
    offer = table.offer()
    heard = table.counter({"investment": 5.0}).package
    assert heard.amounts["investment"] == pytest.approx(5.0)
    kept = {name: amount for name, amount in offer.amounts.items() if name != "investment"}
    assert {name: heard.amounts[name] for name in kept} == pytest.approx(kept, abs=1e-6)


def test_a_counter_offer_is_weighed_against_both_walk_aways(table: Table) -> None:
    table.offer()
    answer = table.counter({"tariff_cut": 0.3, "purchases": 0.0, "investment": 0.0, "defence": 0.0})
    assert answer.cost == pytest.approx(table.moves[0].package.us_gain - answer.us_gain)
    assert answer.above_our_walk_away
    low, high = answer.partner_gain_range
    assert low <= answer.partner_gain <= high
    assert answer.above_their_walk_away is True
    assert "our walk-away" in str(answer)


def test_the_package_better_for_both_is(table: Table) -> None:
    """Giving up chips for lower pledges helps nobody: there is a trade that both prefer, and the table names it."""
    table.offer()
    answer = table.counter({"chip_access": 50.0, "investment": 0.0, "tariff_cut": 0.1})
    assert answer.better is not None
    assert answer.better.us_gain > answer.us_gain
    assert table.domain.gain(answer.better.point, answer.reckoned) > answer.partner_gain


def test_equivalent_replies_are_as_good_and_unlike(table: Table) -> None:
    table.offer()
    answer = table.counter({"tariff_cut": 0.5})
    assert len(answer.equivalents) == 3
    assert all(package.us_gain >= answer.us_gain - 1e-6 for package in answer.equivalents)
    apart = [
        np.abs(table.domain.shares @ (p.point.terms - answer.package.point.terms)).max() for p in answer.equivalents
    ]
    assert min(apart) > 0.1
    assert len(answer.replies) >= 4


def test_each_round_narrows_what_the_partner_may_care_about(table: Table) -> None:
    """Of all weights that seemed possible, fewer and fewer explain what was said; those that made them up always do."""
    hidden = SimulatedPartner.drawn(table.domain, 3)
    drawn = np.random.default_rng(0).uniform(0.5, 2.0, (2000, len(table.domain.issues)))
    left = [1.0]
    for turn in range(3):
        proposal = hidden.answer(table.offer().point, turn)
        assert proposal is not None
        answer = table.counter(package_of(table.domain, proposal))
        revealed = answer.revealed
        assert (revealed["low"] >= revealed["low_before"] - 1e-7).all()
        assert (revealed["high"] <= revealed["high_before"] + 1e-7).all()
        cuts = table.weights.cuts
        assert all(cut.worth @ hidden.weights + cut.constant >= -1e-6 for cut in cuts)
        assert all(cut.worth @ table.reckoned + cut.constant >= -1e-6 for cut in cuts)
        explained = [all(cut.worth @ w + cut.constant >= 0 for cut in cuts) for w in drawn]
        left.append(float(np.mean(explained)))
    assert left == sorted(left, reverse=True)
    assert left[-1] < 0.8


def test_every_offer_is_acceptable_by_some_weights_that_explain_what_was_said(table: Table) -> None:
    hidden = SimulatedPartner.drawn(table.domain, 1)
    for turn in range(5):
        offer = table.offer()
        assert table.weights.span(table.domain.worth(offer.point), table.domain.fixed(offer.point))[1] >= -1e-6
        proposal = hidden.answer(offer.point, turn)
        assert proposal is not None
        table.counter(package_of(table.domain, proposal))


def test_talk_that_nothing_explains_is_told(table: Table) -> None:
    """Asking to give more and get less than offered fits no weights at all."""
    table.offer()
    answer = table.counter({"investment": 60.0, "tariff_cut": 1.0, "chip_access": 0.0, "tariff_relief": 0.0})
    assert not answer.weights.consistent
    assert "No weights" in str(answer)
    table.offer()


def test_history_is_saved_and_taken_up_again(table: Table, tmp_path: Path) -> None:
    table.offer()
    table.counter({"tariff_cut": 0.5})
    table.save(tmp_path / "talks.json")
    again = load_table(tmp_path / "talks.json")
    assert again.history.equals(table.history)
    assert again.reckoned.tolist() == table.reckoned.tolist()
    assert again.offer().us_gain == pytest.approx(table.offer().us_gain)


def test_what_cannot_be_said(table: Table, tmp_path: Path, scenario: Scenario) -> None:
    with pytest.raises(InputError):
        table.accept()
    with pytest.raises(InputError):
        table.accepted()
    with pytest.raises(UnknownNameError):
        table.counter({"tarif_cut": 0.5})
    with pytest.raises(InputError):
        table.counter({"investment": -1.0})
    with pytest.raises(InputError):
        table.counter({"matching_investment": 4.0, "chip_access": 0.0})
    with pytest.raises(UnknownNameError):
        negotiate(scenario, "IDN ")
    (tmp_path / "broken.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        load_table(tmp_path / "broken.json")


def test_after_a_deal_the_table_is_closed(table: Table) -> None:
    table.offer()
    assert table.accepted() is table.agreed
    with pytest.raises(InputError):
        table.offer()


@pytest.mark.parametrize(("partner", "seed"), [("IND", 0), ("IND", 1), ("JPN", 0), ("ARE", 2)])
def test_simulated_talks_end_in_an_efficient_deal(plan: Plan, partner: str, seed: int) -> None:
    """With weights the table never sees: a deal in ten rounds, above both walk-aways, within 5 percent of efficient."""
    table = Table(plan, partner)
    hidden = SimulatedPartner.drawn(table.domain, seed)
    assert hidden.can_gain
    assert play(table, hidden) <= 10
    assert table.agreed is not None
    assert table.agreed.us_gain > 0
    assert hidden.gain(table.agreed.point) >= 0
    assert table.domain.stretched(table.agreed.point, hidden.weights) <= 1 / 0.95
    for cut in table.weights.cuts:
        assert cut.worth @ hidden.weights + cut.constant >= -1e-6


def test_the_same_seed_is_the_same_partner(table: Table) -> None:
    one, other = (SimulatedPartner.drawn(table.domain, 7) for _ in range(2))
    assert one.weights.tolist() == other.weights.tolist()
    assert one.weights.tolist() != SimulatedPartner.drawn(table.domain, 8).weights.tolist()
