"""Terms of a deal as numbers: for each partner and instrument, segments with a worth to each side.

A firm country rate is agreed for a part of the trade it covers: parts of one or of several rates, at most all of it.
Relief from sector duties is chosen in its worth to the partner and shown as a share of what can be relieved.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from deals.kit.numbers import chosen
from deals.world.instrument import RELIEF, SECTOR_RELIEF

type Widths = dict[Hashable, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """One step of a term.

    Attributes
    ----------
    width : float
        Natural units of the instrument in this step.
    us, partner : float
        Worth to each side, USD bn (2025) for one natural unit and one year in force; negative is a cost.
    points : float
        Of a firm country rate, the percentage points it lies below what it is measured from, else 0.
    rate : float
        The firm country rate itself, percent.
    bought : bool
        Whether that rate is measured from the rate best for the United States alone, not from what it threatens.
    """

    width: float
    us: float
    partner: float
    points: float = 0.0
    rate: float = 0.0
    bought: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One instrument on the table with one partner.

    `us_years` and `partner_years` are the discounted years in force for each signing period: a segment signed in
    period t is worth ``segment.us * us_years[t]`` per natural unit. `goal` says what it serves. `caught` holds, for
    each signing period and each period, the thousand H100e of diversion that a natural unit prevents. `kind` says what
    the level of its worth rests on, "derived" from facts or "judgement"; how surely it is delivered and how long it
    lasts are judgements for every term.
    """

    partner: str
    instrument: str
    segments: tuple[Segment, ...]
    us_years: tuple[float, ...]
    partner_years: tuple[float, ...]
    kind: str
    flags: tuple[str, ...] = ()
    goal: str = "leverage"
    caught: tuple[tuple[float, ...], ...] = ()

    @property
    def limit(self) -> float:
        """Most that can be agreed, natural units."""
        return 1.0 if self.of_one_rate else sum(segment.width for segment in self.segments)

    @property
    def of_one_rate(self) -> bool:
        """Whether its steps are alternatives, of which parts add up to a whole at most."""
        return self.instrument == RELIEF

    def us(self, step: int, signed: int) -> float:
        """Worth to the United States of a natural unit of a step, agreed in a period: USD bn present value."""
        return self.segments[step].us * self.us_years[signed]

    def to_partner(self, step: int, signed: int) -> float:
        """The same to the partner."""
        return self.segments[step].partner * self.partner_years[signed]

    def shown(self, step: int) -> float:
        """Amount on a term sheet of a natural unit of a step: points for a tariff, a share for sector duties."""
        if self.instrument == RELIEF:
            return self.segments[step].points
        return 1 / self.limit if self.instrument == SECTOR_RELIEF else 1.0


@dataclass(frozen=True, slots=True)
class Grant:
    """Chips a deal can add for one jurisdiction in one period.

    Attributes
    ----------
    withheld : float
        Most that can be added, thousand H100e (8-bit).
    widths, values : tuple of float
        Segments of use: thousand H100e, and worth to the partner in USD bn (2025, present value) each.
    margin, rivalry, risk, harm : float
        Worth to the United States, USD bn for each thousand H100e: margin and ecosystem, sales won from the other
        supplier, less risk of stock abroad and harm of expected diversion (both positive).
    leak : float
        Share of deliveries expected to be diverted: what the standard leaves of it where the chips are certified.
    certified : bool
        Whether the chips go to certified places, under the security standard.
    burden : float
        What that costs the partner, USD bn present value for each thousand H100e.
    rival : float
        The other supplier's chips that this jurisdiction buys without a deal, quality-adjusted thousand H100e.
    """

    partner: str
    economy: str
    period: int
    withheld: float
    widths: tuple[float, ...]
    values: tuple[float, ...]
    harm: float
    margin: float
    rivalry: float
    risk: float
    leak: float
    rival: float
    tpp_factor: float
    certified: bool = False
    burden: float = 0.0

    @property
    def promotion(self) -> float:
        """What a thousand H100e adds to promotion, USD bn."""
        return self.margin + self.rivalry

    @property
    def control(self) -> float:
        """What it takes from control, USD bn; negative."""
        return -self.risk - self.harm

    @property
    def uncertified(self) -> float:
        """Part of the chips that does not go to certified places: all or none, in each of many worlds."""
        part: float = chosen(self.certified, 0.0, 1.0)
        return part

    @property
    def opened(self) -> float:
        """Thousand H100e delivered if the cell is opened without a deal: all uses worth what certified places cost."""
        return sum(self.widths)

    @property
    def us(self) -> float:
        """What it brings the United States in all, USD bn, before what the standard saves and whom it displaces."""
        return self.promotion + self.control


@dataclass(frozen=True, slots=True)
class RateAlone:
    """The country rate that is best for the United States alone.

    Attributes
    ----------
    announced, in_force, best : float
        Percent.
    worth, to_partner : float
        What setting it brings the United States and the partner over what is threatened, USD bn present value.
    """

    announced: float
    in_force: float
    best: float
    worth: float
    to_partner: float = 0.0


@dataclass(frozen=True, slots=True)
class Standard:
    """The security standard with location verification, for one partner.

    The country adopts it for all that is delivered. `fixed` is its cost to the partner once, in present USD bn; `saved`
    is, per period, how much of the leak on deliveries without a deal it removes (thousand H100e), `running` what it
    costs the partner on those deliveries (present USD bn), and `per_chip` what each further thousand H100e costs that
    is not certified anyway, by period.
    """

    partner: str
    fixed: float
    running: tuple[float, ...]
    saved: tuple[float, ...]
    per_chip: tuple[float, ...]
    resale_rent: tuple[float, ...]
    harm: tuple[float, ...]
