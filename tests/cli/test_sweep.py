"""`deals sweep`: a plan in drawn worlds, kept in a folder, gone on with, and refused where it would do harm."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import deals
from deals.cli.app import app
from deals.scenario.scenario import Scenario


@pytest.fixture
def small(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line with the small scenario in place of the packaged one."""
    monkeypatch.setattr(deals, "load", lambda name: scenario, raising=False)
    return CliRunner()


def test_a_sweep_is_kept_and_more_draws_are_added_to_it(small: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "sweep"
    first = small.invoke(app, ["sweep", "small", "--draws", "24", "--out", str(out), "--json"])
    assert first.exit_code == 0, first.output
    told = json.loads(first.stdout)
    assert (told["draws"], told["failed"], told["depth"]) == (24, 0, "held")
    assert told["gain"]["p10"] <= told["gain"]["p50"] <= told["gain"]["p90"]
    assert all(0 <= deal["odds"] <= 1 for deal in told["deals"].values())
    again = small.invoke(app, ["sweep", "small", "--draws", "24", "--out", str(out), "--json"])
    assert again.exit_code == 2, "nothing of the user's is overwritten"
    assert "--resume" in again.output
    more = small.invoke(app, ["sweep", "small", "--draws", "24", "--out", str(out), "--resume"])
    assert more.exit_code == 0, more.output
    assert "24 drawn worlds, 0 failed" in more.output


def test_made_anew_every_draw_has_its_gap(small: CliRunner, tmp_path: Path) -> None:
    asked = ["sweep", "small", "--draws", "2", "--anew", "--out", str(tmp_path / "anew"), "--json"]
    told = json.loads(small.invoke(app, asked).stdout)
    assert told["depth"] == "anew"
    assert 0 <= told["gap"]["p50"] <= told["gap"]["p90"]


def test_another_seed_is_another_sweep(small: CliRunner, tmp_path: Path) -> None:
    out = str(tmp_path / "sweep")
    assert small.invoke(app, ["sweep", "small", "--draws", "4", "--out", out, "--json"]).exit_code == 0
    other = small.invoke(app, ["sweep", "small", "--draws", "4", "--out", out, "--seed", "1", "--resume"])
    assert other.exit_code == 2
    assert "draws" in other.output


def test_a_sweep_that_is_not_there_cannot_be_gone_on_with(small: CliRunner, tmp_path: Path) -> None:
    answer = small.invoke(app, ["sweep", "no-such-scenario", "--out", str(tmp_path / "sweep"), "--resume"])
    assert answer.exit_code == 2
    assert answer.output.startswith("--out: is not there, so there is no sweep to go on with")
    assert "begin a new one" in answer.output
    assert list(tmp_path.iterdir()) == []
