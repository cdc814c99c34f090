"""The worked example of one's own world runs as it stands on the page, asked of a few partners."""

import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import deals
from deals.cli.app import app
from deals.proposal import Difference, Proposal
from deals.scenario import scenario as scenarios

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "worked-example-own-world.md").read_text(encoding="utf-8")
PARTNERS = {"IND", "ARE", "JPN"}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the page's code leaves behind, run in a folder of its own."""
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("own"))
        for name, text in re.findall(r"```text file=(\S+)\n(.*?)```", PAGE, re.DOTALL):
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        found["checked"] = CliRunner().invoke(app, ["check", "my-folder"])
        patch.setattr(deals, "load", _few)
        for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
            exec(compile(block, "worked-example-own-world.md", "exec"), found)
        found["answered"] = CliRunner().invoke(app, ["check", "mine.yaml"])
    return found


def _few(name: str, data: str | None = None) -> deals.Scenario:
    whole = scenarios.load(name, data)
    if name != "leverage-2025":
        return whole
    others = set(map(str, whole.world().countries.index)) - {"USA", *PARTNERS}
    nobody: dict[str, Any] = {"tariff_only": (), "separate_track": (), "baseline_deals": ()}
    nobody |= {"baseline_instruments": {}, "talks_under_way": {}}
    return whole.changed(excluded=tuple(sorted(others)), gap=0.01, **nobody)


def test_its_folder_and_its_scenario_are_fine(names: dict[str, Any]) -> None:
    assert names["checked"].output.strip() == "fine"
    assert names["answered"].output.strip() == "fine"


def test_its_rows_are_shown_as_differences(names: dict[str, Any]) -> None:
    rows = names["mine"].laid_over.set_index(["table", "key", "column"])
    demand = rows.xs("demand.csv").loc[("ARE, 2026", "value")]
    assert (demand["was"], demand["now"], demand["source"]) == (180.0, 450.0, "my_study")


def test_its_instrument_is_in_the_plan_and_its_limit_is_kept(names: dict[str, Any]) -> None:
    proposal: Proposal = names["proposal"]
    india = proposal["IND"].terms.set_index("instrument")["amount"]
    assert 0 < india["minerals_offtake"] <= 20
    assert india["purchases"] <= 20 + 1e-6
    base: Proposal = names["base"]
    assert base["IND"].terms.set_index("instrument")["amount"]["purchases"] > 20


def test_what_moved_names_the_figure_the_instrument_and_the_limit(names: dict[str, Any]) -> None:
    moved: Difference = names["moved"]
    told = "\n".join(moved.asked)
    for part in ("ARE, 2026: 450", "minerals_offtake", "purchases of IND at most 20"):
        assert part in told
    terms = moved.terms.set_index(["partner", "instrument"])["change"]
    assert terms["IND", "minerals_offtake"] > 0
    assert terms["IND", "purchases"] < 0
