"""YAML 1.2 for PyYAML, which by itself reads YAML 1.1: what a plain word means (the core schema), and no deep nesting.

In YAML 1.1 ``NO`` is false, ``0500`` is 320, ``10:30`` is 630 and a day that does not exist ends in a traceback. Here
words are words, zeros in front count for nothing, and dates are left to whoever asked for one.
"""

import re
from typing import Any

import yaml

DEEPEST = 20
"""Levels of lists and mappings in each other; a scenario has four."""
DIGITS = 300
"""Whole numbers with more digits are text: no number here has them, and Python refuses to read them."""

DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[Tt ].*)?\Z")
"""A word that is written as a day, with or without an hour."""

_LINES = re.compile(r"(?:[\x21-\x7e\xa1-\ud7ff][^\n]*\n){2,}")
"""Text of several lines, none of which begins with a space: a table, for one. It is written as it stands."""
_RESOLVERS = (
    ("null", r"~|null|Null|NULL|", ("~", "n", "N", "")),
    ("bool", r"true|True|TRUE|false|False|FALSE", tuple("tTfF")),
    ("int", rf"[-+]?[0-9]{{1,{DIGITS}}}|0o[0-7]{{1,{DIGITS}}}|0x[0-9a-fA-F]{{1,{DIGITS}}}", tuple("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?", tuple("-+.0123456789")),
    ("float", r"[-+]?[0-9]+[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", tuple("-+.0123456789")),
)
"""Kinds of plain words in the core schema, how they are written, and how they may begin."""


class TooDeepError(yaml.MarkedYAMLError):
    """Lists and mappings in each other beyond what anybody writes."""


class CoreLoader(yaml.SafeLoader):
    """Composes YAML 1.2; where anchors and tags were written is kept for whoever refuses them.

    Attributes
    ----------
    tagged, anchored
        Tag and anchor written before a node, by the node's id.
    referred
        Anchors that something refers to.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.tagged: dict[int, str] = {}
        self.anchored: dict[int, str] = {}
        self.referred: set[str] = set()
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one value, and remember what was written before it."""
        parser: Any = self  # carries no types
        event = parser.peek_event()
        if self._depth > DEEPEST:
            raise TooDeepError(None, None, f"more than {DEEPEST} levels in each other", event.start_mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        if isinstance(event, yaml.AliasEvent):
            self.referred.add(str(event.anchor))
        elif node is not None:
            if event.tag is not None:
                self.tagged[id(node)] = str(event.tag)
            if event.anchor is not None:
                self.anchored[id(node)] = str(event.anchor)
        return node


class CoreDumper(yaml.SafeDumper):
    """Plain data in YAML that says the same in 1.1 and in 1.2: text that either would misread is quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out where it counts."""
        return True


CoreLoader.yaml_implicit_resolvers = {}  # none of 1.1
for _kind, _pattern, _starts in _RESOLVERS:
    _whole = re.compile(rf"(?:{_pattern})\Z")
    for _class in (CoreLoader, CoreDumper):
        _class.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", _whole, list(_starts))


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # PyYAML takes an odd end of line for a space unless it is spelled out.
    style = '"' if re.search("[\r\x85\u2028\u2029]", text) else "|" if _LINES.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


CoreDumper.add_implicit_resolver("tag:yaml.org,2002:timestamp", DAY, list("0123456789"))
CoreDumper.add_representer(str, _text)


def scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    """What a word says that stands for no list and no mapping."""
    text, kind = str(node.value), node.tag.rpartition(":")[2]
    match kind:
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            base = {"0o": 8, "0x": 16}.get(text[:2], 10)
            return int(text if base == 10 else text[2:], base)
        case "float":
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
        case _:
            return text
