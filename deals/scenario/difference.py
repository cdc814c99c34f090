"""The difference between two scenarios, in words: inputs first, for outcomes cannot be read without them."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from deals.kit.errors import shown
from deals.scenario.limit import OwnLimit
from deals.scenario.reform import Reform
from deals.scenario.settings import Settings
from deals.world.own.own_data import OwnData
from deals.world.own.shown import rows_in_words

LABELS = ("name", "title", "description")


def differing_settings(before: Settings, after: Settings) -> Iterator[str]:
    """Give one sentence for each setting that differs, names and titles left out."""
    for field in type(before).model_fields:
        if field not in LABELS:
            yield from _differing(field, getattr(before, field), getattr(after, field))


def differing_parameters(before: Settings, after: Settings) -> Iterator[str]:
    """Give one sentence for each number of the world, or of the law, that differs; a count if the date differs too."""
    old, new = before.world().patchable(), after.world().patchable()
    changed = [name for name in old if name in new and old[name].value != new[name].value]
    if (before.world_date, before.knowledge) == (after.world_date, after.knowledge):
        for name in changed:
            yield f"{name}: from {old[name].value:g} to {new[name].value:g} {new[name].unit}".rstrip()
    elif count := len(changed) + len(old.keys() ^ new.keys()):
        what = "1 number of the world differs" if count == 1 else f"{count} numbers of the world differ"
        yield f"{what} with its date and what was known"


def _differing(field: str, before: object, after: object) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _differing(f"{field}.{key}", before.get(key), after.get(key))
    elif isinstance(before, BaseModel) and isinstance(after, BaseModel):
        yield from _differing(field, dict(before), dict(after))
    elif isinstance(before, OwnData) and isinstance(after, OwnData):
        old, new = rows_in_words(before), rows_in_words(after)
        for file in sorted({*old, *new}):
            yield from _differing(f"{field}.{file}", old.get(file, ()), new.get(file, ()))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        gained = [_word(entry) for entry in after if entry not in before]
        lost = [_word(entry) for entry in before if entry not in after]
        parts = [f"with {', '.join(gained)}"] * bool(gained) + [f"without {', '.join(lost)}"] * bool(lost)
        yield f"{field}: {' and '.join(parts) or 'in another order'}"
    else:
        yield f"{field}: from {_word(before)} to {_word(after)}"


def _word(value: object) -> str:
    if value is None:
        return "unset"
    if isinstance(value, Reform):
        return f"the reform “{value.title}”" + value.cited.removeprefix(value.title)
    if isinstance(value, OwnLimit):
        return value.in_words()
    if isinstance(value, tuple):
        return ", ".join(_word(entry) for entry in value) or "nothing"
    return f"{value:g}" if isinstance(value, float) else shown(value).strip("'")
