"""What must hold of limits of one's own: each says one thing, and none contradicts another or the rest."""

from collections.abc import Iterator
from itertools import product

from deals.kit.codes import BARRED_TIER
from deals.kit.errors import Problem, suggestion
from deals.kit.periods import quarter_number
from deals.scenario.limit import CHIPS, RATE, SIGNATURES, OwnLimit
from deals.scenario.settings import Settings
from deals.world.instrument import ARRANGEMENT
from deals.world.world import World

NOT_CHOSEN = frozenset({ARRANGEMENT})
"""Instruments that come with a regime and of which no plan chooses how much."""
SHARE = "share"
PARTS = {SHARE: "a share of the full measure", "yes/no": "yes (1) or no (0)"}
"""Units of which a partner can give one at most, in words."""
LATEST = 10**6
"""Quarter that stands for the end of the horizon."""


def limits_say_one_thing(s: Settings) -> Iterator[Problem]:
    """Whom, what and how much: each once."""
    for index, limit in enumerate(s.limits, 1):
        yield from _whom(f"limits.{index}", limit)
        yield from _order(f"limits.{index}", limit) if limit.first else _amounts(f"limits.{index}", limit)


def limits_agree(s: Settings) -> Iterator[Problem]:
    """No floor above a ceiling, nothing said twice, and one that signs first."""
    firsts = [index for index, limit in enumerate(s.limits, 1) if limit.first]
    for index in firsts[1:]:
        said = f"{', '.join(s.limits[firsts[0] - 1].codes)} signs first already (limits.{firsts[0]})"
        yield Problem("", f"limits.{index}.first", True, said, "keep one")
    amounts = [(index, limit) for index, limit in enumerate(s.limits, 1) if not limit.first]
    for side in ("ceiling", "floor"):
        seen: dict[tuple[object, ...], int] = {}
        for index, limit in amounts:
            key = (frozenset(limit.codes), limit.together, limit.about, limit.by)
            if getattr(limit, side) is not None and seen.setdefault(key, index) != index:
                yield Problem("", f"limits.{index}", limit.subject, f"is said in limits.{seen[key]} too", "keep one")
    for (i, low), (j, high) in product(amounts, amounts):
        if _contradict(low, high):
            field = "exactly" if low.exactly is not None else "at_least"
            where = f"at most {high.ceiling:g}" + (f" (limits.{j})" if i != j else "")
            fix = "lower the one or raise the other"
            yield Problem("", f"limits.{i}.{field}", low.floor, f"is above what may be, {where}", fix)


def dates_are_in_the_horizon(s: Settings) -> Iterator[Problem]:
    """A date by which something counts lies in the horizon."""
    for index, limit in enumerate(s.limits, 1):
        if limit.by and not quarter_number(s.first_quarter) <= quarter_number(limit.by) <= quarter_number(
            s.last_quarter
        ):
            fix = f"write a quarter from {s.first_quarter} to {s.last_quarter}"
            yield Problem("", f"limits.{index}.by", limit.by, "lies outside the horizon", fix)


def somebody_is_limited(s: Settings) -> Iterator[Problem]:
    """A partner that makes no deal has none to limit."""
    states = {"excluded": "is no partner", "must_not_sign": "must not sign"}
    for index, limit in enumerate(s.limits, 1):
        for path, code in named(index, limit):
            for field, state in states.items():
                if code in getattr(s, field):
                    said = f"{state}, so it has no deal to limit"
                    yield Problem("", path, code, said, f"take it out here or out of {field}")


def terms_exist(s: Settings, world: World) -> Iterator[Problem]:
    """A term is an instrument of the table or one of the three names beside."""
    chosen = {instrument.name for instrument in world.instruments} - NOT_CHOSEN
    known = chosen | {CHIPS, RATE, SIGNATURES}
    for index, limit in enumerate(s.limits, 1):
        if limit.term in NOT_CHOSEN:
            said = "comes with a regime; no plan chooses how much of it there is"
            yield Problem("", f"limits.{index}.term", limit.term, said, "limit another term")
        elif limit.term is not None and limit.term not in known:
            near = suggestion(limit.term, known)
            listed = "" if near.startswith("valid") else f" Terms are {', '.join(sorted(known))}"
            fix = f"{near}{listed}" if listed else f"terms are {', '.join(sorted(known))}"
            yield Problem("", f"limits.{index}.term", limit.term, "unknown term", fix)


