"""Duties of a day: the formula by hand, what the law was on some days, and the guard below nought."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from deals.kit.errors import InputError
from deals.trade import DutySchedule, Economy, TradeData, duty_schedule, trade_data

ON_ALL = 10.0


def whole(data: TradeData) -> Economy:
    return Economy.build(data.regions, data.flows, data.tariffs, data.elasticities["BSY"])


def on(day: date) -> DutySchedule:
    data = trade_data()
    return duty_schedule(data, whole(data), day)


def rates(schedule: DutySchedule, **others: float) -> dict[str, float]:
    return {**dict.fromkeys(schedule.partners, ON_ALL), **others}


def cell(schedule: DutySchedule, partner: str, sector: str, array: Any) -> float:
    return float(array[schedule.partners.index(partner), schedule.sectors.index(sector)])


def test_the_formula_by_hand() -> None:
    """Collected 3%, 20% of trade under a duty of 25, 60% covered at 10 all-in: .03 + .05 + .6 (.10 - .03) = .122.

    On top it is .14; and where the ordinary duty is above the rate, nothing is added.
    """
    one = np.array([[0.0], [0.03]])
    schedule = DutySchedule(
        date=date(2025, 8, 7),
        partners=("USA", "A"),
        sectors=("X",),
        collected=one,
        beside=np.array([[0.0], [0.05]]),
        covered=np.array([[1.0], [0.6]]),
        inside=np.array([[0.0], [1.0]]),
    )
    assert schedule.duty({"A": 10.0})[1, 0] == pytest.approx(0.122)
    assert replace(schedule, inside=np.zeros((2, 1))).duty({"A": 10.0})[1, 0] == pytest.approx(0.14)
    assert schedule.duty({"A": 2.0})[1, 0] == pytest.approx(0.08)
    assert replace(schedule, inside=np.full((2, 1), 0.5)).duty({"A": 10.0})[1, 0] == pytest.approx(0.131)
    assert schedule.duty({"A": 10.0})[0, 0] == 0.0


def test_april_2025(data: TradeData) -> None:
    """Metals and cars at 25 on their share, none of them at the country rate; oil and medicines exempt."""
    april = on(date(2025, 4, 10))
    duty = april.duty(rates(april))
    share = 0.935
    assert cell(april, "JPN", "AUTO", april.beside) == pytest.approx(0.25 * share, abs=0.01)
    for partner in ("JPN", "EUU", "VNM"):
        collected, covered = (cell(april, partner, "METAL", array) for array in (april.collected, april.covered))
        beside = cell(april, partner, "METAL", april.beside)
        assert cell(april, partner, "METAL", duty) == pytest.approx(collected + beside + 0.1 * covered)
        assert covered + beside / 0.25 <= 1 + 1e-12
    assert cell(april, "SAU", "FUEL", april.covered) < 0.05
    assert cell(april, "VNM", "TEX", april.covered) == 1.0
    assert (april.inside == 0).all()
    services = april.sectors.index("SERV")
    assert (duty[:, services] == 0).all()
    assert (duty[april.partners.index("USA")] == 0).all()


def test_orders_on_single_partners(data: TradeData) -> None:
    """China 20 on all; Canada and Mexico 25 on the 15% outside USMCA that is not under section 232 already."""
    april = on(date(2025, 4, 10))
    assert cell(april, "CHN", "TEX", april.beside) == pytest.approx(0.20)
    assert cell(april, "HKG", "TEX", april.beside) == pytest.approx(0.20)
    assert cell(april, "MEX", "TEX", april.beside) == pytest.approx(0.25 * 0.15)
    cars = next(row for row in data.coverage if (row["partner"], row["sector"]) == ("CAN", "AUTO"))
    under = float(str(cars["section_232"]))
    expected = under * 0.25 * 0.5 + (1 - under) * 0.25 * 0.15
    assert cell(april, "CAN", "AUTO", april.beside) == pytest.approx(expected)
    assert cell(april, "VNM", "TEX", april.beside) == 0.0


def test_what_changed_by_the_end_of_2025() -> None:
    august, september, november = (on(day) for day in (date(2025, 8, 7), date(2025, 9, 20), date(2025, 11, 20)))
    assert cell(august, "CAN", "TEX", august.beside) == pytest.approx(0.35 * 0.15)
    assert cell(august, "HKG", "TEX", august.beside) == pytest.approx(0.20)
    assert cell(november, "CHN", "TEX", november.beside) == pytest.approx(0.10)
    assert cell(august, "BRA", "TEX", august.beside) == pytest.approx(0.40 * 0.45)
    assert cell(november, "BRA", "TEX", november.beside) == pytest.approx(0.40 * 0.35)
    assert cell(august, "IND", "TEX", august.beside) == 0.0
    assert cell(september, "IND", "TEX", september.beside) == pytest.approx(0.25)
    assert cell(november, "BRA", "AGR", november.covered) < cell(august, "BRA", "AGR", august.covered)
    assert cell(august, "EUU", "TEX", august.inside) == cell(august, "JPN", "TEX", august.inside) == 1.0
    assert cell(august, "CHE", "TEX", august.inside) == 0.0
    assert cell(november, "CHE", "TEX", november.inside) == 1.0


def test_cars_under_agreements_are_all_in() -> None:
    """Japan's cars: 25 on top of the ordinary duty until 16 September 2025, then 15 with it inside."""
    august, september = on(date(2025, 8, 7)), on(date(2025, 9, 16))
    share = cell(august, "JPN", "AUTO", august.beside) / 0.25
    collected = cell(august, "JPN", "AUTO", august.collected)
    assert 0.9 < share <= 1
    assert cell(september, "JPN", "AUTO", september.beside) == pytest.approx(share * (0.15 - collected))


