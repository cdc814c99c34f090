"""The solved plan: what it says in tables, what it is measured against, what binds, how it is proven."""

from deals.plan.plan import Plan, solve

__all__ = [
    "Plan",
    "solve",
]
