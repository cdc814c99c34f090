"""In which worlds does it come out so: rules that a person can read, and how far they can be trusted.

Scenario discovery of Bryant and Lempert (Technological Forecasting and Social Change 77, 2010) on the boxes of
:mod:`deals.uncertainty.methods.prim`: a rule is a box; its coverage is the share of all cases of interest that it
holds, its density the share of the draws in it that are of interest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from deals.kit.errors import InputError, Problem
from deals.page.answer import Answer
from deals.page.chart import Chart
from deals.page.wording import listed, percent, rate
from deals.uncertainty.figures.discovery import boxes
from deals.uncertainty.methods.checking import SEED
from deals.uncertainty.methods.prim import Box, Cases, Limit, chance_of_as_many, changed, trajectory
from optimizer import Flags

ACCIDENT = 0.05
"""What would come out so by accident with no less than this chance is no part of a rule, and no rule."""
FOLDS = 5
"""Parts that draws are cut into to see what rules are worth in draws they were not found in."""


@dataclass(frozen=True, eq=False)
class Rule:
    """One box.

    Attributes
    ----------
    box : Box
    coverage, density, mass : float
        Share of all cases of interest in it; share of its draws that are of interest; share of all draws in it. Draws
        of earlier rules do not count.
    chances : mapping
        By input that it limits, the chance that it is as dense by accident (the quasi-p-value).
    """

    box: Box
    coverage: float
    density: float
    mass: float
    chances: Mapping[int, float]


@dataclass(frozen=True, eq=False, repr=False)
class Discovery(Answer):
    """Rules for when something happens, the one that covers most first.

    Attributes
    ----------
    happening : str
        What the cases of interest are, in words.
    found : tuple of Rule
        None where rules do not hold in draws that they were not found in.
    elsewhere : float
        Density of rules in draws that they were not found in: made on four fifths of the draws, tried on the fifth, in
        turn; missing where no rule was found so.
    path : DataFrame
        coverage, density, mass, restricted: the boxes that the first rule was chosen from, before limits that may
        stand by accident are dropped.
    about : callable
        An input in words, for sentence and chart.
    """

    happening: str
    cases: Cases
    found: tuple[Rule, ...]
    elsewhere: float
    path: pd.DataFrame
    units: Mapping[str, str]
    least_density: float
    least_coverage: float
    about: Callable[[str], str] = str

    @cached_property
    def _table(self) -> pd.DataFrame:
        rows = []
        for number, rule in enumerate(self.found, 1):
            for place, chance in rule.chances.items():
                name, limit = str(self.cases.inputs.columns[place]), rule.box[place]
                low, high = (np.nan, np.nan) if isinstance(limit, frozenset) else limit
                rows.append(
                    {
                        "rule": number,
                        "input": name,
                        "low": low,
                        "high": high,
                        "among": ", ".join(sorted(limit)) if isinstance(limit, frozenset) else "",
                        "unit": self.units.get(name, ""),
                        "p_value": chance,
                        "coverage": rule.coverage,
                        "density": rule.density,
                        "mass": rule.mass,
                    }
                )
        columns = ["rule", "input", "low", "high", "among", "unit", "p_value", "coverage", "density", "mass"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def table(self) -> pd.DataFrame:
        """A row a limit of a rule.

        `rule`, `input`, `low` and `high` in `unit` (the end of what was drawn where there is no limit on that side), or
        the choices `among` which; `p_value`, the chance that the limit adds nothing; `coverage`, `density`, `mass` of
        the rule, shares of one.
        """
        return self._table.copy()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules as sentences."""
        return tuple(
            f"{self._said(rule)}: {percent(rule.density)} of such draws, {percent(rule.coverage)} of all cases"
            for rule in self.found
        )

    @property
    def sentence(self) -> str:
        """The first rule, and what it is worth in other draws."""
        base = float(self.cases.of_interest.mean())
        happening = f"{self.happening[:1].upper()}{self.happening[1:]}"
        if not self.found:
            return (
                f"{happening} in {percent(base)} of all draws; no rule holds in {percent(self.least_density)} of its "
                f"draws, covers {percent(self.least_coverage)} of these cases and stands in draws it was not found in"
            )
        first = self.found[0]
        return (
            f"{happening} in {percent(base)} of all draws, but in {percent(first.density)} of those with "
            f"{self._said(first)}; rules made on other draws are right in {percent(self.elsewhere)} of theirs"
        )

    def chart(self) -> Chart:
        """How many cases a box holds against how dense it is, and the limits of the rules."""
        points = pd.DataFrame(
            [{"rule": n, "coverage": rule.coverage, "density": rule.density} for n, rule in enumerate(self.found, 1)],
            columns=["rule", "coverage", "density"],
        )
        full = {
            self.about(str(name)): limit for name, limit in zip(self.cases.inputs, self.cases.everything, strict=True)
        }
        limits = [
            (number, self._name(place), rule.box[place], self._words(place, rule.box[place]))
            for number, rule in enumerate(self.found, 1)
            for place in rule.chances
        ]
        return boxes(self.table, self.path, points, limits, full, self.sentence)

    def _said(self, rule: Rule) -> str:
        return listed([f"{self._name(place)} {self._words(place, rule.box[place])}" for place in rule.chances])

    def _name(self, place: int) -> str:
        return self.about(str(self.cases.inputs.columns[place]))

    def _words(self, place: int, limit: Limit) -> str:
        unit = self.units.get(str(self.cases.inputs.columns[place]), "")
        return in_words(limit, self.cases.everything[place], unit)


