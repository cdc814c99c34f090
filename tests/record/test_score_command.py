"""`deals score`: from two files to who was best, for people and for machines; bad files are refused whole."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deals.cli.app import app
from deals.record.outlook.forecasts import FORECAST, OUTCOME, fingerprint
from tests.record.files import said, seen, written


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    forecasts = [said(who, p, n) for who, n in (("model", 0.8), ("nobody", 0)) for p in ("IND", "BRA", "CHE")]
    forecasts += [said("model", "IND", 10, 15, 18, 20, 25, question="rate")]
    outcomes = [seen("IND", 1), seen("BRA", 1), seen("IND", 18, "rate")]
    return [
        str(written(tmp_path / "forecasts.csv", FORECAST, *forecasts)),
        str(written(tmp_path / "outcomes.csv", OUTCOME, *outcomes)),
    ]


def test_scores_for_machines(files: list[str]) -> None:
    answer = CliRunner().invoke(app, ["score", *files, "--json"])
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["fingerprint"] == fingerprint(files[0])
    assert (told["waiting"], told["dropped"], told["unasked"]) == (2, 0, 0)
    rows = {(row["question"], row["forecaster"]): row for row in told["scores"]}
    assert rows["signed", "model"]["brier"] == pytest.approx(0.04)
    assert rows["signed", "nobody"]["brier"] == 1
    assert rows["rate", "model"]["pinball"] == pytest.approx(0.55)
    assert rows["rate", "model"]["brier"] is None


def test_scores_for_people(files: list[str]) -> None:
    answer = CliRunner().invoke(app, ["score", *files])
    assert answer.exit_code == 0, answer.output
    assert "signed: model is best" in answer.output
    assert "0.0400" in answer.output
    assert fingerprint(files[0]) in answer.output


def test_bad_files_are_refused_with_every_mistake(files: list[str], tmp_path: Path) -> None:
    bad = written(tmp_path / "bad.csv", FORECAST, said("model", "INX", 0.5), said("model", "IND", 50))
    answer = CliRunner().invoke(app, ["score", str(bad), files[1], "--json"])
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert all(text in answer.stderr for text in ("2 problems", "bad.csv:2: partner", "bad.csv:3: probability"))
    absent = CliRunner().invoke(app, ["score", files[0], str(tmp_path / "absent.csv")])
    assert absent.exit_code == 2
    assert "cannot be read" in absent.stderr
