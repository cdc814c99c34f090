"""Pages that lead through a proposal are true: all of their code runs, and the files they name are there."""

import re
from pathlib import Path

import pytest

from deals.proposal import Proposal
from tests.proposal.small import scenario

DOCS = Path(__file__).resolve().parents[2] / "docs"
WHOLE = 'deals.load("leverage-2025")'
"""What pages load; here the same with few partners."""


@pytest.mark.long
@pytest.mark.parametrize("name", ["hand-on.md", "how-to.md", "objects.md", "tutorial.md"])
def test_all_code_of_a_page_runs_and_writes_what_it_names(
    proposal: Proposal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    proposal.save("proposal.deals")
    known: dict[str, object] = {"small": scenario}
    for block in blocks:
        exec(compile(block.replace(WHOLE, "small()"), name, "exec"), known)
    written = re.compile(r'\.(?:docx|page|xlsx|save)\("([\w-]+\.\w+)"')
    named = {file for block in blocks for line in block.splitlines() for file in written.findall(line.split("#")[0])}
    assert {path.name for path in tmp_path.iterdir()} == {*named, "proposal.deals"}


def test_the_same_proposal_makes_the_same_bytes(proposal: Proposal, tmp_path: Path) -> None:
    first, second = (proposal.docx(tmp_path / f"{name}.docx").read_bytes() for name in "ab")
    assert first == second
    first, second = (proposal.xlsx(tmp_path / f"{name}.xlsx").read_bytes() for name in "ab")
    assert first == second
