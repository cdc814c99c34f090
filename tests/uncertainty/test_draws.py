"""Worlds drawn whole: each number by its kind, what hangs together together, what must add up adding up."""

import os
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import Philox
from scipy import special, stats

import deals
from deals.kit.errors import InputError
from deals.kit.frozen import FrozenMapping
from deals.scenario import Scenario
from deals.sensitivity.worlds.assumptions import Assumption
from deals.uncertainty.distributions import IN_FACTORS, PEAK, Ranges, normal
from deals.uncertainty.draws import Draws, Placed
from deals.uncertainty.streams import keys, uniforms
from deals.world import World, load_world
from deals.world.quantity import Quantity
from optimizer import Floats
from tests.uncertainty.same_draw import fingerprint

MANY = range(4000)
FEW = range(200)
YEARS = range(2024, 2029)
OWNERS = ("Microsoft", "Google", "Amazon", "Meta", "Oracle", "other")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return deals.load("leverage-2025")


@pytest.fixture(scope="module")
def then(scenario: Scenario) -> World:
    return scenario.world()


@pytest.fixture(scope="module")
def now() -> World:
    return load_world(date(2026, 11, 22))


@pytest.fixture(scope="module")
def draws(then: World) -> Draws:
    return Draws.of(then)


@pytest.fixture(scope="module")
def places(draws: Draws) -> dict[str, Floats]:
    return by_name(draws, MANY)


@pytest.fixture(scope="module")
def first(draws: Draws) -> dict[str, Floats]:
    """The first draws in one chunk."""
    return draws.values(FEW)


def by_name(draws: Draws, numbers: Sequence[int]) -> dict[str, Floats]:
    return dict(zip(draws.names, draws.places(numbers).T, strict=True))


def ranged(value: float, low: float, high: float, kind: str = "judgement") -> Quantity:
    return Quantity("a", value, low, high, "factor", kind, "judgement", date(2025, 5, 1), "judgement", "a reason")


def test_everything_with_a_range_is_drawn_but_how_to_draw(then: World, draws: Draws) -> None:
    with_range = {name for name, quantity in then.parameters.items() if quantity.low < quantity.high}
    assert with_range - set(draws.names) == {"draws.correlation.years", "draws.correlation.economies"}
    assert len(draws.names) == len(set(draws.names)) == 1598
    assert list(draws.names) == [name for name in then.parameters if name in set(draws.names)]


def test_the_median_of_every_number_is_its_central_value(then: World, draws: Draws) -> None:
    """As drawn, before totals: half of the draws stand on either side, within five standard errors."""
    above = (draws.places(MANY) > 0).mean(axis=0)
    assert np.abs(above - 0.5).max() < 5 * 0.5 / np.sqrt(len(MANY))
    assert Ranges.of(then.parameters.values()).at(np.zeros((len(then.parameters), 1)))[:, 0].tolist() == [
        quantity.value for quantity in then.parameters.values()
    ]


EXPECTED = {
    "judgement": stats.uniform(-1, 2).cdf,
    "derived": stats.triang(0.5, -1, 2).cdf,
    "fact": lambda place: (1 + np.sign(place) * stats.beta(1, 3).cdf(np.abs(place))) / 2,
}


@pytest.mark.parametrize("kind", sorted(PEAK))
def test_a_number_is_spread_as_its_kind_says(kind: str, now: World) -> None:
    """By Kolmogorov and Smirnov: uniform for a judgement, triangular for what is derived, narrower for a fact."""
    drawn = Draws.of(now, seed=3)
    names = [name for name in drawn.names if now.parameters[name].kind == kind][:150:5]
    of_all = by_name(drawn, MANY)
    chances = [stats.kstest(of_all[name], EXPECTED[kind]).pvalue for name in names]
    assert min(chances) > 0.01 / len(chances)
    spread = {"judgement": 1 / 3, "derived": 1 / 6, "fact": 1 / 10}[kind]
    variances = [np.var(of_all[name]) for name in names]
    assert np.mean(variances) == pytest.approx(spread, rel=0.05)


