"""Pieces of a question, each kept with what it was computed from, as cells of a spreadsheet are."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deals.sensitivity.worlds.reads import Watched
from deals.world import World

MANY = 20
"""Pieces of one family above which it is quicker to make the whole family."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A computed piece, with the parameters and other pieces it was computed from."""

    names: frozenset[str]
    inputs: tuple[Any, ...]
    value: Any


class Pieces:
    """Pieces of a base case, reused in another world wherever nothing they rest on has changed.

    Parameters
    ----------
    world : World
        The other world.
    kept : dict
        Pieces of the base case, to be filled while `changed` is empty.
    changed : frozenset of str
        Parameters, and families of tables, that differ from the base case; empty in the base case itself.

    Attributes
    ----------
    same : bool
        Whether every piece so far is what it is in the base case.
    """

    def __init__(self, world: World, kept: dict[Hashable, Piece], changed: frozenset[str] = frozenset()) -> None:
        self.world = world
        self.same = True
        self._kept = kept
        self._changed = changed

    def get[T](self, key: Hashable, make: Callable[[Watched], T], *inputs: Any) -> T:
        """The piece under `key`, which `make` computes from a world and from `inputs`."""
        before = self._kept.get(key)
        if before is not None and before.names.isdisjoint(self._changed) and before.inputs == inputs:
            old: T = before.value
            return old
        names: set[str] = set()
        value = make(Watched(self.world, names))
        if not self._changed:
            self._kept[key] = Piece(frozenset(names), inputs, value)
            return value
        return self._as_kept(key, value)

    def table[T](
        self,
        family: str,
        codes: Iterable[str],
        one: Callable[[Watched, str], T],
        every: Callable[[World], Mapping[str, T]],
    ) -> dict[str, T]:
        """A piece for each of many codes, made one by one, or all together where many are to be made again."""
        keys = {code: (family, code) for code in codes}
        stale = [code for code, key in keys.items() if key in self._kept and self._changed & self._kept[key].names]
        if len(stale) <= MANY:
            return {code: self.get(key, _of(one, code)) for code, key in keys.items()}
        made, found = every(self.world), {code: self._kept[key].value for code, key in keys.items()}
        return found | {code: self._as_kept(keys[code], made[code]) for code in stale}

    def _as_kept[T](self, key: Hashable, value: T) -> T:
        """The very object of the base case where nothing differs, so that what rests on it is found unchanged too."""
        before = self._kept.get(key)
        if before is not None and before.value == value:
            same: T = before.value
            return same
        self.same = False
        return value


def _of[T](one: Callable[[Watched, str], T], code: str) -> Callable[[Watched], T]:
    return lambda world: one(world, code)
