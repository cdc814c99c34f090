"""What a plain set-up leaves out is missed only where it is needed, and then it is said how to get it."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from deals.cli.app import app
from deals.kit.errors import NotInstalledError
from deals.uncertainty.methods.morris import morris_design
from deals.uncertainty.methods.sobol import sobol_design
from deals.uncertainty.sweeping.store import read
from tests.house.tree import ROOT

LEFT_OUT = ("pyarrow", "SALib", "scipy")
WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({LEFT_OUT}))
import deals, deals.cli, deals.uncertainty.sweeping.running
from deals.uncertainty.draws import Draws
from deals.uncertainty.methods.risk import quantiles
world = deals.load("leverage-2025").world()
drawn = Draws.of(world).values(range(8))
quantiles(drawn["diversion.leak.MYS"])
deals.Proposal
"""


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in LEFT_OUT:
        monkeypatch.setitem(sys.modules, package, None)


@pytest.mark.usefixtures("plain")
def test_what_needs_them_says_how_to_get_them(tmp_path: object) -> None:
    for ask, package in (
        (lambda: morris_design(["a", "b"], 4, seed=0), "SALib"),
        (lambda: sobol_design(["a", "b"], 4, seed=0), "SALib"),
        (lambda: read(str(tmp_path)), "pyarrow"),
    ):
        with pytest.raises(NotInstalledError, match=r"python3 run.py install lab.*chip-deals.odds") as refused:
            ask()
        assert refused.value.package == package


@pytest.mark.usefixtures("plain")
def test_a_sweep_is_refused_before_anything_is_read() -> None:
    answer = CliRunner().invoke(app, ["sweep", "no-such-scenario"])
    assert answer.exit_code == 1
    assert "pyarrow is not installed" in answer.output


def test_worlds_are_drawn_and_weighed_without_them() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT], cwd=ROOT, capture_output=True, check=True)
