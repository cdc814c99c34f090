"""What a sound scenario does that its writer may not have meant."""

from collections.abc import Iterator

from deals.kit.codes import EUROPEAN_UNION
from deals.scenario.settings import Settings
from deals.world.naming.economies import title_of
from deals.world.world import World

FEW = 6


def remarks(s: Settings, world: World | None = None) -> tuple[str, ...]:
    """Sentences without a full stop, each with the setting it is about and what to write if it was not meant."""
    return (*_idle_reforms(s), *_smaller_union(s, world or s.world_before_reforms()))


def _idle_reforms(s: Settings) -> Iterator[str]:
    for index, reform in enumerate(s.reforms, 1):
        if not reform.patches:
            yield f"reforms.{index}: {reform.title!r} has no patches and changes nothing; write some, or take it out"


def _smaller_union(s: Settings, world: World) -> Iterator[str]:
    """A member that is left out makes the European Union smaller: it signs for the rest."""
    members = [str(code) for code in world.countries.index[world.countries["eu_member"].astype(bool)]]
    out = [code for code in members if code in s.excluded]
    left = len(members) - len(out)
    if not out or not left or EUROPEAN_UNION in s.excluded:
        return
    more = [f"{len(out) - FEW} more"] if len(out) > FEW else []
    names = ", ".join([*map(title_of, out[:FEW]), *more])
    rest = "its other member" if left == 1 else f"its other {left} members"
    yield (
        f"excluded: takes {names} out of the European Union, which bargains for {rest}; take "
        f"{', '.join(out[:FEW])} out of excluded for the whole Union, or write {EUROPEAN_UNION} to leave out all of it"
    )
