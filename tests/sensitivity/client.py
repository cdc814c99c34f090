"""A stand-in for a cluster."""

import pickle
from collections.abc import Callable, Iterable
from typing import Any


class Elsewhere:
    """A client whose work is done somewhere that knows only what it is sent."""

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
        sent = [pickle.dumps((function, item)) for item in items]
        return [pickle.dumps(work(item)) for work, item in map(pickle.loads, sent)]

    def gather(self, futures: list[Any]) -> list[Any]:
        return [pickle.loads(future) for future in futures]
