"""The same deals on the same dates in another world, put in numbers again piece by piece.

Only pieces that look up a changed number are computed again. Partners without a deal are left out: with deals and dates
fixed they have no part in it. So is the limit on worst-case diversion, whose network takes longer than all else.
"""

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deals.model.formulation import formulate, formulate_decided, leak_budget
from deals.model.grants import grants, standard
from deals.model.no_deal import NoDealPath, no_deal_path
from deals.model.partners import Partner, economy
from deals.model.question import (
    Question,
    capex_of,
    instruments_on_table,
    political_reserve,
    setting_of,
    term_on_table,
    timeline_of,
)
from deals.model.talks import talks
from deals.model.terms import Term
from deals.model.timeline import HALF_YEAR, Timeline
from deals.model.valuation import CHIP_CAPEX
from deals.negotiation.plan import Plan
from deals.regimes import EconomyAccess, Regime, Setting
from deals.scenario import Scenario
from deals.sensitivity.decided import FAMILIES, Decided
from deals.sensitivity.draft import Draft, Start
from deals.sensitivity.pieces import Piece, Pieces
from deals.sensitivity.reads import TABLES, Later, Watched, felt_by
from deals.world import Instrument, World
from optimizer import InfeasibleError

if TYPE_CHECKING:
    import pandas as pd

type Patches = Mapping[str, Mapping[str, float]]


class FixedDeals:
    """A plan's deals, dates and standards, to be valued in other worlds.

    Parameters
    ----------
    decided : Decided
        What the plan decided. Its own world is the base case.

    Attributes
    ----------
    base : Plan
        The deals in the plan's own world, without the limit on worst-case diversion.
    """

    def __init__(self, decided: Decided) -> None:
        self.decided = decided
        self._world = decided.question.scenario.world()
        self._kept: dict[Hashable, Piece] = {}
        self._start: Start | None = None
        self._alone = _one_by_one(self._world.countries)
        names: set[str] = set()
        question, _ = self._question({})
        self.base = self._solved(replace(question, world=Watched(question.world, names)))
        self._read = frozenset(names)

    def felt(self, names: set[str]) -> bool:
        """Whether anything in the base case looks up one of these parameters."""
        changed = felt_by(names)
        read = not self._read.isdisjoint(changed)
        pieces = any(not piece.names.isdisjoint(changed) for piece in self._kept.values())
        return read or pieces or bool(self.decided.question.regime.measures)

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
        base = self.decided.question
        world = base.regime.world(self._world.patched(patches) if patches else self._world)
        changed = set(patches)
        if base.regime.measures and patches:
            before = base.world.patchable()
            changed = {name for name, number in world.patchable().items() if number != before[name]}
        felt = felt_by(changed)
        pieces = Pieces(world, self._kept, felt)
        timeline = pieces.get("timeline", lambda w: timeline_of(base.scenario, w))
        alone = _one_by_one(world.countries) if TABLES["countries"] in felt else self._alone
        path = _path(pieces, base.scenario, base.regime, timeline, alone)
        quarters = pieces.get("lag", lambda w: w.value("access.lag")) * HALF_YEAR * 4
        on_table = instruments_on_table(world, base.regime)
        every = (_Part(self.decided, base.partner(c), timeline, path, on_table, pieces) for c in self.decided.signed)
        # Talks that now take too long for their date end in no deal.
        parts = [part for part in every if part.talks.load]
        question = replace(
            base,
            world=world,
            timeline=timeline,
            partners=tuple(part.partner for part in parts),
            economies={part.partner.code: part.economy for part in parts},
            path=path,
            terms=tuple(term for part in parts for term in part.terms),
            grants=tuple(grant for part in parts for grant in part.grants),
            standards={part.partner.code: part.standard for part in parts if part.standard is not None},
            talks={part.partner.code: part.talks for part in parts},
            reserve={part.partner.code: part.reserve for part in parts},
            lag=math.ceil(quarters / len(timeline.periods[0].quarters)),
        )
        return question, bool(patches) and pieces.same and self._read.isdisjoint(felt)

    def _solved(self, question: Question) -> Plan:
        program = Draft(question.scenario.name)
        made = formulate_decided(self.decided.settled(question), program)
        for family in FAMILIES:
            values = self.decided.values[family]
            for key, column in getattr(made, family).items():
                program.hold(column, values.get(key, 0.0))
        try:
            solution, start = program.solve_from(self._start)
        except InfeasibleError:
            return self._dropping(question)
        self._start = self._start or start
        return Plan(question, made, solution)

    def _dropping(self, question: Question) -> Plan:
        """The best of the deals where not all can be kept."""
        program = Draft(question.scenario.name)
        made = formulate(self.decided.settled(question), budgets=False, program=program)
        leak_budget(made)
        for family in FAMILIES:
            for key, column in getattr(made, family).items():
                program.cap(column, self.decided.values[family].get(key, 0.0))
        return Plan(question, made, program.solve(gap=question.scenario.gap))