def in_words(limit: Limit, full: Limit, unit: str) -> str:
    """A limit as people say it: "above 0.41", "between 3 and 5 years", "low or middle"."""
    if isinstance(limit, frozenset) or isinstance(full, frozenset):
        return " or ".join(sorted(map(str, limit)))
    after = f" {unit}" if unit else ""
    if limit[0] <= full[0]:
        return f"below {rate(limit[1])}{after}"
    if limit[1] >= full[1]:
        return f"above {rate(limit[0])}{after}"
    return f"between {rate(limit[0])} and {rate(limit[1])}{after}"


def discover(
    inputs: pd.DataFrame,
    of_interest: Flags,
    *,
    least_density: float,
    least_coverage: float,
    happening: str = "it happens",
    units: Mapping[str, str] | None = None,
    about: Callable[[str], str] = str,
) -> Discovery:
    """Rules for when something happens.

    The box that covers most of all cases, dense enough and without limits that may stand by accident, is the first
    rule; then the same among the draws outside it, until no box is dense enough and covers enough. Whoever looks at
    enough boxes finds a dense one in noise: rules are given only if those made on four fifths of the draws are denser
    on the other fifth than all draws are, by more than accident.

    Parameters
    ----------
    inputs : DataFrame
        A row a draw, a column an input; columns that are not of numbers are choices.
    of_interest : array of bool
        One flag a draw: whether it happened.
    least_density : float
        Share of the draws in a rule's box that must be of interest.
    least_coverage : float
        Share of all cases of interest that a rule must cover.
    happening : str
        What happens, in words for a sentence: "the deal is refused".
    units : mapping, optional
        By input, the unit to write behind its limits.
    about : callable
        An input in words, for sentence and picture; as it is called by default.

    Raises
    ------
    InputError
        If there is not one flag a draw, an input is missing in a draw, a share is not between 0 and 1, or all draws are
        of interest or none.
    """
    flags = np.asarray(of_interest, dtype=np.bool_)
    _check(inputs, flags, least_density, least_coverage)
    cases = Cases(inputs.reset_index(drop=True), flags)
    every = np.ones(len(flags), dtype=np.bool_)
    rules, path = _rules(cases, every, least_density, least_coverage)
    hits, held = _elsewhere(cases, least_density, least_coverage)
    stands = chance_of_as_many(hits, held, float(flags.mean())) < ACCIDENT
    described = pd.DataFrame([_measured(cases, box, every) for box in path]).rename_axis("step")
    return Discovery(
        happening,
        cases,
        tuple(rules) if stands else (),
        hits / held if held else float("nan"),
        described,
        dict(units or {}),
        least_density,
        least_coverage,
        about,
    )


