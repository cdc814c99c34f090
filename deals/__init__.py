"""What to offer which country, for what, and in what order, when the offer is access to advanced AI chips."""

from typing import TYPE_CHECKING, Any

from deals.errors import DealsError, InputError, Problem, UnknownNameError

if TYPE_CHECKING:
    from deals.comparison import Comparison, compare
    from deals.negotiation import DealPackage, Proposal, negotiate, propose
    from deals.reform import Reform
    from deals.scenario import Scenario, load

_LATE = {
    "Comparison": "deals.comparison",
    "compare": "deals.comparison",
    "DealPackage": "deals.negotiation",
    "Proposal": "deals.negotiation",
    "negotiate": "deals.negotiation",
    "propose": "deals.negotiation",
    "Reform": "deals.reform",
    "Scenario": "deals.scenario",
    "load": "deals.scenario",
}
"""Names imported on first use, so that ``import deals`` stays light."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'deals' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LATE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE})


__all__ = [
    "Comparison",
    "DealPackage",
    "DealsError",
    "InputError",
    "Problem",
    "Proposal",
    "Reform",
    "Scenario",
    "UnknownNameError",
    "compare",
    "load",
    "negotiate",
    "propose",
]
