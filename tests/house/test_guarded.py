"""Whatever a user can call with a number, a list or names with values refuses anything else before it does anything."""

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import pytest

import deals
from deals.division.division import Division
from deals.kit.errors import InputError
from deals.kit.given.kinds import SEVERAL
from deals.restraint.sequence import Sequence
from deals.sensitivity import Sensitivity
from deals.uncertainty.odds import Odds

BY_THEMSELVES = {"Sensitivity.equivalent_terms", "Sensitivity.different_packages"}
"""What checks its own arguments, and tells their unit too."""
FACES = (deals.Proposal, deals.Tariffs, deals.Comparison, deals.DealPackage, Division, Sequence, Sensitivity, Odds)


def calls() -> Iterator[tuple[str, Any, str]]:
    """Every public function, and every argument of it that a guard can check, but paths and texts by themselves."""
    functions = {name: getattr(deals, name) for name in deals.__all__ if inspect.isfunction(getattr(deals, name))}
    for face in FACES:
        public = {name: found for name, found in vars(face).items() if not name.startswith("_")}
        functions |= {f"{face.__name__}.{name}": found for name, found in public.items() if inspect.isfunction(found)}
    for called, function in functions.items():
        if called in BY_THEMSELVES:
            continue
        for name, parameter in inspect.signature(function).parameters.items():
            named = parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY)
            if named and any(map(guarded, get_args(parameter.annotation) or (parameter.annotation,))):
                yield called, function, name


def guarded(kind: Any) -> bool:
    return kind in (int, float, bool) or get_origin(kind) in (*SEVERAL, Mapping)


CALLS = tuple(calls())


@pytest.mark.parametrize(("called", "function", "name"), CALLS, ids=[f"{call[0]}-{call[2]}" for call in CALLS])
def test_an_argument_of_the_wrong_kind_is_refused_by_its_name(called: str, function: Any, name: str) -> None:
    form = inspect.signature(function)
    needed = {p.name: None for p in form.parameters.values() if p.default is p.empty and p.kind is not p.VAR_POSITIONAL}
    given = {p: value for p, value in needed.items() if form.parameters[p].kind is not inspect.Parameter.VAR_KEYWORD}
    with pytest.raises(InputError) as caught:
        function(**{**given, name: object()})
    assert name in {problem.field for problem in caught.value.problems}, called
