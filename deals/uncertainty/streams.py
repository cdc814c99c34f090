"""Streams of random numbers, one for each name, of which any place can be read without reading those before it.

Philox is a block cipher run in counter mode (Salmon, Moraes, Dror and Shaw 2011): block b of a stream is a function of
its key and of b alone. So draw k of a name is the same number on every machine, whatever else is drawn and in
whatever order.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
from numpy.random import Philox
from numpy.typing import NDArray

from deals.kit.errors import InputError, Problem
from optimizer import Floats

type Keys = NDArray[np.uint64]

BLOCK = 4
"""Numbers that Philox makes at once."""
GAP = 1000
"""Between numbers asked for: a wider gap takes longer to run through than starting a stream anew."""
WORD = np.dtype("<u8")


def keys(seed: int, names: Iterable[str]) -> Keys:
    """The key of each name's stream: 128 bits of a hash of seed and name, one row a name."""
    digests = [blake2b(f"{seed} {name}".encode(), digest_size=2 * WORD.itemsize).digest() for name in names]
    return np.frombuffer(b"".join(digests), dtype=WORD).astype(np.uint64).reshape(-1, 2)


def uniforms(streams: Keys, numbers: Sequence[int]) -> Floats:
    """Numbers between 0 and 1, both ends out: the one in each place of each stream.

    Parameters
    ----------
    streams : array
        Keys, one row a stream.
    numbers : sequence of int
        Places, from 0, in any order, as often as wanted.

    Returns
    -------
    array
        One row a stream, one column a place.

    Raises
    ------
    InputError
        For a place below nought.
    """
    asked, back = np.unique(np.asarray(numbers, dtype=np.int64), return_inverse=True)
    if asked.size and asked[0] < 0:
        raise InputError(Problem("", "numbers", int(asked[0]), "no draw has this number", "count draws from 0"))
    words = np.empty((len(streams), len(asked)), dtype=np.uint64)
    cipher, at = Philox(0), 0
    before = cipher.state
    for span in np.split(asked, np.flatnonzero(np.diff(asked) > GAP) + 1):
        if span.size:
            first = int(span[0]) // BLOCK
            inside = span - first * BLOCK
            counter = np.array([first, 0, 0, 0], dtype=np.uint64)
            for row, key in enumerate(streams):
                cipher.state = {**before, "state": {"counter": counter, "key": key}}
                words[row, at : at + len(span)] = cipher.random_raw(int(inside[-1]) + 1)[inside]
            at += len(span)
    # The middles of 2^52 equal steps: half a step is kept exactly, so that neither end is ever met.
    middles = (words >> np.uint64(12)).astype(np.float64) + 0.5
    return np.take(middles * 2.0**-52, back, axis=1)
