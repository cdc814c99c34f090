"""Which regime to choose when the world is uncertain: their regret on the same draws."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deals.comparison import compare
from deals.kit.given.bounds import NONE_OR_MORE, ONE_OR_MORE
from deals.kit.given.checked import checked
from deals.page.stages import stage
from deals.page.wording import listed
from deals.scenario.scenario import Scenario
from deals.uncertainty.draws import Draws
from deals.uncertainty.methods.checking import complete
from deals.uncertainty.methods.regret import Regret
from deals.uncertainty.regimes.work import RegimesWork
from deals.uncertainty.sweeping.progress import Progress
from deals.uncertainty.sweeping.running import check, sweep

DRAWS = 64
OUTCOME = "USD bn that a regime brings in all"


@dataclass(frozen=True, eq=False, repr=False)
class BetweenRegimes(Regret):
    """Regimes on the same draws.

    Attributes
    ----------
    without_plan : Mapping of str to str
        Regimes that are not among them for want of a plan, and why: none was found in the time allowed, or there is
        none.
    """

    without_plan: Mapping[str, str]

    @property
    def sentence(self) -> str:
        """What is picked on average, and by regret; and which regimes have no plan."""
        missing = f"; no plan, so no regret, under {listed(list(self.without_plan))}" if self.without_plan else ""
        return super().sentence + missing


@checked(draws=ONE_OR_MORE, seed=NONE_OR_MORE, workers=ONE_OR_MORE)
@stage("comparing regimes in drawn worlds")
def between_regimes(
    scenario: Scenario,
    draws: int = DRAWS,
    seed: int = 0,
    *,
    ids: Iterable[str] | None = None,
    workers: int = 1,
    client: Any = None,
    folder: str | Path | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> BetweenRegimes:
    """What each regime may cost against the one that would have been best in the same world.

    The plan of each regime is made once, in the scenario's own world, as a comparison makes it. In each drawn world its
    deals, dates and standards stand, terms adapt, deals that no longer pay both sides fall away, and what it opens is
    opened as far as the regime's limits allow there; what that comes to is measured as the total of a comparison is,
    with all that is sold without deals. So regret is that of a choice made before the world is known, by somebody who
    cannot make the plan again.

    Parameters
    ----------
    scenario : Scenario
        Its own regime is set aside.
    draws : int
        Worlds. Regret at most is that of these draws: more of them find worse ones.
    seed : int
        Other seeds give other worlds.
    ids : iterable of str, optional
        Regimes, as a comparison takes them; where left out, those that it takes by default.
    workers : int
        Processes that make the plans and hold them. A script that asks for more than one guards its own main part, as
        Python's documentation of `multiprocessing` says.
    client : Dask client, optional
        Holds the plans instead, on as many machines as it has.
    folder : path, optional
        Keeps every chunk as soon as it is done.
    resume : bool
        Go on with the sweep in the folder.
    progress : callable, optional
        Told how far the sweep is, once the plans are made.

    Returns
    -------
    BetweenRegimes
        Alternatives are the regimes that have a plan, by their titles; `without_plan` tells of the others.

    Raises
    ------
    UnknownNameError
        If a regime or measure is unknown.
    InputError
        If there is no regime to compare, fewer than two draws went well, or the folder cannot be used.
    optimizer.OptimizerError
        If no regime has a plan.
    """
    check(draws, workers, None, client, folder, resume, progress)
    compared = compare(scenario, ids, workers=workers)
    plans = {name: outcome.plan for name, outcome in compared.outcomes.items()}
    work = RegimesWork.of(plans, Draws.of(scenario.world(), seed))
    rows = sweep(work, draws, folder=folder, resume=resume, workers=workers, client=client, progress=progress)
    kept, failed = complete(rows[list(plans)].rename(columns=compared.titles))
    return BetweenRegimes(kept, OUTCOME, failed, compared.failed)
