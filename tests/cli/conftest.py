"""Stand-ins for the rooms behind the command line, so that its own promises can be tested at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from rich.table import Table
from typer.testing import CliRunner, Result

import deals.proposal
from deals.cli import app as cli
from deals.scenario.scenario import Scenario
from tests.comparison.conftest import scenario

__all__ = ["Desk", "desk", "scenario"]


@dataclass(frozen=True)
class Report:
    status: str = "optimal"
    gap: float = 0.01
    absolute_gap: float = float("inf")
    unique: bool | None = None
    notes: tuple[str, ...] = ("one note",)


@dataclass(frozen=True)
class Gains:
    table: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(
            {"gain": [0.0, 38.0, 160.0], "gap": [0.0, 0.1, float("nan")]}, index=["nothing", "best_alone", "plan"]
        )
    )
    readings: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"gain": [160.0], "deals": [7]}, index=["as judged"])
    )


def proposal(scenario: Scenario) -> Any:
    """Make a proposal of one deal."""
    summary = pd.DataFrame(
        {"us_gain": [25.6], "relief_points": [float("nan")]}, index=pd.Index(["ARE"], name="partner")
    )
    return SimpleNamespace(
        scenario=scenario,
        stopped="",
        report=Report(),
        baselines=Gains(),
        alone=pd.DataFrame(
            {"opened_kh": [327.0], "rate": [float("nan")], "us_value": [1.2]}, index=pd.Index(["BRA"], name="partner")
        ),
        goals=pd.Series({"leverage": 120.0, "control": -0.4}),
        summary=summary,
        packages=pd.DataFrame({"partner": ["ARE"], "instrument": ["chip_access"], "amount": [2381.0]}),
        binding=lambda: pd.DataFrame({"rule": ["teams"], "price_up": [float("nan")]}),
        diversion=pd.DataFrame({"expected_kh": [265.0]}, index=pd.Index([2026], name="year")),
    )


@dataclass
class Desk:
    """The command line with stand-ins behind it; `asked` holds the scenarios it was asked to propose for."""

    folder: Path
    asked: list[Scenario]
    answer: Callable[[Scenario], Any]

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli.app, list(arguments))

    @property
    def written(self) -> list[str]:
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, [], proposal)

    def propose(scenario: Scenario, draws: int | None = None) -> Any:
        desk.asked.append(scenario)
        return desk.answer(scenario)

    def export(made: Any, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "packages.csv").write_text(made.packages.to_csv(index=False), encoding="utf-8")

    def proposal_table(made: Any) -> Table:
        table = Table("partner")
        for partner in made.summary.index:
            table.add_row(partner)
        return table

    monkeypatch.setattr(deals.proposal, "propose", propose)
    monkeypatch.setattr(cli, "export", export)
    monkeypatch.setattr(cli, "proposal_table", proposal_table)
    monkeypatch.setattr(cli, "answer_lines", lambda made: ["turn first to [somebody]"])
    monkeypatch.setattr(cli, "report_lines", lambda made: ["gain [over] no deals: 160.0"])
    monkeypatch.chdir(tmp_path)
    return desk
