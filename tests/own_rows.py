"""A copy of the data with rows of one's own, in place of the packaged one while a test lasts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deals.scenario.reform import reformed
from deals.world import data_folder, load

OFFTAKE = (
    'minerals_offtake,partner,Offtake of critical minerals,USD bn pledged,3.5,"min(0.01 * gdp, 20)",'
    '"min(0.01 * gdp, 20)",purchase.margin,1,0,purchase.additionality,delivery.purchases,0.005 * gdp,'
    "purchase.partner_cost,0.1,1,1,memorandum,IND JPN KAZ,leverage,trade,plain,Purchases,35,"
    "sells critical minerals for {money},judgement,2025-05-01,,judgement,An example.\n"
)
"""India, Japan and Kazakhstan sell critical minerals for up to a hundredth of their GDP, at most 20 bn."""


def with_rows(folder: Path, *rows: str) -> Path:
    """A copy of the packaged data in a folder, with rows added to the table of instruments."""
    shutil.copytree(data_folder(), folder)
    with (folder / "instruments.csv").open("a", encoding="utf-8") as table:
        table.writelines(rows)
    return folder


@contextmanager
def in_place(folder: Path) -> Iterator[None]:
    """Scenarios read their world from this folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "data_folder", lambda: folder)
        reformed.cache_clear()
        yield
    reformed.cache_clear()