def sizes_are_possible(s: Settings, world: World) -> Iterator[Problem]:
    """Of what is agreed in parts of a full measure there is at most one with each partner."""
    units = {instrument.name: instrument.unit for instrument in world.instruments}
    for index, limit in enumerate(s.limits, 1):
        most, unit = len(limit.codes), units.get(limit.term or "")
        if unit not in PARTS or limit.term in NOT_CHOSEN or not most:
            continue
        for field in ("at_most", "at_least", "exactly"):
            value = getattr(limit, field)
            if value is not None and value > most:
                said = f"is more than there can be: {limit.term} is {PARTS[unit]}, from 0 to {most}"
                of_hundred = f"write {value / 100:g} for {value:g} percent" if 1 < value <= 100 * most else ""
                fix = of_hundred if unit == SHARE and of_hundred else f"write a number from 0 to {most}"
                yield Problem("", f"limits.{index}.{field}", value, said, fix)


def limited_may_sign(s: Settings, world: World) -> Iterator[Problem]:
    """No deal is possible with the arms-embargoed, but one on tariffs where the scenario says so."""
    barred = {str(code) for code in world.tiers.index[world.tiers["tier"] == BARRED_TIER]} - set(s.tariff_only)
    for index, limit in enumerate(s.limits, 1):
        for path, code in named(index, limit):
            if code in barred:
                said = "is arms-embargoed (tier 3) on the date of the world: no deal is possible"
                yield Problem("", path, code, said, f"take it out, or add {code} to tariff_only")


def named(index: int, limit: OwnLimit) -> Iterator[tuple[str, str]]:
    """Path and code of each partner that a limit names."""
    if limit.partner is not None:
        yield f"limits.{index}.partner", limit.partner
    for place, code in enumerate(limit.group, 1):
        yield f"limits.{index}.group.{place}", code


def _whom(path: str, limit: OwnLimit) -> Iterator[Problem]:
    if limit.partner is None and not limit.group:
        yield Problem("", path, None, "says of nobody what is limited", "name a partner, or a group")
    if limit.partner is not None and limit.group:
        yield Problem("", f"{path}.group", None, "names a partner and a group", "keep one of the two")
    for place, code in enumerate(limit.group, 1):
        if code in limit.group[: place - 1]:
            yield Problem("", f"{path}.group.{place}", code, "is listed twice", "keep one")


def _order(path: str, limit: OwnLimit) -> Iterator[Problem]:
    if limit.group:
        yield Problem("", f"{path}.first", True, "a group cannot sign first", "name one partner")
    said = {"term", "at_most", "at_least", "exactly", "by"}
    for field in sorted(field for field in said if getattr(limit, field) is not None):
        said_of = "says nothing where the partner signs first"
        yield Problem("", f"{path}.{field}", getattr(limit, field), said_of, "make two limits of it")


def _amounts(path: str, limit: OwnLimit) -> Iterator[Problem]:
    if limit.term is None:
        fix = "write term: and an instrument, chips, tariff_to or deals; or first: true"
        yield Problem("", path, None, "says not what is limited", fix)
    if limit.ceiling is None and limit.floor is None:
        yield Problem("", path, None, "says not how much there may be", "write at_most, at_least or exactly")
    if limit.exactly is not None:
        for field, value in (("at_most", limit.at_most), ("at_least", limit.at_least)):
            if value is not None:
                yield Problem("", f"{path}.{field}", value, "stands beside exactly", "keep one of the two")
    if limit.term == RATE and limit.together and limit.group:
        yield Problem("", f"{path}.group", None, "rates do not add up", "write one limit for each partner")
    if limit.term == RATE and limit.by is not None:
        yield Problem("", f"{path}.by", limit.by, "a rate does not add up over time", "take it out")


def _contradict(low: OwnLimit, high: OwnLimit) -> bool:
    """Whether what one asks for by its date is more than what the other allows by a date that is no earlier."""
    if low.floor is None or high.ceiling is None or low.floor <= high.ceiling:
        return False
    same = (set(low.codes), low.together, low.about) == (set(high.codes), high.together, high.about)
    return same and _date(low) <= _date(high)


def _date(limit: OwnLimit) -> int:
    return quarter_number(limit.by) if limit.by else LATEST
