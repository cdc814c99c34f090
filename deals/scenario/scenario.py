"""The whole question in one record, checked as a whole: made, read, written, changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ModelWrapValidatorHandler, ValidationError, ValidationInfo, model_validator
from pydantic_core import ErrorDetails

from deals.kit.errors import InputError, Problem, UnknownNameError
from deals.kit.given.checked import checked
from deals.scenario import yaml_file, yaml_text
from deals.scenario.consistency import find_problems
from deals.scenario.difference import differing_parameters, differing_settings
from deals.scenario.limit import OwnLimit
from deals.scenario.parameters import parameters_table
from deals.scenario.reform import FIELDS, Reform
from deals.scenario.refusal import beside, collected, path_to, pruned, relocated
from deals.scenario.settings import Goals, Settings, wanted
from deals.world.load import data_folder
from deals.world.own.reading import own_data

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".yaml", ".yml")
RESTS_ON_DATA = frozenset({"data", "baseline_instruments", "reforms"})
"""Settings that are not checked against the world while one's own data are at fault."""


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
    def _all_problems_at_once(cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:
        data, of_own = _with_own_data(data, info.context or Path())
        skipped = RESTS_ON_DATA if of_own else frozenset[str]()

        def across_fields(details: list[ErrorDetails]) -> list[Problem]:
            if not isinstance(data, Mapping):
                return []
            sound, faulty = pruned(data, details)
            places = [".".join(path_to(detail)) for detail in details]
            try:
                found = find_problems(handler({**_STAND_INS, **sound}), faulty | skipped)
                # What is said of what was at fault, or of a record for want of it, has been told.
                return [p for p in found if not any(_one_in_other(p.field, place) for place in places)]
            except ValidationError:
                return []

        fields = {"": wanted(cls), "goals": wanted(Goals), "reforms": FIELDS, "limits": wanted(OwnLimit)}
        try:
            answer: Self = collected(lambda: handler(data), fields, across_fields)
        except InputError as error:
            raise InputError([*of_own, *error.problems]) from None
        if problems := [*of_own, *find_problems(answer, skipped)]:
            raise InputError(problems)
        return answer

    @classmethod
    @checked()
    def from_yaml(cls, text: str, file: str = "scenario", data: str | Path | None = None) -> Self:
        """Read a scenario from YAML text; `file` is what messages call it, and a folder of data is sought beside it.

        A folder given as `data` takes the place of the text's own.

        Raises
        ------
        InputError
            With every problem found, each with its line.
        """
        document = yaml_text.read(text, file)
        settings, base = document.data, Path(file).parent
        if data is not None:
            settings, base = {**settings, "data": data}, Path()
        try:
            answer = cls.model_validate(settings, context=base)
        except InputError as error:
            told = [p if data is None else _of_argument(p, data) for p in error.problems]
            others = beside(relocated(tuple(told), file, document.lines), document.problems)
            raise InputError([*document.problems, *others]) from None
        if document.problems:
            raise InputError(document.problems)
        return answer

    @classmethod
    @checked()
    def from_file(cls, path: str | Path, data: str | Path | None = None) -> Self:
        """Read a scenario from a YAML file, with a folder of data in place of its own where one is given.

        Raises
        ------
        InputError
            If the file cannot be read, or with every problem found in it.
        """
        return cls.from_yaml(yaml_file.text_of(path), str(path), data)

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

    @checked()
    def parameters(self, word: str = "") -> "pd.DataFrame":
        """Every number that a reform can change, by name: value, range, unit, source, confidence, reason.

        With a word only those in whose name or reason it stands; a country's name finds what is about it.
        """
        return parameters_table(self.world(), word)

    def difference(self, other: "Scenario") -> list[str]:
        """Tell in words what changes from this scenario to another: settings first, then the world's numbers.

        Raises
        ------
        InputError
            If the other is no scenario.
        """
        other = scenario_in(other)
        return [*differing_settings(self, other), *differing_parameters(self, other)]


def scenario_in(asked: object) -> Scenario:
    """A scenario as it was given.

    Raises
    ------
    InputError
        If it is none: the name of one, above all.
    """
    if isinstance(asked, Scenario):
        return asked
    fix = f"write deals.load({asked!r})" if isinstance(asked, str) else "load one by deals.load"
    raise InputError(Problem("", "scenario", asked, "is no scenario", fix))


@checked()
def load(name_or_path: str | Path, data: str | Path | None = None) -> Scenario:
    """Load a packaged scenario by its name, or any scenario by the path of its YAML file.

    Parameters
    ----------
    name_or_path
        A name as :func:`names` gives them, or a path.
    data
        A folder of CSV files with the columns of those in ``datasets/``, of which only changed and added rows are
        given; they are laid over the tables, in place of those that the scenario itself names.

    Raises
    ------
    UnknownNameError
        If there is no packaged scenario of that name; the error names the nearest.
    InputError
        With every problem found in the file.
    """
    packaged = _packaged()
    if isinstance(name_or_path, str) and name_or_path in packaged:
        return Scenario.from_file(packaged[name_or_path], data)
    path = Path(name_or_path)
    if path.suffix in SUFFIXES or yaml_file.exists(path):
        return Scenario.from_file(path, data)
    raise UnknownNameError.of("scenario", str(name_or_path), packaged)


@contextmanager
def located(name_or_path: str | Path) -> Iterator[None]:
    """Say of problems found later, with the settings as they were read, in which file and line these stand.

    Raises
    ------
    InputError
        The same problems, each of a setting with its place in the file.
    """
    try:
        yield
    except InputError as error:
        path = _packaged().get(str(name_or_path), Path(name_or_path))
        try:
            lines = yaml_text.read(yaml_file.text_of(path), str(path)).lines
        except InputError:
            lines = {}
        raise InputError(relocated(error.problems, str(path), lines)) from None


def names() -> tuple[str, ...]:
    """Name the packaged scenarios, in alphabetical order."""
    return tuple(_packaged())


def _with_own_data(settings: Any, base: Path) -> tuple[Any, tuple[Problem, ...]]:
    """Settings with one's own data read; without, and what is wrong with them, where something is."""
    if not isinstance(settings, Mapping) or "data" not in settings:
        return settings, ()
    try:
        return {**settings, "data": own_data(settings["data"], base)}, ()
    except InputError as error:
        return {name: value for name, value in settings.items() if name != "data"}, error.problems


def _one_in_other(one: str, other: str) -> bool:
    """Whether one path leads to the other."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _of_argument(problem: Problem, data: str | Path) -> Problem:
    """What is wrong with a folder that was given beside a file is not in the file."""
    return replace(problem, file=str(data), field="") if (problem.file, problem.field) == ("", "data") else problem


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
