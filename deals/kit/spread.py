"""Independent pieces of work, one after another or spread over processes. Scheduling is left to others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

from deals.kit.workers import processes


class Client(Protocol):
    """What a Dask client, or anything like it, offers."""

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Any:
        """Start the work on every item."""

    def gather(self, futures: Any) -> Any:
        """Wait for the answers, in order."""


type Spread = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]


@contextmanager
def spread(workers: int, client: Client | None) -> Iterator[Spread]:
    """Give a function that maps a function over items, in order.

    Parameters
    ----------
    workers : int
        Processes; with one, the work is done here. Others start from nothing, so a script that asks for them must guard
        its own main part, as Python's documentation of `multiprocessing` says.
    client : Client, optional
        Does the work instead, wherever it likes: functions and items are sent as they are.
    """
    if client is not None:
        yield lambda function, items: client.gather(client.map(function, items))
    elif workers > 1:
        with processes(workers) as pool:
            yield pool.map
    else:
        yield map