@given(
    st.tuples(*[st.floats(-10, 10)] * 3).map(sorted) | st.tuples(*[st.floats(1e-3, 1e3)] * 3).map(sorted),
    st.lists(st.floats(0, 1), min_size=2, max_size=6).map(sorted),
    st.sampled_from([-1.0, 1.0]),
)
def test_a_place_runs_from_the_central_value_to_the_very_end(ends: list[float], way: list[float], side: float) -> None:
    low, value, high = ends
    ranges = Ranges.of([ranged(value, low, high)])
    on_the_way = ranges.at(side * np.array([[0.0, *way, 1.0]]))[0]
    assert on_the_way[0] == value
    assert on_the_way[-1] == (high if side > 0 else low)
    assert (np.diff(on_the_way) * side >= -1e-9 * abs(value)).all()
    assert ((on_the_way >= low) & (on_the_way <= high)).all()


def test_a_range_of_a_factor_of_four_is_one_of_factors() -> None:
    halves = np.array([[-0.5, 0.5]])
    assert Ranges.of([ranged(300, 60, 1500)]).at(halves)[0] == pytest.approx([300 / 5**0.5, 300 * 5**0.5])
    assert Ranges.of([ranged(300, 150, 150 * IN_FACTORS)]).at(halves)[0] == pytest.approx([300 / 2**0.5, 300 * 2**0.5])
    assert Ranges.of([ranged(300, 200, 600)]).at(halves)[0] == pytest.approx([250, 450])
    assert Ranges.of([ranged(300, 0, 1500)]).at(halves)[0] == pytest.approx([150, 900])
    assert Ranges.of([ranged(-1.5, -8, -1)]).at(halves)[0] == pytest.approx([-4.75, -1.25])


def test_where_a_range_has_one_side_half_of_the_draws_stand_at_its_value(first: dict[str, Floats]) -> None:
    assert 70 < (first["denial.tier1"] == 0).sum() < 130
    assert first["denial.tier1"].max() <= 0.1


@pytest.mark.parametrize(
    ("one", "other", "correlation"),
    [
        ("demand.DEU.2026", "demand.DEU.2027", 0.9),
        ("demand.DEU.2024", "demand.DEU.2028", 0.9),
        ("demand.DEU.2026", "demand.BRA.2026", 0.3),
        ("demand.DEU.2024", "demand.BRA.2028", 0.3),
        ("share.usa.2025", "share.usa.2028", 0.9),
        ("price.system.2025", "price.system.2026", 0.9),
        ("mix.other.2025", "mix.other.2028", 0.9),
        ("mix.other.2025", "mix.blackwell.2025", 0.0),
        ("diversion.leak.MYS", "diversion.leak.TUR", 0.3),
        ("diversion.throughput.MYS.SGP", "diversion.throughput.SGP.MYS", 0.3),
        ("denial.A5_A6", "denial.D1_D4", 0.3),
        ("denial.A5_A6", "denial.erosion", 0.0),
        ("delivery.licence", "delivery.purchases", 0.3),
        ("durability.rule", "durability.treaty", 0.3),
        ("delivery.licence", "durability.licence", 0.0),
        ("demand.DEU.2026", "share.usa.2026", 0.0),
        ("harm.per_kH", "wtp.choke", 0.0),
    ],
)
def test_what_hangs_together_is_correlated_as_judged(
    one: str, other: str, correlation: float, places: dict[str, Floats]
) -> None:
    """On the scale of normal numbers, within four standard errors (1 - r^2) / sqrt(n)."""
    first, second = (special.ndtri((1 + places[name]) / 2) for name in (one, other))
    found = np.corrcoef(first, second)[0, 1]
    assert found == pytest.approx(correlation, abs=4 * (1 - correlation**2) / np.sqrt(len(MANY)))


def test_correlations_are_read_from_the_data(then: World) -> None:
    """With one error for all years these stand at one place; with none in common economies go their own way."""
    told = then.patched({"draws.correlation.years": {"set": 1}, "draws.correlation.economies": {"set": 0}})
    found = by_name(Draws.of(told), MANY)
    assert found["demand.DEU.2024"] == pytest.approx(found["demand.DEU.2028"], abs=1e-12)
    assert abs(np.corrcoef(found["demand.DEU.2024"], found["demand.FRA.2024"])[0, 1]) < 4 / np.sqrt(len(MANY))


