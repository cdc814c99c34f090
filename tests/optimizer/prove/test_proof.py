"""The multipliers of a conflict add up to a contradiction, in fractions."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from optimizer import InfeasibleError, NoOptimumError, Program, Proof
from tests.optimizer.cases import Case, cases


def proof_of(program: Program) -> Proof:
    with pytest.raises(InfeasibleError) as caught:
        program.solve()
    return caught.value.proof()


@given(cases())
@settings(max_examples=80)
def test_every_linear_conflict_has_its_multipliers(case: Case) -> None:
    try:
        case.program().solve()
    except InfeasibleError as error:
        proof = error.proof()
    except NoOptimumError:
        assume(False)
        raise
    else:
        assume(False)
        raise AssertionError
    assert proof.holds
    limits = {"constraint": dict(enumerate(case.limits)), "variable": dict(enumerate(case.upper))}
    left, total = [Fraction(0)] * len(case.costs), Fraction(0)
    for part in proof.multipliers:
        assert part.multiplier > 0
        assert isinstance(part.key, int)
        sign = 1 if part.side == "at most" else -1
        if part.kind == "constraint":
            assert {"at most": "<", "at least": ">"}[part.side] == case.senses[part.key] or case.senses[part.key] == "="
            row = case.matrix[part.key]
        else:
            row = tuple(float(j == part.key) for j in range(len(case.costs)))
        limit = 0.0 if part.kind == "variable" and sign < 0 else limits[part.kind][part.key]
        assert part.limit == limit
        total += sign * part.multiplier * Fraction(limit)
        left = [sum_ - sign * part.multiplier * Fraction(a) for sum_, a in zip(left, row, strict=True)]
    assert not any(left)
    assert total == proof.sum < 0


def test_the_proof_reads_as_a_sum() -> None:
    program = Program("starving")
    x = program.variables("x", ["a", "b"], upper={"a": 3, "b": None})
    program.constraints("need", {"total": x["a"] + x["b"] >= 20})
    program.constraints("balance", {"even": x["a"] - x["b"] == 0})
    proof = proof_of(program)
    assert proof.table[["family", "key", "side", "limit"]].to_numpy().tolist() == [
        ["need", "total", "at least", 20.0],
        ["balance", "even", "at least", 0.0],
        ["x", "a", "at most", 3.0],
    ]
    # (a + b - 20) + (a - b) + 2 (3 - a) = -14.
    assert proof.table["multiplier"].tolist() == [1.0, 1.0, 2.0]
    assert proof.sum == -14
    assert str(proof).startswith("added up, these say that 0 is at most -14: 1 times: need[total] is at least 20")


def test_decimal_coefficients_are_proven_as_they_are_stored() -> None:
    program = Program("decimals")
    x = program.variables("x", ["a", "b", "c"], upper={"a": 0.1, "b": 0.7, "c": None})
    program.constraints("row", {1: 0.1 * x["a"] + 0.7 * x["b"] - 0.3 * x["c"] >= 0.6, 2: 1 * x["c"] == 0.1 + 0.2})
    proof = proof_of(program)
    assert proof.holds
    assert proof.sum < 0


def test_no_linear_proof_is_given_for_what_rests_on_whole_numbers() -> None:
    program = Program("parity")
    x = program.variables("x", range(2), binary=True)
    program.constraints("odd", {"half": 2 * x[0] + 2 * x[1] == 3})
    gap = Program("gap")
    gap.variables("x", ["a"], lower=0.2, upper=0.8, integer=True)
    for proof in (proof_of(program), proof_of(gap)):
        assert (proof.holds, proof.multipliers, proof.needs_whole_numbers) == (False, (), True)
        assert "without the whole numbers required the limits can all hold" in proof.text


def test_a_mixed_programme_has_a_proof_where_its_relaxation_has_none_to_offer() -> None:
    program = Program("full")
    x = program.variables("x", range(2), binary=True)
    program.constraints("need", {"three": x[0] + x[1] >= 3})
    proof = proof_of(program)
    assert (proof.holds, proof.needs_whole_numbers, float(proof.sum)) == (True, False, -1.0)
