"""Files of forecasts and outcomes are read as written, or refused with each mistake told once, at its line."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from deals.kit.errors import InputError
from deals.record.outlook.forecasts import FORECAST, OUTCOME, QUANTILES, fingerprint, read_forecasts, read_outcomes
from tests.record.files import said, seen, written

GOOD = said("model", "IND", 0.8)
RATE = said("model", "IND", 10, 15, 15, 18, 25, question="rate")


def test_forecasts_are_read_as_they_are_written(tmp_path: Path) -> None:
    rows = (
        GOOD,
        RATE,
        said("model", "EUU", 0, 0, 10, 50, 1e3, question="pledges"),
        said("other", "ARE", 0, 0, 0, 100, 500, question="chips", day="2027-06-30").replace("because", '"yes, ""so"""'),
    )
    frame = read_forecasts(written(tmp_path / "f.csv", FORECAST, *rows))
    assert tuple(frame.columns) == FORECAST
    assert frame["partner"].tolist() == ["IND", "IND", "EUU", "ARE"]
    assert frame["probability"].isna().tolist() == [False, True, True, True]
    assert frame["probability"].iloc[0] == 0.8
    assert frame[list(QUANTILES)].to_numpy()[1].tolist() == [10, 15, 15, 18, 25]
    assert frame[list(QUANTILES)].isna().all(axis=1).tolist() == [True, False, False, False]
    assert frame["resolves_on"].tolist() == [pd.Timestamp("2026-12-31")] * 3 + [pd.Timestamp("2027-06-30")]
    assert frame["reason"].iloc[3] == 'yes, "so"'


def test_columns_may_stand_in_any_order_and_a_reason_may_be_missing(tmp_path: Path) -> None:
    plain = read_forecasts(written(tmp_path / "f.csv", FORECAST, GOOD.replace("because", ""), RATE))
    cells = [line.split(",")[::-1] for line in (GOOD.replace("because", ""), RATE)]
    turned = read_forecasts(written(tmp_path / "g.csv", FORECAST[::-1], *(",".join(row) for row in cells)))
    pd.testing.assert_frame_equal(plain, turned)


def test_a_file_out_of_a_spreadsheet_is_read_as_well(tmp_path: Path) -> None:
    """With a byte order mark, carriage returns and blank lines at its end."""
    plain = written(tmp_path / "f.csv", FORECAST, GOOD, RATE)
    sheet = tmp_path / "g.csv"
    sheet.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n") + b"\r\n")
    pd.testing.assert_frame_equal(read_forecasts(plain), read_forecasts(sheet))


def test_outcomes_are_read_as_they_are_written_and_may_be_none_yet(tmp_path: Path) -> None:
    frame = read_outcomes(written(tmp_path / "o.csv", OUTCOME, seen("IND", 1), seen("IND", 18.5, "rate")))
    assert tuple(frame.columns) == OUTCOME
    assert frame["value"].tolist() == [1, 18.5]
    nothing = read_outcomes(written(tmp_path / "none.csv", OUTCOME))
    assert nothing.empty
    assert nothing.dtypes.to_dict() == frame.dtypes.to_dict()