@pytest.mark.parametrize("which", ["then", "now"])
def test_what_adds_up_in_the_data_adds_up_in_every_draw(which: str, request: pytest.FixtureRequest) -> None:
    world: World = request.getfixturevalue(which)
    drawn = Draws.of(world, seed=5).values(FEW)
    tier = world.tiers["tier"]
    partners = [str(code) for code in tier.index[tier != 3] if code != "USA"]

    def total(names: Iterable[str]) -> tuple[float, Floats]:
        given = list(names)
        return sum(world.value(name) for name in given), np.sum([drawn[name] for name in given], axis=0)

    for year in YEARS:
        named = f"supply.{year}", f"share.usa.{year}", f"china.legal.{year if year < 2026 else '2026_28'}"
        left = world.value(named[0]) * (1 - world.value(named[1])) - world.value(named[2])
        supply, home, legal = (drawn[name] for name in named)
        demand = total(f"demand.{code}.{year}" for code in partners)
        np.testing.assert_allclose(demand[1] / demand[0], (supply * (1 - home) - legal) / left, rtol=1e-9)
        np.testing.assert_allclose(drawn[f"demand.USA.{year}"], supply * home, rtol=1e-9)
        np.testing.assert_allclose(drawn[f"demand.CHN.{year}"], legal, rtol=1e-9)
        mix = [name for name in world.parameters if name.startswith("mix.") and name.endswith(f".{year}")]
        if mix:
            np.testing.assert_allclose(sum(drawn.get(name, world.value(name)) for name in mix), 1, rtol=1e-9)
    np.testing.assert_allclose(drawn["leak.base_supply"], drawn["supply.2025"], rtol=1e-9)
    for shares in ("demand.weight.", "provider.tier2."):
        np.testing.assert_allclose(total(name for name in drawn if name.startswith(shares))[1], 1, rtol=1e-9)
    assert total(f"provider.supply.{owner}" for owner in OWNERS)[1].max() <= 1 + 1e-12
    counted = {
        f"diversion.leak.{code}": sum(world.value(f"demand.{code}.{year}") for year in (2024, 2025))
        for code in (*partners, "USA")
    }
    leaked = np.sum([drawn[name] * amount for name, amount in counted.items()], axis=0)
    aim = drawn["leak.total.2024_25"] / world.value("leak.total.2024_25")
    central = sum(world.value(name) * amount for name, amount in counted.items())
    np.testing.assert_allclose(leaked / central, aim, rtol=1e-9)
    for name, values in drawn.items():
        if world.parameters[name].unit == "share":
            assert values.min() >= 0, name
            assert values.max() <= (0.95 if name.startswith("diversion.leak.") else 1), name
        if name.startswith("demand."):
            assert values.min() >= 0, name


def test_what_is_drawn_of_an_economy_says_how_it_compares_with_others(then: World, draws: Draws) -> None:
    """Totals move all by one factor, embargoed places too, whose demand is by the same formula."""
    alone = draws.ranges.at(draws.places(FEW).T)
    at, kept = draws.names.index, draws.values(FEW)
    for other in ("demand.BRA.2027", "demand.RUS.2027"):
        before = alone[at("demand.DEU.2027")] / alone[at(other)]
        np.testing.assert_allclose(kept["demand.DEU.2027"] / kept[other], before, rtol=1e-12)
    small = ("diversion.leak.DEU", "diversion.leak.USA")
    ratio = alone[at(small[0])] / alone[at(small[1])]
    np.testing.assert_allclose(kept[small[0]] / kept[small[1]], ratio, rtol=1e-12)


def test_what_totals_do_not_touch_stays_as_drawn(draws: Draws, first: dict[str, Floats]) -> None:
    alone = dict(zip(draws.names, draws.ranges.at(draws.places(FEW).T), strict=True))
    touched = {name.rsplit(".", 1)[0] for name in first if not np.array_equal(first[name], alone[name])}
    assert {name.split(".")[0] for name in touched} == {"demand", "diversion", "leak", "mix", "provider"}
    assert not [name for name in touched if name.startswith("diversion.throughput")]


def test_a_number_of_a_stream_is_the_word_that_the_cipher_makes_there() -> None:
    key = keys(7, ["some name"])
    words = Philox(key=key[0]).random_raw(60)
    expected = ((words >> np.uint64(12)).astype(float) + 0.5) / 2**52
    assert uniforms(key, range(60))[0].tolist() == expected.tolist()
    assert uniforms(key, [59, 3, 3])[0].tolist() == expected[[59, 3, 3]].tolist()
    assert len({tuple(row) for row in keys(7, map(str, range(1000)))} | {tuple(keys(8, ["0"])[0])}) == 1001


