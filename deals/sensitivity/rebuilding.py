"""The same deals on the same dates in another world, put in numbers again piece by piece.

Only pieces that look up a changed number are computed again. Partners without a deal are left out: with deals and dates
fixed they have no part in it. So is the limit on worst-case diversion, whose network takes longer than all else.
"""

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from deals.model.formulation import formulate, leak_budget
from deals.model.grants import grants, standard
from deals.model.no_deal import NoDealPath, no_deal_path
from deals.model.partners import Economy, Partner, economy
from deals.model.question import Question, political_reserve, setting_of, terms_on_table, timeline_of
from deals.model.talks import Talks, talks
from deals.model.timeline import HALF_YEAR, Timeline
from deals.negotiation.plan import Plan
from deals.sensitivity.reads import may_read, watched
from deals.world import World
from optimizer import InfeasibleError

type Patches = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class _Piece:
    """A computed piece, with the parameters and other pieces it was computed from."""

    names: frozenset[str]
    inputs: tuple[Any, ...]
    value: Any


@dataclass
class _Pieces:
    """Pieces of the base case, reused wherever neither a parameter nor a piece they rest on has changed."""

    kept: dict[Hashable, _Piece] = field(default_factory=dict)

    def get[T](self, key: Hashable, world: World, changed: set[str], make: Callable[[World], T], *inputs: Any) -> T:
        """The piece under `key`, from the base case if it can be."""
        before = self.kept.get(key)
        if before is not None and not may_read(before.names, changed) and before.inputs == inputs:
            found: T = before.value
            return found
        names: set[str] = set()
        value = make(watched(world, names))
        if not changed:
            self.kept[key] = _Piece(frozenset(names), inputs, value)
        return value


class FixedDeals:
    """The plan's deals, dates and standards, to be valued in other worlds.

    Parameters
    ----------
    plan : Plan
        The plan. Its own world is the base case.

    Attributes
    ----------
    base : Plan
        The deals in the plan's own world, without the limit on worst-case diversion.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._world = plan.question.scenario.world()
        self._pieces = _Pieces()
        names: set[str] = set()
        question = self._question(self._world, set())
        self.base = self._solved(replace(question, world=watched(question.world, names)))
        self._read = [frozenset(names), *(piece.names for piece in self._pieces.kept.values())]

    def felt(self, names: set[str]) -> bool:
        """Whether anything in the base case looks up one of these parameters."""
        return bool(self.plan.question.regime.measures) or any(may_read(read, names) for read in self._read)

    def under(self, patches: Patches) -> Plan:
        """The deals at their best under a change of the world's parameters, terms adapting.

        Where some deal is no longer worth its partner's while on any terms, deals, standards and promotions may be
        dropped; none is added or moved.

        Raises
        ------
        InputError
            If a patch is not one.
        """
        if not patches:
            return self.base
        return self._solved(self._question(self._world.patched(patches), set(patches)))

    def _question(self, bare: World, changed: set[str]) -> Question:
        base, scenario = self.plan.question, self.plan.question.scenario
        regime = base.regime
        world = regime.world(bare)
        if regime.measures and changed:
            changed = {name for name, q in world.parameters.items() if q != base.world.parameters[name]}

        def get[T](key: Hashable, make: Callable[[World], T], *inputs: Any) -> T:
            return self._pieces.get(key, world, changed, make, *inputs)

        timeline = get("timeline", lambda w: timeline_of(scenario, w))
        path = get(
            "path", lambda w: no_deal_path(w, timeline.periods, regime.access(setting_of(scenario, w))), timeline
        )
        quarters = get("lag", lambda w: w.value("access.lag")) * HALF_YEAR * 4
        parts = [_Part(self.plan, base.partner(code), timeline, path, get) for code in self.plan.signed]
        return replace(
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

    def _solved(self, question: Question) -> Plan:
        made = formulate(question, budgets=False)
        leak_budget(made)
        session = made.program.open()
        decided = [(family, key) for family in ("sign", "standard", "promoted") for key in getattr(made, family)]
        for family, key in decided:
            at = self.plan.values[family].get(key, 0.0)
            session.bound(family, key, lower=at, upper=at)
        try:
            return Plan(question, made, session.solve())
        except InfeasibleError:
            for family, key in decided:
                session.bound(family, key, lower=0.0)
            return Plan(question, made, session.solve())


class _Part:
    """What concerns one partner."""

    def __init__(self, plan: Plan, partner: Partner, timeline: Timeline, path: NoDealPath, get: Any) -> None:
        question = plan.question
        scenario, regime, code = question.scenario, question.regime, partner.code
        members = partner.jurisdictions if "chip_access" in regime.offers else ()
        self.partner = partner
        self.economy: Economy = get((code, "economy"), lambda w: economy(w, partner))
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
        self.terms = get(
            (code, "terms"),
            lambda w: tuple(
                terms_on_table(w, scenario, regime, timeline, (partner,), {code: self.economy}, tuple(self.grants))
            ),
            timeline,
            self.economy,
            [grant.withheld for grant in self.grants],
        )
        found: Talks = get(
            (code, "talks"), lambda w: talks(w, scenario, partner, self.economy, timeline.periods), self.economy
        )
        signing = plan.signed[code]
        load = found.load.get(signing, question.talks[code].load[signing])
        self.talks = replace(found, load={signing: load})
        self.reserve = get((code, "reserve"), lambda w: political_reserve(w, self.economy), self.economy)