def test_metals_doubled_in_june_2025_but_for_the_united_kingdom(data: TradeData) -> None:
    april, august = on(date(2025, 4, 10)), on(date(2025, 8, 7))
    under = {
        str(row["partner"]): float(str(row["section_232"]))
        for row in data.coverage
        if row["sector"] == "METAL" and str(row["applies_from"]) <= "2025-08-07"
    }
    assert cell(august, "VNM", "METAL", august.beside) == pytest.approx(0.50 * under["VNM"])
    assert cell(august, "GBR", "METAL", august.beside) == pytest.approx(0.25 * under["GBR"])
    assert cell(august, "VNM", "MACH", august.beside) > cell(april, "VNM", "MACH", april.beside)


def test_an_all_in_rate_adds_up_to_itself_on_covered_goods() -> None:
    """The European Union's textiles pay 8% already: 15 all-in, and still 15, while Vietnam's pay 15 on top."""
    august = on(date(2025, 8, 7))
    duty = august.duty(rates(august, EUU=15.0, VNM=15.0))
    assert cell(august, "EUU", "TEX", duty) == pytest.approx(0.15)
    assert cell(august, "VNM", "TEX", duty) == pytest.approx(cell(august, "VNM", "TEX", august.collected) + 0.15)


def test_after_the_ruling_and_in_july_2026() -> None:
    surcharge, july, today = (on(day) for day in (date(2026, 3, 1), date(2026, 7, 24), date(2026, 11, 22)))
    assert cell(surcharge, "CHN", "TEX", surcharge.beside) == 0.0
    assert (surcharge.inside == 0).all()
    assert cell(surcharge, "MEX", "TEX", surcharge.covered) == pytest.approx(0.15)
    assert cell(surcharge, "CRI", "TEX", surcharge.covered) == pytest.approx(0.2)
    for partner in ("EUU", "TWN", "JPN", "KOR", "CHE"):
        assert cell(july, partner, "TEX", july.inside) == 1.0
    assert cell(july, "VNM", "TEX", july.inside) == 0.0
    assert cell(july, "BRA", "TEX", july.beside) == pytest.approx(0.25 * cell(july, "BRA", "TEX", july.covered))
    assert cell(today, "CAN", "TEX", today.beside) == 0.0


def test_nobody_pays_less_than_nothing_on_any_day() -> None:
    for day in (date(2025, 1, 1), date(2025, 4, 10), date(2025, 8, 7), date(2025, 12, 1), date(2026, 11, 22)):
        schedule = on(day)
        for level in (0.0, 5.0, 60.0):
            duty = schedule.duty(dict.fromkeys(schedule.partners, level))
            assert (duty >= 0).all()
        assert (schedule.covered >= 0).all()
        assert (schedule.covered <= 1).all()


def test_before_any_order_there_is_the_duty_of_2024_alone() -> None:
    january = on(date(2025, 1, 1))
    assert january.duty(dict.fromkeys(january.partners, 0.0)) == pytest.approx(january.collected)


def test_a_partner_of_the_rest_has_its_coverage(data: TradeData) -> None:
    economy = whole(data)
    names = (*economy.names[:-1], "ECU")
    other = Economy.build(names, economy.flows, economy.tariffs, economy.elasticities)
    schedule = duty_schedule(data, other, date(2025, 4, 10))
    april = on(date(2025, 4, 10))
    assert schedule.covered[-1] == pytest.approx(april.covered[-1])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"VNM": -0.5},
            "rates.VNM: a duty below nought (found -0.5); set nought or more: below it stands an import subsidy",
        ),
        ({"VNM": float("nan")}, "rates.VNM: a rate that is no number (found nan); give percent, such as 15"),
        ({"VNM": "20"}, "rates.VNM: a rate that is no number (found '20')"),
        ({"VMN": 20.0}, "rates.VMN: unknown partner (found 'VMN'); did you mean VNM?"),
    ],
)
def test_bad_rates_get_one_clear_error(given: dict[str, Any], message: str) -> None:
    april = on(date(2025, 4, 10))
    with pytest.raises(InputError) as caught:
        april.duty({**rates(april), **given})
    assert message in str(caught.value)


def test_a_rate_left_out_is_told() -> None:
    april = on(date(2025, 4, 10))
    some = {name: 10.0 for name in april.partners if name != "VNM"}
    with pytest.raises(InputError, match=r"rates\.VNM: no rate given; give every partner's"):
        april.duty(some)
