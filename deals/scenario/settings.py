"""The settings of a scenario: which world, which regime, what the United States wants, and how long it has."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from deals.kit.frozen import FrozenMapping
from deals.kit.periods import QUARTER_PATTERN, Period, periods
from deals.scenario.limit import OwnLimit, plain
from deals.scenario.reform import Reform, Title, reformed
from deals.scenario.refusal import collected
from deals.world.naming.economies import code_by_title
from deals.world.own.own_data import NOTHING, TABLES, OwnData
from deals.world.own.shown import laid_over
from deals.world.world import Knowledge, World

if TYPE_CHECKING:
    import pandas as pd


def _day(value: object) -> object:
    """Refuse a number where a date belongs, text or not; pydantic would take it for seconds since 1970."""
    if isinstance(value, (int, float)):
        raise ValueError("a date is needed")
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("should be a valid date")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"should be a valid date, {error}") from None


def _once_each(given: object) -> object:
    """Refuse a mapping that has one economy under two names, of which one would be lost."""
    seen: dict[str, str] = {}
    for name in given if isinstance(given, Mapping) else ():
        if isinstance(name, str) and (other := seen.setdefault(code_by_title(name), name)) != name:
            raise ValueError(f"has one partner as {other} and as {name}")
    return given


MOST_NAMES, MOST_REFORMS = 500, 100
"""Entries of one list or mapping; there are some two hundred economies."""
MOST, MOST_SEGMENTS = 1e9, 100
"""More than any weight, team or chip that there is, and still told apart by the solver; steps that it can still do."""

Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Day = Annotated[date, BeforeValidator(_day)]
Quarter = Annotated[str, StringConstraints(strict=True, pattern=QUARTER_PATTERN)]
Name = Annotated[str, Field(strict=True)]
Code = Annotated[Name, AfterValidator(code_by_title)]
Short = Field(max_length=MOST_NAMES)
Codes = Annotated[tuple[Code, ...], Short]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Weight = Annotated[Number, Field(ge=0, le=MOST)]
Quarters = Annotated[int, Field(strict=True, ge=0)]
Frozen = (AfterValidator(FrozenMapping), PlainSerializer(dict))
ByPartner = (Short, BeforeValidator(_once_each), *Frozen)
Own = Annotated[
    InstanceOf[OwnData],
    PlainSerializer(OwnData.texts),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "null"},
                {"type": "object", "propertyNames": {"enum": [*TABLES]}, "additionalProperties": {"type": "string"}},
            ]
        }
    ),
]


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
        answer: Goals = collected(lambda: handler(data), {"": wanted(cls)})
        return answer


class Settings(BaseModel):
    """Every setting of a scenario with what to write in it, each checked by itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Slug = Field(description="a short name of small letters, digits, hyphens and dots")
    title: Title = Field(description="a title for people")
    description: str = Field(default="", description="what the scenario is about, in a sentence or two")
    world_date: Day = Field(description="the day whose knowledge and law the world has, as 2025-05-13")
    knowledge: Knowledge = Field(
        default="as-of",
        description="as-of for what was known on that day, strictly-as-of to leave out numbers declared structural "
        "that became known later, or with-hindsight for what is known since",
    )
    data: Own = Field(
        default=NOTHING,
        description="a folder of CSV files, relative to this file, whose rows are laid over those of the tables; or a"
        " mapping from the tables' files to such rows as text",
    )
    regime: Annotated[str, Field(strict=True)] = Field(description="the name of an export regime, such as leverage")
    first_quarter: Quarter = Field(description="the first quarter of the horizon, as 2025Q3")
    last_quarter: Quarter = Field(description="the last quarter of the horizon, as 2028Q4")
    period_months: Literal[3, 6, 12] = Field(default=6, description="the length of a period in months: 3, 6 or 12")
    goals: Goals = Field(default_factory=lambda: Goals(), description="the weights of leverage, promotion and control")
    teams: Weight | None = Field(
        default=None, description="the number of teams that can negotiate at once, or null for the data's own number"
    )
    segments: Annotated[int, Field(strict=True, ge=4, le=MOST_SEGMENTS)] = Field(
        default=10,
        description="the number of steps in which a concave gain or a convex cost is drawn, at least 4 and at most 100",
    )
    baseline_deals: Codes = Field(
        default=(),
        description="a list of partners whose deal was signed before; without baseline_instruments nothing is open",
    )
    baseline_instruments: Annotated[Mapping[Code, tuple[Name, ...]], *ByPartner] = Field(
        default=FrozenMapping(),
        description="for each partner the instruments already given, which no new deal can give again",
    )
    talks_under_way: Annotated[Mapping[Code, Quarters], *ByPartner] = Field(
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
    unilateral_opening: Annotated[bool, Field(strict=True)] = Field(
        default=True, description="true or false: whether chips may be opened, and the best rate set, without a deal"
    )
    gap: Annotated[Weight, Field(lt=1)] = Field(
        default=0.01,
        description="the gap to the best bound at which to stop, as a share of the surplus: 0.01 for 1 percent",
    )
    time_limit_seconds: Annotated[Number, Field(gt=0)] = Field(
        default=60.0, description="the seconds after which to stop, more than zero"
    )
    reforms: tuple[Reform, ...] = Field(
        default=(),
        max_length=MOST_REFORMS,
        description="a list of reforms, each with a title and patches, maybe a source and a note",
    )
    caps: Annotated[Mapping[Code, Weight], *ByPartner] = Field(
        default=FrozenMapping(),
        description="for each partner the most chips a deal may add over the horizon, thousand H100e, zero or more",
    )
    limits: Annotated[tuple[OwnLimit, ...], Short, PlainSerializer(plain)] = Field(
        default=(),
        description="a list of limits of your own, each with a partner or a group, a term and at_most, at_least or "
        "exactly, or with a partner and first: true",
    )
    must_sign: Codes = Field(default=(), description="a list of partners that sign in any answer")
    must_not_sign: Codes = Field(default=(), description="a list of partners that sign in no answer")

    def periods(self) -> tuple[Period, ...]:
        """Give the periods of the horizon, in order."""
        return periods(self.first_quarter, self.last_quarter, self.period_months, self.world_date)

    def world(self) -> World:
        """Give the world of the scenario's date, with its own data laid over, reforms applied."""
        return reformed(self.world_date, self.knowledge, self.reforms, self.data)

    def world_before_reforms(self) -> World:
        """Give the same world as the data have it."""
        return reformed(self.world_date, self.knowledge, (), self.data)

    @property
    def laid_over(self) -> "pd.DataFrame":
        """What the scenario's own data change: table, key, column, what was and is now, source."""
        return laid_over(self.data, self.world_date, self.knowledge)


def wanted(model: type[BaseModel]) -> dict[str, str]:
    """What to write in each field of a record."""
    return {name: info.description or "" for name, info in model.model_fields.items()}
