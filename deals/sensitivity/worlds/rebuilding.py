"""The same deals on the same dates in another world, put in numbers again piece by piece.

Only pieces that look up a changed number are computed again. Partners without a deal are left out: with deals and dates
fixed they have no part in it. So is the limit on worst-case diversion, whose network takes longer than all else.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deals import regimes
from deals.model.question import (
    REFERENCE,
    Part,
    Question,
    Reference,
    instruments_on_table,
    lag_of,
    part,
    setting_of,
    timeline_of,
)
from deals.model.worth.no_deal import no_deal_path
from deals.model.worth.partners import Partner
from deals.model.worth.timeline import Timeline
from deals.plan.plan import Plan
from deals.regimes import EconomyAccess, Regime, Setting
from deals.scenario.scenario import Scenario
from deals.sensitivity.worlds.decisions import Decisions
from deals.sensitivity.worlds.pieces import Piece, Pieces
from deals.sensitivity.worlds.reads import TABLES, Later, Watched, felt_by
from deals.world import Instrument, World
from optimizer import InfeasibleError, Solution

if TYPE_CHECKING:
    import pandas as pd

type Patches = Mapping[str, Mapping[str, float]]


class SameDealsElsewhere:
    """A plan's deals, dates and standards, to be valued in other worlds.

    Parameters
    ----------
    decisions : Decisions
        What the plan decided. Its own world is the base case.

    Attributes
    ----------
    base : Plan
        The deals in the plan's own world, without the limit on worst-case diversion.
    """

    def __init__(self, decisions: Decisions) -> None:
        self.decisions = decisions
        self._world = decisions.question.scenario.world()
        self._kept: dict[Hashable, Piece] = {}
        self._start: Solution | None = None
        self._alone = _one_by_one(self._world.countries)
        names: set[str] = set()
        question, _ = self._question({})
        reference = replace(question.reference, world=Watched(question.reference.world, names))
        self.base = self._solved(replace(question, world=Watched(question.world, names), reference=reference))
        self._read = frozenset(names)

    def felt(self, names: set[str]) -> bool:
        """Whether anything in the base case looks up one of these parameters."""
        changed = felt_by(names)
        read = not self._read.isdisjoint(changed)
        pieces = any(not piece.names.isdisjoint(changed) for piece in self._kept.values())
        return read or pieces or bool(self.decisions.question.regime.measures)

    def under(self, patches: Patches) -> Plan:
        """The deals at their best under a change of the world's parameters, terms adapting.

        Where some deal is no longer worth its partner's while on any terms, or teams no longer serve all, deals,
        standards and promotions may be dropped; none is added or moved. A deal whose talks take too long for its date
        is dropped.

        Raises
        ------
        InputError
            If a patch is not one.
        """
        if not patches:
            return self.base
        question, same = self._question(patches)
        return self.base if same else self._solved(question)

    def _question(self, patches: Patches) -> tuple[Question, bool]:
        """The question about the deals in another world, and whether it is that of the base case."""
        base = self.decisions.question
        world = base.regime.world(self._world.patched(patches) if patches else self._world)
        changed = set(patches)
        if base.regime.measures and patches:
            before = base.world.patchable()
            changed = {name for name, number in world.patchable().items() if number != before[name]}
        felt = felt_by(changed)
        pieces = Pieces(world, self._kept, felt)
        timeline = pieces.get("timeline", lambda w: timeline_of(base.scenario, w))
        alone = _one_by_one(world.countries) if TABLES["countries"] in felt else self._alone
        table = _access("access", pieces, base.scenario, base.regime, timeline, alone)
        path = pieces.get("path", lambda w: no_deal_path(w, timeline.periods, table, base.left_open), timeline, table)
        reference = self._reference(patches, table, timeline, alone)
        lag = lag_of(timeline, pieces.get("lag", lambda w: w.value("access.lag")))
        asked = replace(base, world=world, timeline=timeline, path=path, lag=lag, reference=reference)
        on_table = instruments_on_table(world, base.regime)
        parts = [self._part(asked, base.partner(c), on_table, pieces) for c in self.decisions.concerned]
        # Talks that now take too long for their date end in no deal.
        talking = [own.partner.code for own in parts if own.talks.load]
        question = asked.asked_of(parts).talking_to(talking)
        return question, bool(patches) and pieces.same and self._read.isdisjoint(felt)

    def _reference(
        self,
        patches: Patches,
        table: Mapping[str, EconomyAccess],
        timeline: Timeline,
        alone: "dict[str, pd.DataFrame]",
    ) -> Reference:
        """What limits on diversion are measured by in another world: its data, and the law as it is."""
        base, before = self.decisions.question, self.decisions.question.reference
        world = replace(before.world.patched(patches), rules=before.world.rules) if patches else before.world
        if base.regime.id == REFERENCE and base.world.rules is before.world.rules:
            return Reference(world, table)
        pieces = Pieces(world, self._kept, felt_by(set(patches)))
        return Reference(world, _access("reference", pieces, base.scenario, regimes.get(REFERENCE), timeline, alone))

    def _part(self, asked: Question, partner: Partner, on_table: list[Instrument], pieces: Pieces) -> Part:
        """What concerns one partner, whose talks end when they were planned to."""
        own = part(asked, partner, on_table, pieces)
        date = self.decisions.signed.get(partner.code)
        load = {when: load for when, load in own.talks.load.items() if when == date}
        return replace(own, talks=replace(own.talks, load=load))

    def _solved(self, question: Question) -> Plan:
        """The deals at their best, or the best of them where not all can be kept."""
        choices = self.decisions.kept(question)
        try:
            solution = choices.program.solve(start=self._start)
        except InfeasibleError:
            choices = self.decisions.at_most(question)
            return Plan(question, choices, choices.program.solve(gap=question.scenario.gap))
        self._start = self._start or solution
        return Plan(question, choices, solution)


def _one_by_one(countries: "pd.DataFrame") -> "dict[str, pd.DataFrame]":
    """A table of one row for each economy."""
    return {str(code): countries.loc[[code]] for code in countries.index}


def _access(
    family: str,
    pieces: Pieces,
    scenario: Scenario,
    regime: Regime,
    timeline: Timeline,
    alone: "dict[str, pd.DataFrame]",
) -> dict[str, EconomyAccess]:
    """Access of each economy by itself."""

    def one(world: Watched, code: str) -> EconomyAccess:
        factors = Later(lambda: setting_of(scenario, world).tpp_factor)
        setting = Setting(world.alone(code, alone), timeline.periods, factors, scenario.headquarters_bar)
        return regime.access(setting)[code]

    def every(world: World) -> dict[str, EconomyAccess]:
        return regime.access(setting_of(scenario, world))

    return pieces.table(family, alone, one, every)
