"""YAML in and out, strict: plain data only, no key twice, and the line of every key kept for messages."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from deals.kit.errors import InputError, Problem

MERGE = "<<"


def read(text: str, file: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Read one YAML document whose top level is a mapping.

    Parameters
    ----------
    text
        The document.
    file
        What to call it in messages.

    Returns
    -------
    tuple
        The mapping, and the line (from 1) of every key and list entry by its dotted path.

    Raises
    ------
    InputError
        If the text is no YAML, is no mapping, names something twice, or uses anchors or tags: a reader should see
        every value where it counts.
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(_unreadable(error, file)) from None
    if not isinstance(root, yaml.MappingNode) or not isinstance(data, dict):
        raise InputError(Problem(file, "", None, "is no list of settings", "write one 'key: value' a line"))
    lines: dict[tuple[str, ...], int] = {}
    problems = list(_walk(root, (), lines, set(), file))
    if problems:
        raise InputError(problems)
    return data, {".".join(path): line for path, line in lines.items()}


def write(data: Mapping[str, Any]) -> str:
    """Write plain data as YAML, in the order given."""
    text: str = yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=100)
    return text


def _walk(
    node: yaml.Node, path: tuple[str, ...], lines: dict[tuple[str, ...], int], seen: set[int], file: str
) -> Iterator[Problem]:
    seen.add(id(node))
    for name, line, entry in _children(node):
        inner = (*path, name)
        place, field = f"{file}:{line}", ".".join(inner)
        if name == MERGE:
            yield Problem(place, field, None, "merges another mapping", "write the values out")
        elif id(entry) in seen:
            yield Problem(place, field, None, "refers to an anchor", "write the value out")
        elif inner in lines:
            yield Problem(place, field, None, f"is written twice, first in line {lines[inner]}", "keep one")
        else:
            lines[inner] = line
            yield from _walk(entry, inner, lines, seen, file)


def _children(node: yaml.Node) -> Iterator[tuple[str, int, yaml.Node]]:
    if isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            yield str(index), entry.start_mark.line + 1, entry
    elif isinstance(node, yaml.MappingNode):
        for key, entry in node.value:
            yield str(key.value), key.start_mark.line + 1, entry


def _unreadable(error: yaml.YAMLError, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        place = f"{file}:{error.problem_mark.line + 1}"
        return Problem(place, "", None, f"cannot be read as YAML: {error.problem}", "check colons, quotes and indents")
    message = " ".join(f"cannot be read as YAML: {error}".split())
    return Problem(file, "", None, message, "save it as plain UTF-8 text")
