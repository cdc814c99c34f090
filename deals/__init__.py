"""What to offer which country, for what, and in what order, when the offer is access to advanced AI chips."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from deals.kit.errors import DealsError, InputError, Problem, UnknownNameError

if TYPE_CHECKING:
    from deals.comparison import Comparison, compare
    from deals.proposal import DealPackage, Difference, Proposal, Tariffs, difference, propose, readable, tariffs
    from deals.proposal import open as open
    from deals.record import Evaluation, evaluate
    from deals.record.trial.backtest import Backtest, backtest
    from deals.scenario import Reform, Scenario, load
    from deals.talks import negotiate_alone
    from deals.uncertainty.regimes.between import between_regimes

_LATE = {
    "Backtest": "deals.record.trial.backtest",
    "backtest": "deals.record.trial.backtest",
    "between_regimes": "deals.uncertainty.regimes.between",
    "Comparison": "deals.comparison",
    "compare": "deals.comparison",
    "DealPackage": "deals.proposal",
    "Difference": "deals.proposal",
    "difference": "deals.proposal",
    "Proposal": "deals.proposal",
    "Evaluation": "deals.record",
    "evaluate": "deals.record",
    "negotiate_alone": "deals.talks",
    "propose": "deals.proposal",
    "readable": "deals.proposal",
    "Reform": "deals.scenario",
    "Scenario": "deals.scenario",
    "Tariffs": "deals.proposal",
    "load": "deals.scenario",
    "open": "deals.proposal",
    "tariffs": "deals.proposal",
}
"""Names imported on first use, so that ``import deals`` stays light."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'deals' has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE})


__all__ = [
    "Backtest",
    "Comparison",
    "DealPackage",
    "DealsError",
    "Difference",
    "Evaluation",
    "InputError",
    "Problem",
    "Proposal",
    "Reform",
    "Scenario",
    "Tariffs",
    "UnknownNameError",
    "backtest",
    "between_regimes",
    "compare",
    "difference",
    "evaluate",
    "load",
    "negotiate_alone",
    "propose",
    "readable",
    "tariffs",
]
"""What a star takes: all public names but :func:`deals.open`, which would stand in the place of Python's own."""
