"""Saved talks, checked move by move: who may say what when, and whether each package could be agreed."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from deals.division.bilateral import Bilateral
from deals.kit.errors import InputError, Problem
from deals.kit.folder.place import path_of, plain_file
from deals.talks.contents import NOTHING
from deals.talks.moves import BOTH, CLOSING, KINDS, SIDES, THEM, US
from optimizer import Floats

GIVE = "give a file written by save()"
LONGEST, MOST_ROUNDS = 50_000_000, 10_000
MISSED = 1e-5
"""Most by which a step or a limit may be missed, as a share of it: ten times what the solver allows itself."""
SPEAKERS = {"offer": (US,), "counter-offer": (THEM,), "accepted": (US, THEM), "improved": (BOTH,)}


@dataclass(frozen=True, eq=False)
class Said:
    """One move as it was saved: who said what, and the steps of the package."""

    side: str
    kind: str
    terms: Floats


@dataclass(frozen=True, eq=False)
class Saved:
    """What a file of talks holds."""

    scenario: str
    partner: str
    alone: bool
    rounds: int
    columns: int
    moves: tuple[Said, ...]


def read_talks(path: str | Path) -> Saved:
    """Read a file of talks and check it, as far as that can be without the model.

    Raises
    ------
    InputError
        With every problem, each with its move: a side or kind that there is not, a step that is no number, a move that
        its turn does not allow.
    """
    named, file = str(path), path_of(path)
    try:
        raw = plain_file(file).read_bytes()
        content = json.loads(raw[: LONGEST + 1]) if len(raw) <= LONGEST else None
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(Problem(named, "", None, f"not saved talks ({error!r})", GIVE)) from None
    if not isinstance(content, dict):
        raise InputError(Problem(named, "", None, "not saved talks", GIVE))
    problems = [
        Problem(named, name, content.get(name), "not saved talks: is missing or of another kind", GIVE)
        for name, fits in FIELDS.items()
        if not fits(content.get(name))
    ]
    if not problems:
        problems += [Problem(named, *told) for told in _of_moves(content["moves"], content["columns"])]
    if problems:
        raise InputError(problems)
    moves = tuple(Said(m["side"], m["kind"], _steps(m["terms"], content["columns"])) for m in content["moves"])
    kept = {name: content[name] for name in FIELDS if name != "moves"}
    return Saved(moves=moves, **kept)


def check_packages(saved: Saved, deal: Bilateral, file: str) -> None:
    """Check that each package of saved talks keeps all limits of the deal, and the last ones are those agreed.

    Raises
    ------
    InputError
        With every problem, each with its move.
    """
    problems = []
    for number, move in enumerate(saved.moves):
        piece, field = deal.piece, f"moves.{number}.terms"
        for column, amount in enumerate(move.terms.tolist()):
            low, high = float(piece.lower[column]), float(piece.upper[column])
            if not low - _room(low) <= amount <= high + _room(high):
                fix = f"keep it between {low:.6g} and {high:.6g}"
                problems.append(Problem(file, f"{field}.{column}", amount, "is beyond its limits", fix))
        for row in piece.rows:
            total = float(row.weights @ move.terms[row.columns])
            if not row.low - _room(row.low) <= total <= row.high + _room(row.high):
                problems.append(Problem(file, field, total, "cannot be agreed: it misses a limit of the deal", GIVE))
                break
    problems += [Problem(file, *told) for told in _of_improvements(saved, deal)]
    if problems:
        raise InputError(problems)


def _room(limit: float) -> float:
    return MISSED * max(1.0, abs(limit)) if math.isfinite(limit) else 0.0


def _whole(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


FIELDS: dict[str, Callable[[Any], bool]] = {
    "scenario": lambda value: isinstance(value, str),
    "partner": lambda value: isinstance(value, str),
    "alone": lambda value: isinstance(value, bool),
    "rounds": _whole(1, MOST_ROUNDS),
    "columns": _whole(1, 10_000_000),
    "moves": lambda value: isinstance(value, list),
}
"""What each field must be."""

type Told = tuple[str, object, str, str]


def _of_moves(moves: list[Any], columns: int) -> Iterator[Told]:
    """What is wrong with each move by itself; where nothing is, with their order."""
    well = True
    for number, move in enumerate(moves):
        for told in _of_move(f"moves.{number}", move, columns):
            well = False
            yield told
    if well:
        yield from _of_turns([Said(m["side"], m["kind"], _steps(m["terms"], columns)) for m in moves])


def _of_move(field: str, move: Any, columns: int) -> Iterator[Told]:
    if not isinstance(move, dict) or set(move) != {"side", "kind", "terms"} or not isinstance(move["terms"], dict):
        yield field, None, "is no move", "give side, kind and terms"
        return
    if move["side"] not in SIDES or move["kind"] not in KINDS:
        yield field, f"{move['side']}: {move['kind']}", "is nothing that anybody says", f"kinds are {', '.join(KINDS)}"
    elif move["side"] not in SPEAKERS[move["kind"]]:
        yield field, move["side"], f"does not say {move['kind']!r}", f"it is said by {SPEAKERS[move['kind']][0]}"
    for column, amount in move["terms"].items():
        place = f"{field}.terms.{column}"
        if not (column.isascii() and column.isdecimal() and int(column[:12]) < columns):
            yield place, None, "is no step of the deal", f"steps are 0 to {columns - 1}"
        elif isinstance(amount, bool) or not isinstance(amount, (int, float)) or not abs(amount) < math.inf:
            yield place, amount, "is no number", GIVE


def _of_turns(moves: list[Said]) -> Iterator[Told]:
    """Moves that were not theirs to make then, and acceptances of something else than was on the table."""
    closed, standing = False, None
    for number, move in enumerate(moves):
        before, field = moves[number - 1] if number else None, f"moves.{number}"
        if closed != (move.kind == "improved"):
            message = "comes after a deal was made" if closed else "improves a deal before one is made"
            yield field, move.kind, message, GIVE
        elif move.kind == "accepted" and move.side == US:
            if before is None or before.kind != "counter-offer":
                yield field, move.kind, "accepts what nobody proposed", GIVE
            elif not np.array_equal(before.terms, move.terms):
                yield field, move.kind, "accepts something else than was proposed", GIVE
        elif move.kind == "accepted":
            if standing is None:
                yield field, move.kind, "accepts what nobody offered", GIVE
            elif not np.array_equal(standing.terms, move.terms):
                yield field, move.kind, "accepts something else than was offered", GIVE
        closed = closed or move.kind in CLOSING
        standing = move if move.side == US else standing


def _of_improvements(saved: Saved, deal: Bilateral) -> Iterator[Told]:
    for number, (before, move) in enumerate(zip(saved.moves, saved.moves[1:], strict=False), 1):
        if move.kind == "improved" and deal.at(move.terms).us < deal.at(before.terms).us - NOTHING:
            yield f"moves.{number}", move.kind, "is worth less to the United States than the deal", GIVE


def _steps(terms: dict[str, float], columns: int) -> Floats:
    steps = np.zeros(columns)
    for column, amount in terms.items():
        steps[int(column)] = float(amount)
    return steps
