"""The figures of ``docs/calibration.md``: gains under changed assumptions, and how well sizes name real signers.

python -m benchmarks.against_the_record [--json]
"""

import argparse
import json
from collections.abc import Mapping

import deals
from deals.plan.baselines import PLAN, baselines
from deals.plan.plan import Plan, solve
from deals.plan.rounds import settled
from deals.plan.tables import summary_table, terms_table

SIGNERS = frozenset(
    [
        "EUU",
        "ARE",
        "MYS",
        "JPN",
        "IND",
        "THA",
        "QAT",
        "BGD",
        "KOR",
        "VNM",
        "KAZ",
        "ARM",
        "KHM",
        "ARG",
        "JOR",
        "ECU",
        "GTM",
        "SLV",
        "MKD",
    ]
)
"""Partners that signed from 13 May 2025 to July 2026 (calibration memo; the United Kingdom signed before)."""
CHANGES = {
    "none": {},
    "refusal does not soften": {"denial.erosion": 0.0},
    "the announced tariff is certain": {"tariff.threat_probability": 1.0},
    "relief lasts": {"durability.emergency_powers": 20.0},
    "partners discount at 5%": {"discount.partner": 0.05},
}


def area_under_curve(sizes: Mapping[str, float]) -> float:
    """Chance that a real signer has a larger size than a partner that did not sign; ties count half."""
    signed = [x for code, x in sizes.items() if code in SIGNERS]
    others = [x for code, x in sizes.items() if code not in SIGNERS]
    return sum((a > b) + 0.5 * (a == b) for a in signed for b in others) / (len(signed) * len(others))


def rankings(plan: Plan) -> dict[str, float]:
    """Areas under the curve for the plan's gain, United States imports and GDP."""
    question = plan.question
    gain = summary_table(plan, terms_table(plan))["expected_gain"].to_dict()
    return {
        "gain": area_under_curve({code: gain.get(code, 0.0) for code in question.codes}),
        "imports": area_under_curve({code: question.economies[code].us_imports for code in question.codes}),
        "gdp": area_under_curve({code: question.economies[code].gdp for code in question.codes}),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    base = deals.load("leverage-2025")
    later = base.with_hindsight()
    found = {}
    print("USD bn of 2025, present value; area under the curve for naming real signers")
    for title, scenario in (("as of May 2025", base), ("with hindsight", later)):
        measured = baselines(settled(scenario))
        found[title] = rankings(measured.plans[PLAN])
        print(f"{title}: { {name: round(area, 3) for name, area in found[title].items()} }")
        print(measured.table.round(2).to_string())
        print(measured.readings.round(2).to_string())
    every = {name: value for change in CHANGES.values() for name, value in change.items()}
    for title, change in [*CHANGES.items(), ("all four", every)]:
        reform = deals.Reform(title=title, patches={name: {"set": value} for name, value in change.items()})
        plan = solve(settled(later.apply(reform) if change else later), checked=False)
        print(f"with hindsight, {title:<34} gain over nothing {plan.gain:6.1f}, {len(plan.signed)} deals")
    if options.json:
        print(json.dumps({"name": "against_the_record", "ratios": {}, "areas": found}))


if __name__ == "__main__":
    main()
