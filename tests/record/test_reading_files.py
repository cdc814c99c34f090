"""Deals read from files: every bad cell is told at its line, and what is read is what stands there."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from deals.cli.app import app
from deals.kit.errors import InputError, Problem
from deals.record.signed import reading_files
from deals.record.signed.reading_files import COLUMNS, MOST_CELL, read_deals, recorded, threatened_before
from deals.record.signed.real import RealDeal
from deals.world.schema import DEALS
from tests.record.given_deals import HEADER, file, line

UNITS = {"investment": "USD bn pledged", "china_exit": "share", "tier_promotion": "yes/no"}
ROWS = (line("tariff_to", 15, "percent", side="us_gives"), line("investment", 550, "USD bn"))


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_deals(path, UNITS)
    return caught.value.problems


def japan(path: Path) -> RealDeal:
    found = read_deals(path, UNITS)
    assert list(found) == ["JPN"]
    return found["JPN"]


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    found = japan(file(tmp_path, *ROWS, line("tariff_from", 25, "percent", side="us", day="2025-07-07")))
    assert [(t.name, t.quantity, t.unit, t.side, t.binding) for t in found.terms] == [
        ("tariff_to", 15, "percent", "us", True),
        ("investment", 550, "USD bn", "partner", True),
    ]
    assert found.signed == date(2025, 9, 1)
    assert found.threatened == 25
    assert [term.line for term in found.terms] == ["own.csv:2", "own.csv:3"]
    assert found.terms[0].source == "https://a.test"


BAD: dict[str, tuple[str, str]] = {
    "a day that is none": (line("investment", 5, day="2025-13-01"), "date"),
    "a day in another order": (line("investment", 5, day="01/09/2025"), "date"),
    "no day": (line("investment", 5, day=""), "date"),
    "words for an amount": (line("investment", "many"), "quantity"),
    "no number": (line("investment", "nan"), "quantity"),
    "more than any number": (line("investment", "inf"), "quantity"),
    "less than nothing": (line("investment", -5), "quantity"),
    "more than there is": (line("investment", "2e9"), "quantity"),
    "thousands with a comma": (line("investment", '"1,400"'), "quantity"),
    "thousands with a bar": (line("investment", "1_400"), "quantity"),
    "digits of another script": (line("investment", "٣٥٠"), "quantity"),
    "nobody gives it": (line("investment", 5, side="both"), "side"),
    "neither binding nor not": (line("investment", 5, binding="maybe"), "binding"),
    "no partner": (line("investment", 5, partner=""), "country_iso3"),
    "no name of a deal": (line("investment", 5, deal=" "), "deal"),
    "no instrument": (line("", 5), "instrument"),
    "a cell too long to be one": (line("investment", 5, note="x" * (MOST_CELL + 1)), "note"),
    "too few cells": ("JPN,framework,2025-09-01", ""),
    "too many cells": (line("investment", 5) + ",more", ""),
}


@pytest.mark.parametrize("mistake", BAD)
def test_a_bad_cell_is_refused_at_its_line(tmp_path: Path, mistake: str) -> None:
    bad, field = BAD[mistake]
    (problem,) = problems(file(tmp_path, *ROWS, bad))
    assert (problem.file, problem.field) == ("own.csv:4", field)
    assert problem.fix


def test_all_bad_cells_come_at_once(tmp_path: Path) -> None:
    everything = [bad for bad, _ in BAD.values()]
    found = problems(file(tmp_path, *everything, line("x", "y", day="z", side="w", binding="v")))
    lines = [problem.file for problem in found]
    assert len(found) == len(BAD) + 4
    assert lines == [f"own.csv:{number}" for number in range(2, len(BAD) + 2)] + [f"own.csv:{len(BAD) + 2}"] * 4


def test_missing_and_unknown_columns_are_told(tmp_path: Path) -> None:
    found = problems(file(tmp_path, *ROWS, header=HEADER.replace("quantity", "amount").replace(",note", "")))
    assert {(problem.field, problem.message) for problem in found} == {
        *{("quantity", "missing column"), ("note", "missing column"), ("amount", "unknown column")}
    }


def test_what_is_no_table_is_told(tmp_path: Path) -> None:
    (absent,) = problems(tmp_path / "nothing.csv")
    assert "cannot be read" in absent.message
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    assert "cannot be read" in problems(binary)[0].message
    open_quote = file(tmp_path, ROWS[0] + ',"', name="quote.csv")
    assert "cannot be read" in problems(open_quote)[0].message
    empty = tmp_path / "empty.csv"
    empty.write_text("", encoding="utf-8")
    assert {problem.message for problem in problems(empty)} == {"missing column"}
    assert len(problems(empty)) == len(COLUMNS)


@pytest.mark.parametrize("write", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_files_of_a_spreadsheet_read_the_same(tmp_path: Path, write: Callable[[str], str]) -> None:
    """With a mark at the start, and with other ends of lines."""
    plain = file(tmp_path, *ROWS)
    other = tmp_path / "saved" / "own.csv"
    other.parent.mkdir()
    other.write_bytes(write(plain.read_text(encoding="utf-8")).encode())
    assert read_deals(other, UNITS) == read_deals(plain, UNITS)


def test_spaces_around_cells_do_not_count(tmp_path: Path) -> None:
    found = japan(file(tmp_path, line("investment ", " 550 ", " USD bn", side=" partner_gives", day=" 2025-09-01 ")))
    (term,) = found.terms
    assert (term.name, term.quantity, term.unit, term.amount) == ("investment", 550, "USD bn", (550, 550, 550))


def test_free_words_after_a_unit_are_read_over(tmp_path: Path) -> None:
    found = japan(file(tmp_path, line("energy_purchases", 8, "USD bn per year (LNG, crude)")))
    assert found.stated({"purchases": 3.5}, 3.0, 0.0) == {"purchases": 28}


def test_an_instruments_own_name_is_read_in_its_unit(tmp_path: Path) -> None:
    found = japan(file(tmp_path, line("china_exit", 50, "percent"), line("tier_promotion", 1, side="us_gives")))
    assert [term.amount for term in found.terms] == [(0.5, 0.5, 0.5), (1, 1, 1)]


def test_what_cannot_be_read_is_kept_and_told(tmp_path: Path) -> None:
    found = japan(file(tmp_path, *ROWS, line("soybeans", 25, "million tonnes"), line("investment_cap", 20, "USD bn")))
    assert [term.name for term in found.unread] == ["soybeans", "investment_cap"]


def test_words_where_no_amount_is_given_are_no_unit(tmp_path: Path) -> None:
    """A promise, and not one of some unit of money."""
    found = japan(file(tmp_path, line("tariff_cut", "", "USD bn of goods"), line("investment", "", "USD bn")))
    amounts = {term.name: term.amount for term in found.terms}
    assert amounts == {"tariff_cut": (0.2, 0.5, 0.9), "investment": None}


def test_rows_that_concern_many_at_once_are_no_deal(tmp_path: Path) -> None:
    found = read_deals(file(tmp_path, line("tariff_rate", 10, "percent", partner="MULTI"), *ROWS), UNITS)
    assert list(found) == ["JPN"]


def test_a_file_without_rows_has_no_deals(tmp_path: Path) -> None:
    assert read_deals(file(tmp_path), UNITS) == {}


@given(amount=st.floats(0, 1e9), unit=st.sampled_from(("USD bn", "USD bn a year", "aircraft", "tonnes", "")))
@settings(max_examples=25)
def test_every_amount_in_range_is_read_to_the_digit(
    tmp_path_factory: pytest.TempPathFactory, amount: float, unit: str
) -> None:
    path = file(tmp_path_factory.mktemp("amounts"), line("purchases", repr(amount), unit))
    (term,) = read_deals(path, {})["JPN"].terms
    assert (term.quantity, term.unit) == (amount, unit)


# The packaged record.


ORDER = (
    *("partner", "deal", "date", "side", "instrument", "kind", "value", "unit", "horizon", "years", "binding"),
    *("stage", "known_on", "source", "confidence"),
)


def packaged(folder: Path, *rows: str) -> None:
    """A record of these rows, and the one source they have."""
    assert set(ORDER) == {column.name for column in DEALS.columns}
    sources = "key,citation,url,date,licence\na,A,,,free\n"
    (folder / "sources.csv").write_text(sources, encoding="utf-8")
    (folder / "deals.csv").write_text("\n".join([",".join(ORDER), *rows, ""]), encoding="utf-8")


SURE = "verified in source text"
TYPED = (
    f"JPN,framework,2025-09-01,us,tariff_to,term,15,percent,,,1,in_force,2025-09-04,a,{SURE}",
    f"JPN,framework,2025-09-01,partner,investment,term,550,USD bn,,10,0,in_force,2025-10-28,a,{SURE}",
    f"KOR,letter,2025-04-01,us,tariff_from,event,25,percent,,,1,event,2025-04-02,a,{SURE}",
    f"VNM,old,2024-09-01,partner,tariff_cut,term,,,,,1,signed,2024-09-01,a,{SURE}",
)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packaged(tmp_path, *TYPED)
    monkeypatch.setattr(reading_files, "data_folder", lambda: tmp_path)
    return tmp_path


@pytest.mark.usefixtures("typed")
def test_the_record_is_read_by_partner() -> None:
    found = recorded()
    assert list(found) == ["JPN", "VNM"], "a threat alone is no deal"
    investment = found["JPN"].terms[1]
    assert (investment.quantity, investment.years, investment.binding) == (550, 10, False)
    assert found["VNM"].terms[0].quantity is None


@pytest.mark.usefixtures("typed")
def test_as_of_a_day_only_what_was_known_is_recorded() -> None:
    assert recorded(date(2025, 9, 3)).keys() == {"VNM"}
    assert [term.name for term in recorded(date(2025, 9, 4))["JPN"].terms] == ["tariff_to"]
    assert [term.name for term in recorded(date(2025, 10, 28))["JPN"].terms] == ["tariff_to", "investment"]


@pytest.mark.usefixtures("typed")
def test_what_was_agreed_before_the_day_is_no_deal_after_it() -> None:
    assert recorded(after=date(2024, 9, 1)).keys() == {"JPN"}
    assert recorded(after=date(2025, 9, 1)) == {}


@pytest.mark.usefixtures("typed")
def test_a_threat_counts_once_it_is_made_and_known() -> None:
    """Made on the first of April, and known on the second."""
    assert threatened_before("KOR", date(2025, 4, 1)) is None
    assert threatened_before("KOR", date(2025, 4, 2)) == 25
    assert threatened_before("JPN", date(2026, 1, 1)) is None


def test_a_wrong_record_is_refused(typed: Path) -> None:
    packaged(typed, TYPED[0].replace(",15,", ",fifteen,"), TYPED[1].replace(",a,", ",b,"))
    reading_files._recorded.cache_clear()
    with pytest.raises(InputError, match="2 problems"):
        recorded()


def test_the_packaged_record_has_the_deals_of_2025_and_each_is_a_package_of_its_partner() -> None:
    found = recorded(after=date(2025, 5, 13))
    assert {"EUU", "JPN", "KOR", "GBR", "VNM", "MYS", "KHM", "ARE", "CHE", "IND"} <= found.keys()
    assert found["JPN"].stated({"investment": 3.5, "purchases": 3.5}, 3.0, 1.4)["tariff_to"] == 15
    for code, deal in found.items():
        assert {term.partner for term in deal.terms} == {code}
        assert all(term.day > date(2025, 5, 13) for term in deal.terms)


def test_the_help_of_backtest_names_every_column_of_a_file_of_deals() -> None:
    """It named a file that nobody has."""
    done = CliRunner().invoke(app, ["backtest", "--help"], env={"COLUMNS": "200"})
    assert done.exit_code == 0
    assert all(name in done.stdout for name in COLUMNS)
    assert "deals_additions" not in done.stdout