def _one_by_one(countries: "pd.DataFrame") -> "dict[str, pd.DataFrame]":
    """A table of one row for each economy."""
    return {str(code): countries.loc[[code]] for code in countries.index}


def _path(
    pieces: Pieces, scenario: Scenario, regime: Regime, timeline: Timeline, alone: "dict[str, pd.DataFrame]"
) -> NoDealPath:
    """The path without deals: access of each economy by itself, then the joint allocation."""

    def one(world: Watched, code: str) -> EconomyAccess:
        factors = Later(lambda: setting_of(scenario, world).tpp_factor)
        setting = Setting(world.alone(code, alone), timeline.periods, factors, scenario.headquarters_bar)
        return regime.access(setting)[code]

    def every(world: World) -> dict[str, EconomyAccess]:
        return regime.access(setting_of(scenario, world))

    table = pieces.table("access", alone, one, every)
    return pieces.get("path", lambda w: no_deal_path(w, timeline.periods, table), timeline, table)


class _Part:
    """What concerns one partner."""

    def __init__(
        self,
        decided: Decided,
        partner: Partner,
        timeline: Timeline,
        path: NoDealPath,
        on_table: list[Instrument],
        pieces: Pieces,
    ) -> None:
        question, code, get = decided.question, partner.code, pieces.get
        scenario, regime = question.scenario, question.regime
        members = partner.jurisdictions if "chip_access" in regime.offers else ()
        self.partner = partner
        self.economy = get((code, "economy"), lambda w: economy(w, partner))
        flows = [(path.access[j], path.rival[j]) for j in partner.jurisdictions]
        self.grants = get(
            (code, "grants"),
            lambda w: [g for j in members for g in grants(w, timeline, path, partner, j, scenario.segments)],
            timeline,
            flows,
        )
        self.standard = (
            get((code, "standard"), lambda w: standard(w, timeline, path, partner, self.economy), timeline, flows)
            if "security_standard" in regime.asks
            else None
        )
        chips = get(
            (code, "chips"), lambda w: sum(capex_of(w, timeline, g) for g in self.grants), timeline, self.grants
        )

        def term(instrument: Instrument) -> Term | None:
            bases = instrument.capacity_base, instrument.us_base, instrument.cost_base
            capex = chips if CHIP_CAPEX in bases else 0.0
            return get(
                (code, instrument.name),
                lambda w: term_on_table(w, scenario, timeline, partner, self.economy, instrument, capex),
                timeline,
                self.economy,
                capex,
            )

        self.terms = [found for instrument in on_table if (found := term(instrument)) is not None]
        held = get((code, "talks"), lambda w: talks(w, scenario, partner, self.economy, timeline.periods), self.economy)
        signing = decided.signed[code]
        self.talks = replace(held, load={date: load for date, load in held.load.items() if date == signing})
        self.reserve = get((code, "reserve"), lambda w: political_reserve(w, self.economy), self.economy)
