"""The data dictionary is as the tables are, and says of every column what stands in it."""

from pathlib import Path
from types import ModuleType

import pytest

from deals.world.schema import COUNTRIES, TABLES
from tests.writers import writer_of

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    return writer_of("dictionary_page")


def test_the_page_is_as_the_tables_are(writer: ModuleType) -> None:
    assert (DOCS / "dictionary.md").read_text(encoding="utf-8") == writer.dictionary(), "run docs/dictionary_page.py"


def test_every_column_has_a_meaning_and_no_other_is_described(writer: ModuleType) -> None:
    named = {column.name for table in TABLES if table is not COUNTRIES for column in table.columns}
    assert set(writer.MEANS) == named
    assert set(writer.ROWS) == {table.file for table in TABLES}
