"""The whole question in one record: which world, which regime, what the United States wants, and how long it has."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from deals import reform as reforming
from deals.errors import InputError, Problem, UnknownNameError
from deals.inputs import yaml_text
from deals.inputs.consistency import find_problems
from deals.inputs.frozen import FrozenMapping
from deals.inputs.refusal import collected, pruned, relocated
from deals.periods import QUARTER_PATTERN, Period, periods
from deals.reform import Knowledge, Reform, Title, reformed

if TYPE_CHECKING:
    from deals.world import World

SUFFIXES = (".yaml", ".yml")


def _no_number(value: object) -> object:
    """Refuse a number where a date belongs; pydantic would take it for seconds since 1970."""
    if isinstance(value, (int, float)):
        raise ValueError("a date is needed")
    return value


Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Day = Annotated[date, BeforeValidator(_no_number)]
Quarter = Annotated[str, StringConstraints(strict=True, pattern=QUARTER_PATTERN)]
Code = Annotated[str, Field(strict=True)]
Codes = tuple[Code, ...]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Weight = Annotated[Number, Field(ge=0)]
Quarters = Annotated[int, Field(strict=True, ge=0)]
Frozen = (AfterValidator(FrozenMapping), PlainSerializer(dict))


class Goals(BaseModel):
    """Weights of the three goals in the United States' gain; equal by default, zero leaves a goal out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leverage: Weight = Field(default=1.0, description="the weight of concessions obtained, zero or more")
    promotion: Weight = Field(default=1.0, description="the weight of sales and of the ecosystem abroad, zero or more")
    control: Weight = Field(default=1.0, description="the weight of diversion and risk avoided, zero or more")

    @model_validator(mode="after")
    def _some_goal(self) -> Self:
        if not self.leverage + self.promotion + self.control:
            raise ValueError("all goals have weight zero, so no deal is better than another")
        return self

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: Callable[[Any], "Goals"]) -> "Goals":
        answer: Goals = collected(lambda: handler(data), {"": _wanted(cls)})
        return answer


