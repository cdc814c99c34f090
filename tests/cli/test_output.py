"""Commands print under any encoding, and nothing that came in a text reaches the terminal as an order to it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from deals.cli import output
from deals.cli.output import PlainConsole, plain, say, say_json
from deals.kit.visible import visible
from tests.cli.conftest import Desk

TITLE = "Türkiye → \x1b[31mred\x9b1m \U0001f600 “x” −1"
ENCODINGS = ["cp1252", "ascii", "latin-1", "cp437", "cp932", "utf-8"]


def printed(monkeypatch: pytest.MonkeyPatch, encoding: str, *texts: str) -> str:
    """What stands on a standard output of this encoding."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, write_through=True))
    output.under_any_encoding()
    for text in texts:
        PlainConsole(width=200).print(text, markup=False, highlight=False)
        say(text)
    say_json({text: text for text in texts})
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_text_is_printed_under_any_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    found = printed(monkeypatch, encoding, TITLE, "lone \ud800 half")
    assert "T" in found
    assert ("→" if encoding in {"utf-8", "cp932"} else "->") in found
    assert not set(found) & {"\x1b", "\x9b"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_document_says_the_same_under_any_encoding(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    found = printed(monkeypatch, encoding, TITLE)
    assert json.loads(found[found.index("{") :]) == {TITLE: TITLE}


def test_what_steers_a_terminal_is_spelled_out_and_the_rest_stays() -> None:
    assert visible("a\x1b[2J\r\x07\u202eb") == "a\\x1b[2J\\r\\x07\\u202eb"
    assert visible("Türkiye → −1\n\ttab") == "Türkiye → −1\n\ttab"


def test_documents_have_no_dust_and_no_zero_with_a_sign() -> None:
    found = plain({"a": [-5.6e-16, -0.0, float("nan"), 1.5, 3, None, True]})
    assert json.dumps(found) == '{"a": [0.0, 0.0, null, 1.5, 3, null, true]}'


def test_a_title_with_escapes_does_not_reach_the_terminal(desk: Desk) -> None:
    path = Path("q.yaml")
    path.write_text(
        'name: mine\ntitle: "\\e[31mred\\e]0;x\\a"\nworld_date: 2025-05-13\nregime: "\\e[2J"\n'
        'first_quarter: 2025Q3\nlast_quarter: 2026Q4\n"\\e[1m": 1\n',
        encoding="utf-8",
    )
    for more in ([], ["--json"]):
        done = desk.run("check", str(path), *more)
        assert done.exit_code == 2
        assert "\x1b" not in done.output


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_command_ends_as_it_should_under_a_narrow_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "q.yaml"
    path.write_text("name: mine\nTürkiye → x: 1\n", encoding="utf-8")
    for more in ([], ["--json"]):
        done = subprocess.run(
            [sys.executable, "-X", "utf8=0", "-m", "deals", "check", str(path), *more],
            capture_output=True,
            env={"PYTHONIOENCODING": encoding, "PATH": ""},
            cwd=Path(__file__).parents[2],
            check=False,
        )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        if more:
            assert "Türkiye → x" in json.dumps(json.loads(done.stdout), ensure_ascii=False)
