"""An instrument added to the table is on the table, worth what a hand makes of its row, drawn, told and checked."""

from collections.abc import Hashable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

import deals
from deals import regimes
from deals.cli import app as cli
from deals.kit.cells import number
from deals.kit.errors import InputError
from deals.model.effects import effect_problems
from deals.model.question import Question, assemble
from deals.model.rows.participation import chips_pairs, trade_pairs
from deals.model.rows.variables import choices
from deals.plan.plan import Plan, solve
from deals.plan.tables import terms_table
from deals.sensitivity import Sensitivity
from deals.world import load_world
from optimizer import Program
from tests import three
from tests.own_rows import OFFTAKE, in_place, with_rows

PARTNERS = ("MYS", "IND", "JPN")
NAME = "minerals_offtake"


@pytest.fixture(scope="module", autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Data in which some partners can sell critical minerals."""
    with in_place(with_rows(tmp_path_factory.mktemp("own") / "data", OFFTAKE)):
        yield


def question(**changes: Any) -> Question:
    return three.question(PARTNERS, unilateral_opening=False, **changes)


@pytest.fixture(scope="module")
def plan(data: None) -> Plan:
    return solve(question())


def test_its_worth_is_the_one_reckoned_by_hand() -> None:
    """India's GDP is far above 2,000: it could sell for 20, in five steps of 4, each quoted over 3.5 years."""
    asked = question()
    world = asked.world
    term = next(t for t in asked.terms if (t.partner, t.instrument) == ("IND", NAME))
    gdp = number(world.countries, "IND", "gdp_usd_bn") * world.value("money.2024_to_2025")
    assert gdp * 0.01 > 20
    assert [segment.width for segment in term.segments] == pytest.approx([4.0] * 5)
    each = world.value("purchase.margin") * world.value("purchase.additionality") * world.value("delivery.purchases")
    assert [segment.us for segment in term.segments] == pytest.approx([each / 3.5] * 5)
    cost = 0.005 * gdp / 20 * world.value("purchase.partner_cost") / 3.5
    middles = (0.1, 0.3, 0.5, 0.7, 0.9)
    assert [segment.partner for segment in term.segments] == pytest.approx([-cost * (0.1 + s) for s in middles])
    assert term.kind == "judgement"


def test_only_those_named_can_give_it() -> None:
    assert {t.partner for t in question().terms if t.instrument == NAME} == {"IND", "JPN"}


@pytest.mark.parametrize("name", regimes.IDS)
def test_trade_is_talked_about_under_every_regime(name: str) -> None:
    world = deals.load("leverage-2025").world()
    assert NAME in {i.name for i in regimes.get(name).on_table(world, "partner")}
    assert NAME not in {i.name for i in regimes.get(name).on_table(world, "us")}


@pytest.mark.parametrize(
    ("track", "admitted"),
    [
        ("chips", {"leverage", "diffusion_rule", "refined_tiers", "draft_2026", "standards_no_caps"}),
        ("matching", {"leverage", "draft_2026"}),
        ("divestment arrangement", {"leverage", "diffusion_rule", "refined_tiers", "draft_2026"}),
        ("promotion", {"refined_tiers"}),
    ],
)
def test_other_tracks_are_those_of_the_regimes_that_have_them(track: str, admitted: set[str]) -> None:
    world = deals.load("leverage-2025").world()
    own = tuple(replace(i, tracks=track) for i in world.instruments if i.name == NAME)
    assert {name for name in regimes.IDS if regimes.get(name).on_table(replace(world, instruments=own))} == admitted


@pytest.mark.parametrize(("track", "on_trade"), [("trade", True), ("chips", False)])
def test_where_talks_are_not_linked_it_counts_in_its_own_track(track: str, *, on_trade: bool) -> None:
    asked = question(regime="leverage+unlinked")
    instruments = tuple(replace(i, tracks=track) if i.name == NAME else i for i in asked.world.instruments)
    made = choices(replace(asked, world=replace(asked.world, instruments=instruments)), Program("x", maximise=True))
    own = {variable.id for key, variable in made.ask.items() if key[:2] == ("IND", NAME)}
    assert own <= {variable.id for variable, _ in (trade_pairs if on_trade else chips_pairs)(made, "IND")}
    assert own.isdisjoint(variable.id for variable, _ in (chips_pairs if on_trade else trade_pairs)(made, "IND"))


def sold(plan: Plan, code: str) -> list[dict[Hashable, Any]]:
    table = terms_table(plan)
    return table[(table["partner"] == code) & (table["instrument"] == NAME)].to_dict("records")


def test_it_is_in_the_plan_its_prices_zones_and_limits(plan: Plan) -> None:
    (term,) = sold(plan, "IND")
    assert term["label"] == "Offtake of critical minerals"
    assert 0 < float(term["amount"]) <= 20
    ask = Sensitivity(plan)
    assert NAME in set(ask.concession_prices().table["instrument"])
    assert NAME in set(ask.zone("IND").table["instrument"])
    held = three.question(PARTNERS, unilateral_opening=False, limits=({"partner": "IND", "term": NAME, "exactly": 15},))
    (term,) = sold(solve(held), "IND")
    assert term["amount"] == pytest.approx(15)


def test_it_is_said_and_drawn_as_the_table_says() -> None:
    proposal = deals.propose(three.scenario(PARTNERS, unilateral_opening=False), draws=0)
    package = proposal["IND"]
    assert package.phrases[NAME] == "sells critical minerals for {money}"
    drawn = proposal.gives_and_gains().table
    assert set(drawn.loc[drawn["term"] == "Offtake of critical minerals", "group"]) == {"Purchases"}


def test_any_package_with_it_is_weighed_for_both() -> None:
    weighed = deals.evaluate(deals.load("leverage-2025"), "IND", {NAME: 5, "tariff_to": 15}, signed="2026Q1").table
    assert number(weighed, NAME, "us") > 0
    assert number(weighed, NAME, "partner") < 0


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        (",trade,", ",minerals,", "tracks", "no regime has such a track"),
        ('"min(0.01 * gdp, 20)"', "gdp - gdp", "capacity_base", "nobody who may give it has any of it"),
        ('"min(0.01 * gdp, 20)",purchase', "0 * gdp,purchase", "us_base", "worth nothing to the United States"),
        ("IND JPN KAZ", "FSM", "capacity_base", ""),
    ],
)
def test_what_can_take_no_effect_is_told_with_why(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str, field: str, message: str
) -> None:
    folder = tmp_path_factory.mktemp("bad") / "data"
    scenario = deals.load("leverage-2025")
    row = OFFTAKE.replace(NAME, "own", 1).replace(old, new, 1)
    found = effect_problems(load_world(scenario.world_date, folder=with_rows(folder, row)), scenario)
    if not message:
        assert not found
        return
    (problem,) = found
    assert problem.field == f"own.{field}"
    assert message in problem.message
    assert problem.fix
    done = CliRunner().invoke(cli.app, ["check", str(folder)])
    assert done.exit_code == 2
    assert f"own.{field}: " in done.stderr


def test_a_scenario_on_data_with_a_track_that_no_regime_has_is_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    row = OFFTAKE.replace(NAME, "own", 1).replace(",trade,", ",minerals,", 1)
    folder = with_rows(tmp_path_factory.mktemp("track") / "data", row)
    with in_place(folder), pytest.raises(InputError, match=r"own\.tracks: no regime has such a track"):
        deals.load("leverage-2025")


def test_what_is_packaged_takes_effect() -> None:
    scenario = deals.load("leverage-2025")
    assert not effect_problems(scenario.world(), scenario)
    assert assemble(scenario).terms
