"""Draw worlds: hold a plan and its baselines in all of them, and make the plan again in some."""

from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pandas as pd

from deals.kit.errors import InputError
from deals.kit.folder.place import path_of
from deals.plan.baselines import ALONE, OPENING, PLAN, Baselines
from deals.sensitivity.worlds.decisions import Decisions
from deals.uncertainty.anew.work import AnewWork
from deals.uncertainty.draws import Draws
from deals.uncertainty.held.work import HeldWork
from deals.uncertainty.odds import Odds, Watch
from deals.uncertainty.sweeping.running import sweep
from deals.uncertainty.sweeping.store import check_new, missing_sweep

HELD_FOLDER, ANEW_FOLDER = "held", "anew"


def held_work(base: Baselines, seed: int = 0) -> HeldWork:
    """The plan with its baselines, to be held in drawn worlds."""
    kept = {name: base.plans[name] for name in (PLAN, ALONE, OPENING)}
    plans = {name: Decisions.of(plan) for name, plan in kept.items()}
    return HeldWork.of(plans, Draws.of(base.plans[PLAN].question.scenario.world(), seed))


def odds(
    base: Baselines,
    draws: int,
    *,
    anew: int = 0,
    seed: int = 0,
    folder: str | Path | None = None,
    resume: bool = False,
    workers: int = 1,
    executor: Executor | None = None,
    client: Any = None,
    progress: Watch = None,
) -> Odds:
    """Draw worlds, hold the plan and its baselines in all of them, and make the plan again in the first `anew`.

    Parameters
    ----------
    base : Baselines
        The plan and what it is measured against.
    draws, anew : int
        Worlds in which the plan is held, and in which it is made again (some seconds each).
    seed : int
        Other seeds draw other worlds.
    folder, resume
        Where every finished chunk is kept, in folders of its own for either depth, and whether to go on with what is
        there.
    workers, executor, client, progress
        As in :func:`deals.uncertainty.sweeping.running.sweep`.

    Raises
    ------
    InputError
        If an argument cannot be used, or the folder holds something else.
    """
    root = None if folder is None else path_of(folder, "folder")
    if root is not None and resume and not root.is_dir():
        raise InputError(missing_sweep(root))
    for name in (HELD_FOLDER, ANEW_FOLDER)[: 1 + bool(anew)]:
        if root is not None and not resume:
            check_new(root / name)
    work, plan = held_work(base, seed), base.plans[PLAN]

    def swept(piece: HeldWork | AnewWork, count: int, name: str) -> pd.DataFrame:
        place = None if root is None else root / name
        going_on = resume and place is not None and place.exists()
        return sweep(
            piece,
            count,
            folder=place,
            resume=going_on,
            workers=workers,
            executor=executor,
            client=client,
            progress=progress,
        )

    held = swept(work, draws, HELD_FOLDER)
    again = swept(AnewWork.of(plan.question, work.draws), anew, ANEW_FOLDER) if anew else None
    return Odds(plan, held, again, work, seed)
