"""Whether what a table adds can take effect: not an instrument that nobody can give, or that brings nothing."""

from collections.abc import Iterator, Mapping

from deals.kit.errors import Problem
from deals.model.question import timeline_of
from deals.model.worth.partners import economy, partners
from deals.model.worth.terms import Term
from deals.model.worth.valuation import ask_term, eligible
from deals.regimes import admission_problems
from deals.scenario.scenario import Scenario
from deals.world import Instrument, World
from deals.world.instrument import PLAIN
from deals.world.schema import INSTRUMENTS

SOME_CHIPS = 1.0
"""USD bn of chips that anybody could match, where it is asked whether somebody could."""


def own_effect_problems(world: World, scenario: Scenario) -> list[Problem]:
    """Instruments of the scenario's own that can take no effect, and why: of the others few partners may have any."""
    return effect_problems(world, scenario, scenario.data.places(INSTRUMENTS, "name"))


def effect_problems(world: World, scenario: Scenario, among: Mapping[str, str] | None = None) -> list[Problem]:
    """Instruments that can take no effect under any regime, and why; of those without a form of their own.

    Of all, or `among` some by name, each with the file and line where it stands.
    """
    plain = [i for i in world.instruments if i.form == PLAIN and (among is None or i.name in among)]
    found = [problem for i in plain for problem in _idle(world, scenario, i, (among or {}).get(i.name, i.where))]
    return [*admission_problems(world, among), *found]


def _idle(world: World, scenario: Scenario, instrument: Instrument, where: str) -> Iterator[Problem]:
    found = False
    for term in _terms(world, scenario, instrument):
        if any(segment.us > 0 for segment in term.segments):
            return
        found = True
    name = instrument.name
    if found:
        said, column = "is worth nothing to the United States with anybody, so no plan would ask for it", "us_base"
        fix = f"see {name}.us_value, us_intercept, additionality and delivery too"
    else:
        said, column = "nobody who may give it has any of it, so it is on no table", "capacity_base"
        fix = f"write a size that somebody has, or more partners in {name}.eligible"
    yield Problem(where, f"{name}.{column}", getattr(instrument, column), said, fix)


def _terms(world: World, scenario: Scenario, instrument: Instrument) -> Iterator[Term]:
    """The instrument with each partner that has some of it."""
    timeline = timeline_of(scenario, world)
    for partner in partners(world, scenario):
        if eligible(world, instrument, partner, scenario):
            sums = economy(world, partner)
            term = ask_term(world, scenario, timeline, partner, sums, instrument, SOME_CHIPS)
            if term is not None:
                yield term
