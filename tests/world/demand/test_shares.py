"""Demand shared out by what of it was known: by hand, and of the data."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.world import World, load_world
from deals.world.demand.shares import BLANKED, COLUMNS, proxies, shared_again, shares
from deals.world.quantity import Quantity
from tests.world.conftest import MAY_2025
from tests.world.test_numbers import shares as by_the_page

YEARS = ("2025", "2026", "2027", "2028")


def quantity(name: str, value: float) -> Quantity:
    low, high = value / 2, value * 2
    return Quantity(
        name, value, low, high, "kH a year", "judgement", "judgement", date(2025, 5, 1), "judgement", "said"
    )


def countries(**rows: tuple[float, float]) -> pd.DataFrame:
    """GDP and clusters by economy; everybody at 40,000 a head, without clouds, supercomputers and electricity."""
    blank = dict.fromkeys(COLUMNS, math.nan)
    known = {
        code: {**blank, "gdp_usd_bn": gdp, "gdp_per_capita_usd": 40_000, "ai_clusters_h100e": clusters}
        for code, (gdp, clusters) in {"USA": (1.0, 1.0), "CHN": (1.0, 1.0), **rows}.items()
    }
    return pd.DataFrame.from_dict(known, orient="index")


WEIGHTS = {name: quantity(name, weight) for name, weight in {
    "demand.weight.gdp_income": 0.5,
    "demand.weight.existing_clusters": 0.1,
    "demand.weight.cloud_regions": 0.22,
}.items()}  # fmt: skip


def test_shares_by_hand() -> None:
    """Of GDP a tenth and nine tenths, of clusters all and none; weights of .5 and .1 brought to one."""
    found = shares(countries(ARE=(10, 5), IND=(90, 0)), WEIGHTS)
    assert found.to_dict() == pytest.approx({"ARE": (0.5 * 0.1 + 0.1) / 0.6, "IND": 0.5 * 0.9 / 0.6})


def test_what_nothing_is_known_of_is_left_out() -> None:
    assert list(proxies(countries(ARE=(10, 5), IND=(90, 0)))) == ["gdp_income", "existing_clusters"]
    assert list(proxies(countries(ARE=(10, math.nan), IND=(90, math.nan)))) == ["gdp_income"]


def test_demand_is_shared_out_again_by_hand() -> None:
    """Without clusters a fourth goes to the first in place of a half; the third has a plan, the fourth is barred.

    Demand of 20 and 20 becomes 10 and 30: the sum of those counted stays. The fourth follows by the same factors.
    """
    known = countries(ARE=(25, 100), IND=(75, 50), MYS=(0, 0), RUS=(0, 0))
    strict = countries(ARE=(25, math.nan), IND=(75, math.nan), MYS=(0, math.nan), RUS=(0, math.nan))
    weights = {**WEIGHTS, "demand.weight.existing_clusters": quantity("demand.weight.existing_clusters", 0.75)}
    demand = {"ARE": 20.0, "IND": 20.0, "MYS": 7.0, "RUS": 3.0}
    given_ = {**weights, **{f"demand.{c}.2027": quantity(f"demand.{c}.2027", v) for c, v in demand.items()}}
    found = shared_again(given_, known, strict, {("MYS", "2027")}, {"ARE", "IND", "MYS"})
    before = shares(known, weights)
    assert before.to_dict() == pytest.approx({"ARE": 0.5, "IND": 0.5, "MYS": 0, "RUS": 0})
    said = {code: found[f"demand.{code}.2027"] for code in demand}
    assert {c: q.value for c, q in said.items()} == pytest.approx({"ARE": 10, "IND": 30, "MYS": 7, "RUS": 3})
    assert (said["ARE"].low, said["ARE"].high) == pytest.approx((5, 20))
    assert said["ARE"].reason == f"said{BLANKED}"
    assert said["MYS"] == given_["demand.MYS.2027"]
    assert {name: found[name] for name in weights} == weights


@given(gdp=st.lists(st.floats(1, 1000), min_size=3, max_size=3), clusters=st.lists(st.floats(0.1, 9), min_size=3))
def test_the_sum_of_those_counted_stays(gdp: list[float], clusters: list[float]) -> None:
    codes = ("ARE", "IND", "MYS")
    known = countries(**{c: (g, k) for c, g, k in zip(codes, gdp, clusters[:3], strict=True)})
    strict = countries(**{c: (g, math.nan) for c, g in zip(codes, gdp, strict=True)})
    demand = {f"demand.{c}.2028": quantity(f"demand.{c}.2028", 10.0 * g) for c, g in zip(codes, gdp, strict=True)}
    found = shared_again({**WEIGHTS, **demand}, known, strict, (), codes)
    assert sum(found[n].value for n in demand) == pytest.approx(sum(q.value for q in demand.values()))
    same = shared_again({**WEIGHTS, **demand}, known, known, (), codes)
    assert {n: same[n].value for n in demand} == pytest.approx({n: q.value for n, q in demand.items()})


def test_the_formula_is_that_of_the_page(then: World) -> None:
    mine, theirs = shares(then.countries, then.parameters), by_the_page(then)
    assert mine.to_dict() == pytest.approx(theirs.to_dict())


def test_strictly_as_of_demand_does_not_read_what_was_published_later(then: World) -> None:
    """By income and electricity alone; every year's sum, and every plan, is as it was."""
    strict = load_world(MAY_2025, "strictly-as-of")
    assert list(proxies(strict.countries)) == ["gdp_income", "electricity"]
    assert not strict.seen_demand
    codes = [str(e) for e, row in then.tiers.iterrows() if row["tier"] != 3 and e != "USA"]
    for year in YEARS:
        names = [f"demand.{code}.{year}" for code in codes]
        assert sum(strict.value(n) for n in names) == pytest.approx(sum(then.value(n) for n in names))
    assert strict.value("demand.IND.2028") == then.value("demand.IND.2028"), "a plan"
    factor = strict.value("demand.DEU.2028") / shares(strict.countries, strict.parameters)["DEU"]
    assert strict.value("demand.KAZ.2028") == pytest.approx(
        factor * shares(strict.countries, strict.parameters)["KAZ"], rel=5e-3
    )
