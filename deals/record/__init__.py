"""What really happened: deals as signed, evaluated, compared, learned from."""

from deals.record.weighing.evaluation import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
