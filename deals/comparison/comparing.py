"""Regimes side by side for one scenario."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from deals import regimes as known
from deals.comparison import pages
from deals.comparison.figures.access_by_regime import access_maps
from deals.comparison.figures.regimes import access_by_partner, goals_by_regime
from deals.comparison.outcome import RegimeOutcome, outcome
from deals.comparison.reforms import five_reforms
from deals.comparison.side_by_side import SideBySide
from deals.comparison.weights import DRAWS, STEPS, Ternary, ternary
from deals.kit.errors import UnknownNameError, unknown
from deals.kit.folder import output
from deals.kit.given.bounds import ONE_OR_MORE
from deals.kit.given.checked import checked
from deals.kit.spread import spread
from deals.kit.spreadsheet import csv_of
from deals.page.answer import Answer, Tabled
from deals.page.stages import stage
from deals.plan.identity import run_of
from deals.regimes.timing import in_time
from deals.scenario.scenario import Scenario, scenario_in
from optimizer import InfeasibleError, OptimizerError

REFERENCE = "pre_2025"
MADE_BY = "deals compare"
DRAWN = ("goals", "ternary", "access", "map")
ALWAYS = (
    *("comparison.md", "scenario.yaml", "ternary.csv", *(f"{name}.csv" for name in pages.TABLES)),
    *(f"{name}.{ending}" for name in DRAWN for ending in ("png", "svg")),
)
"""Files of every comparison."""


@dataclass(frozen=True, repr=False)
class Comparison(SideBySide):
    """Regimes side by side, to be read, drawn, weighed and saved; the tables are those of :class:`SideBySide`."""

    def goals_by_regime(self) -> Tabled:
        """What each regime brings by goal; drawn against the reference."""
        return Tabled("what each regime brings by goal", self.goals, lambda _: goals_by_regime(self))

    def access_by_partner(self) -> Tabled:
        """Share of demand met by partner and regime; drawn for the partners that want most chips."""
        return Tabled("access by partner and regime", self.partners, lambda _: access_by_partner(self))

    @checked()
    def access_by_regime(self, regimes: Iterable[str] | None = None) -> Tabled:
        """Share of demand met in every economy under some regimes, or all; drawn as maps, offline.

        Raises
        ------
        UnknownNameError
            If one of them is none of those compared.
        """
        names = list(self.outcomes if regimes is None else regimes)
        if problems := [unknown("regime compared", n, self.outcomes) for n in names if n not in self.outcomes]:
            raise UnknownNameError(problems)
        return Tabled("share of demand met by economy", self.access[names], lambda _: access_maps(self, names))

    @checked(steps=ONE_OR_MORE, draws=ONE_OR_MORE)
    def ternary(self, steps: int = STEPS, draws: int = DRAWS) -> Ternary:
        """For which weights of the goals each regime is best, and how sure the border is."""
        return ternary(self, steps, draws)

    def five_reforms(self) -> pd.DataFrame:
        """What the five reforms of the tiers do, alone and together; see :func:`~.reforms.five_reforms`."""
        return five_reforms(self.scenario, earlier=self.outcomes.values())

    def markdown(self) -> str:
        """The comparison as tables in Markdown: inputs first, then outcomes."""
        return pages.page(self)

    def reading(self) -> str:
        """What each regime gains and gives up against the reference, a few sentences each, in Markdown."""
        return pages.reading(self)

    def save(self, folder: str | Path) -> list[Path]:
        """Write tables (CSV), the page (Markdown), the scenario (YAML) and figures (PNG, SVG) to a folder.

        A reader finds an earlier comparison or this one, never some of both. What others keep in the folder stays.

        Returns
        -------
        list of Path
            What was written, manifest.json apart.

        Raises
        ------
        InputError
            If `folder` is a file, or a file in it is in the way that no comparison wrote, or that was changed since.
        NotWrittenError
            If the disk refuses. The folder is then as it was.
        """
        check_folder(folder)
        files = self._files()
        about = {**run_of(self.scenario), "plans": self.plans, "stopped_usd_bn": self.stopped}
        output.write_folder(folder, MADE_BY, about, files)
        return [Path(folder) / name for name in files]

    def _files(self) -> dict[str, bytes]:
        weights = self.ternary()
        files = {"comparison.md": self.markdown().encode(), "scenario.yaml": self.scenario.to_yaml().encode()}
        for name, frame in {**pages.tables(self), "ternary": weights.table}.items():
            named = frame.index.name is not None or frame.index.nlevels > 1
            files[f"{name}.csv"] = csv_of(frame, index=named)
        answers: dict[str, Answer] = {
            "goals": self.goals_by_regime(),
            "ternary": weights,
            "access": self.access_by_partner(),
            "map": self.access_by_regime(),
        }
        for name, answer in answers.items():
            chart = answer.chart()
            files |= {f"{name}.png": chart.png(), f"{name}.svg": chart.svg().encode()}
        return files

    def _repr_markdown_(self) -> str:
        return self.markdown()


def check_folder(folder: str | Path) -> Path:
    """Check that a comparison may be saved to `folder`, before anything long is begun for it.

    Raises
    ------
    InputError
        As for :meth:`Comparison.save`.
    """
    return output.check_folder(folder, MADE_BY, ALWAYS)


@checked(workers=ONE_OR_MORE)
@stage("comparing regimes")
def compare(
    scenario: Scenario,
    regimes: Iterable[str] | None = None,
    *,
    reference: str = REFERENCE,
    ruling: bool = False,
    workers: int = 1,
) -> Comparison:
    """Compare regimes on one scenario.

    Parameters
    ----------
    scenario : Scenario
        World, values, horizon and settled deals; its own regime is set aside.
    regimes : iterable of str, optional
        Names, with measures after plus signs ("leverage+entity_list"). Where left out, all regimes of the sources that
        make sense in the time of the scenario, and leverage also without its link of chips and trade;
        `Comparison.timing` tells of the others, and `Comparison.failed` of those that have no plan.
    reference : str
        Regime against which partners win or lose; the first one where it is not among them.
    ruling : bool
        Replay the ruling of 20 February 2026: relief that rests on emergency powers falls on that day.
    workers : int
        Processes that share the regimes out; answers are the same, up to rounding. A script that asks for more
        than one guards its own main part, as Python's documentation of `multiprocessing` says.

    Raises
    ------
    UnknownNameError
        If a regime or measure is unknown.
    InputError
        If there is no regime to compare.
    optimizer.OptimizerError
        If no regime has a plan.
    """
    names = tuple(dict.fromkeys(known.COMPARED if regimes is None else regimes))
    for name in (*names, reference):
        known.get(name)
    scenario = scenario_in(scenario)
    left_out: tuple[str, ...] = ()
    if regimes is None:
        times = in_time(names, scenario.world(), scenario.periods())
        left_out = tuple(name for name in names if not times[name].makes_sense)
    outcomes: dict[str, RegimeOutcome] = {}
    errors: dict[str, OptimizerError] = {}
    asked = [name for name in names if name not in left_out]
    for name, found in zip(asked, _outcomes(scenario, asked, workers), strict=True):
        if isinstance(found, OptimizerError):
            errors[name] = found
        else:
            outcomes[name] = found
    if not outcomes:
        raise next(iter(errors.values()))
    base = reference if reference in outcomes else next(iter(outcomes))
    failed = {name: str(error) for name, error in errors.items()}
    return Comparison(scenario, outcomes, base, ruling, left_out, failed)


def _outcomes(scenario: Scenario, names: list[str], workers: int) -> Iterator[RegimeOutcome | OptimizerError]:
    """What each regime brings, or why it has no plan; in one process what two have in common is solved once."""
    if workers > 1:
        with spread(workers, None) as over:
            yield from over(partial(_attempt, scenario), names)
        return
    earlier: list[RegimeOutcome] = []
    for number, name in enumerate(names, 1):
        with stage(f"{number} of {len(names)}, {known.get(name).title}"):
            found = _attempt(scenario, name, earlier)
        if isinstance(found, RegimeOutcome):
            earlier.append(found)
        yield found


def _attempt(scenario: Scenario, name: str, earlier: Iterable[RegimeOutcome] = ()) -> RegimeOutcome | OptimizerError:
    try:
        return outcome(scenario, name, earlier)
    except InfeasibleError as error:
        asked = f'deals.propose(scenario.changed(regime="{name}"))'
        return error.told(f"no plan meets the rules of the scenario under {name}; {asked} says which cannot all hold")
    except OptimizerError as error:
        return error
