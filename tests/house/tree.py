"""The files of the repository and what their Python says, for the rules that hold for all of them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
CODE = ("deals", "optimizer", "tests", "benchmarks", "docs")


class Import(NamedTuple):
    """One imported module, and whether it is imported as soon as its file is."""

    module: str
    at_once: bool


def files(*suffixes: str) -> list[Path]:
    """Every file of the tree with one of `suffixes` (all files for none), less what `.gitignore` names."""
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()}
    return sorted(path for path in _walk(ROOT, ignored | {".git"}) if not suffixes or path.suffix in suffixes)


def python_files(*rooms: str) -> list[Path]:
    """Python files of `rooms` (top folders), or of the whole tree."""
    found = files(".py")
    return [path for path in found if path.relative_to(ROOT).parts[0] in rooms] if rooms else found


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def imports(path: Path) -> set[Import]:
    """Modules that `path` imports, by full name; ``from a import b`` counts as `a` and as `a.b`."""
    return set(_imports(parsed(path), at_once=True, package=relative(path).replace("/", ".").split(".")[:-2]))


def words(text: str) -> set[str]:
    """Lower-case words of `text`, names in snake_case and camelCase taken apart."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", text)
    return {word.lower() for word in re.findall(r"[A-Za-z]+", apart)}


def _walk(folder: Path, ignored: set[str]) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in ignored or relative(path) in ignored:
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        else:
            yield path


def _imports(node: ast.AST, *, at_once: bool, package: list[str]) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import(names=names):
                yield from (Import(alias.name, at_once) for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                parents = package[: len(package) - level + 1] if level else []
                base = ".".join([*parents, *([module] if module else [])])
                yield Import(base, at_once)
                yield from (Import(f"{base}.{alias.name}", at_once) for alias in names)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _imports(child, at_once=False, package=package)
            case _:
                yield from _imports(child, at_once=at_once, package=package)
