"""The peeling of Bryant and Lempert's own data, box by box.

The runs behind "Thinking inside the box" (2010), and the boxes that the EMA workbench prints for them with a patience
of 0.1 (its notebook on scenario discovery): coverage, density and number of inputs limited.
"""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from deals.uncertainty.methods.discovery import discover
from deals.uncertainty.methods.prim import Cases, trajectory

PRINTED = (
    *((1.0, 0.10090702947845805, 0), (1.0, 0.11237373737373738, 1), (1.0, 0.12535211267605634, 2)),
    *((1.0, 0.13949843260188088, 2), (1.0, 0.15532286212914484, 3), (1.0, 0.17348927875243664, 3)),
    *((1.0, 0.1943231441048035, 3), (1.0, 0.21601941747572814, 3), (1.0, 0.2418478260869565, 3)),
    *((1.0, 0.270516717325228, 3), (1.0, 0.30067567567567566, 3), (0.9887640449438202, 0.3333333333333333, 3)),
    *((0.9775280898876404, 0.3670886075949367, 3), (0.9662921348314607, 0.40375586854460094, 3)),
    *((0.9550561797752809, 0.44502617801047123, 4), (0.9213483146067416, 0.4823529411764706, 4)),
    *((0.9101123595505618, 0.5328947368421053, 4), (0.8764044943820225, 0.5735294117647058, 4)),
    *((0.8426966292134831, 0.6198347107438017, 4), (0.8314606741573034, 0.6851851851851852, 4)),
    *((0.797752808988764, 0.7319587628865979, 4), (0.7528089887640449, 0.7701149425287356, 4)),
    *((0.7303370786516854, 0.8333333333333334, 4), (0.6853932584269663, 0.8714285714285714, 4)),
    *((0.6404494382022472, 0.9047619047619048, 4), (0.5842696629213483, 0.9285714285714286, 5)),
    *((0.5393258426966292, 0.96, 6), (0.5056179775280899, 1.0, 6)),
)


def runs() -> Cases:
    table = pd.read_csv(Path(__file__).with_name("bryant_lempert_2010.csv"), comment="#")
    return Cases(table.drop(columns="high cost"), table["high cost"].to_numpy(dtype=np.bool_))


def test_every_box_of_the_path_is_as_printed() -> None:
    cases = runs()
    every = np.ones(len(cases.of_interest), dtype=np.bool_)
    boxes = trajectory(cases, every, math.ceil(0.05 * len(every)), 0.1)
    found = []
    for box in boxes:
        inside = cases.inside(box)
        coverage = float(cases.of_interest[inside].sum()) / float(cases.of_interest.sum())
        found.append((coverage, cases.density(inside), len(cases.restricted(box))))
    assert len(found) == len(PRINTED)
    assert np.array(found) == pytest.approx(np.array(PRINTED))


def test_the_rule_is_that_of_the_paper() -> None:
    """Costs are high where biomass is scarce, demand does not give way and the backstop is dear; three limits do.

    The fourth of the box printed, on the cost of cellulosic fuel, may stand by accident (p = 0.16) and is dropped.
    """
    cases = runs()
    found = discover(
        cases.inputs, cases.of_interest, least_density=0.75, least_coverage=0.5, happening="costs are high"
    )
    limits = found.table.set_index("input")
    assert set(limits.index) == {"Total biomass", "Demand elasticity", "Biomass backstop price"}
    assert (limits["p_value"] < 1e-3).all()
    assert found.found[0].coverage > 0.7
    assert found.elsewhere == pytest.approx(found.found[0].density, abs=0.1)
