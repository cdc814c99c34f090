"""Export regimes: the vocabulary of rules, and one file for each regime of the sources."""

from deals.errors import UnknownNameError
from deals.regimes import diffusion_rule, leverage
from deals.regimes.access import EconomyAccess, Setting
from deals.regimes.regime import Regime

REGISTER = {regime.id: regime for regime in (diffusion_rule.REGIME, leverage.REGIME)}
IDS = tuple(REGISTER)


def get(name: str) -> Regime:
    """The regime called `name`.

    Raises
    ------
    UnknownNameError
        If there is none; the error suggests the nearest name.
    """
    if name not in REGISTER:
        raise UnknownNameError.of("regime", name, IDS)
    return REGISTER[name]


__all__ = ["IDS", "REGISTER", "EconomyAccess", "Regime", "Setting", "get"]
