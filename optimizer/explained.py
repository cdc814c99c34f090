"""Why a programme has no feasible point, as data: a conflict, a repair, a proof.

They are found in ``optimizer.prove``; an :class:`optimizer.InfeasibleError` hands them on.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pandas as pd

type Key = Hashable
type Label = tuple[str, Key]
type Kind = Literal["constraint", "variable"]
type Side = Literal["at least", "at most", "exactly", "a whole number between"]

_SHOWN = 12


def written(family: str, key: Key) -> str:
    """Write a label for people: ``hours[plant 1]``, ``flow[ARE, 2026H1]``."""
    parts = key if isinstance(key, tuple) else (key,)
    return f"{family}[{', '.join(str(part) for part in parts)}]"


def shown(number: float) -> str:
    """Write a number for people, to six digits and nought without a sign."""
    return f"{number + 0.0:.6g}"


@dataclass(frozen=True, slots=True)
class Part:
    """One limit that takes part in a conflict: of a constraint, or a bound of a variable."""

    kind: Kind
    family: str
    key: Key
    side: Side
    limit: float

    @property
    def text(self) -> str:
        """The limit in words."""
        if self.side == "a whole number between":
            return f"{written(self.family, self.key)} is a whole number, and there is none between its bounds"
        return f"{written(self.family, self.key)} is {self.side} {shown(self.limit)}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot hold together, though without any one of them the others can.

    Attributes
    ----------
    parts
        The limits.
    needs_whole_numbers
        Whether the conflict rests on some variables being whole, beside the limits listed. Bounds of
        variables are then taken as given and not listed.
    """

    parts: tuple[Part, ...]
    needs_whole_numbers: bool = False

    @property
    def text(self) -> str:
        """The conflict in words."""
        listed = "; ".join(part.text for part in self.parts)
        also = ", with the whole numbers required" if self.needs_whole_numbers else ""
        return f"these cannot all hold{also}: {listed}"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Change:
    """One limit moved: from ``limit`` to ``needed``."""

    family: str
    key: Key
    limit: float
    needed: float

    @property
    def text(self) -> str:
        """The change in words."""
        return f"{written(self.family, self.key)} from {shown(self.limit)} to {shown(self.needed)}"


@dataclass(frozen=True, slots=True)
class Repair:
    """The cheapest set of moved limits that makes a programme feasible."""

    changes: tuple[Change, ...]

    @property
    def text(self) -> str:
        """The repair in words."""
        return "feasible with " + "; ".join(change.text for change in self.changes)

    @property
    def table(self) -> "pd.DataFrame":
        """family, key, limit, needed, change: a row a moved limit."""
        import pandas as pd  # heavy

        return pd.DataFrame(
            {
                "family": [change.family for change in self.changes],
                "key": [change.key for change in self.changes],
                "limit": [change.limit + 0.0 for change in self.changes],
                "needed": [change.needed for change in self.changes],
                "change": [change.needed - change.limit for change in self.changes],
            }
        )

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Multiplier:
    """How often one limit enters the sum.

    Attributes
    ----------
    kind, family, key
        Which constraint or variable.
    side
        ``"at most"`` enters as limit minus left-hand side, ``"at least"`` as left-hand side minus
        limit; of an equation the side that is needed.
    limit
        The limit.
    multiplier
        Above 0.
    """

    kind: Kind
    family: str
    key: Key
    side: Literal["at least", "at most"]
    limit: float
    multiplier: Fraction

    @property
    def text(self) -> str:
        """The limit and its multiplier in words."""
        times = shown(float(self.multiplier))
        return f"{times} times: {written(self.family, self.key)} is {self.side} {shown(self.limit)}"


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof that limits cannot all hold.

    Attributes
    ----------
    holds
        Whether the multipliers prove it, checked in fractions: the weighted sum of the left-hand
        sides vanishes in every variable, and that of the limits is negative.
    multipliers
        One for each limit used; empty where no linear proof exists or none was found.
    sum
        What the limits add up to: less than 0, though each asks that it be at least 0.
    needs_whole_numbers
        Whether the linear relaxation is feasible: no multipliers can prove what rests on whole numbers.
    """

    holds: bool
    multipliers: tuple[Multiplier, ...]
    sum: Fraction
    needs_whole_numbers: bool

    @property
    def text(self) -> str:
        """The proof in words."""
        if self.needs_whole_numbers:
            return "no multipliers prove this: without the whole numbers required the limits can all hold"
        if not self.holds:
            return "no exact multipliers were found; the conflict rests on the solver's arithmetic"
        listed = "; ".join(multiplier.text for multiplier in self.multipliers[:_SHOWN])
        more = f"; and {len(self.multipliers) - _SHOWN} more" if len(self.multipliers) > _SHOWN else ""
        return f"added up, these say that 0 is at most {shown(float(self.sum))}: {listed}{more}"

    @property
    def table(self) -> "pd.DataFrame":
        """kind, family, key, side, limit, multiplier: a row a limit."""
        import pandas as pd  # heavy

        names = ("kind", "family", "key", "side", "limit")
        table = {name: [getattr(multiplier, name) for multiplier in self.multipliers] for name in names}
        return pd.DataFrame(table | {"multiplier": [float(m.multiplier) for m in self.multipliers]})

    def __str__(self) -> str:
        return self.text
