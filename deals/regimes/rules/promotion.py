"""Rules on moving up: one economy out of its country groups, and quick decisions for those that ask."""

from dataclasses import dataclass, replace

from deals.regimes.rules.access import EconomyAccess, Setting
from deals.regimes.rules.vocabulary import COOPERATING, parts_after


@dataclass(frozen=True)
class MovedUp:
    """One economy is taken out of its country groups: its licences follow `practice` from now on.

    Law: 91 FR 43034 (14 July 2026): out of Country Groups D:3 and D:4, into A:5.
    Unit: share of demand refused, 0 to 1, by licence practice.
    """

    economy: str
    practice: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Set the practice of that economy."""
        return replace(access, practice=self.practice) if access.economy == self.economy else access


@dataclass(frozen=True)
class QuickPromotion:
    """Cooperating tier 2 economies (Country Groups A:5 and A:6) move up once their request is decided.

    They ask on the first day; the decision takes `quarters` (a ranged judgement), and a quarter counts if it starts
    after it. From then on their licences are those of close allies. The standard of certified
    centres stays a condition.

    Law: none; vendors' comments of early 2025.
    Unit: quarters from request to decision.
    """

    quarters: str
    citation: str

    def shape(self, access: EconomyAccess, setting: Setting) -> EconomyAccess:
        """Serve all demand from the decision on."""
        if access.free or access.denial == 1.0 or not access.groups & COOPERATING:
            return access
        parts = parts_after(setting, setting.world.value(self.quarters))
        flows = zip(parts, access.demand, access.beside, strict=True)
        amounts = [beside + part * (demand - beside) for part, demand, beside in flows]
        room = zip(access.licensed, access.demand, amounts, strict=True)
        left = tuple(min(have, max(0.0, demand - amount)) for have, demand, amount in room)
        promoted = replace(access, licensed=left, beside=tuple(amounts))
        wanted = sum(access.demand)
        return replace(promoted, denial=max(0.0, 1 - sum(amounts) / wanted) if wanted else 0.0)