def _rules(cases: Cases, among: Flags, density: float, coverage: float) -> tuple[list[Rule], list[Box]]:
    """The rules that some draws give, and the boxes from which the first was chosen."""
    total = int(cases.of_interest[among].sum())
    # A box with fewer draws could not cover enough even if all in it were of interest.
    least = max(2, int(np.ceil(coverage * total)))
    rules: list[Rule] = []
    first: list[Box] = []
    rest = among.copy()
    while True:
        path = trajectory(cases, rest, least)
        first = first or path
        sound = [_without_accidents(cases, box, rest) for box in path]
        # Among many inputs each box is cut a little by most of them, so that the few that tell are never cut deeply.
        telling = {place for box in sound for place in cases.restricted(box)}
        sound += [_without_accidents(cases, box, rest) for box in trajectory(cases, rest, least, places=telling)]
        candidates = [_as_rule(cases, box, rest, total, among) for box in dict.fromkeys(sound)]
        fit = [rule for rule in candidates if rule.chances and rule.density >= density and rule.coverage >= coverage]
        if not fit:
            return rules, first
        best = max(fit, key=lambda rule: (rule.coverage, -len(rule.chances), rule.density))
        rules.append(best)
        rest &= ~cases.inside(best.box)


def _as_rule(cases: Cases, box: Box, rest: Flags, total: int, among: Flags) -> Rule:
    inside = cases.inside(box) & rest
    return Rule(
        box,
        float(cases.of_interest[inside].sum()) / total,
        cases.density(inside),
        float(inside.sum()) / float(among.sum()),
        cases.chances(box, rest),
    )


def _without_accidents(cases: Cases, box: Box, among: Flags) -> Box:
    """A box less limits that may stand by accident, the likeliest accident first."""
    while chances := cases.chances(box, among):
        place = max(chances, key=lambda limited: chances[limited])
        if chances[place] < ACCIDENT:
            return box
        box = changed(box, place, cases.everything[place])
    return box


def _measured(cases: Cases, box: Box, among: Flags) -> dict[str, float]:
    inside = cases.inside(box) & among
    return {
        "coverage": float(cases.of_interest[inside].sum()) / float(cases.of_interest[among].sum()),
        "density": cases.density(inside),
        "mass": float(inside.mean()),
        "restricted": len(cases.restricted(box)),
    }


def _elsewhere(cases: Cases, density: float, coverage: float) -> tuple[int, int]:
    """Cases and draws in rules that had no part in finding them."""
    count = len(cases.of_interest)
    fold = np.random.default_rng(SEED).permutation(count) % FOLDS
    held = np.zeros(count, dtype=np.bool_)
    for number in range(FOLDS):
        apart = fold == number
        if not cases.of_interest[~apart].any():
            continue
        for rule in _rules(cases, ~apart, density, coverage)[0]:
            held |= cases.inside(rule.box) & apart
    return int(cases.of_interest[held].sum()), int(held.sum())


def _check(inputs: pd.DataFrame, flags: Flags, density: float, coverage: float) -> None:
    problems = []
    if flags.shape != (len(inputs),):
        problems.append(Problem("", "of_interest", flags.shape, "not one flag a draw", f"give {len(inputs)}"))
    elif flags.all() or not flags.any():
        problems.append(Problem("", "of_interest", int(flags.sum()), "all draws are of interest, or none"))
    blank = [str(name) for name, column in inputs.items() if column.isna().any()]
    if blank or not len(inputs.columns):
        problems.append(Problem("", "inputs", ", ".join(blank), "an input is missing in a draw"))
    for name, share in (("least_density", density), ("least_coverage", coverage)):
        if not 0 < share <= 1:
            problems.append(Problem("", name, share, "not a share", "a number above 0, up to 1"))
    if problems:
        raise InputError(problems)
