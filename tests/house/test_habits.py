"""Habits of this tree that no linter knows: short files, no excuses, no trace of the machine it was written on."""

import ast
import io
import re
import tokenize
from pathlib import Path

from tests.house.tree import ROOT, files, parsed, python_files, relative

LONGEST = 400
# Written with a class of one character each, so that this file does not name what it looks for.
INDEX = re.compile(
    r"--(extra-)?index-ur[l]|--find-link[s]|file:/[/]/|https?://[^ \"]*/simpl[e]([/\" ]|$)|https?://file[s]\."
)
MACHINE = re.compile(
    r"/roo[t]/|/hom[e]/\w+/|/User[s]/\w+/|/tm[p]/\w|/wor[k]/\w|\.pyenv/version[s]/[0-9]|[A-Z]:\\User[s]"
)
MAY_SKIP = "tests/notebooks/lab.py"
"""The one file in which a test may be skipped: what is on screen can be seen only where there is a browser."""
EXCUSE = re.compile(r"\b(noqa|TOD[O]|FIXM[E]|XXX)\b|type:\s*ignore|pragma:\s*no cover|pylint:|pyright:")


def text_files() -> list[Path]:
    return [path for path in files() if b"\0" not in path.read_bytes()[:4096]]


def test_no_file_names_a_package_index_or_a_machine() -> None:
    found = [
        f"{relative(path)}:{number}: {line.strip()[:120]}"
        for path in text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if INDEX.search(line) or MACHINE.search(line)
    ]
    assert not found


def test_files_are_short_enough_to_read() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert not {name: length for name, length in lengths.items() if length > LONGEST and not name.startswith("tests/")}


def test_no_check_is_switched_off() -> None:
    found = [
        f"{relative(path)}: {excuse}" for path in python_files() for excuse in [*comments(path), *statements(path)]
    ]
    assert not found


def comments(path: Path) -> list[str]:
    """Comments of `path` that tell a checker to look away, or put work off."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT and EXCUSE.search(token.string)]


def statements(path: Path) -> list[str]:
    found = [ast.unparse(node) for node in ast.walk(parsed(path)) if excuses(node)]
    return [excuse for excuse in found if (relative(path), excuse) != (MAY_SKIP, "pytest.skip")]


def excuses(node: ast.AST) -> bool:
    """Whether `node` swallows errors, tests nothing, skips a test or stands for code to come."""
    match node:
        case ast.ExceptHandler(type=None) | ast.ExceptHandler(type=ast.Name(id="Exception"), body=[ast.Pass()]):
            return True
        case ast.Assert(test=ast.Constant(value=True)):
            return True
        case ast.Attribute(attr="skip" | "skipif" | "xfail" | "importorskip", value=value):
            return ast.unparse(value) in {"pytest", "pytest.mark"}
        case ast.Name(id=name) if name == "NotImplemented" + "Error":
            return True
    return False


def test_ci_runs_what_the_readme_says() -> None:
    command = "python3 run.py test"
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
