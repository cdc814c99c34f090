"""What an argument must be by the type it is declared with: what is wrong with it, and what to write instead."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from numbers import Integral, Real
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, TypeAliasType, Union, get_args, get_origin

import numpy as np

from deals.kit.errors import InputError, Problem
from deals.kit.folder.place import path_of
from deals.kit.given.bounds import Bounds

SEVERAL = (Iterable, Sequence)
"""Declared types of which several things are given, one after another."""
PLAIN = (bool, int, float, str, date, Path)


def problems_of(field: str, value: Any, declared: Any, bounds: Bounds) -> list[Problem]:
    """What is wrong with a value, by its declared type and the bounds of numbers in it; nothing where it is not known.

    Of several types that it may have, what is wrong by the one that it comes nearest to.
    """
    choices = _choices(declared)
    if (value is None and NoneType in choices) or not all(_known(choice) for choice in choices):
        return []
    wanted = [choice for choice in choices if choice is not NoneType and not (choice is str and Path in choices)]
    if isinstance(value, list | tuple | set):
        wanted = [choice for choice in wanted if get_origin(choice) in (*SEVERAL, tuple)] or wanted
    found = [list(_of_one(field, value, choice, bounds)) for choice in wanted]
    nearest = min(found, key=lambda problems: (bool(problems), all(problem.field == field for problem in problems)))
    # A message shows no value where it is None: then None is what has to be told.
    return [replace(p, message=f"is None, which {p.message}") for p in nearest] if value is None else nearest


def kept(value: Any, declared: Any) -> Any:
    """A value as it is handed on: of what can be gone through once only, a copy."""
    several = any(get_origin(choice) in SEVERAL for choice in _choices(declared))
    return tuple(value) if several and isinstance(value, Iterator) else value


def _choices(declared: Any) -> tuple[Any, ...]:
    """The types one of which is declared."""
    if isinstance(declared, TypeAliasType):
        return _choices(declared.__value__)
    if get_origin(declared) in (Union, UnionType):
        return tuple(each for choice in get_args(declared) for each in _choices(choice))
    return (declared,)


def _known(declared: Any) -> bool:
    return declared is NoneType or declared in PLAIN or get_origin(declared) in (*SEVERAL, Mapping, Literal, tuple)


def _of_one(field: str, value: Any, declared: Any, bounds: Bounds) -> Iterator[Problem]:
    origin, inner = get_origin(declared), get_args(declared)
    if origin in SEVERAL:
        yield from _of_list(field, value, inner[0], bounds)
    elif origin is Mapping:
        yield from _of_mapping(field, value, inner, bounds)
    elif origin is tuple:
        yield from _of_tuple(field, value, inner, bounds)
    elif origin is Literal:
        if not isinstance(value, str) or value not in inner:
            yield Problem("", field, value, "is none of what there is", f"write {' or '.join(map(repr, inner))}")
    elif declared is Path:
        try:
            path_of(value, field)
        except InputError as error:
            yield from error.problems
    elif told := WRONG[declared](value, bounds):
        yield Problem("", field, value, *told)


def _of_list(field: str, value: Any, inner: Any, bounds: Bounds) -> Iterator[Problem]:
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        one = value != "" and not problems_of(field, value, inner, bounds)
        yield Problem("", field, value, "is no list", f"write [{value!r}]" if one else "give a list")
        return
    entries = list(value)
    if not entries:
        yield Problem("", field, None, "is empty", "give one or more, or leave it out")
    for place, entry in enumerate(entries):
        yield from problems_of(f"{field}[{place}]", entry, inner, bounds)


def _of_tuple(field: str, value: Any, inner: tuple[Any, ...], bounds: Bounds) -> Iterator[Problem]:
    if not isinstance(value, tuple | list) or len(value) != len(inner):
        yield Problem("", field, value, f"is not {len(inner)} values", f"give {len(inner)} in brackets")
        return
    for place, (entry, declared) in enumerate(zip(value, inner, strict=True)):
        yield from problems_of(f"{field}[{place}]", entry, declared, bounds)


def _of_mapping(field: str, value: Any, inner: tuple[Any, ...], bounds: Bounds) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield Problem("", field, value, "gives no names with values", 'write {"JPN": 15}, or {"investment": 20}')
        return
    for key, entry in value.items():
        yield from problems_of(field, key, inner[0], bounds)
        yield from problems_of(f"{field}[{key!r}]", entry, inner[1], bounds)


type Told = tuple[str, str] | None
"""What is wrong and what to write instead; None where nothing is."""


def _number(of: type, words: str) -> Callable[[Any, Bounds], Told]:
    def told(value: Any, bounds: Bounds) -> Told:
        fix = f"give a {words}{bounds.words}"
        if isinstance(value, bool) or not isinstance(value, of):
            return f"is no {words}", fix
        return None if bounds.hold(value) else ("is out of its range", fix)

    return told


def _date(value: Any, _: Bounds) -> Told:
    plain = isinstance(value, date) and not isinstance(value, datetime)
    return None if plain else ("is no date", "give a date, such as datetime.date(2025, 12, 31)")


WRONG: Mapping[Any, Callable[[Any, Bounds], Told]] = {
    bool: lambda value, _: (
        None if isinstance(value, bool | np.bool_) else ("is neither yes nor no", "write True or False")
    ),
    int: _number(Integral, "whole number"),
    float: _number(Real, "number"),
    str: lambda value, _: None if isinstance(value, str) else ("is no text", "write it in quotes"),
    date: _date,
}
"""What is wrong with a value of a plain type."""
