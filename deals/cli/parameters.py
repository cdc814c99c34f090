"""``deals parameters``: what a reform can change, with its value, range, source and reason."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.padding import Padding
from rich.text import Text

from deals.cli.asked import asked_for
from deals.cli.exits import exit_codes
from deals.cli.output import PlainConsole, plain, say_json
from deals.kit.errors import UnknownNameError


def parameters(
    word: Annotated[str, typer.Argument(help="What the name or the reason must hold; a country's name or code.")] = "",
    scenario: Annotated[str, typer.Option(help="Name of a packaged scenario, or a YAML file.")] = "leverage-2025",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of changed or added rows, laid over the tables.")] = None,
) -> None:
    """List the numbers that a reform can change: value, range, unit, source and reason."""
    with exit_codes():
        asked = asked_for(scenario, data)
        found = asked.parameters(word)
        if found.empty:
            raise UnknownNameError.of("parameter", word, asked.parameters().index)
        if as_json:
            say_json(plain(found.reset_index().to_dict("records")))
            return
        console = PlainConsole()
        for row in found.reset_index().to_dict("records"):
            low, high = row["low"], row["high"]
            ends = "" if low is None or low != low else f" ({_exact(low)} to {_exact(high)})"
            console.print(Text(f"{row['name']}  {_exact(row['value'])}{ends} {row['unit']}"))
            console.print(Padding(Text(f"{_pedigree(row)}: {row['reason']}", "dim"), (0, 0, 0, 4)))


def _exact(value: float) -> str:
    return f"{value:,.12g}"


def _pedigree(row: dict[Any, Any]) -> str:
    """Source and confidence, said once where they are one."""
    return ", ".join(dict.fromkeys((str(row["source"]), str(row["confidence"]))))
