"""The page about real deals: its tables are those of the kept backtest, and what it shows can be run."""

import re
from pathlib import Path
from types import ModuleType

import pytest

import deals
from deals.record.signed.reading_files import read_deals
from tests.house.tree import ROOT
from tests.writers import writer_of

PAGE = ROOT / "docs" / "record.md"


@pytest.fixture
def writer() -> ModuleType:
    return writer_of("scores_table")


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert found
    return found


def test_its_tables_are_those_of_the_kept_backtest(writer: ModuleType) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert writer.page_with_scores(text) == text


def test_its_example_of_a_file_is_read_in_full(tmp_path: Path) -> None:
    (example,) = blocks("text")
    path = tmp_path / "mine.csv"
    path.write_text(example, encoding="utf-8")
    (deal,) = read_deals(path, {i.name: i.unit for i in deals.load("leverage-2025").world().instruments}).values()
    assert not deal.unread
    assert deal.threatened is not None
    assert len(deal.terms) + len(deal.beside) == example.count("\n") - 1


@pytest.mark.long
def test_its_python_runs() -> None:
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "docs/record.md", "exec"), names)
