"""D. Bertsimas and M. Sim, "The Price of Robustness", Operations Research 52 (2004), 35-53."""

import math

import pytest

from optimizer import Program, Solution, least_budget, protected, violation_bound_by_normal

ASSETS = 150


def test_budgets_that_keep_a_row_with_ninety_nine_in_a_hundred() -> None:
    """Table 1: the budget for n uncertain coefficients, printed to a digit, after the bound and by its normal form.

    The exact bound gives 24.22, 33.86 and 105.04 for 100, 200 and 2,000; for 5 only all of them will do.
    """
    for count, printed in ((5, 5.0), (10, 8.2), (100, 24.3), (200, 33.9), (2000, 105.0)):
        assert least_budget(count, 0.01) == pytest.approx(printed, abs=0.1)
    for count, printed in ((10, 8.4), (100, 24.3), (200, 33.9), (2000, 105.0)):
        last_digit = 0.05
        below, above = (violation_bound_by_normal(count, printed + step) for step in (-last_digit, last_digit))
        assert above <= 0.01 <= below


def expected_return(asset: int) -> float:
    return 1.15 + 0.05 / ASSETS * asset


def deviation(asset: int) -> float:
    return 0.05 / 450 * math.sqrt(2 * asset * ASSETS * (ASSETS + 1))


def portfolio(budget: float) -> tuple[Solution, dict[int, float]]:
    """Section 6.1: one unit over 150 assets so that the worst return within the budget is best."""
    program = Program("portfolio")
    share = program.variables("share", range(1, ASSETS + 1))
    worst = program.variables("return", ["worst"], lower=None)["worst"]
    program.objective(program.linear([(worst, 1.0)]))
    program.constraints("share", {"sum": program.linear((share[i], 1.0) for i in share) == 1})
    terms = [(worst, 1.0), *((share[i], -expected_return(i)) for i in share)]
    protected(program, "robust", terms, [(share[i], deviation(i)) for i in share], budget=budget, limit=0.0)
    solution = program.solve()
    return solution, dict(zip(share, solution.values("share"), strict=True))


def test_what_protection_of_a_portfolio_costs_in_expected_return() -> None:
    """The paper's instance: all in the riskiest asset, then ever more spread, at last all in the safest."""
    means = {0: 1.200, 5: 1.184, 10: 1.178, 15: 1.172, 20: 1.168, 40: 1.168, 45: 1.150}
    for budget, mean in means.items():
        solution, shares = portfolio(float(budget))
        assert sum(expected_return(i) * x for i, x in shares.items()) == pytest.approx(mean, abs=5e-4)
        losses = sorted((deviation(i) * x for i, x in shares.items()), reverse=True)
        assert solution.objective == pytest.approx(
            sum(expected_return(i) * x for i, x in shares.items()) - sum(losses[:budget])
        )
