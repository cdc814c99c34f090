"""One deal and all deals divided between the sides."""

from deals.division.bilateral import Bilateral
from deals.division.division import Division
from deals.division.joint_division import JointDivision
from deals.division.nash_in_nash import NashInNash
from deals.division.positions import Positions
from deals.division.tranches import Tranches

__all__ = [
    "Bilateral",
    "Division",
    "JointDivision",
    "NashInNash",
    "Positions",
    "Tranches",
]
