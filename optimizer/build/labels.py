"""Names of rows and columns.

A family (``"hours"``) holds keys (``"plant 1"``, ``("ARE", "2026H1")``); each key is one row or
column of the matrix. A name becomes a string only where the solver or a person wants one.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.errors import DuplicateKeyError, ModelError, UnknownKeyError
from optimizer.explained import Key, Label, written

if TYPE_CHECKING:
    import pandas as pd


class Labels:
    """The labels of all rows, or of all columns, in the order of the matrix.

    Parameters
    ----------
    what
        The word for one of them in messages: ``"constraint"`` or ``"variable"``.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.all: list[Label] = []
        self._families: dict[str, dict[Key, int]] = {}
        self._indexes: dict[str, pd.Index] = {}

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, family: str) -> bool:
        return family in self._families

    @property
    def families(self) -> tuple[str, ...]:
        """Names of the families, in the order they were added."""
        return tuple(self._families)

    def copy(self) -> "Labels":
        """Return an independent copy, so that a solution keeps the labels it was solved with."""
        other = Labels(self.what)
        other.all = list(self.all)
        other._families = {family: dict(positions) for family, positions in self._families.items()}
        return other

    def add(self, family: str, keys: Iterable[Key]) -> range:
        """Append keys to a family and return their positions.

        Raises
        ------
        DuplicateKeyError
            If the family already has one of the keys, or one is given twice; nothing is added then.
        ModelError
            If the keys are one string: its letters were hardly meant.
        """
        if isinstance(keys, str):
            raise ModelError(f'{self.what} "{family}": keys must be a list of keys, not the string {keys!r}')
        known = self._families.get(family, {})
        start = len(self.all)
        fresh: dict[Key, int] = {}
        for key in keys:
            if key in known or key in fresh:
                raise DuplicateKeyError(f"{self.what} {written(family, key)} is given twice")
            fresh[key] = start + len(fresh)
        self._families.setdefault(family, {}).update(fresh)
        self._indexes.pop(family, None)
        self.all.extend((family, key) for key in fresh)
        return range(start, start + len(fresh))

    def keys(self, family: str) -> tuple[Key, ...]:
        """All keys of a family."""
        return tuple(self._positions(family))

    def position(self, family: str, key: Key) -> int:
        """The row or column with this label.

        Raises
        ------
        UnknownKeyError
            If there is none; the message suggests the nearest.
        """
        positions = self._positions(family)
        try:
            return positions[key]
        except (KeyError, TypeError):
            hint = _nearest(str(key), [str(known) for known in positions])
            raise UnknownKeyError(f"no {self.what} {written(family, key)}{hint}") from None

    def positions(self, family: str, keys: Sequence[Key] | None = None) -> NDArray[np.int32]:
        """Positions of some keys of a family, or of all of them."""
        if keys is None:
            found = self._positions(family).values()
            return np.fromiter(found, dtype=np.int32, count=len(found))
        return np.fromiter((self.position(family, key) for key in keys), dtype=np.int32, count=len(keys))

    def written(self, position: int) -> str:
        """The label at a position, for people."""
        return written(*self.all[position])

    def index(self, family: str, keys: Sequence[Key] | None = None) -> "pd.Index":
        """Keys as a pandas index: one level an element where all keys are tuples of one length."""
        if keys is not None:
            return as_index(keys)
        if family not in self._indexes:
            self._indexes[family] = as_index(self.keys(family))
        return self._indexes[family]

    def _positions(self, family: str) -> dict[Key, int]:
        try:
            return self._families[family]
        except KeyError:
            hint = _nearest(family, list(self._families))
            raise UnknownKeyError(f'no {self.what} family "{family}"{hint}') from None


def as_index(keys: Sequence[Key]) -> "pd.Index":
    """Keys as a pandas index, with levels if all are tuples of one length."""
    import pandas as pd  # heavy

    tuples = [key for key in keys if isinstance(key, tuple)]
    if tuples and len(tuples) == len(keys) and len({len(key) for key in tuples}) == 1:
        return pd.MultiIndex.from_tuples(tuples)
    return pd.Index(list(keys), tupleize_cols=False)


def _nearest(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""
