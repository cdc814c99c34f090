"""What an answer rests on: digests, by which two can be told to be of the same thing, and the run that found it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any

from deals.scenario.scenario import Scenario
from deals.world.load import data_folder

LENGTH = 16


def digest(parts: Any) -> str:
    """A digest of numbers, text, and mappings and lists of them; of mappings whatever their order."""
    plain = json.dumps(_plain(parts), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(plain.encode(), digest_size=LENGTH).hexdigest()


def identity_of(scenario: Scenario) -> dict[str, str]:
    """Digests of a scenario and of the data it is computed from, by name."""
    tables = hashlib.blake2b(digest_size=LENGTH)
    folder = data_folder()
    for path in sorted(folder.rglob("*.csv")):
        tables.update(str(path.relative_to(folder)).encode())
        tables.update(path.read_bytes())
    return {"scenario": digest(scenario.model_dump(mode="json")), "data": tables.hexdigest()}


def run_of(scenario: Scenario) -> dict[str, Any]:
    """What a folder of output says of its run: the scenario, digests, the version of this package, today's date."""
    return {
        "scenario": scenario.name,
        "digests": identity_of(scenario),
        "version": version("chip-deals"),
        "run_on": date.today().isoformat(),
    }


def _plain(parts: Any) -> Any:
    if isinstance(parts, Mapping):
        return sorted(([_plain(key), _plain(value)] for key, value in parts.items()), key=repr)
    if isinstance(parts, (list, tuple)):
        return [_plain(part) for part in parts]
    return parts if isinstance(parts, (str, int, float, bool, type(None))) else str(parts)
