"""Rooms know only what lies below them, so that each can be read, tested and replaced alone."""

import ast
import importlib
import io
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

from tests.house.tree import ROOT, imports, parsed, python_files, relative, words

SOLVERS = {"pulp", "highspy"}
HEAVY = {"altair", "highspy", "matplotlib", "networkx", "numpy", "pandas", "pulp", "pydantic", "scipy", "vl_convert"}
POLICY_WORDS = {
    *("ally", "allies", "alliance", "bloc", "china", "chinese", "chip", "chips", "concession", "concessions"),
    *("country", "countries", "deal", "deals", "diplomacy", "diversion", "embargo", "geopolitics", "government"),
    *("nation", "nations", "negotiation", "pledge", "pledges", "sanction", "sanctions", "semiconductor"),
    *("smuggling", "strategist", "tariff", "tariffs", "treaty"),
}
ORDER = (
    ("cells", "errors", "periods"),
    ("world",),
    ("regimes",),
    ("inputs", "reform", "scenario"),
    ("model",),
    ("negotiation",),
    ("comparison", "sensitivity"),
    ("briefing",),
    ("cli", "cli_compare", "__main__"),
)
"""Rooms of `deals`, the lowest first; those in one row may know each other."""

RANK = {f"deals.{room}": height for height, rooms in enumerate(ORDER) for room in rooms}


def roots(path: Path) -> set[str]:
    """Top-level packages that `path` imports anywhere."""
    return {module.partition(".")[0] for module, _ in imports(path)}


def vocabulary(path: Path) -> set[str]:
    """Every word of `path`: names, strings and comments."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return set().union(*(words(token.string) for token in tokens))


def test_the_optimizer_does_not_know_what_it_is_used_for() -> None:
    assert not [relative(path) for path in python_files("optimizer") if "deals" in roots(path)]
    said = {relative(path): vocabulary(path) & POLICY_WORDS for path in python_files("optimizer")}
    assert not {name: found for name, found in said.items() if found}


def test_deals_reaches_solvers_only_through_the_optimizer() -> None:
    assert not [relative(path) for path in python_files("deals") if SOLVERS & roots(path)]


def test_no_room_is_built_on_a_room_above_it() -> None:
    """A display may be fetched from above when it is asked for; nothing above is needed to load a room."""
    for path in python_files("deals"):
        here = rank(relative(path).removesuffix(".py").replace("/", "."))
        above = {module for module, at_once in imports(path) if at_once and rank(module, other=0) > here}
        assert not above, relative(path)


def rank(module: str, other: int = max(RANK.values())) -> int:
    """Height of the room of `module`; `other` for what stands in no room, like the package's own face."""
    return next((height for room, height in RANK.items() if f"{module}.".startswith(f"{room}.")), other)


def test_every_part_of_deals_has_its_place_in_the_order() -> None:
    parts = {relative(path).removesuffix(".py").split("/")[1] for path in python_files("deals")} - {"__init__"}
    assert {f"deals.{part}" for part in parts} <= set(RANK)


@pytest.mark.parametrize("package", ["deals", "optimizer"])
def test_the_public_face_is_exactly_what_it_lists(package: str) -> None:
    """Every listed name is there, and every public name that is not a module is listed."""
    face = importlib.import_module(package)
    assert face.__all__ == sorted(set(face.__all__))
    assert not [name for name in face.__all__ if not hasattr(face, name)]
    assert public_names(ROOT / package / "__init__.py") == set(face.__all__)


def public_names(path: Path) -> set[str]:
    """Public names that a package's own file defines or imports, those for type checkers included."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        match node:
            case ast.ImportFrom(module="typing" | "importlib"):
                pass
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                found |= {alias.asname or alias.name for alias in names}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return {name for name in found if not name.startswith("_")}


def test_importing_deals_is_light() -> None:
    """Charts, frames and solvers are loaded when they are first needed, not when the package is named."""
    script = "import sys, deals; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not HEAVY & set(answer.stdout.split())
