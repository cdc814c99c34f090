"""An economy can be called by any of its names, and no other is ever taken for it."""

import csv

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.kit.errors import UnknownNameError
from deals.world import data_folder
from deals.world.naming.economies import code_of, code_or_same, folded, known_names, named, unknown_economy

TITLES = known_names().titles


@pytest.mark.parametrize("code", sorted(TITLES))
def test_every_economy_goes_by_its_codes_and_its_names(code: str) -> None:
    assert code_of(code) == code_of(TITLES[code]) == code_of(TITLES[code].upper()) == code
    place = pycountry.countries.get(alpha_3=code)
    if place is not None:
        assert code_of(place.alpha_2) == code
        assert code_of(getattr(place, "official_name", code)) == code
        assert code in (known_names().codes[folded(place.name)])


def test_the_table_of_codes_and_formal_names_is_iso_3166() -> None:
    """All of it as the library states it, so that the library need not be installed to propose."""
    with (data_folder() / "iso_names.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    parts = ("alpha_3", "alpha_2", "name", "common_name", "official_name")
    stated = {tuple(getattr(place, part, "") for part in parts) for place in pycountry.countries}
    assert {(row["iso3"], row["iso2"], row["name"], row["common_name"], row["official_name"]) for row in rows} == stated
    assert len(rows) == len(stated)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UK", "GBR"),
        ("US", "USA"),
        ("PL", "POL"),
        ("EU", "EUU"),
        ("European Union", "EUU"),
        ("XK", "XKX"),
        ("Russia", "RUS"),
        ("South Korea", "KOR"),
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Swaziland", "SWZ"),
        ("Burma", "MMR"),
        ("Zaire", "COD"),
        ("Holland", "NLD"),
        ("The Netherlands", "NLD"),
        ("Turkey", "TUR"),
        ("Czech Republic", "CZE"),
        ("Cape Verde", "CPV"),
        ("Macedonia", "MKD"),
        ("East Timor", "TLS"),
        ("Saint Lucia", "LCA"),
        ("St Lucia", "LCA"),
        ("Viet Nam", "VNM"),
        ("Korea, Rep.", "KOR"),
        ("China, People's Republic of", "CHN"),
        ("Iran (Islamic Republic of)", "IRN"),
        ("united  arab emirates", "ARE"),
    ],
)
def test_everyday_formal_and_former_names(name: str, code: str) -> None:
    assert code_of(name) == code


def test_every_name_of_the_table_leads_to_its_economies() -> None:
    with (data_folder() / "country_names.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    codes: dict[str, set[str]] = {}
    for row in rows:
        codes.setdefault(row["name"], set()).add(row["iso3"])
    for name, several in codes.items():
        assert code_of(name) == (next(iter(several)) if len(several) == 1 else None), name


@pytest.mark.parametrize(
    "name", ["Indiana", "New Mexico", "ENG", "KOS", "NIG", "ZAR", "UKX", "QQQ", "Narnia", "in", ""]
)
def test_letters_alone_suggest_no_country(name: str) -> None:
    assert code_of(name) is None
    assert "did you mean" not in unknown_economy(name).fix


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("Malasia", "did you mean MYS (Malaysia)?"),
        ("Austrlia", "did you mean AUS (Australia) or AUT (Austria)?"),
        ("Dominican", "did you mean DMA (Dominica) or DOM (Dominican Republic)?"),
        ("uk", "write GBR (United Kingdom)"),
        ("IDN ", "write IDN (Indonesia)"),
        ("Congo", "write COG (Congo Republic) or COD (DR Congo)"),
        ("Czechoslovakia", "write CZE (Czechia) or SVK (Slovakia)"),
    ],
)
def test_advice_names_all_that_may_be_meant(name: str, fix: str) -> None:
    assert code_of(name) is None
    assert unknown_economy(name).fix == fix


def test_a_place_without_data_is_told_as_that() -> None:
    for name in ("Puerto Rico", "PR", "PRI", "Greenland"):
        assert "no data for" in unknown_economy(name).message


def test_one_of_some_economies_is_found_by_name_or_told_what_it_is() -> None:
    assert named("India", ["IND", "JPN"]) == "IND"
    with pytest.raises(UnknownNameError, match=r"BRA \(Brazil\) is none of them; they are IND, JPN"):
        named("Brazil", ["IND", "JPN"], "signed partner")


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_stays_as_it_is(text: str) -> None:
    found = code_or_same(text)
    assert found in TITLES or found == text
    assert folded(folded(text)) == folded(text)
    assert str(unknown_economy(text))
