import json
import shutil
from pathlib import Path

import pytest

import deals
from deals.world import data_folder
from tests import three
from tests.cli.conftest import Desk
from tests.own_rows import OFFTAKE


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder(), tmp_path / "data"))


def edit(table: Path, old: str, new: str) -> None:
    text = table.read_text(encoding="utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_packaged_is_fine(desk: Desk) -> None:
    scenarios = sorted((data_folder() / "scenarios").glob("*.yaml"))
    for path in [*scenarios, data_folder(), data_folder() / "assumptions.csv"]:
        done = desk.run("check", str(path))
        assert (done.exit_code, done.output) == (0, "fine\n")


def test_a_scenario_is_refused_with_all_its_problems(desk: Desk) -> None:
    path = desk.folder / "bad.yaml"
    path.write_text("name: x\ntitel: y\n", encoding="utf-8")
    done = desk.run("check", str(path))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("6 problems:\n")
    assert f"{path}:2: titel: unknown key; did you mean title?" in done.stderr


def test_a_missing_column_is_named(desk: Desk, data: Path) -> None:
    edit(data / "assumptions.csv", "name,value,low,", "name,value,lower,")
    for path in (data, data / "assumptions.csv"):
        done = desk.run("check", str(path))
        assert done.exit_code == 2
        assert "assumptions.csv:1: lower: unknown column; write low" in done.stderr


def test_a_unit_that_does_not_fit_is_named(desk: Desk, data: Path) -> None:
    edit(data / "assumptions.csv", ",teams,", ",dollars,")
    done = desk.run("check", str(data))
    assert done.exit_code == 2
    assert "assumptions.csv" in done.stderr
    assert "'dollars'" in done.stderr


def test_tables_of_trade_are_checked_with_the_others(desk: Desk, data: Path) -> None:
    edit(data / "trade" / "elasticities.csv", "BSY,AGR,", "BSY,AGR,x")
    edit(data / "assumptions.csv", ",teams,", ",dollars,")
    done = desk.run("check", str(data))
    assert done.exit_code == 2
    assert "trade/elasticities.csv" in done.stderr
    assert "'dollars'" in done.stderr


def test_a_table_nobody_knows_is_named(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "asumptions.csv"
    path.write_text("a\n", encoding="utf-8")
    done = desk.run("check", str(path))
    assert done.exit_code == 2
    assert "unknown table" in done.stderr
    assert "did you mean assumptions.csv?" in done.stderr


def test_a_file_that_is_not_there(desk: Desk) -> None:
    done = desk.run("check", "nowhere.yaml")
    assert done.exit_code == 2
    assert done.stderr == "nowhere.yaml: cannot be read: No such file or directory; give a YAML file\n"


def test_problems_for_machines(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(
        "name: x\ntitle: y\nworld_date: 2025-05-13\nregime: leverage\nfirst_quarter: 2025Q3\n", encoding="utf-8"
    )
    done = desk.run("check", str(path), "--json")
    assert done.exit_code == 2
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["field"], problem["message"], problem["file"]) == ("last_quarter", "is missing", str(path))
    fine = desk.run("check", "leverage-2025", "--json")
    assert json.loads(fine.stdout) == {"file": "leverage-2025", "problems": []}


def test_data_laid_over_are_checked_with_a_scenario(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    rows = (data_folder() / "chips.csv").read_text(encoding="utf-8").splitlines()
    (folder / "chips.csv").write_text(f"{rows[0]}\n{rows[1]}\n", encoding="utf-8")
    done = desk.run("check", "leverage-2025", "--data", str(folder))
    assert (done.exit_code, done.output) == (0, "fine\n")
    assert desk.run("check", str(folder)).output == "fine\n"
    (folder / "chips.csv").write_text(f"{rows[0]}\n{rows[1].replace('older', 'odd')}\n", encoding="utf-8")
    for asked in (("leverage-2025", "--data", str(folder)), (str(folder),)):
        done = desk.run("check", *asked)
        assert done.exit_code == 2
        assert "chips.csv:2: class: not one of its values" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("0.005 * gdp", "0.005 * gpd", "cost_base", "unknown size"),
        ("purchase.margin", "purchase.margn", "us_value", "unknown parameter"),
        ("IND JPN KAZ", "IND FRA", "eligible", "bargains as part of the European Union"),
        (",trade,", ",minerals,", "tracks", "no regime has such a track"),
        ('"min(0.01 * gdp, 20)",purchase', "0 * gdp,purchase", "us_base", "is worth nothing to the United States"),
    ],
)
def test_a_row_that_takes_no_effect_is_refused_alike_by_itself_and_with_a_scenario(
    desk: Desk, tmp_path: Path, old: str, new: str, field: str, message: str
) -> None:
    header = (data_folder() / "instruments.csv").read_text(encoding="utf-8").splitlines()[0]
    row = OFFTAKE.replace("minerals_offtake", "own", 1)
    (tmp_path / "mine").mkdir()
    table = tmp_path / "mine" / "instruments.csv"
    table.write_text(f"{header}\n\n{row.replace(old, new, 1)}", encoding="utf-8")
    alone = desk.run("check", str(table.parent))
    within = desk.run("check", "leverage-2025", "--data", str(table.parent))
    assert (alone.exit_code, within.exit_code) == (2, 2)
    assert alone.stderr == within.stderr
    assert alone.stderr.startswith(f"{table}:3: own.{field}: {message}")
    table.write_text(f"{header}\n{row}", encoding="utf-8")
    assert desk.run("check", str(table.parent)).output == "fine\n"


def test_rules_in_conflict_and_limits_beyond_reach_are_told_with_their_line(desk: Desk) -> None:
    path = desk.folder / "mine.yaml"
    limit = {"partner": "QAT", "term": "investment", "at_least": 10_000}
    for changes, field, message in (
        ({"must_sign": ("QAT",), "caps": {"QAT": 0.0}}, "must_sign", "these cannot all hold"),
        ({"limits": (limit,)}, "limits", "is more than Qatar can give"),
    ):
        written = three.scenario(unilateral_opening=False, **changes).to_yaml()
        path.write_text(written, encoding="utf-8")
        for asked in (("check", str(path)), *([("sweep", str(path))] if field == "limits" else [])):
            done = desk.run(*asked)
            assert done.exit_code == 2
            place, _, rest = done.stderr.removeprefix(f"{path}:").partition(": ")
            assert written.splitlines()[int(place) - 1].split(":")[0].strip(" -") in {field, "at_least"}
            assert rest.startswith(field)
            assert message in rest


def test_what_may_not_be_meant_is_noted_and_is_no_fault(desk: Desk) -> None:
    path = desk.folder / "mine.yaml"
    path.write_text(deals.load("leverage-2025").changed(excluded=("DEU",)).to_yaml(), encoding="utf-8")
    done = desk.run("check", str(path))
    assert done.exit_code == 0
    assert done.stdout.startswith("fine\nnote: excluded: takes Germany out of the European Union")
    assert json.loads(desk.run("check", str(path), "--json").stdout)["remarks"][0].startswith("excluded: takes Germany")
