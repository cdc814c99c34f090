"""`deals compare`: tables on the screen, files in a folder, errors as exit codes."""

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console
from typer.testing import CliRunner

import deals
from deals.cli.app import app
from deals.cli.compare import _parts, _table
from deals.comparison import Comparison, compare
from deals.scenario.scenario import Scenario


@pytest.fixture
def small(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The command line with the small scenario in place of the packaged one."""
    known = deals.load
    monkeypatch.setattr(deals, "load", lambda name: scenario if name == "small" else known(name), raising=False)
    monkeypatch.setattr(deals, "compare", compare, raising=False)
    return CliRunner()


def test_it_prints_tables_and_writes_figures(small: CliRunner, tmp_path: Path) -> None:
    asked = ["compare", "small", "--regime", "pre_2025", "--regime", "monopoly", "--out", str(tmp_path / "out")]
    answer = small.invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    titles = [
        "makes sense in this time",
        "What differs",
        "Gains by goal",
        "Control",
        "Promotion",
        "Leverage",
        "What binds",
    ]
    places = [answer.output.index(title) for title in titles]
    assert places == sorted(places), "differences of inputs come first"
    assert "Indicative only" in answer.output
    assert "keep the chips at home" in answer.output
    assert {"comparison.md", "ternary.png", "map.png"} <= {path.name for path in (tmp_path / "out").iterdir()}


def test_a_folder_that_will_not_do_is_refused_before_anything_is_solved(
    small: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deals, "compare", None)
    (tmp_path / "file").write_text("mine")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "goals.csv").write_text("mine")
    for name, told in (("file", "is no folder"), ("mine", "would be overwritten")):
        answer = small.invoke(app, ["compare", "small", "--out", str(tmp_path / name)])
        assert (answer.exit_code, told in answer.output) == (2, True)
    assert (tmp_path / "mine" / "goals.csv").read_text() == "mine"


def test_json_is_one_document(small: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Comparison, "save", lambda self, folder: [folder / "comparison.md"])
    asked = ["compare", "small", "--regime", "pre_2025", "--json", "--ruling", "--out", str(tmp_path / "out")]
    document = json.loads(small.invoke(app, asked).output)
    assert set(document["goals"]) == {"pre_2025"}
    assert document["timing"]["pre_2025"]["makes_sense"]
    assert {"differences", "concessions", "binding", "indicative"} <= set(document)
    assert document["physical"]["pre_2025"]["to_barred_places_kh"] == 0


def test_an_unknown_regime_ends_with_code_2(small: CliRunner, tmp_path: Path) -> None:
    answer = small.invoke(app, ["compare", "small", "--regime", "monopolly", "--out", str(tmp_path / "out")])
    assert answer.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_no_figure_and_no_word_is_cut_on_a_narrow_screen() -> None:
    columns = {f"months of talks {i}": ["1,234,567", "20 (3)"] for i in range(9)}
    frame = pd.DataFrame(columns, index=["monopoly", "open_2023"])
    screen = Console(width=80, record=True, file=StringIO())
    for part in _parts(frame, 80):
        screen.print(_table("Talks", part))
    printed = screen.export_text()
    assert printed.count("1,234,567") == 9
    assert "…" not in printed
    assert max(map(len, printed.splitlines())) <= 80
