"""What overuse costs: peers treated alike, goodwill, and the other supplier's answer to hard lines."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

import deals
from deals.model.formulation import formulate
from deals.model.question import Question, assemble
from deals.model.rows.most_favoured import peer_groups
from deals.model.worth.no_deal import HARD_LINE_RESPONSE, other_supplier_volume, volumes_under_hard_lines
from deals.page.wording import money
from deals.plan.plan import Plan, solve
from deals.restraint.goodwill import goodwill
from deals.restraint.hard_lines import hard_lines
from deals.restraint.most_favoured import MostFavoured, treated_alike

type Row = tuple[Mapping[str, float], float, float]


@pytest.fixture(scope="module")
def peers(question: Question) -> Plan:
    """Peers of Asia and of the Gulf, and one partner without any."""
    exact = question.scenario.model_copy(update={"gap": 0.0})
    plan = solve(replace(question.keep(("THA", "KHM", "ARE", "QAT", "TUN", "HTI")), scenario=exact))
    assert "HTI" not in plan.asked.codes, "its deal cannot pay for its talks"
    return plan


@pytest.fixture(scope="module")
def alike(peers: Plan) -> MostFavoured:
    return treated_alike(peers)


@pytest.fixture(scope="module")
def golden() -> dict[str, Row]:
    """Rows over two peers, one year a period, four steps a term."""
    small = deals.load("leverage-2025").changed(
        first_quarter="2026Q1", last_quarter="2027Q4", period_months=12, segments=4, talks_under_way={}
    )
    shot = formulate(assemble(small).keep(("ARE", "QAT")), alike=True).program.snapshot()
    rows: dict[str, Row] = {}
    for family in ("no more than peers", "no less than peers"):
        for key in shot.rows.keys(family):
            at = shot.rows.position(family, key)
            columns, values = shot.arrays.matrix.row(at)
            terms = {shot.columns.written(int(c)): float(v) for c, v in zip(columns, values, strict=True)}
            rows[f"{family}: {key}"] = terms, float(shot.arrays.row_lower[at]), float(shot.arrays.row_upper[at])
    return rows


def test_the_rows_of_an_ask(golden: dict[str, Row]) -> None:
    """Each of four steps is a quarter of the limit: shares add to at most the common one, and to it once signed."""
    terms, low, high = golden["no more than peers: ('ARE', 'china_exit', None)"]
    common = "common share[peers_gulf, china_exit, None]"
    assert (low, high) == (-np.inf, 0.0)
    assert terms[common] == -1.0
    assert {v for name, v in terms.items() if name.startswith("ask[ARE, china_exit, ")} == {1.0}
    limit = 1.0
    assert sum(name.startswith("ask[") for name in terms) == 4 * 2 * limit
    terms, low, high = golden["no less than peers: ('ARE', 'china_exit', None)"]
    assert (low, high) == (-1.0, np.inf)
    assert terms[common] == -1.0
    assert [terms[f"sign[ARE, {t}]"] for t in (0, 1)] == [-1.0, -1.0]


def test_the_rows_of_chips_bind_from_when_a_deal_takes_effect(golden: dict[str, Row]) -> None:
    """With a lag of a year only what was signed in the first year delivers in the second, and nothing in the first."""
    later, _, _ = golden["no less than peers: ('QAT', 'chip_access', 1)"]
    assert [name for name in later if name.startswith("sign[")] == ["sign[QAT, 0]"]
    first, _, _ = golden["no less than peers: ('QAT', 'chip_access', 0)"]
    assert not [name for name in first if name.startswith("sign[")]
    grants = [value for name, value in later.items() if name.startswith("grant[QAT, 1, ")]
    assert len(set(np.round(grants, 9))) == 1
    assert grants[0] > 0


def test_peers_that_sign_are_treated_alike(alike: MostFavoured) -> None:
    frame = alike.treatment["alike"].dropna()
    spread = frame.groupby(["group", "instrument", "period"]).agg(lambda shares: shares.max() - shares.min())
    assert (spread <= 1e-6).all()
    free = alike.treatment["free"].dropna().groupby(["group", "instrument", "period"]).agg(np.ptp)
    assert (free > 0.05).any(), "or there would be nothing to forbid"


def test_equal_treatment_never_pays(alike: MostFavoured) -> None:
    assert alike.price >= -alike.precision
    assert alike.price > 0
    assert alike.table["change"].to_dict()["TUN"] == pytest.approx(0.0, abs=0.02), "it has no peers"
    assert set(alike.alike.signed) <= set(alike.free.signed)
    gained = alike.table["us_gain_alike"].sum() - alike.table["us_gain_free"].sum()
    assert gained == pytest.approx(-alike.price, abs=0.2)
    assert alike.sentence.startswith(f"to treat peers alike costs at most {money(alike.price)}")


def test_who_is_not_asked_has_no_peers(question: Question) -> None:
    groups = peer_groups(question.keep(("IND", "KHM", "JPN")))
    assert groups["peers_asia"] == ("KHM", "IND")
    assert groups["peers_gulf"] == ()


def test_goodwill_has_its_price(peers: Plan) -> None:
    """The higher the floor the less is left, no partner below its own floor, and no deal below nothing."""
    floors = goodwill(peers, [0.3, 0.0])
    curve = floors.table
    assert list(curve.index) == [0.0, 0.3]
    assert curve["us_gain"].is_monotonic_decreasing
    assert curve["us_gain"].to_dict()[0.0] == pytest.approx(peers.solution.objective, abs=1e-5)
    assert curve["cost"].iloc[0] == 0
    kept = floors.by_partner.loc[0.3]
    assert (kept["partner_gain"] >= 0.3 * kept["partner_gross_gain"] - 1e-4).all()
    assert floors.cost_by_partner[0.3].sum() == pytest.approx(curve["cost"].iloc[-1], rel=0.1)
    assert len(floors.chart().data) == 4
    assert "30% of its gross gain costs" in floors.sentence


def test_hard_lines_raise_what_the_other_supplier_can_export_later(question: Question) -> None:
    """Nothing in the first period; then its base exports times one and the refused share of the years before."""
    world, path = question.world.patched({HARD_LINE_RESPONSE: {"set": 0.5}}), question.path
    volumes = volumes_under_hard_lines(world, path.periods, path.access)
    base = [other_supplier_volume(world, p) for p in path.periods]
    assert volumes[0] == base[0]
    buyers = [a for code, a in path.access.items() if code != "USA" and a.tier != 3]
    refused = sum(a.withheld[0] for a in buyers) / sum(a.demand[0] for a in buyers)
    assert volumes[1] / base[1] == pytest.approx(1 + 0.5 * refused * path.periods[0].years)
    assert np.all(np.diff(np.divide(volumes, base)) > 0)


def test_without_a_response_hard_lines_change_nothing(question: Question) -> None:
    volumes = volumes_under_hard_lines(question.world, question.path.periods, question.path.access)
    assert volumes == tuple(other_supplier_volume(question.world, p) for p in question.path.periods)


def test_the_other_supplier_wears_leverage_off(peers: Plan) -> None:
    """Reservation values rise, chips are worth less at the table, and the position of the United States is worse."""
    responses = hard_lines(peers, [0.0, 1.0])
    curve = responses.table
    assert curve["exports_last_year"].is_monotonic_increasing
    assert curve["reservation_values"].is_monotonic_increasing
    assert curve["chips_worth"].is_monotonic_decreasing
    assert curve["us_position"].is_monotonic_decreasing
    assert curve["us_gain"].to_dict()[0.0] == pytest.approx(peers.solution.objective, abs=1e-5)
    assert curve["reservation_values"].iloc[-1] < 1.05 * curve["reservation_values"].iloc[0], "of the same partners"
    moved = responses.reservations[1.0]
    assert (moved >= -1e-9).all()
    assert moved["ARE"] > 0
    power = responses.dependence
    assert (power["power_with"] >= power["power_without"] - 1e-9).all(), "deals keep the other supplier out"
    emirates = power.xs("ARE", level="partner").xs(2028, level="year").to_dict()
    without = emirates["power_without"]
    assert without[1.0] < without[0.0]
    assert without[0.0] == pytest.approx(-np.log(1 - emirates["share_without"][0.0]))
    assert len(responses.chart().data) == 6
    assert "worse off" in responses.sentence


def test_the_chart_shows_deals_that_move(alike: MostFavoured) -> None:
    data = alike.chart().data
    assert len(data) == 2 * int((alike.table["change"].abs() >= 0.01).sum())


def test_a_floor_alone_is_told_beside_the_plan_as_it_is(peers: Plan) -> None:
    """Its cost counts from the plan's own floor, which is nil, and not from itself."""
    table = goodwill(peers, [0.3]).table
    assert table.index.tolist() == [0.0, 0.3]
    cost = float(table["cost"].to_dict()[0.3])
    assert cost == pytest.approx(peers.gain - float(table["us_gain"].to_dict()[0.3]))
    assert cost > 0
