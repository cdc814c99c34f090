"""One guard for what users hand to functions: every argument by its declared type, all problems at once."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature

from deals.kit.errors import InputError, Problem
from deals.kit.given.bounds import ANY, Bounds
from deals.kit.given.kinds import kept, problems_of


def checked[**P, R](**bounds: Bounds) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function whose arguments are checked against its annotations before it begins.

    Checked are numbers, texts, paths, dates, truths, words of a choice, and lists and mappings of these; a list may not
    be empty. Arguments that may be of another type, and keywords of any name, are left to the function.

    Parameters
    ----------
    **bounds : Bounds
        By name of a parameter, between what its numbers must lie.

    Raises
    ------
    InputError
        By the function, when it is called: with every argument that cannot be used.
    """

    def mark(function: Callable[P, R]) -> Callable[P, R]:
        form = signature(function)
        several = {p.name for p in form.parameters.values() if p.kind is Parameter.VAR_POSITIONAL}
        declared = {p.name: p.annotation for p in form.parameters.values() if p.kind is not Parameter.VAR_KEYWORD}

        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                given = form.bind(*args, **kwargs)
            except TypeError:
                return function(*args, **kwargs)  # which says itself what is missing or too much
            problems: list[Problem] = []
            for name in [name for name in given.arguments if name in declared]:
                given.arguments[name] = kept(given.arguments[name], declared[name])
                each = given.arguments[name] if name in several else (given.arguments[name],)
                problems += [p for one in each for p in problems_of(name, one, declared[name], bounds.get(name, ANY))]
            if problems:
                raise InputError(problems)
            return function(*given.args, **given.kwargs)

        return guarded

    return mark
