"""When those who have not signed may sign: a chance for each partner, fitted on who has, and a pace counted from it.

Who had signed by the last day of the record is a logistic regression with slopes shrunk (S. le Cessie and J. C. van
Houwelingen, "Ridge estimators in logistic regression", Applied Statistics 41, 1992). Its chance P over the months
observed is a monthly hazard -log(1 - P) / months, months after the ruling counted at the slower pace of texts since. A
framework changes it by signings observed over those expected with one, and without; both counts take one more, which is
the mean under a gamma law with both numbers 1 (D. Clayton and J. Kaldor, Biometrics 43, 1987).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from deals.record.outlook.on_record import OnRecord
from optimizer import Flags, Floats

SHRINK = 1.0
"""Ridge on slopes for one standard deviation, in units of the log likelihood."""
ROUNDS = 50
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Pace:
    """How fast texts are signed, counted from the record.

    Attributes
    ----------
    start, ruling, last : date
        Counted from a day, before and since the ruling, to the last day of the record.
    before, since : int
        Partners that signed.
    """

    start: date
    ruling: date
    last: date
    before: int
    since: int

    @classmethod
    def of(cls, record: OnRecord, partners: list[str], start: date, ruling: date) -> "Pace":
        """Count the partners that signed after `start`."""
        days = [record.signed[code] for code in partners if code in record.signed]
        before, since = sum(start < day <= ruling for day in days), sum(day > ruling for day in days)
        return cls(start, ruling, record.last, before, since)

    @property
    def slower(self) -> float:
        """Texts a month since the ruling over those before."""
        return (self.since / months(self.ruling, self.last)) / (self.before / months(self.start, self.ruling))

    def at_risk(self, since: date, until: date) -> float:
        """Months from one day to another at the pace before the ruling: a later month counts as `slower` of one."""
        middle = min(max(self.ruling, since), until)
        return months(since, middle) + self.slower * months(middle, until)


@dataclass(frozen=True, eq=False)
class Logit:
    """Chances by what is known of partners.

    Attributes
    ----------
    slopes : array
        Of one, then of each column, for a standard deviation of it.
    """

    slopes: Floats

    @classmethod
    def fitted(cls, columns: Floats, happened: Flags) -> "Logit":
        """Fit by Newton's method; `columns` has a row a partner."""
        rows = _with_one(columns)
        shrink = SHRINK * np.eye(rows.shape[1])
        shrink[0, 0] = 0.0
        slopes = np.zeros(rows.shape[1])
        for _ in range(ROUNDS):
            chance = _logistic(rows @ slopes)
            curve = rows.T @ (rows * (chance * (1 - chance))[:, None]) + shrink
            step = np.linalg.solve(curve, rows.T @ (happened - chance) - shrink @ slopes)
            slopes = slopes + step
            if np.abs(step).max() < 1e-10:
                break
        return cls(slopes)

    @classmethod
    def left_out(cls, columns: Floats, happened: Flags) -> Floats:
        """The chance of each row as fitted on the others."""
        rows = np.arange(len(columns))
        return np.array(
            [cls.fitted(columns[rows != row], happened[rows != row]).chance(columns[[row]])[0] for row in rows]
        )

    def chance(self, columns: Floats) -> Floats:
        """The chance of each row."""
        return _logistic(_with_one(columns) @ self.slopes)


@dataclass(frozen=True, eq=False)
class Signing:
    """The hazard of signing.

    Attributes
    ----------
    pace : Pace
    logit : Logit
    framework, none : float
        What the hazard is multiplied by with a framework on record, and without.
    """

    pace: Pace
    logit: Logit
    framework: float
    none: float

    @classmethod
    def fitted(
        cls, record: OnRecord, pace: Pace, partners: list[str], columns: Floats, *, by_framework: bool
    ) -> "Signing":
        """Fit on partners that had not signed when the count begins.

        Parameters
        ----------
        record : OnRecord
        pace : Pace
        partners : list of str
        columns : array
            What is known of each partner, standardised: a row a partner.
        by_framework : bool
            Whether a framework on record makes a difference.
        """
        happened = np.array([code in record.signed for code in partners])
        logit = Logit.fitted(columns, happened)
        plain = cls(pace, logit, 1.0, 1.0)
        if not by_framework:
            return plain
        seen, expected = {True: 0, False: 0}, {True: 0.0, False: 0.0}
        for code, hazard in zip(partners, plain.monthly(columns), strict=True):
            end = record.signed.get(code, pace.last)
            turn = min(max(record.frameworks.get(code, end), pace.start), end)
            expected[False] += hazard * pace.at_risk(pace.start, turn)
            expected[True] += hazard * pace.at_risk(turn, end)
            seen[turn < end] += code in record.signed
        factors = {state: (seen[state] + 1) / (expected[state] + 1) for state in seen}
        return cls(pace, logit, factors[True], factors[False])

    def monthly(self, columns: Floats) -> Floats:
        """Hazard a month at the pace before the ruling, whatever is on record of the partner."""
        hazard: Floats = -np.log1p(-self.logit.chance(columns)) / self.pace.at_risk(self.pace.start, self.pace.last)
        return hazard

    def chances(self, columns: Floats, with_framework: Flags, until: date) -> Floats:
        """Chance that each partner has signed by a day, having not by the last of the record."""
        factors = np.where(with_framework, self.framework, self.none)
        chances: Floats = -np.expm1(-self.monthly(columns) * factors * self.pace.at_risk(self.pace.last, until))
        return chances


def months(since: date, until: date) -> float:
    """Months from one day to another."""
    return (until - since).days / DAYS_A_MONTH


def _with_one(columns: Floats) -> Floats:
    return np.column_stack([np.ones(len(columns)), columns])


def _logistic(values: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-values))
    return chance
