"""The whole question in one record, checked as a whole: made, read, written, changed."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError, model_validator
from pydantic_core import ErrorDetails

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.scenario import yaml_file, yaml_text
from deals.scenario.consistency import find_problems
from deals.scenario.difference import differing_parameters, differing_settings
from deals.scenario.limit import OwnLimit
from deals.scenario.reform import FIELDS, Reform
from deals.scenario.refusal import beside, collected, pruned, relocated
from deals.scenario.settings import Goals, Settings, wanted
from deals.world.load import data_folder

SUFFIXES = (".yaml", ".yml")


class Scenario(Settings):
    """A question for the model: world, regime, goals, horizon and negotiating capacity.

    A scenario cannot change; :meth:`changed` and :meth:`apply` give a new one. Unknown keys are refused. What is
    wrong is found when a scenario is made, and listed at once, also where two settings contradict each other.

    Raises
    ------
    InputError
        With every problem: file and line (from YAML), field, value and what to write instead.

    Examples
    --------
    >>> scenario = load("leverage-2025")
    >>> [period.label for period in scenario.periods()][:2]
    ['2025H2', '2026H1']
    """

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: Callable[[Any], "Scenario"]) -> "Scenario":
        def across_fields(details: list[ErrorDetails]) -> list[Problem]:
            if not isinstance(data, Mapping):
                return []
            sound, faulty = pruned(data, details)
            places = [".".join(str(part) for part in detail["loc"]) for detail in details]
            try:
                found = find_problems(handler({**_STAND_INS, **sound}), faulty)
                # What a record lacks because it was at fault has been told.
                return [p for p in found if not any(place.startswith(f"{p.field}.") for place in places)]
            except ValidationError:
                return []

        fields = {"": wanted(cls), "goals": wanted(Goals), "reforms": FIELDS, "limits": wanted(OwnLimit)}
        answer: Scenario = collected(lambda: handler(data), fields, across_fields)
        if problems := find_problems(answer):
            raise InputError(problems)
        return answer

    @classmethod
    def from_yaml(cls, text: str, file: str = "scenario") -> Self:
        """Read a scenario from YAML text; `file` is what messages call it.

        Raises
        ------
        InputError
            With every problem found, each with its line.
        """
        document = yaml_text.read(text, file)
        try:
            answer = cls.model_validate(document.data)
        except InputError as error:
            others = beside(relocated(error.problems, file, document.lines), document.problems)
            raise InputError([*document.problems, *others]) from None
        if document.problems:
            raise InputError(document.problems)
        return answer

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a scenario from a YAML file.

        Raises
        ------
        InputError
            If the file cannot be read, or with every problem found in it.
        """
        return cls.from_yaml(yaml_file.text_of(path), str(path))

    def to_yaml(self) -> str:
        """Write every setting, defaults too, as YAML that :meth:`from_yaml` reads back to an equal scenario."""
        return yaml_text.write(self.model_dump())

    def changed(self, **settings: Any) -> Self:
        """Give a scenario with some settings changed and everything checked again.

        Raises
        ------
        InputError
            If the outcome is no valid scenario; unknown settings included.
        """
        return type(self).model_validate({name: getattr(self, name) for name in type(self).model_fields} | settings)

    def apply(self, *reforms: Reform) -> Self:
        """Give a scenario with further reforms, applied after those it has.

        Raises
        ------
        InputError
            If a reform names a parameter that this scenario's world lacks.
        """
        return self.changed(reforms=(*self.reforms, *reforms))

    def with_hindsight(self) -> Self:
        """Give the same question asked of what is known since, and labelled so."""
        if self.knowledge == "with-hindsight":
            return self
        return self.changed(knowledge="with-hindsight", title=f"{self.title} (with hindsight)")

    def difference(self, other: "Scenario") -> list[str]:
        """Tell in words what changes from this scenario to another: settings first, then the world's numbers."""
        return [*differing_settings(self, other), *differing_parameters(self, other)]


def load(name_or_path: str | Path) -> Scenario:
    """Load a packaged scenario by its name, or any scenario by the path of its YAML file.

    Raises
    ------
    UnknownNameError
        If there is no packaged scenario of that name; the error names the nearest.
    InputError
        With every problem found in the file.
    """
    packaged = _packaged()
    if isinstance(name_or_path, str) and name_or_path in packaged:
        return Scenario.from_file(packaged[name_or_path])
    path = Path(name_or_path)
    if path.suffix in SUFFIXES or yaml_file.exists(path):
        return Scenario.from_file(path)
    raise UnknownNameError.of("scenario", str(name_or_path), packaged)


def names() -> tuple[str, ...]:
    """Name the packaged scenarios, in alphabetical order."""
    return tuple(_packaged())


def _packaged() -> dict[str, Path]:
    return {path.stem: path for path in sorted((data_folder() / "scenarios").glob("*.yaml"))}


_STAND_INS = {
    "name": "unnamed",
    "title": "untitled",
    "world_date": date(2025, 5, 13),
    "regime": "leverage",
    "first_quarter": "2025Q3",
    "last_quarter": "2025Q4",
}
"""Required settings while the others are checked; no check that reads a setting at fault is run."""
