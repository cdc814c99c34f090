"""A thing one side can give the other: a row of ``instruments.csv``."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from deals.kit.expression import has_numbers, names_in

PLAIN = "plain"
"""What is worth what its row says, and nothing else: the form of any instrument that is added."""
CHIPS, STANDARD, RELIEF, SECTOR_RELIEF = "chip_access", "security_standard", "tariff_relief", "sector_tariff_relief"
SHORT_NAMES = {"chips": CHIPS}
"""Names by which an instrument may be called beside its own, wherever a user names terms."""
PROMOTION, ARRANGEMENT = "tier_promotion", "government_arrangement"
TARIFF_CUT, ALIGNMENT = "tariff_cut", "export_control_alignment"
INVESTMENT, MATCHING, EXIT = "investment", "matching_investment", "china_exit"
FORMS = {
    "chips": CHIPS,
    "standard": STANDARD,
    "country rate": RELIEF,
    "sector duties": SECTOR_RELIEF,
    "promotion": PROMOTION,
    "arrangement": ARRANGEMENT,
    "tariff cut": TARIFF_CUT,
    "alignment": ALIGNMENT,
    "investment": INVESTMENT,
    "matching": MATCHING,
    "exit": EXIT,
}
"""Forms with rows of the programme, or a worth, of their own, and the one instrument that has each."""
TRADE = "trade"
"""The track of talks that go on under any regime, and may not be linked to chips."""


@dataclass(frozen=True)
class Instrument:
    """One instrument of a deal and the recipe of its worth.

    With `s` the share of its capacity in use, the marginal worth to the United States is ``us_base x us_value x
    additionality x delivery x (us_intercept + us_slope s)`` and the marginal cost to the partner is ``cost_base x
    cost_value x (cost_intercept + cost_slope s**cost_power)``. Bases are sizes of the partner: names that the model
    computes, columns of ``countries.csv``, or arithmetic over both (:mod:`deals.kit.expression`); values,
    additionality and delivery are names of parameters, or "" for one.

    Attributes
    ----------
    name, label : str
        Identifier, and what a reader sees.
    side : str
        Who gives: ``"partner"`` or ``"us"``.
    unit : str
        Natural unit of an amount.
    quoted_years : float
        1 where amounts are for each year in force, else the years over which a quoted total is spread.
    legal_authority : str
        What the promise rests on; ``durability.<legal_authority>`` says how long it lasts.
    eligible : str
        ``"all"``, or partner codes separated by spaces.
    goal : str
        What it serves: ``"leverage"``, ``"promotion"`` or ``"control"``.
    tracks : str
        Tracks of talks it belongs to, separated by spaces: it is on the table under every regime that has one of them.
    form : str
        ``"plain"``, or which formulation of its own it has.
    group, order
        Kind of terms it is drawn with, and its place among all.
    phrase : str
        What whoever gives it does, in a sentence on a deal, with ``{money}``, ``{points}``, ``{chips}``, ``{full}`` or
        ``{way}`` for the amount; blank for its label and the amount.
    where : str
        File and line of its row, for messages.
    """

    name: str
    side: str
    label: str
    unit: str
    quoted_years: float
    capacity_base: str
    us_base: str
    us_value: str
    us_intercept: float
    us_slope: float
    additionality: str
    delivery: str
    cost_base: str
    cost_value: str
    cost_intercept: float
    cost_slope: float
    cost_power: float
    legal_authority: str
    eligible: str
    goal: str
    tracks: str
    form: str
    group: str
    order: float
    phrase: str
    source: str
    known_on: date
    confidence: str
    description: str
    where: str = field(default="instruments.csv", compare=False)

    @cached_property
    def on_tracks(self) -> frozenset[str]:
        """The tracks it belongs to."""
        return frozenset(self.tracks.split())

    @property
    def is_trade(self) -> bool:
        """Whether it is agreed in talks about trade."""
        return TRADE in self.on_tracks

    @cached_property
    def sizes(self) -> frozenset[str]:
        """Names of the sizes that its bases rest on."""
        return names_in(self.capacity_base) | names_in(self.us_base) | names_in(self.cost_base)

    @cached_property
    def sizes_of_worth(self) -> frozenset[str]:
        """Names of the sizes that its worth to the United States rests on."""
        return names_in(self.us_base)

    @property
    def judged_worth(self) -> bool:
        """Whether numbers are written into the base of its worth to the United States."""
        return has_numbers(self.us_base)
