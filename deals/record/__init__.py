"""What really happened: deals as signed, evaluated, compared, learned from."""

from deals.record.outlook.forecasts import OUTCOME, fingerprint, read_forecasts, read_outcomes
from deals.record.outlook.scored import score
from deals.record.signed.listing import listing
from deals.record.signed.reading_files import recorded
from deals.record.weighing.evaluation import Evaluation, evaluate

__all__ = [
    "OUTCOME",
    "Evaluation",
    "evaluate",
    "fingerprint",
    "listing",
    "read_forecasts",
    "read_outcomes",
    "recorded",
    "score",
]
