"""Export regimes: the vocabulary of rules, and one file for each regime of the sources."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from deals.kit.errors import Problem, UnknownNameError
from deals.regimes.catalogue import (
    china_window_2026,
    diffusion_rule,
    draft_2026,
    leverage,
    monopoly,
    open_2023,
    open_embargo_only,
    pre_2025,
    refined_tiers,
    southeast_asia_2025,
    standards_no_caps,
    uae_2026,
    use_based_2025,
)
from deals.regimes.measures import MEASURES, Measure, named
from deals.regimes.regime import Regime
from deals.regimes.rules.access import EconomyAccess, Setting
from deals.world import World

REGISTER: dict[str, Regime] = {
    module.REGIME.id: module.REGIME
    for module in (
        pre_2025,
        diffusion_rule,
        refined_tiers,
        monopoly,
        open_2023,
        open_embargo_only,
        leverage,
        use_based_2025,
        standards_no_caps,
        southeast_asia_2025,
        draft_2026,
        china_window_2026,
        uae_2026,
    )
}
"""Every regime by its name, in the order of the sources. A new one is a file with ``REGIME`` and a line here."""

IDS = tuple(REGISTER)
TRACKS = frozenset(
    [track for regime in REGISTER.values() for track in regime.tracks]
    + [track for measure in MEASURES.values() for track in measure.tracks]
)
"""Every track of talks that goes on under some regime or measure."""
COMPARED = tuple(name for id, regime in REGISTER.items() for name in (id, f"{id}+unlinked")[: 1 + regime.linked])
"""What a comparison takes by default: every regime, and one that links chips and trade also without the link."""


def admission_problems(world: World, places: Mapping[str, str] | None = None) -> Iterator[Problem]:
    """Instruments that no regime puts on the table: their tracks are nobody's; `places` says where some stand."""
    for instrument in world.instruments:
        if TRACKS.isdisjoint(instrument.on_tracks):
            fix = f"tracks are {', '.join(sorted(TRACKS))}"
            said = "no regime has such a track, so it would never be on a table"
            where = (places or {}).get(instrument.name, instrument.where)
            yield Problem(where, f"{instrument.name}.tracks", instrument.tracks, said, fix)


def get(name: str) -> Regime:
    """The regime called `name`, with what is named after plus signs: measures, and reforms of the tiers.

    Examples
    --------
    >>> get("leverage+entity_list").id
    'leverage+entity_list'
    >>> get("diffusion_rule+higher_cap_for_india").id
    'diffusion_rule+higher_cap_for_india'

    Raises
    ------
    UnknownNameError
        If there is no such regime or measure; the error suggests the nearest name.
    InputError
        If a reform of the tiers meets a regime without tiers.
    """
    base, *added = str(name).split("+")
    if base not in REGISTER:
        raise UnknownNameError.of("regime", base, IDS)
    regime = REGISTER[base]
    for extra in added:
        reform = refined_tiers.REFORMS.get(extra)
        name = f"{regime.id}+{extra}"
        regime = regime.adding(named(extra)) if reform is None else replace(reform(regime), id=name)
    return regime


def all() -> tuple[str, ...]:
    """Names of all regimes, in the order of the sources."""
    return IDS


__all__ = [
    "COMPARED",
    "IDS",
    "MEASURES",
    "REGISTER",
    "EconomyAccess",
    "Measure",
    "Regime",
    "Setting",
    "all",
    "get",
]