def test_the_fingerprint_is_that_of_the_bytes(tmp_path: Path) -> None:
    """As published for "abc" (FIPS 180-2, appendix B.1)."""
    file = tmp_path / "f.csv"
    file.write_bytes(b"abc")
    assert fingerprint(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    file.write_bytes(b"abc\r\n")
    assert fingerprint(file) == hashlib.sha256(b"abc\r\n").hexdigest()


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        (GOOD.replace("model", " "), "forecaster", "blank"),
        (said("model", "INX", 0.5), "partner", "unknown partner"),
        (said("model", "USA", 0.5), "partner", "unknown partner"),
        (GOOD.replace("signed", "signs"), "question", "did you mean signed"),
        (said("model", "IND", 0.5, day="31.12.2026"), "resolves_on", "not a day"),
        (said("model", "IND", 0.5, day="20261231"), "resolves_on", "write it as 2026-12-31"),
        (said("model", "IND", 0.5, day="2026-11-31"), "resolves_on", "not a day"),
        (GOOD.replace("probability", "percent"), "unit", "write probability"),
        (said("model", "IND", 1, 2, 3, 4, 5, question="chips").replace("thousand H100e", "kH"), "unit", "H100e"),
        (GOOD.replace("0.8", ""), "probability", "blank"),
        (said("model", "IND", 80), "probability", "write a share, not a percent"),
        (said("model", "IND", -0.1), "probability", "below 0"),
        (GOOD.replace("0.8", "likely"), "probability", "not a number"),
        (GOOD.replace("0.8", "nan"), "probability", "not a number"),
        ("model,IND,signed,2026-12-31,probability,0.5,1,2,3,4,5,", "q10, q25, q50, q75, q90", "not asked of signed"),
        (RATE.replace("percent,", "percent,0.5"), "probability", "not asked of rate"),
        (RATE.replace(",18,", ",,"), "q75", "blank"),
        ("model,IND,rate,2026-12-31,percent,,,,,,,", "q10, q25, q50, q75, q90", "blank"),
        (RATE.replace("18", "1e999"), "q75", "not a number"),
        (said("model", "IND", -5, 0, 1, 2, 3, question="rate"), "q10", "below 0"),
        (said("model", "IND", 10, 20, 15, 30, 40, question="pledges"), "q10, q25, q50, q75, q90", "quantiles fall"),
        (GOOD.replace("because", "this, and that"), "", "wrong number of cells"),
        ("model,IND", "", "wrong number of cells"),
        (said("first", "BRA", 0.3), "forecaster, partner, question, resolves_on", "same as line 2"),
    ],
)
def test_a_mistake_in_a_forecast_is_told_once_at_its_line(tmp_path: Path, row: str, field: str, message: str) -> None:
    """Between two good rows, the first of which runs over two lines: so the third row is on line 4."""
    first = said("first", "BRA", 0.2).replace("because", '"two\nlines"')
    file = written(tmp_path / "f.csv", FORECAST, first, row, said("last", "BRA", 0.2))
    with pytest.raises(InputError, match=message) as refused:
        read_forecasts(file)
    (problem,) = refused.value.problems
    assert (problem.file, problem.field) == (f"{file}:4", field)


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        (seen("INX", 1), "partner", "unknown partner"),
        (seen("IND", 1, "vote"), "question", "unknown question"),
        (seen("IND", 1, day="soon"), "resolves_on", "not a day"),
        (seen("IND", 0.5), "value", "write 1 or 0"),
        (seen("IND", -1), "value", "below 0"),
        (seen("IND", -1, "rate"), "value", "below 0"),
        (seen("IND", 1).replace(",1,", ",,"), "value", "leave the row out"),
        (seen("IND", 1).replace(",1,", ",yes,"), "value", "not a number"),
        (seen("IND", 1).replace("somewhere", ""), "source", "known from"),
        (seen("BRA", 1), "partner, question, resolves_on", "same as line 2"),
    ],
)
def test_a_mistake_in_an_outcome_is_told_once_at_its_line(tmp_path: Path, row: str, field: str, message: str) -> None:
    file = written(tmp_path / "o.csv", OUTCOME, seen("BRA", 0), row, seen("VNM", 1))
    with pytest.raises(InputError, match=message) as refused:
        read_outcomes(file)
    (problem,) = refused.value.problems
    assert (problem.file, problem.field) == (f"{file}:3", field)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    rows = ("model,INX,rate,soon,per cent,,a,b,3,4,5,", GOOD, said("model", "IND", 2), "model")
    file = written(tmp_path / "f.csv", FORECAST, *rows)
    with pytest.raises(InputError) as refused:
        read_forecasts(file)
    found = [(problem.file.removeprefix(f"{file}:"), problem.field) for problem in refused.value.problems]
    assert sorted(found) == sorted(
        [
            *(("2", name) for name in ("partner", "resolves_on", "unit", "q10", "q25")),
            ("4", "probability"),
            ("4", "forecaster, partner, question, resolves_on"),
            ("5", ""),
        ]
    )


@pytest.mark.parametrize(
    ("header", "field", "message"),
    [
        (FORECAST[:-1], "reason", "missing column"),
        ((*FORECAST, "remark"), "remark", "unknown column"),
        ((*FORECAST, "unit"), "unit", "column given twice"),
    ],
)
def test_other_columns_are_refused(tmp_path: Path, header: tuple[str, ...], field: str, message: str) -> None:
    file = written(tmp_path / "f.csv", header, GOOD)
    with pytest.raises(InputError, match=message) as refused:
        read_forecasts(file)
    (problem,) = refused.value.problems
    assert (problem.file, problem.field) == (str(file), field)


def test_a_quotation_mark_left_open_swallows_no_forecast(tmp_path: Path) -> None:
    """All that follows would else be taken for one reason."""
    file = written(tmp_path / "f.csv", FORECAST, GOOD, RATE.replace("because", '"because'), said("last", "BRA", 0.2))
    with pytest.raises(InputError, match="close the quotation marks") as refused:
        read_forecasts(file)
    (problem,) = refused.value.problems
    assert problem.file == f"{file}:3"


def test_files_that_cannot_be_read_or_hold_nothing(tmp_path: Path) -> None:
    for read in (read_forecasts, read_outcomes, fingerprint):
        with pytest.raises(InputError, match="cannot be read"):
            read(tmp_path / "absent.csv")
        with pytest.raises(InputError, match="cannot be read"):
            read(tmp_path)
    with pytest.raises(InputError, match="no forecast in it"):
        read_forecasts(written(tmp_path / "f.csv", FORECAST))
    foreign = tmp_path / "g.csv"
    foreign.write_bytes(",".join(OUTCOME).encode() + "\nIND,signed,2026-12-31,1,née\n".encode("latin-1"))
    with pytest.raises(InputError, match="save it as UTF-8"):
        read_outcomes(foreign)
    foreign.write_bytes(b"")
    with pytest.raises(InputError, match="missing column") as refused:
        read_outcomes(foreign)
    assert [problem.field for problem in refused.value.problems] == list(OUTCOME)
