"""What there is to say of a family of constraints, once for all that read it."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from enum import Enum

from deals.model.question import Question
from deals.model.rows.variables import Choices, Rows

Writer = Callable[[Choices], Rows]
Base = Callable[[Question, Hashable], float]
Unit = Callable[[Question, Hashable], str]
Partners = Callable[[Question, Hashable], tuple[str, ...]]


class Whose(Enum):
    """Whom or when a row is about, which is how its key reads."""

    EVERYBODY = "everybody"
    """A period by its label, or a year."""
    PARTNER = "partner"
    """The code of a partner."""
    ECONOMY = "economy"
    """(code of an economy, period or year)."""
    CHOSEN = "chosen"
    """Partners and a term that the strategist has named, in words."""
    ANYTHING = "anything"
    """Steps of terms, grants, routes: rows that are not told one by one."""


class Kind(Enum):
    """What a family is for."""

    MEANING = "says what words mean"
    DEAL = "says what a deal is"
    GAIN = "says what a partner must gain before it signs"
    CAPACITY = "says what a partner can do"
    ORDER = "is what the strategist has settled"
    POLICY = "is a limit that a government sets or lives with"


@dataclass(frozen=True, kw_only=True)
class Family:
    """A family of constraints.

    Attributes
    ----------
    name : str
    write : callable
        Gives its rows by key; none where it does not apply.
    section : str
        Part of the page of mathematics that it belongs to.
    rule : str
        The rule in the notation of that page.
    kind : Kind
    whose : Whose
    words : str
        What a row asks, with `{key}` and `{limit}`.
    unit : str
        Unit of its limit; empty where it has no price.
    price_words : str
        What one unit more does, with a place for whom or when it is about.
    costs : bool
        Whether one unit more takes from the gain instead of adding to it.
    cumulative : bool
        Whether rows add up over periods, so that the last one tells all.
    of_deals_alone : bool
        Whether it limits deals, which are yes or no, so that a little more is worth nothing.
    one_variable : bool
        Whether its rows only hold one variable back: their price belongs to the bound of that variable.
    stands_when_decided : bool
        Whether it still says something where every deal, standard and grant is decided.
    of_diversion, of_worst_case : bool
        Whether it limits expected diversion, or belongs to the limit on its worst case.
    base : callable
        What the rule counts besides the deals: the limit in words is the row's own limit and this.
    stated_whole : bool
        Whether what stands in the way and what binds are told with that base, as the strategist wrote the limit.
    of_plan_alone : bool
        Whether it asks that something be signed or agreed: an order to the plan, which no baseline and no drawn world
        need follow.
    unit_by_row : callable, optional
        The unit of one row's limit, where rows differ; else `unit`.
    partners : callable, optional
        Partners that a row is about, where it is about what the strategist has named.
    """

    name: str
    write: Writer
    section: str
    rule: str
    kind: Kind
    words: str
    whose: Whose = Whose.ANYTHING
    unit: str = ""
    price_words: str = ""
    costs: bool = False
    cumulative: bool = False
    of_deals_alone: bool = False
    one_variable: bool = False
    stands_when_decided: bool = True
    of_diversion: bool = False
    of_worst_case: bool = False
    base: Base = lambda question, key: 0.0
    stated_whole: bool = False
    of_plan_alone: bool = False
    unit_by_row: Unit | None = None
    partners: Partners | None = None

    @property
    def movable(self) -> bool:
        """Whether it may be moved to make room for a plan: what a government or the strategist sets."""
        return self.kind in (Kind.ORDER, Kind.POLICY)

    @property
    def priced(self) -> bool:
        """Whether its limits have a unit, and so a price."""
        return bool(self.unit)

    def unit_at(self, question: Question, key: Hashable) -> str:
        """Unit of the limit of a row."""
        return self.unit if self.unit_by_row is None else self.unit_by_row(question, key)

    def price_unit(self, question: Question, key: Hashable) -> str:
        """Unit of the price of a row's limit."""
        return f"USD bn per {self.unit_at(question, key)}"

    def concerns(self, question: Question, key: Hashable, signed: Collection[str]) -> bool:
        """Whether a row is about somebody that signs, or about nobody in particular."""
        if self.partners is not None:
            return any(code in signed for code in self.partners(question, key))
        return self.whose is not Whose.PARTNER or key in signed

    def told_with(self, question: Question, key: Hashable) -> float:
        """What is added to a row's own limit where it is told."""
        return self.base(question, key) if self.stated_whole else 0.0
