"""YAML in and out, strict: plain data only, no key twice, and the line of every key kept for messages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from deals.kit.errors import InputError, Problem
from deals.scenario.faults.syntax import syntax_problems
from deals.scenario.yaml_core import DAY, CoreDumper, CoreLoader, scalar

MERGE = "<<"
LONGEST = 100_000
"""Characters of a document; a long scenario has some thousands."""
ODD = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no YAML may hold as it is."""
NO_TEXT = re.compile("[\0\ud800-\udfff]")
"""What no file and no terminal can take, however it was written."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a text says.

    Attributes
    ----------
    data
        The settings. What is at fault is ``None`` in it, or the first of what is written twice.
    lines
        The line of every key and list entry by its dotted path; lines and entries are counted from 1.
    problems
        What is wrong with how it is written.
    """

    data: dict[str, Any]
    lines: dict[str, int]
    problems: tuple[Problem, ...]


def read(text: str, file: str) -> Document:
    """Read one YAML document whose top level is a mapping.

    A document that uses anchors or tags, or names something twice, has problems: a reader should see every value where
    it counts.

    Parameters
    ----------
    text
        The document.
    file
        What to call it in messages.

    Raises
    ------
    InputError
        If nothing can be made of the text: it is no YAML, no mapping, too long or too deep.
    """
    if len(text) > LONGEST:
        message = f"has {len(text):,} characters, more than a scenario can have"
        raise InputError(Problem(file, "", None, message, f"keep below {LONGEST:,}"))
    if odd := [Problem(f"{file}:{line}", "", *found) for line, *found in _odd(text)]:
        raise InputError(odd)
    loader = CoreLoader(text)
    try:
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise InputError(syntax_problems(error, text, file)) from None
    except (ValueError, OverflowError):
        # PyYAML turns an escape such as "\UFFFFFFFF" into a character that there is not, or counts without end.
        line = loader.get_mark().line
        message, fix = "cannot be read as YAML: an escape or a version is out of range", "write the text itself"
        raise InputError(Problem(f"{file}:{line + 1}", "", _line_of(text, line), message, fix)) from None
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        raise InputError(Problem(file, "", None, "is no list of settings", "write one 'key: value' a line"))
    reading = _Reading(loader, file)
    data = reading.mapping(root, ())
    return Document(data, {".".join(path): line for path, line in reading.lines.items()}, tuple(reading.problems))


def write(data: Mapping[str, Any]) -> str:
    """Write plain data as YAML, in the order given."""
    text: str = yaml.dump(dict(data), Dumper=CoreDumper, sort_keys=False, allow_unicode=True, width=100)
    return text


@dataclass
class _Reading:
    """From nodes to plain data, with the line of everything and what is wrong with it."""

    loader: CoreLoader
    file: str
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def mapping(self, node: yaml.MappingNode, path: tuple[str, ...]) -> dict[str, Any]:
        """Keys are text as it was written, whatever they look like."""
        self.seen.add(id(node))
        self._decorated(node, path, node.start_mark.line + 1)
        data: dict[str, Any] = {}
        for key, entry in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self._refuse((*path, "?"), line, None, "a list or a mapping stands where a key belongs", "write a name")
                continue
            inner = (*path, str(key.value))
            if NO_TEXT.search(key.value):
                self._refuse(path, line, key.value, "the key has an escape that is no text", "take it out")
                continue
            if id(key) in self.seen or id(key) in self.loader.tagged or id(key) in self.loader.anchored:
                self._refuse(inner, line, None, "the key has a tag or an anchor", "write the key alone")
            self.seen.add(id(key))
            if inner in self.lines:
                self._refuse(inner, line, None, f"is written twice, first in line {self.lines[inner]}", "keep one")
                continue
            self.lines[inner] = line
            if key.value == MERGE:
                self._refuse(inner, line, None, "merges another mapping", "write the values out")
            else:
                data[str(key.value)] = self._value(entry, inner, line)
        return data

    def _value(self, node: yaml.Node, path: tuple[str, ...], line: int) -> Any:
        if id(node) in self.seen:
            self._refuse(path, line, None, "refers to an anchor", "write the value out")
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        self.seen.add(id(node))
        sound = self._decorated(node, path, line)
        if isinstance(node, yaml.ScalarNode):
            if NO_TEXT.search(node.value):
                self._refuse(path, line, node.value, "has an escape that is no text", "take it out")
                sound = False
            elif node.style is None and (why := _no_day(node.value)):
                fix = "write a day, as 2025-05-13, or put in quotes what is none"
                self._refuse(path, line, node.value, f"is no day of the calendar: {why}", fix)
                sound = False
            return scalar(node) if sound else None
        entries = []
        for index, entry in enumerate(node.value, 1):
            # An entry that refers to an anchor has its own mark where the anchor is, before the list.
            inner, place = (*path, str(index)), max(entry.start_mark.line + 1, line)
            self.lines[inner] = place
            entries.append(self._value(entry, inner, place))
        return entries

    def _decorated(self, node: yaml.Node, path: tuple[str, ...], line: int) -> bool:
        """Whether a value stands without a tag; what stands before it is refused, an anchor where it is referred to."""
        name = self.loader.anchored.get(id(node))
        if name is not None and name not in self.loader.referred:
            self._refuse(path, line, f"&{name}", "sets an anchor", "take it out, and write values where they count")
        if tag := self.loader.tagged.get(id(node)):
            self._refuse(path, line, tag, "has a tag", "write the value alone")
        return tag is None

    def _refuse(self, path: tuple[str, ...], line: int, value: object, message: str, fix: str) -> None:
        self.problems.append(Problem(f"{self.file}:{line}", ".".join(path), value, message, fix))


def _no_day(text: str) -> str:
    """Why a word that is written as a day is none; nothing for all other words."""
    if not (parts := DAY.fullmatch(text)):
        return ""
    try:
        date(*map(int, parts.groups()))
    except ValueError as error:
        return str(error)
    return ""


def _odd(text: str) -> Iterator[tuple[int, str, str, str]]:
    """The first odd character of every line that has one."""
    for line, written in enumerate(text.split("\n"), start=1):
        if found := ODD.search(written):
            yield line, found.group(), "has a character that text cannot have", "take it out, or save as UTF-8 text"


def _line_of(text: str, line: int) -> str | None:
    """What stands in a line, counted from nothing; nothing where it is empty or beyond the end."""
    lines = text.splitlines()
    return (lines[line].strip() or None) if line < len(lines) else None
