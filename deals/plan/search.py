"""The search for the best plan: from the relaxation to a good plan nearby, and from there to the proof.

Branch and bound alone spends most of its time before it has a first good plan. The relaxation tells nearly all: which
cells are opened, who is not threatened, who signs and about when. With that held, a small programme gives a plan within
a few tenths of a per cent, and the whole search begins with it.
"""

from collections.abc import Mapping
from typing import Any

from deals.model.rows.variables import Choices
from optimizer import InfeasibleError, Label, Solution, TimeLimitError

SETTLED = 1e-6
"""A number this near to nought or one counts as such."""
DATED = ("sign", "standard", "promoted")
ALONE = ("opened", "unthreatened")
FEW = 2_000
"""Variables below which the solver needs no help."""

type Held = Mapping[Label, tuple[float, float]]


def search(
    choices: Choices, gap: float, time_limit: float, *, start: Solution | None = None, held: Held | None = None
) -> Solution:
    """The best plan to a gap, a share of its gain.

    Parameters
    ----------
    choices : Choices
    gap, time_limit : float
        As in a scenario.
    start : Solution, optional
        A plan to improve on, of this programme or of one much like it.
    held : mapping, optional
        Bounds within which some variables are held, by label.

    Raises
    ------
    optimizer.OptimizerError
        If there is no plan, or none was found in time.
    """
    program, within = choices.program, dict(held or {})
    if len(choices.grant) + len(choices.ask) > FEW:
        near = nearby(choices, gap / 2, time_limit, held=within)
        found = [plan for plan in (near, start) if plan is not None]
        start = max(found, key=lambda plan: plan.objective, default=None)
    return program.solve(gap=gap, time_limit=time_limit, start=start, held=within)


def nearby(choices: Choices, gap: float, time_limit: float, *, held: Held | None = None) -> Solution | None:
    """A good plan near the relaxation, without proof; None where there is none so near.

    Raises
    ------
    optimizer.OptimizerError
        If there is no plan at all.
    """
    program, within = choices.program, dict(held or {})
    relaxed = program.solve(relaxed=True, held=within)
    try:
        return program.solve(gap=gap, time_limit=time_limit, held={**within, **settled_by(choices, relaxed)})
    except (InfeasibleError, TimeLimitError):
        return None


def settled_by(choices: Choices, relaxed: Solution) -> dict[Label, tuple[float, float]]:
    """What a relaxation has settled: talks far from its dates do not end, and whole choices of its own stand."""
    held: dict[Label, tuple[float, float]] = {}
    about = _dates(relaxed.mapping("sign"))
    for family in DATED:
        for key in getattr(choices, family):
            if not about.get(key[0], set()) & {key[1] - 1, key[1], key[1] + 1}:
                held[family, key] = (0.0, 0.0)
    for family in ALONE:
        for key, value in relaxed.mapping(family).items():
            if min(value, 1 - value) < SETTLED:
                held[family, key] = (round(value), round(value))
    return held


def _dates(signed: Mapping[Any, float]) -> dict[str, set[int]]:
    """Periods in which the relaxation has some part of each deal signed."""
    found: dict[str, set[int]] = {}
    for (code, period), value in signed.items():
        if value > SETTLED:
            found.setdefault(code, set()).add(period)
    return found
