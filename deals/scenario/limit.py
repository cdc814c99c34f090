"""A limit of one's own: how much of one term the deal with a partner, or deals with several, may or must hold."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from deals.kit.periods import QUARTER_PATTERN
from deals.world.instrument import CHIPS as CHIP_ACCESS
from deals.world.naming.economies import code_by_title

CHIPS, RATE, SIGNATURES = "chips", "tariff_to", "deals"
"""Terms that are no instrument: chips that deals add, the country rate that a deal leaves, and deals signed."""
GRANTED = frozenset({CHIPS, CHIP_ACCESS})
"""Names under which a limit may speak of chips."""
MOST_PARTNERS = 500

Name = Annotated[str, Field(strict=True)]
Code = Annotated[Name, AfterValidator(code_by_title)]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0)]
Quarter = Annotated[str, StringConstraints(strict=True, pattern=QUARTER_PATTERN)]


class OwnLimit(BaseModel):
    """One limit of a scenario's own.

    Of one partner it says what its deal holds, if it has one: a floor makes no deal. Of a group it says what all deals
    with its members hold together, so that a floor must be met by some of them. `first` says that nobody signs in a
    period before this partner does.

    Examples
    --------
    >>> OwnLimit(partner="ARE", term="investment", at_most=100).in_words()
    'investment of ARE at most 100'
    >>> OwnLimit(group=("SAU", "QAT"), term="purchases", at_least=10, by="2027Q4").subject
    'SAU+QAT purchases by 2027Q4'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    partner: Code | None = Field(default=None, description="the partner whose deal is limited, as ARE")
    group: Annotated[tuple[Code, ...], Field(max_length=MOST_PARTNERS)] = Field(
        default=(), description="in place of one partner a list of several, whose deals are limited together"
    )
    term: Name | None = Field(
        default=None,
        description="what is limited: an instrument of instruments.csv, chips (thousand H100e), tariff_to (percent) "
        "or deals (signed)",
    )
    at_most: Amount | None = Field(default=None, description="the most there may be, in the term's unit, zero or more")
    at_least: Amount | None = Field(default=None, description="the least there must be, in the term's unit")
    exactly: Amount | None = Field(default=None, description="how much there must be, in the term's unit")
    by: Quarter | None = Field(
        default=None, description="the quarter, as 2027Q4, up to whose period it counts; else the whole horizon"
    )
    first: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="true if nobody may sign in a period before this partner"
    )
    title: Name = Field(default="", description="a title for people")
    source: Name = Field(default="", description="where the number comes from")
    note: Name = Field(default="", description="what to know of it")

    @property
    def codes(self) -> tuple[str, ...]:
        """Partners that it is about."""
        return self.group if self.partner is None else (self.partner,)

    @property
    def together(self) -> bool:
        """Whether it is about several deals as one."""
        return self.partner is None

    @property
    def about(self) -> str:
        """The term, chips by one name."""
        return CHIPS if self.term in GRANTED else self.term or ""

    @property
    def subject(self) -> str:
        """Whom and what it is about, which tells it from others: its key in every table of limits."""
        until = f" by {self.by}" if self.by else ""
        return f"{'+'.join(self.codes)} {self.about}{until}"

    @property
    def ceiling(self) -> float | None:
        """The most there may be."""
        return self.at_most if self.exactly is None else self.exactly

    @property
    def floor(self) -> float | None:
        """The least there must be."""
        return self.at_least if self.exactly is None else self.exactly

    @property
    def promises(self) -> bool:
        """Whether it asks that something be, and not only that something be not."""
        return self.first or self.floor is not None

    @property
    def forces(self) -> bool:
        """Whether a deal may have to be signed for it that would not be otherwise."""
        return self.first or (self.together and self.floor is not None)

    def without_floor(self) -> "OwnLimit":
        """What is left of it where nothing need be."""
        return self.model_copy(update={"at_least": None, "exactly": None, "at_most": self.ceiling, "first": False})

    def in_words(self) -> str:
        """Tell it in words."""
        if self.first:
            said = f"nobody signs before {', '.join(self.codes)}"
        else:
            asked = {"at least": self.at_least, "at most": self.at_most, "exactly": self.exactly}
            numbers = " and ".join(f"{how} {number:g}" for how, number in asked.items() if number is not None)
            whose = f"{', '.join(self.codes)}{' together' if self.together else ''}"
            said = f"{self.about} of {whose} {numbers}{f' by {self.by}' if self.by else ''}"
        return f"{said} ({self.title})" if self.title else said


def plain(limits: tuple[OwnLimit, ...]) -> list[dict[str, Any]]:
    """Limits as they are written: what was not said is left out."""
    return [limit.model_dump(exclude_defaults=True) for limit in limits]
