"""Screening and shares of variance say what a function does, and what was left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.kit.errors import InputError
from deals.uncertainty.methods.morris import morris, morris_design
from deals.uncertainty.methods.sobol import sobol, sobol_design
from optimizer import Floats

NAMES = ["tariff", "demand", "leaks"]


def straight(design: Floats) -> Floats:
    found: Floats = 3 * design[:, 0] - design[:, 1]
    return found


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=5), st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_a_straight_line_has_the_same_effect_everywhere(slopes: list[int], seed: int) -> None:
    names = [f"input {n}" for n in range(len(slopes))]
    design = morris_design(names, 4, seed)
    table = morris(names, design, design @ np.array(slopes, dtype=float)).table.loc[names]
    assert table["mu"].to_numpy() == pytest.approx(2 * np.array(slopes), abs=1e-9)
    assert table["mu_star"].to_numpy() == pytest.approx(2 * np.abs(slopes), abs=1e-9)
    assert table["sigma"].to_numpy() == pytest.approx(0, abs=1e-9)
    assert table["mu_star_confidence"].to_numpy() == pytest.approx(0, abs=1e-9)


def test_an_input_that_acts_through_another_has_effects_that_differ() -> None:
    """Over four values of the other, 2 |x| is 4/3 on average."""
    design = morris_design(NAMES, 400, seed=1)
    table = morris(NAMES, design, design[:, 0] * design[:, 1]).table
    assert table["mu_star"]["tariff"] == pytest.approx(4 / 3, abs=2 * table["mu_star_confidence"]["tariff"])
    assert table["sigma"]["tariff"] > 1
    assert table["mu_star"]["leaks"] == 0


def test_shares_of_a_straight_line_are_those_of_squares() -> None:
    design = sobol_design(NAMES, 1024, seed=1)
    table = sobol(NAMES, design, straight(design)).table.loc[NAMES]
    for column in ("first", "total"):
        assert np.abs(table[column] - [0.9, 0.1, 0.0]).max() < 0.02


def test_designs_lie_in_the_unit_box_and_are_the_same_for_a_seed() -> None:
    for made in (lambda seed: morris_design(NAMES, 6, seed), lambda seed: sobol_design(NAMES, 8, seed)):
        assert np.abs(made(5)).max() <= 1
        assert (made(5) == made(5)).all()
        assert (made(5) != made(6)).any()
    assert morris_design(NAMES, 6, 1).shape == (24, 3)
    assert sobol_design(NAMES, 8, 1).shape == (40, 3)


def test_answers_are_the_same_in_every_run() -> None:
    design = sobol_design(NAMES, 64, seed=1)
    assert sobol(NAMES, design, straight(design)).table.equals(sobol(NAMES, design, straight(design)).table)
    paths = morris_design(NAMES, 8, seed=1)
    bent = straight(paths) ** 2
    assert morris(NAMES, paths, bent).table.equals(morris(NAMES, paths, bent).table)


def test_a_failed_draw_costs_its_block_and_is_counted() -> None:
    design = sobol_design(NAMES, 1024, seed=1)
    outcomes = straight(design)
    outcomes[[7, 8, 900]] = np.nan
    found = sobol(NAMES, design, outcomes)
    assert (found.blocks, found.failed) == (1022, 2)
    assert np.abs(found.table.loc[NAMES, "total"] - [0.9, 0.1, 0.0]).max() < 0.02
    assert "2 blocks failed" in found.chart().svg()
    paths = morris_design(NAMES, 8, seed=1)
    effects = straight(paths)
    effects[5] = np.nan
    screened = morris(NAMES, paths, effects)
    assert (screened.trajectories, screened.failed) == (7, 1)
    assert screened.table.loc["tariff", "mu_star"] == pytest.approx(6)
    assert "1 path failed" in screened.chart().svg()


def test_what_never_varies_has_no_shares() -> None:
    design = sobol_design(NAMES, 8, seed=1)
    assert (sobol(NAMES, design, np.full(40, 3.5)).table == 0).all(axis=None)


def test_what_does_not_fit_is_refused() -> None:
    design = sobol_design(NAMES, 4, seed=1)
    with pytest.raises(InputError, match="do not fit"):
        sobol(NAMES, design, np.ones(19))
    with pytest.raises(InputError, match="too few blocks"):
        sobol(NAMES, design, np.full(20, np.nan))
    with pytest.raises(InputError, match="power of two"):
        sobol_design(NAMES, 100, seed=1)
    with pytest.raises(InputError, match="two trajectories"):
        morris_design(NAMES, 1, seed=1)
    with pytest.raises(InputError, match="even number"):
        morris_design(NAMES, 4, seed=1, levels=3)
    with pytest.raises(InputError, match="name each"):
        morris_design(["a", "a"], 4, seed=1)


def test_answers_say_what_matters_most_and_draw_it() -> None:
    design = sobol_design(NAMES, 64, seed=1)
    shares = sobol(NAMES, design, straight(design), outcome="US gain, USD bn")
    assert "tariff" in shares.sentence
    assert shares.chart().png().startswith(b"\x89PNG")
    paths = morris_design(NAMES, 4, seed=1)
    effects = morris(NAMES, paths, straight(paths), outcome="US gain, USD bn")
    assert effects.sentence.startswith("US gain, USD bn, is moved most by tariff; demand")
    assert effects.chart().png().startswith(b"\x89PNG")
    assert effects.chart().data["input"].tolist() == effects.table.index.tolist()


def test_inputs_are_told_in_words_and_kept_by_name() -> None:
    """Sentence and picture are read; the table is asked by the name that a reform takes."""

    def about(name: str) -> str:
        return f"the {name} in words"

    paths, design = morris_design(NAMES, 4, seed=1), sobol_design(NAMES, 64, seed=1)
    for found in (
        morris(NAMES, paths, straight(paths), about=about),
        sobol(NAMES, design, straight(design), about=about),
    ):
        first = str(found.table.index[0])
        assert first in NAMES
        assert about(first) in found.sentence
        assert found.chart().data["input"].iloc[0] == about(first)
