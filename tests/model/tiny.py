"""A question small enough to write out: three partners, three half-years, every kind of term, chip and limit.

Nothing in it is computed by the model: terms, chips, costs and access are typed in, and the numbers of the world that
rows look up are set here. So its rows can be checked by hand, and move only if a row's own formula does.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

import deals
from deals import regimes
from deals.kit.periods import periods
from deals.model.formulation import formulate
from deals.model.question import Question, Reference
from deals.model.rows.variables import Choices
from deals.model.worth.no_deal import NoDealPath
from deals.model.worth.partners import Economy, Partner
from deals.model.worth.reservation import Reservation
from deals.model.worth.talks import Talks
from deals.model.worth.terms import Grant, RateAlone, Segment, Standard, Term
from deals.model.worth.timeline import Timeline
from deals.regimes import EconomyAccess
from deals.world import World

SET = {
    "goodwill.floor": 0.1,
    "promotion.divestment_floor": 0.3,
    "leak.standard_reduction": 0.8,
    "delivery.standard": 0.5,
    "price.allin_factor": 1.5,
    "price.system.2025": 20.0,
    "price.system.2026": 10.0,
    "harm.per_kH": 0.02,
    "deal.fixed_cost": 0.05,
    "teams": 3.0,
    "margin.us_rent_share": 0.4,
    "wtp.life_factor": 3.0,
    "usercost.annuity": 0.25,
    "usercost.opex": 0.002,
    "supply.2025": 1000.0,
    "supply.2026": 2000.0,
    "leak.base_supply": 1000.0,
    "home.uptake": 0.5,
    "power.usa.2025": 900.0,
    "power.usa.2026": 1800.0,
    "wtp.elasticity": -2.0,
    "durability.licence": 4.0,
    "leak.volume_elasticity": 1.0,
    "diversion.leak.MYS": 0.1,
    "diversion.leak.ARE": 0.05,
    "diversion.leak.IND": 0.02,
    "limit.expected": 0.25,
    "limit.worst_case": 0.5,
    "threat.failure": 0.2,
}
"""Numbers of the world that rows look up, set to what a hand can reckon with."""

QUARTERS = ("2025Q3", "2026Q4")
ARCS = (("MYS", "SGP", 3.0), ("SGP", "CHN", 2.0), ("ARE", "CHN", 1.5))
"""Observed routes: origin, destination, high throughput in thousand H100e a year."""
REFUSED_FOR_GOOD = ("IND", 2)
"""Chips that only a deal can bring."""
RATES = (
    Segment(1.0, 0.4, 2.0, points=11.0, rate=15.0),
    Segment(1.0, -0.6, 3.0, points=16.0, rate=10.0),
    Segment(1.0, -0.4, 0.8, points=5.0, rate=15.0, bought=True),
    Segment(1.0, -1.4, 1.8, points=10.0, rate=10.0, bought=True),
)
"""India's country rate: announced 26, best for the United States 20, worth 0.8 a year to it and 1.2 to India."""
ALONE = {"IND": RateAlone(26.0, 10.0, 20.0, 0.8 * 2.2), "MYS": RateAlone(24.0, 10.0, 10.0, 0.3)}
"""Malaysia's best rate is the floor, so none is bought."""

type Three = tuple[float, float, float]


def world() -> World:
    """The default world with those numbers."""
    here = deals.load("leverage-2025").world().patched({name: {"set": value} for name, value in SET.items()})
    arcs = [{"origin": a, "destination": b, "low": 0.0, "throughput": most / 2, "high": most} for a, b, most in ARCS]
    return replace(here, arcs=pd.DataFrame(arcs))


def access(code: str, demand: Three, free: Three, **more: Any) -> EconomyAccess:
    """Access of an economy of tier 2: what it wants, and what flows without a deal."""
    bare = EconomyAccess(code, 2, frozenset(), demand, (0.0,) * 3, (0.0,) * 3, free)
    return replace(bare, **more)


def grant(partner: str, period: int, withheld: float, widths: tuple[float, ...], **more: Any) -> Grant:
    """Chips for an economy that is its own partner."""
    numbers: dict[str, Any] = {
        "harm": 0.5,
        "margin": 4.0,
        "rivalry": 1.0,
        "risk": 0.25,
        "leak": 0.1,
        "rival": 2.0,
        "tpp_factor": 1.25,
    }
    values = tuple(3.0 - step for step in range(len(widths)))
    return Grant(partner, partner, period, withheld, widths, values, **{**numbers, **more})


