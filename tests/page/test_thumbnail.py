"""The picture that a notebook keeps is the chart in few colours, and small."""

import struct
import zlib

import numpy as np
import pandas as pd

from deals.page import style
from deals.page.dots import dots
from deals.page.thumbnail import COLOURS, thumbnail


def read(png: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Palette and pixels of a small picture, from the chunks themselves."""
    place, parts = 8, {}
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        parts[kind] = body
        place += 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    assert not rows[:, 0].any()
    return np.frombuffer(parts[b"PLTE"], dtype=np.uint8).reshape(-1, 3), rows[:, 1:]


def test_it_is_small_and_flat_colours_stay_what_they_are() -> None:
    table = pd.DataFrame({"here": [1.0, 2.0], "there": [3.0, 5.0]}, index=["one", "other"])
    chart = dots(table, {"here": "Here", "there": "There"}, "Worth (USD bn)", "Two places", "A line under the title.")
    small, large = chart.thumbnail(), chart.png()
    assert len(small) < len(large) / 5
    palette, pixels = read(small)
    assert len(palette) <= COLOURS
    sides = struct.unpack(">II", large[16:24])
    assert np.abs(2 * np.array(pixels.shape[::-1]) - sides).max() <= 2, "of half the size, that of the screen"
    named = {tuple(bytes.fromhex(tone.light[1:])) for tone in (style.PLATE, style.CHIPS)}
    assert named <= {tuple(map(int, colour)) for colour in palette}
    assert tuple(palette[pixels[0, 0]]) == (255, 255, 255)


def test_a_picture_that_is_written_in_another_way_is_left_as_it_is() -> None:
    small = thumbnail(dots(pd.DataFrame({"a": [1.0]}, index=["x"]), {"a": "A"}, "Worth", "One", "Line.").png())
    assert thumbnail(small) == small
