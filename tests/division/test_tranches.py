"""Delivery in tranches: neither side gains by walking away at any date, and trust has its price."""

import numpy as np
import pytest

import deals
from deals.division.bilateral import Bilateral
from deals.division.division import Division
from deals.division.tranches import Tranches, flows
from deals.model.question import assemble
from deals.plan.plan import Plan, solve
from optimizer import Program
from tests.wide import WIDEST, width_of


@pytest.fixture(scope="module")
def emirates() -> Division:
    """The deal with the Emirates where their later chips are opened without one, Malaysia talking beside them."""
    return Division(Bilateral.of(solve(assemble(deals.load("leverage-2025")).keep(("ARE", "MYS"))), "ARE"))


def test_flows_sum_to_the_package(division: Division) -> None:
    """Spread over time, a package is worth what it was, to each side."""
    point = division.point("nash")
    spread = flows(division.deal, point)
    assert spread.us.sum() + spread.us_fixed == pytest.approx(point.us, abs=1e-6)
    assert spread.partner.sum() + spread.partner_fixed == pytest.approx(point.partner, abs=1e-6)


def test_nothing_is_given_by_a_side_that_has_nothing_to_come(division: Division) -> None:
    """Without a relation after the horizon no concession is delivered in the last period: the schedule unravels."""
    schedule = Tranches(division.deal, division.point("nash"))
    given = schedule.flows.given
    costs = schedule.flows.partner[~given, -1] * schedule.shares[~given, -1]
    assert costs.min(initial=0.0) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("relation", [(0.0, 0.0), (0.5, 0.5), (1.0, 2.0)])
def test_nobody_gains_by_walking_away(division: Division, relation: tuple[float, float]) -> None:
    """Each side's best departure, from every date, is worth no more than staying."""
    schedule = Tranches(division.deal, division.point("nash"), relation)
    assert schedule.departures["kept"].all()
    assert schedule.us_gain >= -1e-6
    assert schedule.partner_gain >= -1e-6
    assert schedule.trust >= -1e-6


def test_a_relation_worth_the_repair_carries_the_whole_deal(division: Division) -> None:
    point = division.point("nash")
    repair = Tranches(division.deal, point).repair
    assert max(repair) > 0
    repaired = Tranches(division.deal, point, repair)
    assert repaired.departures["kept"].all()
    assert repaired.trust == pytest.approx(0.0, abs=1e-5)
    broken = Tranches(division.deal, point, (0.9 * repair[0], 0.9 * repair[1]), strict=False)
    assert not broken.departures["kept"].all()


def test_trust_delivers_all(division: Division) -> None:
    trusting = division.tranches("nash", strict=False)
    assert trusting.trust == pytest.approx(0.0, abs=1e-6)
    assert np.all(trusting.table.fillna(1.0) == 1.0)


def test_a_longer_relation_never_lowers_what_can_be_had(division: Division) -> None:
    gains = [
        schedule.us_gain + schedule.partner_gain
        for schedule in (Tranches(division.deal, division.point("nash"), (w, w)) for w in (0.0, 0.5, 1.0, 2.0))
    ]
    assert gains == sorted(gains)


def test_where_nothing_holds_by_itself_the_repair_is_told(emirates: Division) -> None:
    """Once the last chips are delivered, being the only one outside is worth more than what is still to come."""
    schedule = emirates.tranches("nash")
    assert width_of(schedule.chart()) < WIDEST
    assert schedule.flows.recourse[-1] > 0
    assert not schedule.flows.partner[schedule.flows.given, -1].any()
    assert not schedule.stands
    assert schedule.us_gain == schedule.partner_gain == 0.0
    assert schedule.trust == pytest.approx(schedule.point.us + schedule.point.partner)
    repaired = emirates.tranches("nash", relation=schedule.repair)
    assert repaired.stands
    assert repaired.trust == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize("partner", ["ARE", "JPN"])
def test_a_deal_holds_with_chips_to_the_end_and_where_relief_is_good_for_both(plan: Plan, partner: str) -> None:
    """Without a relation to come: the Emirates' chips go on, and Japan's lower rate brings us something too."""
    schedule = Division(Bilateral.of(plan, partner)).tranches("nash")
    kept = "chip_access" if partner == "ARE" else "tariff_relief"
    issue = schedule.flows.issues.index(kept)
    assert schedule.flows.us[issue, -1] > 0
    assert schedule.flows.partner[issue, -1] > 0
    assert schedule.stands
    assert schedule.us_gain > 0
    assert schedule.partner_gain > 0


def test_the_best_departure_found_anew_is_the_one_that_is_shown(division: Division) -> None:
    """What a side would deliver after leaving, solved as a programme of its own for every date of departure."""
    schedule = Tranches(division.deal, division.point("nash"), (0.3, 0.3))
    flow, shares = schedule.flows, schedule.shares
    for side, worth in (("us", flow.us), ("partner", flow.partner)):
        gives = flow.given if side == "us" else ~flow.given
        recourse = np.zeros(shares.shape[1]) if side == "us" else flow.recourse
        for start, (_, row) in enumerate(schedule.departures.iterrows()):
            best = -np.inf
            for date in range(start, shares.shape[1]):
                program = Program("leaving")
                keys = [(i, t) for i in np.flatnonzero(gives).tolist() for t in range(date, shares.shape[1])]
                upper = {(i, t): float(shares[i, t]) for i, t in keys}
                x = program.variables("delivered", keys, upper=upper)
                program.objective(program.linear([(x[k], float(worth[k])) for k in keys]))
                before = float((worth * shares)[:, start:date].sum())
                taken = float((worth * shares)[~gives, date].sum())
                best = max(best, before + taken + program.solve().objective + float(recourse[date + 1 :].sum()))
            assert row[f"{side}_leaves"] == pytest.approx(best, abs=1e-6)


def test_the_cheapest_repair_is_told_where_no_schedule_stands(emirates: Division) -> None:
    schedule = emirates.tranches("nash")
    assert not schedule.stands
    least = schedule.least_repair
    assert 0.01 < sum(least) < sum(schedule.repair)
    assert "No schedule holds by itself" in schedule.sentence
    enough = (least[0] + 1e-6, least[1] + 1e-6)
    assert Tranches(schedule.deal, schedule.point, enough).stands
    assert not Tranches(schedule.deal, schedule.point, (0.9 * least[0], 0.9 * least[1])).stands


def test_the_chart_has_a_cell_for_every_delivery_due(division: Division) -> None:
    schedule = division.tranches("nash", relation=(0.1, 0.1))
    data = schedule.chart().data
    assert len(data) == int(schedule.table.notna().to_numpy().sum())
    assert data["share"].between(-1e-9, 1 + 1e-9).all()
    assert "Trust would be worth" in schedule.sentence
    assert "on trust" in division.tranches("nash", strict=False).sentence