def question(regime: str = "leverage", **scenario: Any) -> Question:
    """Malaysia (standard required), India (not), the Emirates (an allocation), over 2025H2 to 2026H2.

    All chips but India's of the last half-year can be opened, unless the scenario says that none can.
    """
    asked = deals.load("leverage-2025").changed(
        first_quarter=QUARTERS[0], last_quarter=QUARTERS[1], segments=4, regime=regime, baseline_deals=(),
        baseline_instruments={}, talks_under_way={}, **scenario,
    )  # fmt: skip
    here, span = world(), periods(*QUARTERS, 6, date(2025, 5, 13))
    timeline = Timeline(span, 0.03, 0.06, 2.0)
    table = {
        "MYS": access(
            "MYS", (40.0, 60.0, 70.0), (10.0, 12.0, 14.0), standard_required=True, certified=True, denial=0.75
        ),
        "IND": access("IND", (30.0, 50.0, 55.0), (6.0, 8.0, 9.0), denial=0.8, matching=0.5),
        "ARE": access(
            "ARE", (50.0, 80.0, 90.0), (5.0, 5.0, 5.0), denial=0.9, standard_required=True,
            licensed_limit=(20.0, 45.0, 70.0), yearly_limit=(18.0, 30.0, 30.0), beside_limit=(3.0, 7.0, 11.0),
        ),
    }  # fmt: skip
    rival = {"MYS": (2.0, 2.0, 2.5), "IND": (1.0, 1.0, 1.5), "ARE": (3.0, 3.0, 3.5)}
    chips = (
        grant("ARE", 1, 75.0, (30.0, 45.0)),
        grant("ARE", 2, 85.0, (35.0, 50.0), margin=3.5),
        grant("IND", 1, 42.0, (20.0, 22.0), leak=0.02, harm=0.1),
        grant("IND", 2, 46.0, (23.0, 23.0), leak=0.02, harm=0.09),
        grant("MYS", 1, 48.0, (28.0, 20.0), leak=0.08, harm=0.4, certified=True, burden=0.06),
        grant("MYS", 2, 56.0, (26.0, 30.0), leak=0.07, harm=0.35, certified=True, burden=0.07),
    )
    path = NoDealPath(span, table, rival, (30.0, 60.0, -20.0), (300.0, 600.0, 700.0), (400.0, 800.0, 900.0))
    return Question(
        scenario=asked,
        world=here,
        regime=regimes.get(regime),
        timeline=timeline,
        partners=(
            Partner("ARE", "United Arab Emirates", ("ARE",)),
            Partner("IND", "India", ("IND",)),
            Partner("MYS", "Malaysia", ("MYS",)),
        ),
        economies={code: Economy(1000.0, 10_000.0, 50.0, 40.0, 20.0, 1.0, 2.0, 0.0) for code in table},
        path=path,
        reservation=Reservation(pd.Series({"ARE": 5.0, "IND": 6.0, "MYS": 7.0}), {}),
        terms=(
            _term(
                "ARE",
                "investment",
                (Segment(10.0, 0.2, -0.05), Segment(10.0, 0.1, -0.1)),
                (2.0, 1.5, 1.1),
                (1.8, 1.3, 0.9),
            ),
            _term("ARE", "matching_investment", (Segment(8.0, 0.15, -0.02),), (2.0, 1.5, 1.1), (1.8, 1.3, 0.9)),
            replace(
                _term(
                    *("ARE", "china_exit", (Segment(0.5, 1.0, -0.5), Segment(0.5, 1.0, -0.7))),
                    *((2.1, 1.6, 1.2), (1.9, 1.4, 1.0)),
                ),
                goal="promotion",
            ),
            replace(
                _term("MYS", "export_control_alignment", (Segment(1.0, 2.0, -0.2),), (0.3, 0.2, 0.1), (1.8, 1.3, 0.9)),
                goal="control",
                caught=((0.5, 1.0, 0.9), (0.0, 0.5, 1.0), (0.0, 0.0, 0.5)),
            ),
            _term(
                "IND",
                "tariff_relief",
                RATES if asked.unilateral_opening else tuple(rate for rate in RATES if not rate.bought),
                (2.2, 1.7, 1.3),
                (2.1, 1.6, 1.25),
            ),
            _term("IND", "purchases", (Segment(20.0, 0.1, -0.04),), (2.3, 1.8, 1.4), (2.2, 1.7, 1.35)),
            _term("IND", "matching_investment", (Segment(6.0, 0.12, -0.03),), (2.0, 1.5, 1.1), (1.8, 1.3, 0.9)),
            _term("MYS", "investment", (Segment(5.0, 0.25, -0.06),), (2.0, 1.5, 1.1), (1.8, 1.3, 0.9)),
        ),
        grants=chips,
        standards={
            "ARE": Standard(
                "ARE",
                0.3,
                (0.1, 0.2, 0.25),
                (0.5, 0.6, 0.65),
                (0.01, 0.02, 0.025),
                (0.04, 0.05, 0.055),
                (5.0, 4.0, 3.0),
            ),
            "MYS": Standard(
                "MYS",
                0.4,
                (0.15, 0.25, 0.3),
                (0.7, 0.8, 0.9),
                (0.03, 0.04, 0.045),
                (0.06, 0.07, 0.075),
                (5.0, 4.0, 3.0),
            ),
        },
        talks={
            "ARE": Talks(1.0, 2, {0: {0: 2.0}, 1: {1: 2.0}}),
            "IND": Talks(2.0, 3, {1: {0: 2.0, 1: 4.0}, 2: {1: 2.0, 2: 4.0}}),
            "MYS": Talks(1.0, 2, {0: {0: 2.0}, 1: {1: 2.0}, 2: {2: 2.0}}),
        },
        reserve={"ARE": 0.2, "IND": 0.1, "MYS": 0.0},
        lag=1,
        reference=Reference(here, table),
        cells=tuple(g for g in chips if (g.economy, g.period) != REFUSED_FOR_GOOD) if asked.unilateral_opening else (),
        alone=ALONE if asked.unilateral_opening else {},
        reservation_shift={"MYS": 0.05},
    )


def written(asked: Question, *, alike: bool = False) -> Choices:
    """The programme of a question, on every family."""
    return formulate(asked, alike=alike)


def _term(partner: str, instrument: str, segments: tuple[Segment, ...], us: Three, theirs: Three) -> Term:
    return Term(partner, instrument, segments, us, theirs, "judgement")