class Scenario(BaseModel):
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

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug = Field(description="a short name of small letters, digits, hyphens and dots")
    title: Title = Field(description="a title for people")
    description: str = Field(default="", description="what the scenario is about, in a sentence or two")
    world_date: Day = Field(description="the day whose knowledge and law the world has, as 2025-05-13")
    knowledge: Knowledge = Field(
        default="as-of", description="as-of for what was known on that day, or with-hindsight for what is known since"
    )
    regime: Annotated[str, Field(strict=True)] = Field(description="the name of an export regime, such as leverage")
    first_quarter: Quarter = Field(description="the first quarter of the horizon, as 2025Q3")
    last_quarter: Quarter = Field(description="the last quarter of the horizon, as 2028Q4")
    period_months: Literal[3, 6, 12] = Field(default=6, description="the length of a period in months: 3, 6 or 12")
    goals: Goals = Field(default_factory=lambda: Goals(), description="the weights of leverage, promotion and control")
    teams: Weight | None = Field(
        default=None, description="the number of teams that can negotiate at once, or null for the data's own number"
    )
    segments: Annotated[int, Field(strict=True, ge=4)] = Field(
        default=10, description="the number of steps in which a concave gain or a convex cost is drawn, at least 4"
    )
    baseline_deals: Codes = Field(
        default=(),
        description="a list of partners whose deal was signed before; without baseline_instruments nothing is open",
    )
    baseline_instruments: Annotated[Mapping[Code, tuple[Code, ...]], *Frozen] = Field(
        default=FrozenMapping(),
        description="for each partner the instruments already given, which no new deal can give again",
    )
    talks_under_way: Annotated[Mapping[Code, Quarters], *Frozen] = Field(
        default=FrozenMapping(), description="for each partner the quarters of talks already held, a whole number"
    )
    excluded: Codes = Field(default=(), description="a list of economies with which there are no talks")
    tariff_only: Codes = Field(
        default=(), description="a list of arms-embargoed partners with which a tariff deal without chips is possible"
    )
    separate_track: Codes = Field(
        default=(),
        description="a list of partners whose sector duties are settled elsewhere, as in a free-trade agreement",
    )
    h100e_basis: Literal["tpp", "8-bit"] = Field(
        default="tpp", description="tpp or 8-bit: the measure by which legal limits in TPP become H100-equivalents"
    )
    headquarters_bar: Annotated[bool, Field(strict=True)] | None = Field(
        default=None,
        description="true or false to bar firms headquartered in tier 3 or not, or null for the regime's own rule",
    )
    gap: Annotated[Weight, Field(lt=1)] = Field(
        default=0.01,
        description="the gap to the best bound at which to stop, as a share of the surplus: 0.01 for 1 percent",
    )
    time_limit_seconds: Annotated[Number, Field(gt=0)] = Field(
        default=60.0, description="the seconds after which to stop, more than zero"
    )
    reforms: tuple[Reform, ...] = Field(default=(), description="a list of reforms, each with a title and patches")
    caps: Annotated[Mapping[Code, Weight], *Frozen] = Field(
        default=FrozenMapping(),
        description="for each partner the most chips a deal may add over the horizon, thousand H100e, zero or more",
    )
    must_sign: Codes = Field(default=(), description="a list of partners that sign in any answer")
    must_not_sign: Codes = Field(default=(), description="a list of partners that sign in no answer")

    @model_validator(mode="wrap")
    @classmethod
    def _all_problems_at_once(cls, data: Any, handler: Callable[[Any], "Scenario"]) -> "Scenario":
        def across_fields(details: list[ErrorDetails]) -> list[Problem]:
            if not isinstance(data, Mapping):
                return []
            sound, faulty = pruned(data, details)
            try:
                return find_problems(handler({**_STAND_INS, **sound}), faulty)
            except ValidationError:
                return []

        fields = {"": _wanted(cls), "goals": _wanted(Goals), "reforms": reforming.FIELDS}
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
        data, lines = yaml_text.read(text, file)
        try:
            return cls.model_validate(data)
        except InputError as error:
            raise InputError(relocated(error.problems, file, lines)) from None

    @classmethod
    def from_file(cls, path: str | Path) -> Self:
        """Read a scenario from a YAML file.

        Raises
        ------
        InputError
            If the file cannot be read, or with every problem found in it.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "is no UTF-8 text"
            raise InputError(Problem(str(path), "", None, f"cannot be read: {reason}", "give a YAML file")) from None
        return cls.from_yaml(text, str(path))

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

    def periods(self) -> tuple[Period, ...]:
        """Give the periods of the horizon, in order."""
        return periods(self.first_quarter, self.last_quarter, self.period_months, self.world_date)

    def world(self) -> "World":
        """Give the world of the scenario's date, reforms applied."""
        return reformed(self.world_date, self.knowledge, self.reforms)

    def difference(self, other: "Scenario") -> list[str]:
        """Tell in words what changes from this scenario to another: settings first, then the world's numbers."""
        from deals.inputs.comparison import differing_parameters, differing_settings

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
    if path.suffix in SUFFIXES or path.exists():
        return Scenario.from_file(path)
    raise UnknownNameError.of("scenario", str(name_or_path), packaged)


def names() -> tuple[str, ...]:
    """Name the packaged scenarios, in alphabetical order."""
    return tuple(_packaged())


def _packaged() -> dict[str, Path]:
    from deals.world import data_folder

    return {path.stem: path for path in sorted((data_folder() / "scenarios").glob("*.yaml"))}


def _wanted(model: type[BaseModel]) -> dict[str, str]:
    return {name: info.description or "" for name, info in model.model_fields.items()}


_STAND_INS = {
    "name": "unnamed",
    "title": "untitled",
    "world_date": date(2025, 5, 13),
    "regime": "leverage",
    "first_quarter": "2025Q3",
    "last_quarter": "2025Q4",
}
"""Required settings while the others are checked; no check that reads a setting at fault is run."""
