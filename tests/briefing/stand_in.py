"""A proposal made by hand: twelve deals of plausible size, one of them with a name that is an attack."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from deals.periods import Period, periods

HOSTILE = '<img src=x onerror="alert(1)"> [x](javascript:alert(1)) | `{0}` $x$ =1+1'

INSTRUMENTS = {
    "chip_access": ("US gives", "Chips", "kH", "licence", "judgement"),
    "tariff_relief": ("US gives", "Tariff relief", "percentage points", "emergency_powers", "derived"),
    "sector_tariff_relief": ("US gives", "Relief on cars and metals", "share", "sector_tariff", "derived"),
    "tariff_cut": ("US asks", "Tariff cut on US goods", "share", "statute", "derived"),
    "investment": ("US asks", "Investment in the United States", "USD bn pledged", "memorandum", "judgement"),
    "purchases": ("US asks", "Purchases of US goods", "USD bn pledged", "memorandum", "judgement"),
    "defence": ("US asks", "Defence spending", "points of GDP", "memorandum", "judgement"),
    "china_exit": ("US asks", "Exit from rival suppliers", "share", "memorandum", "derived"),
    "security_standard": (
        *("US asks", "Security standard with location verification", "yes/no"),
        *("licence", "judgement"),
    ),
    "export_control_alignment": ("US asks", "Aligned export controls", "share", "memorandum", "judgement"),
}

Term = tuple[str, float, float, float, float]
"""Instrument, amount, share of the limit, worth to the United States and to the partner (USD bn)."""

Offer = tuple[str, str, str, float, tuple[float, float] | None, tuple[str, ...], tuple[Term, ...]]
"""Code, name, quarter of signing, teams, tariff before and after, flags, terms."""

RECALLED = "country group D:1 or D:4 recalled, not verified: the refusal behind the chips leans on it"
OUTSIDE = "relief reaches beyond the points for which the trade model was computed"

OFFERS: tuple[Offer, ...] = (
    (
        *("EUU", "European Union", "2025Q3", 4.0, (20.0, 15.0), ("gain from sector relief rests on recalled trade",)),
        (
            ("chip_access", 384.0, 0.9, 1.6, 0.3),
            ("tariff_relief", 5.0, 1.0, -0.3, 5.5),
            ("sector_tariff_relief", 1.0, 1.0, -1.5, 4.1),
            ("tariff_cut", 0.85, 0.85, 12.0, -3.1),
            ("investment", 155.0, 0.2, 8.2, -1.3),
            ("purchases", 338.0, 0.3, 9.1, -1.6),
            ("defence", 0.3, 0.3, 9.7, -3.9),
        ),
    ),
    (
        *("ARE", "United Arab Emirates", "2025Q3", 2.0, None, ()),
        (
            ("chip_access", 2381.0, 0.95, 14.1, 7.9),
            ("investment", 343.0, 0.4, 8.2, -5.1),
            ("security_standard", 1.0, 1.0, 1.2, -1.4),
            ("china_exit", 0.9, 0.9, 1.1, -1.2),
        ),
    ),
    (
        *("MYS", "Malaysia", "2025Q3", 2.0, (24.0, 15.0), ()),
        (
            ("chip_access", 1285.0, 0.8, 5.2, 1.9),
            ("tariff_relief", 9.0, 1.0, -0.5, 0.8),
            ("security_standard", 1.0, 1.0, 6.9, -1.8),
            ("export_control_alignment", 1.0, 1.0, 3.4, -0.1),
        ),
    ),
    (
        *("JPN", "Japan", "2025Q3", 4.0, (24.0, 15.0), ()),
        (
            ("tariff_relief", 9.0, 1.0, -1.5, 5.0),
            ("investment", 242.0, 0.4, 5.8, -3.4),
            ("purchases", 138.0, 0.5, 10.4, -1.6),
        ),
    ),
    (
        *("SAU", "Saudi Arabia", "2025Q3", 2.0, None, ()),
        (("chip_access", 999.0, 0.9, 11.0, 3.0), ("investment", 118.0, 0.3, 4.7, -3.0)),
    ),
    (
        *("IND", "India", "2026Q1", 4.0, (26.0, 15.0), ()),
        (
            ("chip_access", 419.0, 0.88, 3.3, 0.4),
            ("tariff_relief", 11.0, 1.0, -3.2, 5.9),
            ("tariff_cut", 0.88, 0.88, 15.3, -6.3),
        ),
    ),
    ("THA", "Thailand", "2026Q1", 2.0, (36.0, 18.0), (OUTSIDE,), (("tariff_relief", 18.0, 1.0, 5.1, 1.3),)),
    (
        *("KOR", "South Korea", "2026Q3", 4.0, (25.0, 15.0), ()),
        (("tariff_relief", 10.0, 1.0, -1.2, 3.3), ("investment", 154.0, 0.5, 7.0, -3.3)),
    ),
    ("SGP", "Singapore", "2026Q3", 1.0, None, (), (("chip_access", 166.0, 1.0, 1.0, 0.1),)),
    ("BHR", "Bahrain", "2026Q3", 1.0, None, (RECALLED,), (("chip_access", 0.85, 0.4, 0.2, 0.08),)),
    ("MLT", "Malta", "2027Q1", 1.0, None, (), (("chip_access", 1.4, 1.0, 0.01, 0.002),)),
    ("KHM", HOSTILE, "2027Q1", 2.0, (49.0, 35.2), (HOSTILE,), (("tariff_relief", 13.8, 0.04, 0.03, 0.04),)),
)

QUARTERS = tuple(f"{year}Q{part}" for year in range(2025, 2029) for part in range(1, 5))[2:]


@dataclass(frozen=True)
class Size:
    rows: int = 15_745
    columns: int = 16_197
    integers: int = 580
    nonzeros: int = 72_600


@dataclass(frozen=True)
class Report:
    partners: int = 147
    pruned: int = 89
    size: Size = field(default_factory=Size)
    status: str = "within_gap"
    gap: float = 0.0042
    absolute_gap: float = 0.71
    seconds_build: float = 1.4
    seconds_solve: float = 1.9
    solver: str = "HiGHS"
    unique: bool | None = False
    notes: tuple[str, ...] = ("Read sets of partners, not ranks.",)


@dataclass(frozen=True)
class Gains:
    no_deals: float = 168.6
    open_chips: float = 30.4
    open_chips_with_tariff_deals: float = 130.9
    credible_only: float | None = None

    @property
    def over_open(self) -> float:
        return self.no_deals - self.open_chips_with_tariff_deals


@dataclass(frozen=True)
class Question:
    name: str = "stand-in"
    title: str = "A stand-in for a scenario"
    world_date: date = date(2025, 5, 13)
    knowledge: str = "as-of"
    regime: str = "leverage"
    first_quarter: str = "2025Q3"
    last_quarter: str = "2028Q4"

    def periods(self) -> tuple[Period, ...]:
        return periods(self.first_quarter, self.last_quarter, 6, self.world_date)


@dataclass(frozen=True)
class Package:
    partner: str
    name: str
    quarter: str
    summary: "pd.Series[Any]"
    terms: pd.DataFrame
    schedule: pd.DataFrame
    quotas: pd.DataFrame
    scenario_title: str = "A stand-in for a scenario"
    world_date: date = date(2025, 5, 13)


@dataclass(frozen=True)
class Proposal:
    offers: tuple[Offer, ...] = OFFERS
    scenario: Question = field(default_factory=Question)
    report: Report = field(default_factory=Report)
    baselines: Gains = field(default_factory=Gains)

    @cached_property
    def packages(self) -> pd.DataFrame:
        columns = ["partner", "name", "quarter", "side", "instrument", "label", "amount", "unit", "share_of_limit"]
        columns += ["us_value", "partner_value", "legal_authority", "kind"]
        rows = []
        for code, name, quarter, _, _, _, terms in self.offers:
            for instrument, amount, share, us, partner in terms:
                side, label, unit, authority, kind = INSTRUMENTS[instrument]
                head = (code, name, quarter, side, instrument, label, amount, unit, share)
                rows.append((*head, us, partner, authority, kind))
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def summary(self) -> pd.DataFrame:
        rows = {}
        for code, name, quarter, teams, tariff, flags, _ in self.offers:
            own = self.packages[self.packages["partner"] == code]
            amounts = own.set_index("instrument")["amount"]
            us, partner = own["us_value"], own["partner_value"]
            rows[code] = {
                "name": name,
                "quarter": quarter,
                "teams": teams,
                "us_gain": us.sum() - 0.03 * teams,
                "partner_gain": 0.0,
                "partner_gross_gain": partner.clip(lower=0).sum(),
                "us_gain_without_pledges": us[~own["instrument"].isin(["investment", "purchases"])].sum(),
                "reservation_value": 16.0,
                "chips_kh": amounts.get("chip_access", 0.0),
                "chips_kh_tpp": 1.12 * amounts.get("chip_access", 0.0),
                "relief_points": amounts.get("tariff_relief", float("nan")),
                "tariff_from": tariff[0] if tariff else float("nan"),
                "tariff_to": tariff[1] if tariff else float("nan"),
                "investment_usd_bn": amounts.get("investment", 0.0),
                "purchases_usd_bn": amounts.get("purchases", 0.0),
                "standard": "security_standard" in amounts.index,
                "judgement_share": us[own["kind"] == "judgement"].abs().sum() / us.abs().sum(),
                "flags": flags,
            }
        frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("partner")
        return frame if rows else Proposal().summary.iloc[:0]

    @cached_property
    def schedule(self) -> pd.DataFrame:
        rows = []
        for code, deal in self.summary.iterrows():
            later = [quarter for quarter in QUARTERS if quarter >= deal["quarter"]][2:]
            for place in ("POL", "MLT") if code == "EUU" else (str(code),):
                for quarter in QUARTERS:
                    kh = deal["chips_kh"] / len(later) / (2 if code == "EUU" else 1) if quarter in later else 0.0
                    amounts = {"demand_kh": 2 * kh + 1, "no_deal_kh": kh, "granted_kh": kh, "granted_kh_tpp": 1.12 * kh}
                    rows.append({"partner": code, "jurisdiction": place, "quarter": quarter, **amounts})
        return pd.DataFrame(rows) if rows else Proposal().schedule.iloc[:0]

    @cached_property
    def quotas(self) -> pd.DataFrame:
        granted = self.schedule[self.schedule["granted_kh"] > 0]
        parts = []
        for chip_class, share, ratio in (("blackwell_ultra", 0.4, 1.3), ("rubin", 0.6, 1.0)):
            part = granted[["partner", "jurisdiction", "quarter"]].assign(chip_class=chip_class)
            parts.append(
                part.assign(kh_8bit=share * granted["granted_kh"], kh_tpp=share * ratio * granted["granted_kh"])
            )
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def access(self) -> pd.DataFrame:
        from deals.briefing.figures.shapes import places

        rows = {}
        for place, code in enumerate(places().index):
            kh = float(self.summary["chips_kh"].get(code, 0.0))
            status = "home" if code == "USA" else "barred" if code in ("CHN", "KHM", "HKG", "MAC") else "interim"
            shown = status == "interim"
            rows[code] = {
                "name": HOSTILE if code == "KHM" else f"Economy {code}",
                "tier": 3 if status == "barred" else 2,
                "share_no_deal": 0.3 + (place % 7) / 10 if shown else float("nan"),
                "share_with_deals": 0.35 + (place % 7) / 10 if shown else float("nan"),
                "granted_kh": kh,
                "status": "signed" if shown and code in self.summary.index else status,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("iso3")

    @property
    def goals(self) -> "pd.Series[float]":
        return pd.Series({"leverage": 124.7, "promotion": 46.4, "control": -0.4, "talks": -2.1})

    @property
    def diversion(self) -> pd.DataFrame:
        kinds = ["expected_no_deal_kh", "expected_kh", "expected_open_kh", "budget_kh"]
        kinds += ["worst_case_kh", "worst_case_limit_kh"]
        return pd.DataFrame([dict.fromkeys(kinds, 265.0)], index=pd.Index([2026], name="year"))

    def binding(self) -> pd.DataFrame:
        sentence = "One more thousand H100e of supply in 2025H2 would bring USD 0.0111 bn."
        return pd.DataFrame({"rule": ["chip supply"], "subject": ["2025H2"], "sentence": [sentence]})

    def __iter__(self) -> Iterator[Package]:
        return (self[str(code)] for code in self.summary.index)

    def __getitem__(self, code: str) -> Package:
        deal = self.summary.loc[[code]].iloc[0]
        terms, schedule, quotas = (f[f["partner"] == code] for f in (self.packages, self.schedule, self.quotas))
        return Package(code, str(deal["name"]), str(deal["quarter"]), deal, terms, schedule, quotas)
