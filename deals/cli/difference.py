"""``deals difference``: what moved between two saved proposals."""

import json
from pathlib import Path
from typing import Annotated

import typer

import deals
from deals.cli.exits import exit_codes
from deals.cli.output import say, say_json


def difference(
    before: Annotated[Path, typer.Argument(help="A proposal saved with deals propose --save or proposal.save.")],
    after: Annotated[Path, typer.Argument(help="Another.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
) -> None:
    """Tell what moved between two saved proposals, and what was asked differently."""
    with exit_codes():
        found = deals.difference(before, after)
        if not as_json:
            say(found.markdown())
            return
        frames = {"gains": found.gains.reset_index(), "deals": found.table.reset_index(), "terms": found.terms}
        tables = {name: json.loads(frame.to_json(orient="records")) for name, frame in frames.items()}
        say_json({"asked": list(found.asked), "sentence": found.sentence, **tables})
