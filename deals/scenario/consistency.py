"""What must hold between the settings of a scenario, and between them and the data.

Each check is one small function that yields the problems it finds. It names the settings it reads, and is left out
when one of these is at fault by itself, so that a file's problems are listed once and all together.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from deals import regimes
from deals.kit.codes import BARRED_TIER, EUROPEAN_UNION, UNITED_STATES
from deals.kit.errors import InputError, Problem, unknown
from deals.kit.periods import horizon_problems, quarter_number, quarter_of, quarter_text
from deals.scenario import limit_checks
from deals.scenario.settings import Settings
from deals.world.checks.completeness import packaged_rows
from deals.world.load import data_folder
from deals.world.naming.economies import unknown_economy
from deals.world.own.effect import not_holding
from deals.world.parameters import first_day
from deals.world.schema import ASSUMPTIONS, DEMAND, DIVERSION, INSTRUMENTS, TARIFF_RATES
from deals.world.world import World

PARTNER_FIELDS = (
    "baseline_deals",
    "baseline_instruments",
    "talks_under_way",
    "tariff_only",
    "separate_track",
    "caps",
    "must_sign",
    "must_not_sign",
)

PATCHABLE = (ASSUMPTIONS, DEMAND, DIVERSION, TARIFF_RATES)

Finder = Callable[[Settings], Iterator[Problem]]
WorldFinder = Callable[[Settings, World], Iterator[Problem]]

CHECKS: list[tuple[frozenset[str], Finder]] = []
WORLD_CHECKS: list[tuple[frozenset[str], WorldFinder]] = []
WORLD_FIELDS = frozenset({"world_date", "knowledge"})


def find_problems(scenario: Settings, faulty: Iterable[str] = ()) -> list[Problem]:
    """Run every check that reads none of the `faulty` settings; what the data themselves lack is told too."""
    bad = frozenset(faulty)
    found = [problem for reads, find in CHECKS if not reads & bad for problem in find(scenario)]
    if WORLD_FIELDS & bad:
        return found
    try:
        world = scenario.world_before_reforms()
    except InputError as error:
        return [*found, *(_too_early(scenario) or error.problems)]
    found += [problem for reads, ask in WORLD_CHECKS if not reads & bad for problem in ask(scenario, world)]
    return found


def _too_early(s: Settings) -> list[Problem]:
    """The day of a world of which not all is known yet, which is one mistake and not one of each table."""
    hindsight = s.knowledge == "with-hindsight"
    first = first_day({table.file: packaged_rows(data_folder(), table) for table in PATCHABLE}, hindsight)
    if s.world_date >= first:
        return []
    fix = f"write {first} or a later day" if hindsight else f"write {first} or a later day, or ask with hindsight"
    return [Problem("", "world_date", s.world_date, "comes before all numbers that the model needs are known", fix)]


def _reads(*fields: str) -> Callable[[Finder], Finder]:
    def register(find: Finder) -> Finder:
        CHECKS.append((frozenset(fields), find))
        return find

    return register


def _reads_with_world(*fields: str) -> Callable[[WorldFinder], WorldFinder]:
    def register(ask: WorldFinder) -> WorldFinder:
        WORLD_CHECKS.append((frozenset(fields), ask))
        return ask

    return register


@_reads("first_quarter", "last_quarter", "period_months")
def _horizon_is_whole(s: Settings) -> Iterator[Problem]:
    yield from horizon_problems(s.first_quarter, s.last_quarter, s.period_months)


@_reads("first_quarter", "world_date")
def _starts_after_the_world(s: Settings) -> Iterator[Problem]:
    earliest = quarter_of(s.world_date)
    if quarter_number(s.first_quarter) < quarter_number(earliest):
        message = f"comes before the date of the world, {s.world_date}"
        yield Problem("", "first_quarter", s.first_quarter, message, f"start in {earliest} or later")


@_reads_with_world("first_quarter", "last_quarter")
def _data_cover_the_horizon(s: Settings, world: World) -> Iterator[Problem]:
    ends = {name.rpartition(".")[2] for name in world.parameters if name.startswith("demand.")}
    years = {int(end) for end in ends if end.isdigit()}
    for field, quarter in (("first_quarter", s.first_quarter), ("last_quarter", s.last_quarter)):
        if quarter_number(quarter) // 4 not in years:
            first, last = min(years) * 4, max(years) * 4 + 3
            fix = f"stay within {quarter_text(first)} and {quarter_text(last)}"
            yield Problem("", field, quarter, "lies outside the years for which there are data on demand", fix)


@_reads("data", "world_date", "knowledge")
def _own_data_hold(s: Settings) -> Iterator[Problem]:
    yield from not_holding(s.data, s.world_date, s.knowledge)


@_reads("regime")
def _regime_exists(s: Settings) -> Iterator[Problem]:
    try:
        regimes.get(s.regime)
    except InputError as error:
        yield from (replace(problem, field="regime") for problem in error.problems)


@_reads("must_sign", "must_not_sign", "excluded")
def _one_fate_each(s: Settings) -> Iterator[Problem]:
    for index, code in enumerate(s.must_sign, 1):
        if code in s.must_not_sign:
            yield _contradiction(f"must_sign.{index}", code, "must_not_sign", "must sign and must not")
        if code in s.excluded:
            yield _contradiction(f"must_sign.{index}", code, "excluded", "must sign and is no partner")


@_reads("must_sign", "baseline_deals", "baseline_instruments")
def _something_left_to_sign(s: Settings) -> Iterator[Problem]:
    for index, code in enumerate(s.must_sign, 1):
        if code in s.baseline_deals and code not in s.baseline_instruments:
            message = "must sign, and its whole deal is in the baseline"
            fix = f"list what it has already given in baseline_instruments.{code}, so that the rest is open"
            yield Problem("", f"must_sign.{index}", code, message, fix)


@_reads("must_sign", "teams")
def _somebody_to_negotiate(s: Settings) -> Iterator[Problem]:
    if s.teams == 0 and s.must_sign:
        many = len(s.must_sign)
        message = f"no team, and {many} partner{'s' if many > 1 else ''} that must sign"
        yield Problem("", "teams", 0, message, "give teams, or empty must_sign")


@_reads("talks_under_way", "baseline_deals", "excluded", "must_not_sign")
def _talks_have_an_end(s: Settings) -> Iterator[Problem]:
    ended = {
        "baseline_deals": "its deal is signed",
        "excluded": "it is no partner",
        "must_not_sign": "it must not sign",
    }
    for code in s.talks_under_way:
        for field, state in ended.items():
            if code in getattr(s, field):
                yield _contradiction(f"talks_under_way.{code}", code, field, f"talks are under way and {state}")


@_reads("caps", "excluded", "must_not_sign")
def _somebody_is_capped(s: Settings) -> Iterator[Problem]:
    ended = {"excluded": "is no partner", "must_not_sign": "must not sign"}
    for code in s.caps:
        for field, state in ended.items():
            if code in getattr(s, field):
                yield _contradiction(f"caps.{code}", code, field, f"has a cap on chips and {state}")


@_reads_with_world("caps")
def _some_chips_are_capped(s: Settings, world: World) -> Iterator[Problem]:
    for code in s.caps:
        if _tier(world, code) == BARRED_TIER:
            message = "is arms-embargoed (tier 3) on the date of the world: it gets no chips to cap"
            yield Problem("", f"caps.{code}", code, message, "take it out")


@_reads_with_world("excluded")
def _excluded_exist(s: Settings, world: World) -> Iterator[Problem]:
    known = _economies(world)
    for path, code in _entries("excluded", s.excluded):
        if code not in known:
            yield unknown_economy(code, field=path)


@_reads_with_world("must_sign", "talks_under_way", "tariff_only")
def _no_deal_with_the_barred(s: Settings, world: World) -> Iterator[Problem]:
    for field in ("must_sign", "talks_under_way"):
        for path, code in _entries(field, getattr(s, field)):
            if _tier(world, code) == BARRED_TIER and code not in s.tariff_only:
                message = "is arms-embargoed (tier 3) on the date of the world: no deal is possible"
                yield Problem("", path, code, message, f"take it out, or add {code} to tariff_only")


@_reads_with_world("tariff_only")
def _tariffs_only_for_the_barred(s: Settings, world: World) -> Iterator[Problem]:
    for path, code in _entries("tariff_only", s.tariff_only):
        if _tier(world, code) not in (BARRED_TIER, None):
            message = f"is not arms-embargoed on {s.world_date}, so nothing limits it to tariffs"
            yield Problem("", path, code, message, "take it out, or give it a cap of 0")


@_reads_with_world("baseline_instruments")
def _instruments_exist(s: Settings, world: World) -> Iterator[Problem]:
    known = {instrument.name for instrument in world.instruments}
    for code, instruments in s.baseline_instruments.items():
        for index, name in enumerate(instruments, 1):
            if name not in known:
                yield unknown("instrument", name, known, field=f"baseline_instruments.{code}.{index}")


@_reads_with_world("reforms")
def _reforms_apply(s: Settings, world: World) -> Iterator[Problem]:
    for index, reform in enumerate(s.reforms, 1):
        try:
            world = world.patched(reform.patches)
        except InputError as error:
            for problem in error.problems:
                yield replace(problem, file="", field=f"reforms.{index}.patches.{problem.field}")


@_reads_with_world()
def _instruments_are_admitted(s: Settings, world: World) -> Iterator[Problem]:
    yield from regimes.admission_problems(world, s.data.places(INSTRUMENTS, "name"))


def _partners_exist(field: str, s: Settings, world: World) -> Iterator[Problem]:
    yield from _partners(_entries(field, getattr(s, field)), world)


def _limited_partners_exist(s: Settings, world: World) -> Iterator[Problem]:
    yield from _partners(
        (entry for i, limit in enumerate(s.limits, 1) for entry in limit_checks.named(i, limit)), world
    )


def _partners(entries: Iterable[tuple[str, str]], world: World) -> Iterator[Problem]:
    """What is wrong with codes of partners, each with its path."""
    members = {str(code) for code in world.countries.index[world.countries["eu_member"].astype(bool)]}
    known = _economies(world) - members - {UNITED_STATES}
    for path, code in entries:
        if code in members:
            yield Problem("", path, code, "bargains as part of the European Union", f"write {EUROPEAN_UNION}")
        elif code == UNITED_STATES:
            yield Problem(
                "", path, code, "is the side that offers, no partner", "take it out: it offers to those listed"
            )
        elif code not in known:
            yield unknown_economy(code, field=path)


def _nobody_twice(field: str, s: Settings) -> Iterator[Problem]:
    codes = list(getattr(s, field))
    for index, code in enumerate(codes, 1):
        if code in codes[: index - 1]:
            yield Problem("", f"{field}.{index}", code, "is listed twice", "keep one")


for _field in PARTNER_FIELDS:
    _reads_with_world(_field)(partial(_partners_exist, _field))
for _field in (*PARTNER_FIELDS, "excluded"):
    _reads(_field)(partial(_nobody_twice, _field))
_reads("limits")(limit_checks.limits_say_one_thing)
_reads("limits")(limit_checks.limits_agree)
_reads("limits", "first_quarter", "last_quarter")(limit_checks.dates_are_in_the_horizon)
_reads("limits", "excluded", "must_not_sign")(limit_checks.somebody_is_limited)
_reads_with_world("limits")(_limited_partners_exist)
_reads_with_world("limits")(limit_checks.terms_exist)
_reads_with_world("limits")(limit_checks.sizes_are_possible)
_reads_with_world("limits", "tariff_only")(limit_checks.limited_may_sign)


def _tier(world: World, code: str) -> int | None:
    return int(world.tiers["tier"][code]) if code in world.tiers.index else None


def _economies(world: World) -> set[str]:
    return {str(code) for code in world.countries.index} | {EUROPEAN_UNION}


def _entries(field: str, value: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the path and the code of every entry of a list, counted from one, or of every key of a mapping."""
    for index, code in enumerate(value, 1):
        yield f"{field}.{index if isinstance(value, tuple) else code}", code


def _contradiction(path: str, code: str, other: str, message: str) -> Problem:
    return Problem("", path, code, message, f"take {code} out of {path.split('.')[0]} or out of {other}")
