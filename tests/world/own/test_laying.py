"""Laws of laying data over data, and that each kind arrives in the world."""

import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.world import World, load_world
from deals.world.own.own_data import NOTHING, TABLES, OwnData
from deals.world.own.reading import own_data
from deals.world.own.shown import laid_over
from tests.world.conftest import MAY_2025
from tests.world.own.conftest import lines_of, row_with, same_world, text_of

AS_OF = "as-of"
A_FEW = settings(max_examples=8, deadline=None)


def laid(**files: str) -> World:
    return load_world(MAY_2025, own=own_data({f"{name}.csv": text for name, text in files.items()}))


def own_demand(value: str, low: str = "1", high: str = "900") -> str:
    return row_with("demand.csv", iso3="ARE", year="2026", value=f"*->{value}", low=f"*->{low}", high=f"*->{high}")


def test_nothing_laid_over_changes_nothing(then: World) -> None:
    assert own_data(None) == own_data({}) == NOTHING
    assert same_world(load_world(MAY_2025, own=NOTHING), then)
    assert laid_over(NOTHING, MAY_2025, AS_OF).empty


@A_FEW
@given(st.data())
def test_a_row_laid_over_itself_changes_nothing(then: World, data: st.DataObject) -> None:
    """Of whatever table and vintage it is, one that a later row has replaced among them."""
    files = data.draw(st.lists(st.sampled_from(sorted(TABLES)), min_size=1, max_size=3, unique=True))
    texts = {}
    for file in files:
        header, rows = lines_of(file)
        texts[file] = text_of(
            header, data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=4, unique_by=tuple))
        )
    own = own_data(texts)
    assert same_world(load_world(MAY_2025, own=own), then)
    assert laid_over(own, MAY_2025, AS_OF).empty


@A_FEW
@given(st.data())
def test_the_order_of_files_rows_and_columns_does_not_matter(data: st.DataObject) -> None:
    texts = {}
    for file in ("demand.csv", "tiers.csv", "chips.csv"):
        header, rows = lines_of(file)
        texts[file] = header, rows[:5]
    plain = own_data({file: text_of(*table) for file, table in texts.items()})
    shuffled = {}
    for file in data.draw(st.permutations(sorted(texts))):
        header, rows = texts[file]
        columns = data.draw(st.permutations(range(len(header))))
        mixed = data.draw(st.permutations(rows))
        shuffled[file] = text_of([header[c] for c in columns], [[row[c] for c in columns] for row in mixed])
    other = own_data(shuffled)
    assert (other, hash(other), other.digest) == (plain, hash(plain), plain.digest)


def test_own_data_survive_being_sent_and_written() -> None:
    own = own_data({"demand.csv": own_demand("400")})
    assert pickle.loads(pickle.dumps(own)) == own
    assert own_data(own.texts()) == own
    assert own.digest != own_data({"demand.csv": own_demand("401")}).digest


def test_own_demand_holds_whatever_was_known_later(hindsight: World) -> None:
    """The newest row of the tables was known after the own one, and gives way all the same."""
    assert hindsight.parameters["demand.ARE.2026"].known_on > MAY_2025
    own = own_data({"demand.csv": own_demand("444")})
    for knowledge in (AS_OF, "with-hindsight"):
        assert load_world(MAY_2025, knowledge, own=own).value("demand.ARE.2026") == 444


def test_an_own_row_that_was_not_known_yet_gives_way() -> None:
    own = own_data(
        {"demand.csv": row_with("demand.csv", iso3="ARE", year="2026", value="*->180.5", known_on="*->2026-01-01")}
    )
    assert load_world(MAY_2025, own=own).value("demand.ARE.2026") != 180.5
    assert load_world(MAY_2025, "with-hindsight", own=own).value("demand.ARE.2026") == 180.5


