"""The notebooks as a reader sees them: in JupyterLab, in a browser, in a window of 1,200 pixels.

Pictures of all that was looked at are in `out/screens/`. RUN_ALL_NOTEBOOKS=1 in the environment runs every notebook on
screen instead of the first.
"""

import os
from collections.abc import Iterator

import pytest

from tests.house.tree import ROOT
from tests.notebooks.lab import Lab, chromium, started
from tests.notebooks.screen import THEMES, Screen, on_screen

__all__ = ["chromium"]

NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
FIRST = NAMES[:1]
RUN = NAMES if os.environ.get("RUN_ALL_NOTEBOOKS") else FIRST
SCREENS = ROOT / "out" / "screens"


@pytest.fixture(scope="module")
def lab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with started(ROOT / "notebooks", tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture
def screen(chromium: str, lab: Lab) -> Iterator[Screen]:
    with on_screen(chromium, lab) as shown:
        yield shown


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
def test_notebooks_show_styled_at_once_and_nothing_is_cut_off(screen: Screen, theme: str) -> None:
    """As committed and trusted, before anything is run; and nothing is fetched from elsewhere."""
    faults = {}
    for name in NAMES:
        screen.open(name, theme)
        seen = screen.counted()
        faults[name] = screen.faults()
        faults[name] += [f"{seen['untrusted']} cells are not trusted"] if seen["untrusted"] else []
        faults[name] += [] if seen["pictures"] and seen["tables"] else ["no picture or no table"]
        screen.picture(SCREENS / f"{name}-{theme}.png")
        screen.close()
    assert not {name: found for name, found in faults.items() if found}
    assert screen.asked
    assert not screen.elsewhere()


@pytest.mark.long
@pytest.mark.parametrize("name", RUN)
def test_run_all_gives_no_error_and_charts_that_can_be_explored(screen: Screen, name: str) -> None:
    screen.open(name, "light")
    screen.run()
    seen = screen.counted()
    screen.picture(SCREENS / f"{name}-run.png")
    assert not screen.faults()
    assert seen["unrun"] == seen["untrusted"] == 0
    assert seen["charts"] >= 1
    assert not seen["pictures"], "a chart that is explored needs no picture"
    assert not screen.elsewhere()
