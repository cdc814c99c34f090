"""Rooms know only what lies below them, so that each can be read, tested and replaced alone."""

import ast
import builtins
import importlib
import io
import subprocess
import sys
import tokenize
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
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
    ("kit",),
    ("optimizer",),
    ("bargaining",),
    ("world",),
    ("page",),
    ("trade", "regimes"),
    ("scenario",),
    ("model",),
    ("plan",),
    ("division", "comparison"),
    ("talks", "restraint", "sensitivity"),
    ("uncertainty",),
    ("record",),
    ("proposal",),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
"""Rooms, the lowest first: a room imports what stands before it, and itself; those in one row not each other."""
RANK = {room: height for height, rooms in enumerate(ORDER) for room in rooms}
MOST_FILES = 15
"""Files of code in one folder that can be taken in at a glance."""


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


def test_deals_knows_the_optimizer_by_its_face_alone() -> None:
    behind = {
        relative(path): {module for module, _ in imports(path) if is_module(module) and module.startswith("optimizer.")}
        for path in python_files("deals")
    }
    assert not {path: modules for path, modules in behind.items() if modules}


def test_theory_knows_nothing_of_what_it_is_used_for() -> None:
    """Bargaining is tested against the literature: it may use the kit and the optimizer, by its face."""
    theory = [path for path in python_files("deals") if relative(path).startswith("deals/bargaining/")]
    assert theory
    known = {room(module) for path in theory for module, _ in imports(path) if is_module(module)}
    assert known <= {"kit", "optimizer", "bargaining"}


def test_a_room_imports_only_what_stands_before_it() -> None:
    wrong = [
        f"{one} -> {other}"
        for one, other in import_graph().edges
        if room(one) != room(other) and RANK[room(other)] >= RANK[room(one)]
    ]
    assert not wrong


def test_there_is_no_circle_of_imports() -> None:
    """Typing-only imports count: who reads a file must find what it rests on below it."""
    circles = [sorted(files) for files in nx.strongly_connected_components(import_graph()) if len(files) > 1]
    assert not circles


def test_only_heavy_libraries_are_imported_late_and_it_is_said() -> None:
    late = [f"{relative(path)}:{line}" for path in python_files("deals", "optimizer") for line in late_imports(path)]
    assert not late


def test_no_folder_of_code_is_crowded() -> None:
    crowds = Counter(path.parent for path in python_files("deals", "optimizer"))
    assert not {relative(folder): count for folder, count in crowds.items() if count > MOST_FILES}


def is_module(name: str) -> bool:
    """Whether a dotted name is a file of ours rather than a name in one."""
    place = ROOT / name.replace(".", "/")
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def room(module: str) -> str:
    """The room of a module: the part after `deals`, or the optimizer as a whole."""
    package, _, rest = module.partition(".")
    return package if package == "optimizer" else rest.partition(".")[0] or "__init__"


@cache
def import_graph() -> "nx.DiGraph[str]":
    """Which file of ours imports which, under any condition."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for path in python_files("deals", "optimizer"):
        here = relative(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        named = {module for module, _ in imports(path) if is_module(module)}
        for module in named:
            # ``from a import b`` names both; where b is a file, it is meant.
            if module != here and not any(other.rpartition(".")[0] == module for other in named):
                graph.add_edge(here, module)
    return graph


def late_imports(path: Path) -> list[int]:
    """Lines of imports inside functions that do not say that what they import is heavy, or import our own."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for function in ast.walk(parsed(path)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                    ours = any(name.partition(".")[0] in ("deals", "optimizer") for name in names)
                    if ours or "heavy" not in lines[node.lineno - 1]:
                        found.append(node.lineno)
    return found


def test_every_part_of_deals_has_its_place_in_the_order() -> None:
    parts = {relative(path).removesuffix(".py").split("/")[1] for path in python_files("deals")}
    assert parts <= set(RANK)


@pytest.mark.parametrize("package", ["deals", "optimizer"])
def test_the_public_face_is_exactly_what_it_lists(package: str) -> None:
    """Every listed name is there, and every public name that is no module and hides nothing of Python's is listed."""
    face = importlib.import_module(package)
    assert face.__all__ == sorted(set(face.__all__))
    assert not [name for name in face.__all__ if not hasattr(face, name)]
    assert public_names(ROOT / package / "__init__.py") - set(dir(builtins)) == set(face.__all__)


def test_a_star_takes_nothing_that_hides_what_python_has_and_deals_open_stays() -> None:
    taken: dict[str, Any] = {}
    exec("from deals import *", taken)
    assert {"load", "propose"} <= taken.keys()
    assert not {name for name in taken if not name.startswith("__")} & set(dir(builtins))
    assert importlib.import_module("deals").open.__module__ == "deals.proposal.kept.opening"


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
