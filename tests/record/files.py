"""Files of forecasts and of outcomes, written row by row."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from deals.record.outlook.forecasts import FORECAST, OUTCOME, UNITS, read_forecasts, read_outcomes

DAY = "2026-12-31"


def written(path: Path, columns: Iterable[str], *rows: str) -> Path:
    """Write a file with these columns and rows."""
    path.write_text("\n".join([",".join(columns), *rows, ""]), encoding="utf-8")
    return path


def said(who: str, partner: str, *numbers: float, question: str = "signed", day: str = DAY) -> str:
    """Write one forecast: a probability, or five quantiles."""
    cells = ",".join(map(str, numbers))
    told = f"{cells},,,,," if question == "signed" else f",{cells}"
    return f"{who},{partner},{question},{day},{UNITS[question]},{told},because"


def seen(partner: str, value: float, question: str = "signed", day: str = DAY) -> str:
    """Write one outcome."""
    return f"{partner},{question},{day},{value},somewhere"


def frames(folder: Path, forecasts: Iterable[str], outcomes: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both, written and read again."""
    return (
        read_forecasts(written(folder / "forecasts.csv", FORECAST, *forecasts)),
        read_outcomes(written(folder / "outcomes.csv", OUTCOME, *outcomes)),
    )
