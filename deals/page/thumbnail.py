"""A picture made small enough to be kept in a notebook."""

import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

COLOURS = 256
"""Colours that are kept, the commonest: flat ones stay what the key of a chart says, only blurred edges change."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
EIGHT_BITS_EACH = bytes([8, 6, 0, 0, 0])
"""How a header says red, green, blue and opacity, a byte each and row by row."""
DIFFERENCES = 1
"""How a row says that each pixel is written as its difference from the one before."""


def thumbnail(png: bytes) -> bytes:
    """The same picture in few colours: a small part of the bytes, and no eye sees the difference.

    A picture that is written in another way than charts are is left as it is.
    """
    import numpy as np  # heavy

    pixels = _pixels(png)
    if pixels is None:
        return png
    height, width, _ = pixels.shape
    packed = pixels.reshape(-1, 3).astype(np.int64) @ np.array([65536, 256, 1])
    found, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, (found >> 8) & 255, found & 255], axis=1)
    palette = colours[np.argsort(-counts, kind="stable")[:COLOURS]]
    nearest = np.array([((palette - colour) ** 2).sum(axis=1).argmin() for colour in colours], dtype=np.uint8)
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each begins with a nought: nothing but pixels follows
    rows[:, 1:] = nearest[places].reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = {
        b"IHDR": header,
        b"PLTE": palette.astype(np.uint8).tobytes(),
        b"IDAT": zlib.compress(rows.tobytes(), 9),
        b"IEND": b"",
    }
    return SIGNATURE + b"".join(_written(kind, body) for kind, body in parts.items())


def _pixels(png: bytes) -> "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]] | None":
    """Red, green and blue of each pixel; nothing where they are written in a way that is not read here."""
    import numpy as np  # heavy

    parts = list(_parts(png))
    header = dict(parts).get(b"IHDR", b"")
    if header[8:] != EIGHT_BITS_EACH:
        return None
    width, height = struct.unpack(">II", header[:8])
    data = zlib.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))
    rows = np.frombuffer(data, dtype=np.uint8).reshape(height, 1 + 4 * width)
    if (rows[:, 0] != DIFFERENCES).any():
        return None
    summed = np.cumsum(rows[:, 1:].reshape(height, width, 4), axis=1, dtype=np.uint8)
    return summed[:, :, :3]


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG: kind and content."""
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += 12 + length


def _written(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
