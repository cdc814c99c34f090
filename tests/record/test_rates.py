"""Country rates as known on a day: nothing that became known, or began, later."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from deals.kit.errors import InputError
from deals.record.signed import rates
from deals.record.signed.rates import MEASURES, rates_on
from deals.world import data_folder
from deals.world.schema import TARIFF_RATES
from deals.world.tables import read_table

HEADER = "partner,measure,value,low,high,unit,kind,applies_from,known_on,source,confidence,reason"
TYPED = (
    ("announced", 24, "2025-04-02", "2025-04-02"),
    ("announced", 25, "2025-07-07", "2025-07-07"),
    ("announced", 15, "2025-07-22", "2025-09-04"),
    ("in_force", 10, "2025-04-05", "2025-04-02"),
)
"""Japan's rates: measure, percent, from when, and known when. The third became known long after it began."""


def folder_of(folder: Path, *rows: tuple[str, float, str, str], partner: str = "JPN") -> Path:
    lines = [
        f"{partner},{measure},{value},{value},{value},percent,derived,{start},{known},a,derived,because"
        for measure, value, start, known in rows
    ]
    (folder / TARIFF_RATES.file).write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return folder


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rates, "data_folder", lambda: tmp_path)
    return folder_of(tmp_path, *TYPED)


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize(
    ("day", "announced", "in_force"),
    [
        (date(2025, 4, 1), None, None),
        (date(2025, 4, 2), 24, None),
        (date(2025, 4, 5), 24, 10),
        (date(2025, 7, 7), 25, 10),
        (date(2025, 7, 22), 25, 10),
        (date(2025, 9, 3), 25, 10),
        (date(2025, 9, 4), 15, 10),
    ],
)
def test_a_rate_counts_once_it_is_known_and_has_begun(
    day: date, announced: float | None, in_force: float | None
) -> None:
    known = rates_on(day)
    assert (known.get(("JPN", "announced")), known.get(("JPN", "in_force"))) == (announced, in_force)


def test_rates_that_cannot_be_read_are_refused(typed: Path) -> None:
    folder_of(typed, ("announced", 24, "soon", "2025-04-02"), ("promised", 24, "2025-04-02", "2025-04-02"))
    rates._rows.cache_clear()
    with pytest.raises(InputError, match="2 problems"):
        rates_on(date(2025, 4, 2))


DAYS = [date(2025, 4, 2) + timedelta(days=step) for step in range(0, 560, 40)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_the_packaged_rates_none_is_known_before_its_day(day: date) -> None:
    """Each is that of the row that began last, of those known by then."""
    newest: dict[tuple[str, str], tuple[str, set[float]]] = {}
    for row in ROWS:
        start, known = str(row["applies_from"]), str(row["known_on"])
        if max(start, known) > day.isoformat():
            continue
        key = str(row["partner"]), str(row["measure"])
        before, values = newest.get(key, ("", set()))
        value = float(str(row["value"]))
        if start > before:
            newest[key] = start, {value}
        elif start == before:
            values.add(value)
    found = rates_on(day)
    assert found.keys() == newest.keys()
    assert all(value in newest[key][1] for key, value in found.items())


ROWS = [row for row in read_table(data_folder(), TARIFF_RATES, []) if row["measure"] in MEASURES]