@cache
def in_one_chunk() -> tuple[Draws, dict[str, Floats]]:
    drawn = Draws.of(deals.load("leverage-2025").world(), seed=11)
    return drawn, drawn.values(FEW)


@settings(max_examples=25)
@given(st.lists(st.integers(0, len(FEW) - 1), max_size=40))
def test_a_draw_is_the_same_bit_for_bit_in_any_chunk_and_order(numbers: list[int]) -> None:
    drawn, whole = in_one_chunk()
    chunk = drawn.values(numbers)
    assert list(chunk) == list(whole)
    assert all(chunk[name].tobytes() == whole[name][numbers].tobytes() for name in whole)
    assert drawn.choices(numbers) == {
        name: tuple(made[number] for number in numbers) for name, made in drawn.choices(FEW).items()
    }


@pytest.mark.parametrize("numbers", [[10**6, 3, 10**12], [5000, 1, 2500, 5001]])
def test_far_draws_are_the_same_alone_and_beside_others(numbers: list[int], draws: Draws) -> None:
    beside = draws.places(numbers)
    assert all(draws.places([number]).tobytes() == row.tobytes() for number, row in zip(numbers, beside, strict=True))
    assert len({row.tobytes() for row in beside}) == len(numbers)


def test_a_place_does_not_change_when_the_data_gain_or_lose_a_number(then: World, places: dict[str, Floats]) -> None:
    kept = {name: q for name, q in then.parameters.items() if not name.startswith(("wtp.", "denial.D", "hub.weight.S"))}
    kept = {"new.number": ranged(1, 0, 2), **kept, "demand.XXX.2026": replace(ranged(1, 0, 2), name="demand.XXX.2026")}
    others = by_name(Draws.of(replace(then, parameters=FrozenMapping(kept))), range(100))
    assert {"new.number", "demand.XXX.2026"} == set(others) - set(places)
    assert len(others) < len(places)
    assert all(others[name].tobytes() == places[name][:100].tobytes() for name in others.keys() & places.keys())


