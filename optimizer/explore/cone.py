"""A polyhedral cone by its rays, cut by one half-space after another.

The double description method (Motzkin, Raiffa, Thompson and Thrall 1953; Fukuda and Prodon 1996,
"Double description method revisited"): a cut drops the rays beyond it and adds one on every edge
that crosses it. Two rays share an edge where no third lies on all the planes both lie on.
"""

import numpy as np

from optimizer.build.arrays import Flags, Floats

ROUNDING = 1e-9


class Cone:
    """The cone ``planes @ ray >= 0``, from ``n`` independent planes in ``n`` dimensions.

    Attributes
    ----------
    rays : array
        One a row, each of length 1 in its largest entry.
    tight : array of bool
        Which planes each ray lies on.
    """

    def __init__(self, planes: Floats) -> None:
        self.rays = _scaled(np.linalg.inv(planes).T)
        self.tight: Flags = ~np.eye(len(planes), dtype=np.bool_)

    def cut(self, plane: Floats) -> bool:
        """Keep what has ``plane @ ray >= 0``; False, and nothing noted, if that is everything."""
        heights = self.rays @ plane / np.abs(plane).max()
        beyond = heights < -ROUNDING
        if not beyond.any():
            return False
        fresh, fresh_tight = [], []
        for one in np.flatnonzero(beyond):
            for other in np.flatnonzero(heights > ROUNDING):
                shared = self.tight[one] & self.tight[other]
                if self._adjacent(shared):
                    fresh.append(heights[other] * self.rays[one] - heights[one] * self.rays[other])
                    fresh_tight.append(np.append(shared, True))
        kept = np.column_stack([self.tight, np.abs(heights) <= ROUNDING])[~beyond]
        # There may be none: then the planes of the new face are all there already.
        added = _scaled(np.array(fresh).reshape(-1, self.rays.shape[1]))
        self.rays = np.vstack([self.rays[~beyond], added])
        self.tight = np.vstack([kept, *fresh_tight])
        return True

    def _adjacent(self, shared: Flags) -> bool:
        dimensions = self.rays.shape[1]
        if shared.sum() < dimensions - 2:
            return False
        return int(self.tight[:, shared].all(axis=1).sum()) == 2


def _scaled(rays: Floats) -> Floats:
    return np.asarray(rays / np.abs(rays).max(axis=1, keepdims=True), dtype=np.float64)
