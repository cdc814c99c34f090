"""An export is whole or it is not there, and never takes anybody's files with it."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from deals.kit.dust import NOISE
from deals.kit.errors import InputError
from deals.proposal import Proposal, export, exporting
from deals.scenario.scenario import Scenario
from tests.proposal.small import only


@dataclass(frozen=True)
class Still:
    """A figure that costs nothing to draw."""

    note: str = ""

    def png(self) -> bytes:
        return b"picture"

    def svg(self) -> str:
        return "picture"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "DRAWN", {name: lambda proposal: Still() for name in exporting.DRAWN})


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_an_export_holds_tables_sheets_figures_and_a_report(proposal: Proposal, tmp_path: Path) -> None:
    """With real figures of two deals, and nothing left beside it."""
    proposal = only(proposal, ("ARE", "EUU"))
    out = export(proposal, tmp_path / "deep" / "out")
    written = tree(out)
    assert {"packages.csv", "summary.csv", "report.md"} <= set(written)
    assert {f"term-sheets/{code}.md" for code in proposal.summary.index} <= set(written)
    for name in ("gives-and-gains", "access-map", "calendar"):
        assert (out / "figures" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert (out / "figures" / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")
        assert f"](figures/{name}.png)" in (out / "report.md").read_text(encoding="utf-8")
    assert [path.name for path in out.parent.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_the_manifest_tells_the_day_of_the_answer_and_not_of_the_export(proposal: Proposal, tmp_path: Path) -> None:
    older = replace(proposal, report=replace(proposal.report, made_on="2025-06-01"))
    manifest = json.loads((export(older, tmp_path / "out") / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run_on"] == "2025-06-01"
    assert manifest["digests"]["data"] == older.report.data
    assert manifest["version"] == older.report.version
    assert "1 June 2025" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("quick")
def test_tables_read_back_as_they_were(proposal: Proposal, tmp_path: Path) -> None:
    out = export(proposal, tmp_path / "out")
    pd.testing.assert_frame_equal(pd.read_csv(out / "packages.csv"), proposal.packages, check_dtype=False)
    back = pd.read_csv(out / "summary.csv", index_col="partner")
    assert list(back.columns) == list(proposal.summary.columns)
    assert back["us_gain"].tolist() == pytest.approx(proposal.summary["us_gain"].tolist())


@pytest.mark.usefixtures("quick")
def test_what_is_next_to_nothing_is_written_as_nothing(proposal: Proposal, tmp_path: Path) -> None:
    """Nor has a nothing a sign; what a proposal shows has neither."""
    dusty = replace(
        proposal,
        summary=proposal.summary.assign(partner_gain=-5.6e-16, over_alone=-0.0),
        packages=proposal.packages.assign(us_value=-1e-14),
    )
    out = export(dusty, tmp_path / "out")
    summary = pd.read_csv(out / "summary.csv", dtype=str)
    assert {*summary["partner_gain"], *summary["over_alone"]} == {"0.0"}
    assert set(pd.read_csv(out / "packages.csv", dtype=str)["us_value"]) == {"0.0"}
    for frame in (proposal.summary, proposal.packages, proposal.alone):
        numbers = frame.select_dtypes("float").to_numpy()
        assert not ((numbers != 0) & (abs(numbers) <= NOISE)).any()
        assert not (np.signbit(numbers) & (numbers == 0)).any()


@pytest.mark.usefixtures("quick")
def test_a_second_export_replaces_the_first_whole(proposal: Proposal, tmp_path: Path) -> None:
    """A sheet of a partner that no longer signs must not stay behind."""
    export(proposal, tmp_path / "out")
    out = export(only(proposal, ("ARE", "EUU")), tmp_path / "out")
    assert [name for name in tree(out) if name.startswith("term-sheets")] == [
        "term-sheets/ARE.md",
        "term-sheets/EUU.md",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_an_export_that_fails_leaves_everything_as_it_was(
    proposal: Proposal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = export(proposal, tmp_path / "out")
    before = {name: (out / name).read_bytes() for name in tree(out)}

    def fail(*arguments: object) -> str:
        raise OSError("no space left on device")

    monkeypatch.setattr(exporting, "report_page", fail)
    for target in (out, tmp_path / "new"):
        with pytest.raises(OSError, match="no space"):
            export(only(proposal, ("ARE",)), target)
    assert {name: (out / name).read_bytes() for name in tree(out)} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("quick")
def test_what_others_keep_in_the_folder_stays(proposal: Proposal, tmp_path: Path) -> None:
    """Also what lies in a folder of ours; a manifest says what is whose."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("years of work")
    out = export(proposal, tmp_path / "out")
    (out / "term-sheets" / "notes.txt").write_text("ask again")
    (out / "2026").mkdir()
    export(only(proposal, ("ARE", "EUU")), out)
    assert (out / "thesis.docx").read_text() == "years of work"
    assert (out / "term-sheets" / "notes.txt").read_text() == "ask again"
    assert (out / "2026").is_dir()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    theirs = {"thesis.docx", "term-sheets/notes.txt", "manifest.json"}
    assert sorted({*manifest["files"], *theirs}) == tree(out)
    assert (manifest["made_by"], manifest["scenario"]) == ("deals propose", proposal.scenario.name)
    assert manifest["run_on"] == date.today().isoformat()
    assert Scenario.from_file(out / "scenario.yaml") == proposal.scenario


@pytest.mark.usefixtures("quick")
def test_what_was_changed_or_written_by_others_is_in_the_way(proposal: Proposal, tmp_path: Path) -> None:
    """It is told before anything is solved, all at once."""
    out = export(proposal, tmp_path / "out")
    for name in ("summary.csv", "term-sheets/ARE.md"):
        (out / name).write_text("my own numbers", encoding="utf-8")
    with pytest.raises(InputError, match=r"summary\.csv: was changed.*\n.*ARE\.md: was changed") as refused:
        exporting.check_folder(out)
    assert len(refused.value.problems) == 2
    with pytest.raises(InputError, match="was changed"):
        export(only(proposal, ("EUU",)), out)
    assert (out / "summary.csv").read_text(encoding="utf-8") == "my own numbers"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "report.md").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"report\.md: would be overwritten"):
        exporting.check_folder(tmp_path / "mine")


@pytest.mark.usefixtures("quick")
def test_an_empty_folder_will_do_and_a_file_will_not(proposal: Proposal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "report.md" in tree(export(proposal, tmp_path / "empty"))
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="no folder"):
        export(proposal, tmp_path / "file")


@pytest.mark.usefixtures("quick")
def test_the_same_proposal_has_the_same_files(proposal: Proposal) -> None:
    """Whenever it was made: how long it took is in the manifest alone."""
    later = replace(proposal, report=replace(proposal.report, seconds=1e6))
    assert exporting.files(proposal) == exporting.files(later)
