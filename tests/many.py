"""Numbers of many worlds, where a test puts them in the place of one."""

from typing import Any

import numpy as np


def over_worlds(numbers: Any) -> Any:
    """An array over worlds where one number would stand."""
    return np.asarray(numbers, dtype=np.float64)
