"""What haste, precedent and hard lines cost."""

from deals.restraint.caution import Caution
from deals.restraint.goodwill import Goodwill
from deals.restraint.hard_lines import HardLines
from deals.restraint.most_favoured import MostFavoured
from deals.restraint.sequence import Sequence

__all__ = [
    "Caution",
    "Goodwill",
    "HardLines",
    "MostFavoured",
    "Sequence",
]
