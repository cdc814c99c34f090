"""Colours can be told apart from the background, and from each other by colour-blind eyes."""

from itertools import combinations, pairwise

import numpy as np
import pytest

from deals.page import style
from deals.page.style import Tone
from deals.world.words import KINDS_OF_TERMS

BACKGROUNDS = {"light": "#ffffff", "dark": "#333333"}
"""What notebooks put behind charts."""
GRAPHIC, TEXT = 3.0, 4.5
"""Contrasts that the WCAG ask of graphics and of text."""
APART = 12.0
"""Distance in CIE Lab at which neighbouring patches are told apart without effort."""
SIGHT = {
    "full": np.eye(3),
    "no red": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no blue": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""How colours look to eyes that lack one kind of cone (Machado, Oliveira, Fernandes 2009), in linear RGB."""


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    matrix = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    ratio = (matrix @ np.clip(rgb, 0, 1)) / [0.95047, 1, 1.08883]
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def shade(tone: Tone, theme: str) -> str:
    return tone.dark if theme == "dark" else tone.light


@pytest.mark.parametrize("theme", BACKGROUNDS)
def test_marks_stand_out_from_the_background(theme: str) -> None:
    for tone in (*(group.tone for group in style.GROUPS), style.DISK):
        assert contrast(shade(tone, theme), BACKGROUNDS[theme]) >= GRAPHIC


@pytest.mark.parametrize("theme", BACKGROUNDS)
def test_text_can_be_read(theme: str) -> None:
    for tone in (style.INK, style.MUTED):
        assert contrast(shade(tone, theme), BACKGROUNDS[theme]) >= TEXT
    for ground, ink in zip(style.DELIVERIES, style.ON_DELIVERIES, strict=True):
        assert contrast(shade(ink, theme), shade(ground, theme)) >= TEXT


@pytest.mark.parametrize("theme", BACKGROUNDS)
@pytest.mark.parametrize("sight", SIGHT)
def test_kinds_of_terms_differ_to_all_eyes(theme: str, sight: str) -> None:
    seen = {group.label: lab(SIGHT[sight] @ linear(shade(group.tone, theme))) for group in style.GROUPS}
    near = [(a, b) for a, b in combinations(seen, 2) if np.linalg.norm(seen[a] - seen[b]) < APART]
    assert not near


@pytest.mark.parametrize("theme", BACKGROUNDS)
@pytest.mark.parametrize("sight", SIGHT)
def test_shades_of_access_are_in_order_of_lightness_and_differ(theme: str, sight: str) -> None:
    """More access is ever darker on light, and ever lighter on dark; neighbours can be told apart."""
    steps = [lab(SIGHT[sight] @ linear(shade(tone, theme))) for tone in style.SHADES]
    assert all(np.linalg.norm(a - b) >= 8 for a, b in pairwise(steps))
    light = [step[0] for step in steps]
    assert light == sorted(light, reverse=theme == "light")


def test_every_kind_of_terms_in_the_tables_has_a_colour_and_the_unknown_the_last() -> None:
    assert tuple(group.label for group in style.GROUPS) == KINDS_OF_TERMS
    assert style.group_of("Purchases").label == "Purchases"
    assert style.group_of("something new") is style.GROUPS[-1]
