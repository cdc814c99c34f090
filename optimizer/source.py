"""What a question can be asked of."""

from optimizer.program import Program
from optimizer.session import Session
from optimizer.solution import Solution

type Source = Program | Session | Solution


def solved(source: Source) -> Solution:
    """The solution itself, or that of the programme or session as it stands."""
    return source if isinstance(source, Solution) else source.solve()
