"""A regime: a short list of rules, and what may be on the table under it."""

from dataclasses import dataclass

from deals.regimes.access import EconomyAccess, Setting, blank
from deals.regimes.vocabulary import Rule


@dataclass(frozen=True)
class Regime:
    """One way to govern access to chips.

    Attributes
    ----------
    id, title, citation : str
        Name in scenarios, name on displays, and the source.
    rules : tuple of Rule
        In the order in which they apply.
    asks, offers : frozenset of str
        Instruments on the table for the partner's side and for the United States' side.
    """

    id: str
    title: str
    citation: str
    rules: tuple[Rule, ...]
    asks: frozenset[str]
    offers: frozenset[str]

    def access(self, setting: Setting) -> dict[str, EconomyAccess]:
        """Access of every economy under this regime, by ISO3 code."""
        table = {}
        for economy in setting.world.countries.index:
            access = blank(str(economy), setting)
            for rule in self.rules:
                access = rule.shape(access, setting)
            table[access.economy] = access
        return table
