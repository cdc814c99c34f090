"""The examples of the documentation run."""

import doctest
from types import ModuleType

import pytest

from deals.trade import economy, nash, values


@pytest.mark.parametrize("module", [economy, nash, values], ids=lambda module: module.__name__)
def test_examples(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
