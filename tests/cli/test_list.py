import json
import subprocess
import sys

import pytest

from deals.scenario.scenario import load
from tests.cli.conftest import Desk


def test_list_shows_scenarios_and_regimes(desk: Desk) -> None:
    done = desk.run("list")
    assert done.exit_code == 0
    for name in ("leverage-2025", "leverage-2026", "diffusion-rule-2025", "diffusion_rule"):
        assert name in done.stdout


def test_list_is_whole_in_a_narrow_terminal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    told = desk.run("list").stdout
    for whole in ("2025-05-13", "2025Q3-2028Q4", "regime diffusion_rule", load("leverage-2025").title):
        assert whole in told
    assert "…" not in told


def test_list_for_machines(desk: Desk) -> None:
    document = json.loads(desk.run("list", "--json").stdout)
    default = next(entry for entry in document["scenarios"] if entry["name"] == "leverage-2025")
    assert default["partners"] > 140
    assert (default["world"], default["horizon"]) == ("2025-05-13", "2025Q3-2028Q4")
    assert {"leverage", "diffusion_rule"} <= {entry["name"] for entry in document["regimes"]}


def test_the_package_runs_as_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deals", "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("propose", "check", "list"))


def test_an_unknown_option_is_bad_input(desk: Desk) -> None:
    done = desk.run("propose", "--hindsigt")
    assert done.exit_code == 2
    assert desk.written == []


def test_the_schema_of_a_scenario_is_printed(desk: Desk) -> None:
    done = desk.run("schema")
    assert done.exit_code == 0
    assert "must_sign" in json.loads(done.stdout)["properties"]
