"""What there is on a given day: economies, chips, instruments, routes, and every number that may be patched."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from deals.kit.errors import InputError, Problem, UnknownNameError, unknown
from deals.kit.frozen import FrozenMapping
from deals.kit.patches import Patch, PatchError
from deals.world.frames import that_follow
from deals.world.instrument import Instrument
from deals.world.quantity import Quantity, RuleParameter

if TYPE_CHECKING:
    import pandas as pd

Knowledge = Literal["as-of", "strictly-as-of", "with-hindsight"]
RULE = "rule."
"""Before the name of a regime's number where it stands beside parameters: ``rule.lpp.annual_limit``."""
IN_A_YEAR = re.compile(r"\.\d{4}(_\d\d)?\Z|@.*\Z")
"""How the name of a number ends that is given by years, or by periods."""


@dataclass(frozen=True, eq=False)
class World:
    """The facts and judgements of one day. Frozen: a patch gives another world.

    Attributes
    ----------
    date : date
        The day; law and tariffs are as they stood on it.
    knowledge : str
        ``"as-of"``: what was known on that day, and columns declared structural whatever their day.
        ``"strictly-as-of"``: without these too. ``"with-hindsight"``: what is known now.
    parameters : Mapping of str to Quantity
        Every number that may be patched, by dotted name: assumptions under their own names, ``demand.<ISO3>.<year>``
        (kH a year), ``diversion.leak.<ISO3>`` (share of deliveries), ``diversion.throughput.<FROM>.<TO>`` (kH a year),
        ``tariff.announced.<partner>`` and ``tariff.in_force.<partner>`` (percent).
    countries : DataFrame
        By ISO3, 199 rows; NaN where a figure is not known.
    tiers : DataFrame
        By ISO3: tier, country groups on the day, whether groups were recalled, whether it is the United States.
    statistical_demand : frozenset of str
        Economies of whose demand nothing is known but statistics.
    seen_demand : Mapping of str to float
        Where neither a plan nor imports are on record: demand in 2028 as cloud regions, clusters and supercomputers
        alone suggest it, kH a year.
    arcs : DataFrame
        Diversion routes: origin, destination, throughput with range (kH a year).
    instruments : tuple of Instrument
        What each side can give.
    chips, class_mix : DataFrame
        Chips by name; share of each class in 8-bit H100e delivered, by year, each year summing to one.
    class_ratios : Mapping of str to float
        For each class H100e by total processing performance for one H100e by 8-bit operations.
    rules : Mapping of str to RuleParameter
        Numbers of the export regimes, of whatever date: a regime is a what-if.
    rule_dates, rule_codes : Mapping
        Dates and country lists of the regimes.
    blocs, deals, sources : DataFrame
        Membership of blocs and peer groups; terms of real deals; citations.
    rates_beside : Mapping of str to float
        Country rates that others are taken to have when a partner's own is valued, percent; who is not named has the
        rate in force.
    elasticities : str
        Set of trade elasticities that tariffs are valued by, the default set where empty; of many worlds, that of each.
    units : Mapping of str to str
        Unit of every column of `countries`.
    """

    date: dt.date
    knowledge: str
    parameters: Mapping[str, Quantity]
    countries: "pd.DataFrame"
    tiers: "pd.DataFrame"
    statistical_demand: frozenset[str]
    seen_demand: Mapping[str, float]
    arcs: "pd.DataFrame"
    instruments: tuple[Instrument, ...]
    chips: "pd.DataFrame"
    class_mix: "pd.DataFrame"
    class_ratios: Mapping[str, float]
    rules: Mapping[str, RuleParameter]
    rule_dates: Mapping[str, dt.date]
    rule_codes: Mapping[str, tuple[str, ...]]
    blocs: "pd.DataFrame"
    deals: "pd.DataFrame"
    sources: "pd.DataFrame"
    rates_beside: Mapping[str, float] = FrozenMapping({})
    elasticities: str | tuple[str, ...] = ""
    units: Mapping[str, str] = FrozenMapping({})

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of terms that each instrument is drawn with, by name."""
        return {i.name: i.group for i in self.instruments}

    @property
    def trade_instruments(self) -> frozenset[str]:
        """Names of the instruments that are agreed in talks about trade."""
        return frozenset(i.name for i in self.instruments if i.is_trade)

    def value(self, name: str) -> float:
        """Central value of a parameter.

        Raises
        ------
        UnknownNameError
            No such parameter; the message names the nearest.
        """
        try:
            return self.parameters[name].value
        except KeyError:
            raise UnknownNameError.of("parameter", name, self.parameters) from None

    def patchable(self) -> Mapping[str, Quantity | RuleParameter]:
        """Every number that may be patched, by the name that a patch gives it."""
        return {**self.parameters, **{f"{RULE}{name}": rule for name, rule in self.rules.items()}}

    def every_year(self, name: str) -> tuple[str, ...]:
        """The parameters that a name stands for: itself or, of a number given by years or periods, every one of them.

        Nothing where there is no such number: ``demand.ARE`` stands for ``demand.ARE.2024`` to ``demand.ARE.2028``,
        ``rule.nveu.cap`` for every quarter's.
        """
        return _every_year(name, self.patchable())

    def patched(self, patches: Mapping[str, Mapping[str, float]]) -> "World":
        """Another world in which some parameters, or some numbers of the regimes, differ.

        Parameters
        ----------
        patches : Mapping
            For each parameter one operation: ``{"scale": 0.5}`` or ``{"set": 0.2}``. A number of a regime is named as
            in `rules`, after ``rule.``: ``rule.lpp.annual_limit``, ``rule.nveu.cap@2026Q1``. Without its year or
            period, a name stands for all of them.

        Raises
        ------
        InputError
            Unknown names, bare numbers, unknown operations, shares outside 0 to 1, a number changed twice: all at once.
        """
        problems: list[Problem] = []
        changed: dict[str, Quantity] = {}
        law: dict[str, RuleParameter] = {}
        known = self.patchable()
        for name, patch in _by_year(patches, known, problems).items():
            if name not in known:
                problems.append(unknown("parameter", name, known, field=name))
                continue
            after = _patched(known[name], name, patch)
            if isinstance(after, Problem):
                problems.append(after)
            elif isinstance(after, Quantity):
                changed[name] = after
            else:
                law[after.name] = after
        if problems:
            raise InputError(problems)
        rules = FrozenMapping({**self.rules, **law}) if law else self.rules
        if law and not changed:
            return replace(self, rules=rules)
        parameters = FrozenMapping({**self.parameters, **changed})
        tables: dict[str, Any] = that_follow(self.countries, parameters, changed)
        return replace(self, rules=rules, parameters=parameters, **tables)


def _every_year(name: str, known: Collection[str]) -> tuple[str, ...]:
    return (name,) if name in known else tuple(one for one in known if IN_A_YEAR.sub("", one) == name != one)


def _by_year(
    patches: Mapping[str, Mapping[str, float]], known: Collection[str], problems: list[Problem]
) -> Mapping[str, Mapping[str, float]]:
    """Patches with every name written out; what is changed by two of them is told."""
    found: dict[str, Mapping[str, float]] = {}
    by: dict[str, str] = {}
    for name, patch in patches.items():
        for one in _every_year(name, known) or (name,):
            if one in by:
                problems.append(Problem("", name, None, f"{one} is changed by {by[one]} too", "keep one"))
            found[one], by[one] = patch, name
    return found


def _patched(before: Quantity | RuleParameter, name: str, given: object) -> Quantity | RuleParameter | Problem:
    """The number after one patch, or what is wrong with the patch."""
    try:
        patch = Patch.of(given)
    except PatchError as error:
        return Problem("", name, given, str(error))
    place, amount = f"{name}.{patch.operation}", patch.amount
    result = before.scaled(amount) if patch.operation == "scale" else before.with_value(amount)
    if before.unit == "share" and not 0 <= result.value <= 1:
        return Problem("", place, amount, f"makes a share of {result.value:g}", "keep it within 0 to 1")
    least = before.low if isinstance(before, Quantity) else before.value
    if before.value >= 0 and least >= 0 and result.value < 0:
        return Problem("", place, amount, f"{before.unit} cannot be negative", "set nought or more")
    return result
