"""The page on handing a proposal on is true: all of its code runs, and the files it names are there."""

import re
from pathlib import Path

import pytest

from deals.proposal import Proposal

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "hand-on.md").read_text(encoding="utf-8")
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_all_of_its_code_runs_and_writes_what_it_names(
    proposal: Proposal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    proposal.save("proposal.deals")
    known: dict[str, object] = {}
    for block in CODE:
        exec(block, known)
    named = set(re.findall(r'"([\w-]+\.(?:docx|html|xlsx|deals))"', PAGE))
    assert {path.name for path in tmp_path.iterdir()} == named


def test_the_same_proposal_makes_the_same_bytes(proposal: Proposal, tmp_path: Path) -> None:
    first, second = (proposal.docx(tmp_path / f"{name}.docx").read_bytes() for name in "ab")
    assert first == second
    first, second = (proposal.xlsx(tmp_path / f"{name}.xlsx").read_bytes() for name in "ab")
    assert first == second
