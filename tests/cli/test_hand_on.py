"""From the command line a proposal is handed on as from Python: the same files, refused before anything is solved."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from typer.testing import CliRunner, Result

import deals
from deals.cli import app as cli
from deals.proposal import Proposal
from deals.scenario.scenario import Scenario
from tests.cli.conftest import Desk
from tests.cli.conftest import proposal as stand_in
from tests.proposal.small import proposed


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    return proposed()


def written_by(kind: str) -> Any:
    def write(path: Path) -> Path:
        path.write_text(kind, encoding="utf-8")
        return path

    return write


def test_a_pack_tables_and_a_page_are_written_beside_the_folder(desk: Desk) -> None:
    def answer(scenario: Scenario) -> Any:
        writers = {kind: written_by(kind) for kind in ("docx", "xlsx", "page")}
        return SimpleNamespace(**vars(stand_in(scenario)), **writers)

    desk.answer = answer
    done = desk.run("propose", "--word", "pack.docx", "--excel", "tables.xlsx", "--html", "pack.html")
    assert done.exit_code == 0, done.output
    assert desk.written == ["out/packages.csv", "pack.docx", "pack.html", "tables.xlsx"]
    assert "Written to tables.xlsx" in done.stdout
    assert (desk.folder / "pack.docx").read_text(encoding="utf-8") == "docx"


def test_places_are_refused_together_and_before_anything_is_solved(desk: Desk) -> None:
    (desk.folder / "mine.html").write_text("notes", encoding="utf-8")
    done = desk.run("propose", "--word", "pack.doc", "--excel", "nowhere/tables.xlsx", "--html", "mine.html")
    assert done.exit_code == 2
    assert all(option in done.stderr for option in ("--word", "--excel", "--html"))
    assert "end the name in .docx" in done.stderr
    assert desk.asked == []
    assert desk.written == ["mine.html"]


@pytest.fixture
def saved(proposal: Proposal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(deals, "open", lambda path: proposal, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "mine.deals"


def run(saved: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.app, ["sheet", str(saved), *arguments])


def test_a_sheet_is_printed_or_written_for_us_or_for_them(saved: Path, proposal: Proposal) -> None:
    printed = run(saved, "Emirates")
    assert printed.exit_code == 0, printed.output
    assert printed.stdout.strip() == proposal["ARE"].markdown().strip()
    done = run(saved, "ARE", "--word", "are.docx", "--html", "are.html", "--for-partner")
    assert "Written to are.docx" in done.stdout
    ours = proposal["ARE"].docx(saved.with_name("ours.docx"), for_partner=True)
    assert Path("are.docx").read_bytes() == ours.read_bytes()
    assert docx.Document("are.docx").paragraphs
    assert "eservation" not in run(saved, "ARE", "--for-partner").stdout


def test_a_partner_without_a_deal_and_an_unknown_one_are_refused_in_words(saved: Path) -> None:
    without = run(saved, "BRA", "--word", "bra.docx")
    assert without.exit_code == 2
    assert "no deal" in without.stderr
    assert not Path("bra.docx").exists()
    unknown = run(saved, "Emirattes")
    assert unknown.exit_code == 2
    assert "did you mean" in unknown.stderr
