"""A mapping that cannot change, so that what holds it can be hashed, cached and sent to another process."""

from collections.abc import Iterator, Mapping


class FrozenMapping[K, V](Mapping[K, V]):
    """A read-only mapping, equal to any mapping with the same items.

    Examples
    --------
    >>> caps = FrozenMapping({"MYS": 500.0})
    >>> caps["MYS"], caps == {"MYS": 500.0}, hash(caps) == hash(FrozenMapping({"MYS": 500.0}))
    (500.0, True, True)
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        self._items: dict[K, V] = dict(items or {})

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)
