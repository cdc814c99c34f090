"""The scripts that write pages of the documentation, to see that the pages are as they would write them."""

import importlib.util
from types import ModuleType

from tests.house.tree import ROOT


def writer_of(page: str) -> ModuleType:
    """The script ``docs/<page>.py``."""
    spec = importlib.util.spec_from_file_location(page, ROOT / "docs" / f"{page}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
