"""The scenario that a command is about."""

from pathlib import Path

import deals


def asked_for(scenario: str, data: Path | None) -> deals.Scenario:
    """A packaged scenario by name, or one in a file; with a folder of data laid over where one is given."""
    return deals.load(scenario) if data is None else deals.load(scenario, data)
