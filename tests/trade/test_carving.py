"""Splitting an economy off the rest: by hand, and on economies that are put in and taken out again."""

from statistics import median
from typing import Any

import numpy as np
import pytest

from deals.kit.errors import InputError
from deals.trade import Economy, Part, TradeData, carve, solve
from deals.trade.economy import Array
from deals.world import World

NAMES = ["USA", "ROW"]
GOODS = np.array([1.0, 0.0])
FLOWS = np.array([[[50.0, 60.0], [8.0, 4.0]], [[20.0, 6.0], [100.0, 200.0]]])
"""The United States sell the rest 8 of goods and 4 of services, and buy 20 and 6."""


def whole() -> Economy:
    return Economy.build(NAMES, FLOWS, [0.1, 0.2], [4.0, 4.0])


def test_by_hand() -> None:
    """A fifth of the rest, of whose sales to itself half crosses no border: 1/2 of 1/5 + 1/2 of 1/25 stays within."""
    part = Part("A", 0.2, np.array([7.0, 0.0]), 2.0, np.array([0.3, 0.0]))
    split = carve(whole(), [part], "ROW", 0.5, GOODS)
    assert split.names == ("USA", "ROW", "A")
    a, rest, us = 2, 1, 0
    assert split.flows[a, us] == pytest.approx([7.0, 0.2 * 6])
    assert split.flows[rest, us] == pytest.approx([13.0, 0.8 * 6])
    assert split.flows[us, a] == pytest.approx([2.0, 0.2 * 4])
    assert split.flows[us, rest] == pytest.approx([6.0, 0.8 * 4])
    assert split.flows[a, a] == pytest.approx([12.0, 24.0])
    assert split.flows[a, rest] == pytest.approx([8.0, 16.0])
    assert split.flows[rest, a] == pytest.approx([8.0, 16.0])
    assert split.flows[rest, rest] == pytest.approx([72.0, 144.0])
    assert split.flows[us, us] == pytest.approx([50.0, 60.0])
    assert split.tariffs[a, us].tolist() == [0.3, 0.0]
    assert split.tariffs[us, a].tolist() == [0.2, 0.2]
    assert split.tariffs[a, rest].tolist() == [0.0, 0.0]


def test_the_whole_is_kept() -> None:
    parts = [Part("A", 0.2, np.array([7.0, 0.0]), 2.0), Part("B", 0.1, np.array([1.0, 0.0]), 1.0)]
    split = carve(whole(), parts, "ROW", 0.9, GOODS)
    member = np.array([[1, 0, 0, 0], [0, 1, 1, 1]], float)
    assert np.einsum("ao,bd,ods->abs", member, member, split.flows) == pytest.approx(FLOWS)
    assert split.tariffs[3, 0].tolist() == [0.1, 0.1]


def test_no_more_is_taken_than_there_is() -> None:
    """Two parts that claim 30 of 20 get 95% of it in proportion, and of 8 bought 95% where they claim 9."""
    parts = [Part("A", 0.2, np.array([10.0, 0.0]), 3.0), Part("B", 0.1, np.array([20.0, 0.0]), 6.0)]
    split = carve(whole(), parts, "ROW", 0.5, GOODS)
    assert split.flows[2:, 0, 0] == pytest.approx([19 / 3, 38 / 3])
    assert split.flows[1, 0, 0] == pytest.approx(1.0)
    assert split.flows[0, 2:, 0] == pytest.approx([7.6 / 3, 15.2 / 3])


def test_at_the_ends_all_or_nothing_stays_at_home() -> None:
    part = Part("A", 0.2, np.array([7.0, 0.0]), 2.0)
    closed, open_ = (carve(whole(), [part], "ROW", home, GOODS).flows for home in (1.0, 0.0))
    assert closed[2, 2] == pytest.approx([20.0, 40.0])
    assert closed[2, 1].tolist() == [0.0, 0.0]
    assert open_[2, 2] == pytest.approx([4.0, 8.0])
    assert open_[2, 1] == pytest.approx([16.0, 32.0])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"region": "REST"}, "unknown region (found 'REST')"),
        ({"home": 1.5}, "home: not a share (found 1.5); give 0 to 1"),
        ({"home": -0.5}, "home: not a share"),
        ({"parts": []}, "parts must be less than the whole"),
        ({"parts": [Part("A", 1.0, GOODS, 1.0)]}, "parts must be less than the whole (found 1)"),
        ({"parts": [Part("A", 0.0, GOODS, 1.0)]}, "parts must be less than the whole"),
        ({"parts": [Part("USA", 0.1, GOODS, 1.0)]}, "name already taken (found 'USA')"),
        ({"parts": [Part("A", 0.1, GOODS, 1.0)] * 2}, "name already taken (found 'A')"),
    ],
)
def test_what_cannot_be_split_is_told(changes: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {"parts": [Part("A", 0.2, GOODS, 1.0)], "region": "ROW", "home": 0.5, "goods": GOODS}
    with pytest.raises(InputError) as caught:
        carve(whole(), **{**given, **changes})
    assert message in str(caught.value)


def ten_to_thirty(economy: Economy, partner: str) -> Array:
    """What a tariff of 30 instead of 10 on one partner's goods is worth to all, in the first and last place."""
    place, us = economy.names.index(partner), economy.names.index("USA")
    gains = []
    for rate in (0.1, 0.3):
        tariffs = economy.tariffs.copy()
        tariffs[place, us, :-1] = rate
        gains.append(solve(economy, tariffs).gain)
    return np.array([(gains[1] - gains[0])[place], (gains[1] - gains[0])[us]])


def test_economies_put_into_the_rest_and_split_off_again_come_out_near(data: TradeData, world: World) -> None:
    """The share that stays at home is judged by this: the middle of the ratios of the partner's loss is one."""
    home = world.value("tariff.carved_home")
    powers = data.elasticities["BSY"]
    economy = Economy.build(data.regions, data.flows, data.tariffs, powers)
    inside = ~world.countries.index.isin(data.regions) & ~world.countries["eu_member"].astype(bool)
    gdp = world.countries["gdp_usd_bn"]
    ratios = []
    for partner in ("THA", "COL", "NZL", "PHL", "CHL", "KHM", "MAR", "PER", "ARG", "ISR", "PAK"):
        place, us = data.regions.index(partner), data.regions.index("USA")
        kept = [name for name in data.regions if name != partner]
        member = np.array([[float(name == old) for old in data.regions] for name in kept])
        member[kept.index("ROW"), place] = 1.0
        flows, duty = (
            np.einsum("ao,bd,ods->abs", member, member, cube, optimize=True)
            for cube in (data.flows, data.flows * data.tariffs)
        )
        merged = Economy.build(kept, flows, np.divide(duty, flows, out=np.zeros_like(flows), where=flows > 0), powers)
        size = float(gdp[partner] / (gdp[inside].sum() + gdp[partner]))
        bought = float((data.flows[us, place] * data.goods).sum())
        part = Part(partner, size, data.flows[place, us], bought, data.tariffs[place, us])
        split = carve(merged, [part], "ROW", home, data.goods)
        ratios.append(ten_to_thirty(split, partner) / ten_to_thirty(economy, partner))
    assert 0.95 < median(ratio[0] for ratio in ratios) < 1.1
    assert all(0.75 < ratio[0] < 1.35 for ratio in ratios)
    assert 0.9 < median(ratio[1] for ratio in ratios) < 1.15