def test_a_draw_is_the_same_in_any_process() -> None:
    """Whatever order a process keeps its names in."""
    command = [sys.executable, "-c", "from tests.uncertainty.same_draw import fingerprint; print(fingerprint())"]
    elsewhere = {**os.environ, "PYTHONHASHSEED": "20250513"}
    told = subprocess.run(command, env=elsewhere, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == fingerprint()


def test_draws_can_be_sent_and_are_small(draws: Draws, first: dict[str, Floats]) -> None:
    packed = pickle.dumps(draws)
    assert len(packed) < 300_000
    sent: Draws = pickle.loads(packed)
    assert sent.fingerprint() == draws.fingerprint()
    assert all(value.tobytes() == first[name].tobytes() for name, value in sent.values(FEW).items())


def test_the_fingerprint_tells_what_would_give_other_worlds(then: World, draws: Draws) -> None:
    wider = replace(then.parameters["wtp.choke"], high=9.0)
    firmer = replace(then.parameters["wtp.choke"], kind="fact")
    others = [
        Draws.of(then, seed=1),
        *(
            Draws.of(replace(then, parameters=FrozenMapping({**then.parameters, "wtp.choke": other})))
            for other in (wider, firmer)
        ),
        Draws.of(then.patched({"wtp.choke": {"set": 5}})),
        Draws.of(then.patched({"draws.correlation.years": {"set": 0.8}})),
        Draws.of(then.patched({"draws.correlation.economies": {"set": 0.2}})),
    ]
    assert Draws.of(then).fingerprint() == draws.fingerprint()
    assert len({draws.fingerprint(), *(other.fingerprint() for other in others)}) == 1 + len(others)


def test_another_seed_gives_other_worlds(then: World, draws: Draws) -> None:
    assert not (Draws.of(then, seed=1).places(range(20)) == draws.places(range(20))).any()


def test_there_is_no_draw_before_the_first(draws: Draws) -> None:
    with pytest.raises(InputError, match="count draws from 0"):
        draws.values([3, -1])
    assert all(len(values) == 0 for values in draws.values([]).values())


def test_choices_have_equal_chances_and_are_independent(draws: Draws) -> None:
    made = draws.choices(MANY)
    sets, bases = Counter(made["elasticities"]), Counter(made["h100e_basis"])
    assert set(sets) == {"BSY", "CP", "FGO", "IS", "U4"}
    assert set(bases) == {"tpp", "8-bit"}
    assert min(stats.chisquare(list(counts.values())).pvalue for counts in (sets, bases)) > 0.001
    together = stats.contingency.crosstab(made["elasticities"], made["h100e_basis"]).count
    assert stats.chi2_contingency(together).pvalue > 0.001


@pytest.mark.parametrize("which", ["then", "now"])
def test_every_draw_is_a_world(which: str, request: pytest.FixtureRequest) -> None:
    """As patches of a reform: accepted, and the numbers are those of the draw."""
    world: World = request.getfixturevalue(which)
    drawn = Draws.of(world, seed=9)
    values = drawn.values(range(40))
    for number in (*range(12), int(values["leak.total.2024_25"].argmax()), int(values["supply.2028"].argmin())):
        there = world.patched(drawn.patches(number))
        assert [there.value(name) for name in drawn.names] == [values[name][number] for name in drawn.names]
        assert there.class_mix.sum(axis=1).to_numpy() == pytest.approx(1)


def test_places_given_are_those_of_the_bars(scenario: Scenario, then: World) -> None:
    """At the ends and the centre what the bar says; all else, and the choices, as they are."""
    routes = tuple(q for name, q in then.parameters.items() if name.startswith("diversion.throughput.MYS"))
    bars = [Assumption("harm.per_kH", (then.parameters["harm.per_kH"],)), Assumption("routes", routes)]
    design = np.array([[0.0, 0.0], [1.0, -1.0], [-1.0, 1.0], [0.5, 0.0]])
    placed = Placed.of(scenario, bars, design)
    assert placed.names == ("harm.per_kH", *(route.name for route in routes))
    for number, row in enumerate(design[:3]):
        centre = {name: {"set": then.value(name)} for name in placed.names}
        assert placed.patches(number) == {**centre, **bars[0].at(row[0]), **bars[1].at(row[1])}
    assert placed.values([3, 1])["harm.per_kH"] == pytest.approx([0.03 * 5**0.5, 0.15])
    assert placed.choices([2, 2]) == {"elasticities": ("BSY", "BSY"), "h100e_basis": ("tpp", "tpp")}
    assert Placed.of(scenario, bars, design).fingerprint() == placed.fingerprint()
    assert Placed.of(scenario, bars, design[::-1]).fingerprint() != placed.fingerprint()
    other = Placed.of(scenario.changed(h100e_basis="8-bit"), bars, design)
    assert other.choices([0])["h100e_basis"] == ("8-bit",)
    assert other.fingerprint() != placed.fingerprint()


def test_a_design_that_does_not_fit_its_bars_is_refused(scenario: Scenario, then: World) -> None:
    bar = Assumption("harm.per_kH", (then.parameters["harm.per_kH"],))
    with pytest.raises(InputError, match="not a column a bar"):
        Placed.of(scenario, [bar], np.zeros((3, 2)))
    with pytest.raises(InputError, match="keep places within -1 to 1"):
        Placed.of(scenario, [bar], np.array([[1.5]]))
    with pytest.raises(InputError, match="stands in two bars"):
        Placed.of(scenario, [bar, bar], np.zeros((3, 2)))
    with pytest.raises(InputError, match="count worlds from 0 to 2"):
        Placed.of(scenario, [bar], np.zeros((3, 1))).values([3])


def test_normal_numbers_and_places_are_those_of_scipy() -> None:
    chances = np.concatenate([10.0 ** np.arange(-15, 0), np.linspace(0.01, 0.99, 99)])
    normals = normal(chances)
    assert normals == pytest.approx(special.ndtri(chances), rel=4e-15, abs=1e-15)
    uniform = Ranges(*(np.array([end]) for end in (0.0, -1.0, 1.0, 1.0)))
    assert np.abs(uniform.places(normals[None]) - (2 * special.ndtr(normals) - 1)).max() < 1e-15
