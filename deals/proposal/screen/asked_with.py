"""What the question adds of its own, in words: limits, caps, teams, weights, reforms, own data, who must not sign."""

from collections.abc import Iterator, Sequence

from deals.page.wording import amount, chips, in_a_sentence, listed, lowered, rate
from deals.proposal.contents import ProposalContents
from deals.scenario.limit import CHIPS, RATE, SIGNATURES, OwnLimit
from deals.scenario.scenario import Scenario
from deals.world import World
from deals.world.naming.economies import title_of

ORDERS = {"must_sign": "must sign", "must_not_sign": "must not sign", "excluded": "left out"}
"""Settings that name partners, as people say them."""
TOLD_HERE = frozenset((*ORDERS, "limits", "caps", "teams", "goals", "unilateral_opening", "headquarters_bar"))
"""Settings that the sentence tells where they are not as they are by default; besides reforms and own data."""
PERCENT, COUNT, MOST_NAMED = "percent", "", 6


def asked_with(proposal: ProposalContents) -> str:
    """What this question has of its own, in a sentence; nothing where it has nothing."""
    scenario = proposal.scenario
    world = scenario.world_before_reforms()
    told = [limit_in_words(limit, world) for limit in scenario.limits]
    told += _settings(scenario, world)
    told += [reform.title for reform in scenario.reforms]
    laid = len(scenario.laid_over)
    told += [f"own data laid over the tables ({laid} change{'' if laid == 1 else 's'})"] if laid else []
    for setting, said in ORDERS.items():
        if codes := getattr(scenario, setting):
            told.append(f"{said}: {_names(codes)}")
    return f"Asked with: {'; '.join(told)}." if told else ""


def _settings(scenario: Scenario, world: World) -> Iterator[str]:
    """Caps, teams, weights of goals and what may be done without deals, where they are not as by default."""
    for code, most in scenario.caps.items():
        yield f"{chips(most)} at most by a deal with {in_a_sentence(title_of(code))}"
    own = world.value("teams")
    if scenario.teams is not None and scenario.teams != own:
        yield f"{rate(scenario.teams)} negotiating teams in place of {rate(own)}"
    weights = {name: float(weight) for name, weight in scenario.goals}
    if len(set(weights.values())) > 1:
        yield f"goals weighted {listed([f'{name} {rate(weight)}' for name, weight in weights.items()])}"
    if not scenario.unilateral_opening:
        yield "no chips opened and no rate set without a deal"
    if scenario.headquarters_bar is not None:
        yield f"firms headquartered in tier 3 {'barred' if scenario.headquarters_bar else 'not barred'}"


def limit_in_words(limit: OwnLimit, world: World) -> str:
    """A limit of one's own by names and in its unit."""
    if limit.first:
        said = f"nobody signs before {_names(limit.codes)}"
    else:
        label, unit = _term(limit.about, world)
        asked = {"at least": limit.at_least, "at most": limit.at_most, "exactly": limit.exactly}
        numbers = listed([f"{how} {_sized(number, unit)}" for how, number in asked.items() if number is not None])
        by = f" by {limit.by}" if limit.by else ""
        said = f"{label} of {_names(limit.codes)}{' together' if limit.together else ''} {numbers}{by}"
    return f"{said} ({limit.title})" if limit.title else said


def _term(term: str, world: World) -> tuple[str, str]:
    """What a limit is about, as a reader knows it, and in which unit."""
    special = {CHIPS: ("chips", "kH"), RATE: ("the US tariff", PERCENT), SIGNATURES: ("deals", COUNT)}
    known = {one.name: (lowered(one.label), one.unit) for one in world.instruments}
    return special.get(term) or known.get(term, (term, COUNT))


def _sized(size: float, unit: str) -> str:
    match unit:
        case "percent":
            return f"{rate(size)}%"
        case "":
            return rate(size)
        case _:
            return amount(size, unit)


def _names(codes: Sequence[str]) -> str:
    more = [f"{len(codes) - MOST_NAMED} more"] if len(codes) > MOST_NAMED else []
    return listed([*(in_a_sentence(title_of(code)) for code in codes[:MOST_NAMED]), *more])
