"""A mapping that can be read, compared and pickled but not changed."""

from collections.abc import Iterator, Mapping


class Frozen[T](Mapping[str, T]):
    """Read-only mapping with text keys.

    Unlike ``types.MappingProxyType`` it can be sent to another process.

    Examples
    --------
    >>> shares = Frozen({"ARE": 0.55})
    >>> shares["ARE"], "SAU" in shares, len(shares)
    (0.55, False, 1)
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, T]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Frozen({self._items!r})"
