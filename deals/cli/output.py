"""What commands print: under any encoding of the console, and nothing in it that would steer the terminal."""

import codecs
import io
import json
import math
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, TextIO

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from deals.kit.dust import NOISE, without_dust
from deals.kit.visible import STEERING, visible

PLAINER = "deals.plainer"
"""Name of what is done with characters that an encoding lacks."""
SIGNS = {
    **dict.fromkeys("−–—‐‑─", "-"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”„", '"'),
    **dict(zip("→×±≤≥·•│ı", ["->", "x", "+/-", "<=", ">=", ".", "*", "|", "i"], strict=True)),
}


def under_any_encoding() -> None:
    """From here on, write what the encodings of standard output and standard error lack in plainer characters."""
    codecs.register_error(PLAINER, _plainer)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAINER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Spell what an encoding lacks in ASCII: by sign, without its accents, or as a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_in_ascii, error.object[error.start : error.end])), error.end


def _in_ascii(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return SIGNS.get(character) or bare or "?"


class PlainConsole(Console):
    """A console on which what comes in a text cannot steer the terminal: it is spelled out."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as ever, with control characters in texts made visible."""
        for segment in super().render(renderable, options):
            if segment.control or not STEERING.search(segment.text):
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)


def say(text: str, *, err: bool = False) -> None:
    """Print a text."""
    _write(visible(text), sys.stderr if err else sys.stdout)


def say_json(document: Any) -> None:
    """Print one JSON document, in ASCII where the output has no other characters."""
    say_json_text(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))


def say_json_text(text: str) -> None:
    """Print JSON that is written already."""
    text = STEERING.sub(_escaped, text)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = re.sub(r"[^\x00-\x7f]", _escaped, text)
    _write(text, sys.stdout)


def _write(text: str, stream: TextIO) -> None:
    """Write a line. Typer's own echo takes ASCII for a mistake and writes UTF-8 in its place."""
    stream.write(f"{text}\n")
    stream.flush()


def _escaped(found: re.Match[str]) -> str:
    """Write a character as JSON escapes it."""
    return json.dumps(found.group())[1:-1]


def plain(value: Any, noise: float = NOISE) -> Any:
    """Turn a value into what JSON can hold: blanks and infinities to null, noise to nothing, the unknown to text."""
    if isinstance(value, dict):
        return {str(key): plain(entry, noise) for key, entry in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(entry, noise) for entry in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return without_dust(value, noise) if math.isfinite(value) else None
    return value if value is None or isinstance(value, (str, int)) else str(value)
