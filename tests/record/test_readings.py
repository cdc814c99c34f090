"""Terms of the record read as amounts of instruments: money as money, promises as shares, nothing guessed."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.model.question import Question
from deals.record.signed.readings import Reading, readings
from deals.record.signed.real import RATE, RATE_FROM, SHARES, plain_reading, reading_of
from deals.world import data_folder


def reading(low: float, value: float, high: float, unit: str = "USD bn", minus: float = 0.0) -> Reading:
    return Reading("x", "partner", unit, "investment", low, value, high, minus, "", "judgement", "typed in")


def found(term: str, unit: str, side: str = "partner") -> Reading:
    answer = reading_of(term, side, unit)
    assert answer is not None
    return answer


def test_an_amount_is_multiplied_and_a_promise_is_its_share() -> None:
    assert reading(0.15, 0.235, 0.35, "aircraft").of(80) == pytest.approx((12.0, 18.8, 28.0))
    assert reading(0.2, 0.5, 0.9, "").of(None) == (0.2, 0.5, 0.9)


def test_cars_are_read_as_points_below_what_all_pay() -> None:
    """27.5 percent on cars, 15 by the deal: 12.5 points at .04 each, from .03 to .05; 30 percent is no relief."""
    cars = found("tariff_to_cars", "percent", "us")
    assert cars.of(15) == pytest.approx((0.375, 0.5, 0.625))
    assert cars.of(30) == (0.0, 0.0, 0.0)


@given(
    ends=st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    part=st.floats(0, 1),
    quantity=st.none() | st.floats(0, 1e6),
    minus=st.floats(0, 50),
)
def test_low_is_never_above_central_nor_that_above_high_nor_any_below_nothing(
    ends: tuple[float, float], part: float, quantity: float | None, minus: float
) -> None:
    low, high = sorted(ends)
    value = min(max(low + part * (high - low), low), high)
    amounts = reading(low, value, high, minus=minus).of(quantity)
    assert min(amounts) >= 0
    assert list(amounts) == pytest.approx(sorted(amounts), abs=1e-9)


def test_of_several_units_the_longest_that_fits_counts() -> None:
    assert found("tariff_cut", "percent of lines, phased in").value == 0.009
    assert found("purchases", "USD bn").yearly is False
    assert found("purchases", "USD bn a year").yearly is True
    assert found("chip_export_licence", "chips a year", "us").yearly is True


@pytest.mark.parametrize(
    "unit", ["USD bn per year", "usd bn a year", "USD bn per year (LNG, crude)", " USD bn a year, from 2026 "]
)
def test_free_words_after_a_unit_are_read_over(unit: str) -> None:
    assert found("energy_purchases", unit).unit == "USD bn a year"


def test_what_is_known_as_a_total_may_be_given_for_each_year() -> None:
    """The table knows investment in dollars only: so much a year is no total."""
    yearly = found("investment", "USD bn a year, cash")
    assert yearly.yearly
    assert yearly.reads_as == "investment"
    assert not found("investment", "USD bn, at most 20 a year").yearly


@pytest.mark.parametrize(
    ("term", "unit", "side"),
    [
        *[("purchases", "EUR bn", "partner"), ("purchases", "", "partner"), ("purchases", "USD bn", "us")],
        *[("soybeans", "million tonnes", "partner"), ("tariff_cut", "percent of the rate", "partner")],
        *[("tariff_to", "percentage points", "us"), ("chip_export_licence", "chipsets", "us")],
    ],
)
def test_what_the_table_does_not_name_is_not_read(term: str, unit: str, side: str) -> None:
    assert reading_of(term, side, unit) is None


def test_the_days_of_a_notice_do_not_say_how_far_it_goes() -> None:
    """Thirty days of notice before chips are sent on are one control among many, not nine."""
    notice = found("export_control_measure", "days")
    assert notice.of(30) == notice.of(None) == (0.1, 0.3, 0.6)
    assert found("tariff_cut", "").of(99) == (0.2, 0.5, 0.9)


def test_an_instruments_own_name_is_its_own_unit_or_percent_of_a_share() -> None:
    assert plain_reading("investment", "partner", "", "USD bn pledged").of(350) == (350, 350, 350)
    assert plain_reading("china_exit", "partner", "", "share").of(0.5) == (0.5, 0.5, 0.5)
    assert plain_reading("china_exit", "partner", "Percent", "share").of(50) == (0.5, 0.5, 0.5)
    assert plain_reading("china_exit", "partner", "share", "share").of(0.5) == (0.5, 0.5, 0.5)


def test_every_line_is_of_an_instrument_with_a_reason_and_shares_stay_shares(base: Question) -> None:
    instruments = {i.name: i for i in base.world.instruments}
    lines = [line for same in readings().values() for line in same]
    assert len(lines) > 40
    for line in lines:
        assert line.reads_as in {*instruments, RATE, RATE_FROM}
        assert line.reason
        assert line.low <= line.value <= line.high
        if line.reads_as in instruments:
            assert (line.reads_as in SHARES) == (instruments[line.reads_as].unit in {"share", "yes/no"})
            if line.reads_as in SHARES and line.unit in {"", "days"}:
                assert line.high <= 1
        assert line.unless == "" or any(term == line.unless for term, _ in readings())


def test_a_line_that_is_wrong_is_refused(tmp_path: Path) -> None:
    for name in ("sources.csv", "readings.csv"):
        shutil.copy(data_folder() / name, tmp_path / name)
    assert readings(tmp_path) == readings()
    broken = tmp_path / "broken"
    shutil.copytree(tmp_path, broken)
    with (broken / "readings.csv").open("a", encoding="utf-8") as lines:
        lines.write("soybeans,partner,tonnes,purchases,2,1,3,,,judgement,2025-05-01,judgement,judgement,because\n")
        lines.write("soybeans,nobody,tons,purchases,1,1,3,,,judgement,2025-05-01,judgement,judgement,because\n")
    with pytest.raises(InputError, match="2 problems"):
        readings(broken)