def test_own_rates_numbers_of_regimes_chips_and_instruments_arrive() -> None:
    world = laid(
        tariff_rates=row_with(
            "tariff_rates.csv",
            partner="VNM",
            measure="in_force",
            applies_from="2025-04-09",
            value="*->17",
            high="*->20",
        ),
        regime_parameters=row_with("regime_parameters.csv", parameter="tier2.country_allocation", value="*->1e9"),
        chips=row_with("chips.csv", chip="A800->Z9", price_usd_low="*->7", price_usd_high="*->9"),
        instruments=row_with(
            "instruments.csv", name="investment->minerals", label="*->Critical minerals", form="investment->plain"
        ),
        assumptions=row_with("assumptions.csv", name="harm.per_kH", reason="*->mine"),
        sources=text_of(["key", "citation", "url", "date", "licence"], [["mine", "My study", "", "2025-05-01", "own"]]),
    )
    assert world.value("tariff.in_force.VNM") == 17
    assert world.rules["tier2.country_allocation"].value == 1e9
    assert set(world.chips.loc["Z9", ["price_usd_low", "price_usd_high"]]) == {7, 9}
    assert "Critical minerals" in {instrument.label for instrument in world.instruments}
    assert world.parameters["harm.per_kH"].reason == "mine"
    assert world.sources.loc["mine", "citation"] == "My study"
    assert "own" not in world.chips.columns


def test_a_number_of_one_economy_can_be_added_where_others_have_theirs() -> None:
    """`sovereign.share` of Japan is none of the tables'; that of seven others is."""
    own = own_data({"assumptions.csv": row_with("assumptions.csv", name="sovereign.share.FRA->sovereign.share.JPN")})
    assert "sovereign.share.JPN" in load_world(MAY_2025, own=own).parameters


def test_differences_say_what_it_was_and_is_and_by_whom() -> None:
    own = own_data({"demand.csv": own_demand("444")})
    frame = laid_over(own, MAY_2025, AS_OF).set_index("column")
    assert list(frame.columns) == ["table", "key", "was", "now", "source"]
    assert set(frame["key"]) == {"ARE, 2026"}
    assert frame.loc["value", "now"] == 444
    assert frame.loc["value", "was"] == load_world(MAY_2025).value("demand.ARE.2026")


def test_a_new_row_was_nothing_before() -> None:
    own = own_data({"chips.csv": row_with("chips.csv", chip="A800->Z9")})
    (line,) = laid_over(own, MAY_2025, AS_OF).to_dict("records")
    assert (line["table"], line["key"], line["was"]) == ("chips.csv", "Z9", "")


def test_a_folder_is_read_as_its_texts_are(tmp_path: Path) -> None:
    (tmp_path / "demand.csv").write_bytes(b"\xef\xbb\xbf" + own_demand("444").replace("\n", "\r\n").encode())
    (tmp_path / "README.md").write_text("whatever stands beside", encoding="utf-8")
    found = own_data(tmp_path)
    assert isinstance(found, OwnData)
    assert found == own_data({"demand.csv": own_demand("444")})


def test_other_days_take_the_row_that_applies_then() -> None:
    since_april = {"partner": "VNM", "measure": "in_force", "applies_from": "2025-04-09", "high": "*->20"}
    april = row_with("tariff_rates.csv", **since_april, value="*->11")
    may = row_with("tariff_rates.csv", **{**since_april, "applies_from": "2025-04-09->2025-05-01"}, value="*->12")
    own = own_data({"tariff_rates.csv": april + may.split("\n", 1)[1]})
    assert load_world(MAY_2025, own=own).value("tariff.in_force.VNM") == 12
    assert load_world(date(2026, 11, 22), own=own).value("tariff.in_force.VNM") == pytest.approx(12.5)


def test_economies_go_by_any_of_their_names() -> None:
    named = row_with("demand.csv", iso3="ARE->United Arab Emirates", year="2026", value="*->444", high="*->900")
    coded = row_with("demand.csv", iso3="ARE", year="2026", value="*->444", high="*->900")
    assert own_data({"demand.csv": named}) == own_data({"demand.csv": coded})
