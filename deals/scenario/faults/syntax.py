"""Plain words for what PyYAML cannot read: it is looked up in the text what stands where it stopped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from deals.kit.errors import Problem

TAB = re.compile(r"[ ]*\t")
PAIR = re.compile(r"(?:- +)*[^\s:#][^:#]*:(?:\s|$)")
"""A line that begins with a key and its colon."""
CLOSING = {"[": "]", "{": "}"}
SPECIAL = "@`%*&!|>"
"""Characters with which no plain text can begin."""
GENERAL = "check colons, quotes and indents"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where reading stopped, and where what was being read began; lines from 0."""

    text: str
    at: yaml.Mark
    began: yaml.Mark

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def line(self, number: int) -> str:
        return self.lines[number] if number < len(self.lines) else ""

    @property
    def character(self) -> str:
        return self.line(self.at.line)[self.at.column : self.at.column + 1]

    @property
    def opening(self) -> str:
        return self.line(self.began.line)[self.began.column : self.began.column + 1]

    @property
    def before(self) -> str:
        """What stands before it in its line."""
        return self.line(self.at.line)[: self.at.column]


def syntax_problems(error: yaml.YAMLError, text: str, file: str) -> list[Problem]:
    """What is wrong with a text that is no YAML, each with its line, what stands there and what to write."""
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    if not isinstance(error, yaml.MarkedYAMLError) or mark is None:
        return [Problem(file, "", None, " ".join(f"cannot be read as YAML: {error}".split()), "save it as UTF-8 text")]
    place = _Place(text, mark, error.context_mark or mark)
    if place.character == "\t" or TAB.match(place.line(mark.line)):
        return list(_tabs(place, file))
    line, message, fix = _found(error, place)
    return [Problem(f"{file}:{line + 1}", "", place.line(line).strip() or None, message, fix)]


def _tabs(place: _Place, file: str) -> Iterator[Problem]:
    """Every line that is indented by tabs, or the one with a tab elsewhere."""
    for number, line in enumerate(place.lines):
        indented = bool(TAB.match(line) and line.strip())
        if indented or (number == place.at.line and place.character == "\t"):
            said = f"{'is indented by' if indented else 'has'} a tab, where only spaces may stand"
            yield Problem(f"{file}:{number + 1}", "", line.strip(), said, "write spaces for it")


def _found(error: yaml.MarkedYAMLError, place: _Place) -> tuple[int, str, str]:
    """Line from 0, what is wrong, and what to write."""
    here, began = place.at.line, place.began.line
    if not isinstance(error, (yaml.composer.ComposerError, yaml.scanner.ScannerError, yaml.parser.ParserError)):
        return here, f"cannot be read as YAML: {error.problem}", GENERAL
    if isinstance(error, yaml.composer.ComposerError):
        if place.character == "*":
            return _special(here, "*")
        return here, "begins a second document, and a scenario is one", "take out the line of dashes and what follows"
    if isinstance(error, yaml.scanner.ScannerError):
        return _in_a_word(place)
    if place.opening in CLOSING:
        line = f" of line {began + 1}" if began != here and place.line(here).strip() else ""
        said = f"the bracket {place.opening}{line} is not closed, or a comma is missing"
        fix = f"write commas between entries, and {CLOSING[place.opening]} at the end"
        return (here if line else began), said, fix
    if place.before.rstrip().endswith(("'", '"')):
        said = "something stands after a closing quotation mark"
        return here, said, "put all of the text in quotes; write a mark inside twice, or use the other kind around it"
    if place.character and place.character in "]}":
        return here, f"closes a bracket {place.character} that was not opened", "take it out"
    return _indent(place)


def _in_a_word(place: _Place) -> tuple[int, str, str]:
    """What is wrong with a key, a text in quotes, or how a word begins."""
    here, began = place.at.line, place.began.line
    if place.opening in ("'", '"') and place.at.index > place.began.index:
        if place.opening == '"' and place.before.endswith("\\"):
            said = "a backslash in double quotes begins an escape, and this is none"
            return here, said, "write the text in single quotes, or with / in place of it"
        return began, "a quotation mark is not closed", f"write {place.opening} at the end of the text"
    if place.character == ":":
        if PAIR.match(place.before.lstrip()):
            return here, "has a second colon", "put the text after the first colon in quotes"
        return _indent(place)
    if place.character and place.character in SPECIAL:
        return _special(here, place.character)
    if began <= here and not PAIR.match(place.line(began).strip()):
        return began, "has no colon with a space after it", "write 'key: value'"
    return here, "cannot be read as YAML", GENERAL


def _special(line: int, character: str) -> tuple[int, str, str]:
    return line, f"has text that begins with {character}, which says something else in YAML", "put the text in quotes"


def _indent(place: _Place) -> tuple[int, str, str]:
    """A line that begins deeper or less deep than those it belongs to."""
    here = place.at.line
    line = place.line(here)
    width = len(line) - len(line.lstrip())
    before = next((n for n in range(here - 1, -1, -1) if place.line(n).strip() and not _comment(place.line(n))), None)
    if not line.strip() or before is None:
        return here, "cannot be read as YAML", GENERAL
    above = len(place.line(before)) - len(place.line(before).lstrip())
    said = f"is indented by {_spaces(width)}, which fits no line above (line {before + 1} is by {_spaces(above)})"
    return here, said, "begin it where the entries that it belongs to begin"


def _comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _spaces(number: int) -> str:
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")
