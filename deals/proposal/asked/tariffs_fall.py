"""What if the tariffs fall in court: what is left of every deal, who would walk, and what that does to the gain.

The ruling of February 2026 is replayed on the plan, as :mod:`deals.comparison.ruling` has it: from its day on country
tariffs and the relief from them are gone, and partners whose remaining terms are not worth their cost gain by walking.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from deals.comparison.ruling import RULING, after_ruling, change_after_ruling, falls
from deals.page.document import Document, Fact, Facts, Heading, Paragraph, Table
from deals.page.wording import in_a_sentence, listed, money, percent, rate
from deals.plan.levels import rates_alone
from deals.plan.tables import TERM_COLUMNS
from deals.proposal.asked.told import Told
from deals.proposal.contents import ProposalContents
from deals.world.quantity import Quantity

COLUMNS = [
    "name",
    "signed",
    "us_gain",
    "relief_lost",
    "left_to_partner",
    "walks",
    "walks_as_offered",
    "us_relief_lost",
    "us_loses",
    "us_gain_after",
]
MOST_NAMED = 5


@dataclass(frozen=True, eq=False, repr=False)
class TariffsFall(Told):
    """What is left when the tariffs fall.

    Attributes
    ----------
    day : date
        Of the ruling.
    gain, gain_after : float
        Of the plan over nothing, USD bn: as planned, and with the ruling as judged.
    gain_low, gain_high : float
        With the ruling, where the most and where the fewest walk.
    walk : Quantity
        The share of partners that walk of those that would gain by it.
    falls : bool
        Whether rates rest on what the ruling struck down, in the law of the world's day.
    offers : bool
        Whether what is proposed to partners differs from the plan's own terms.
    """

    day: date
    gain: float
    gain_after: float
    gain_low: float
    gain_high: float
    walk: Quantity
    falls: bool
    offers: bool
    _table: pd.DataFrame

    @property
    def table(self) -> pd.DataFrame:
        """By partner: `us_gain` if talks hold, and `us_gain_after` the ruling as judged, USD bn present value.

        `relief_lost` to the partner and `us_relief_lost` to the United States from that day on; `left_to_partner`, its
        own promises deducted; `walks`, whether it would gain by calling the deal void, and `walks_as_offered` whether
        it would on the terms that are proposed to it; `us_loses` if it does.
        """
        return self._table.copy()

    @property
    def sentence(self) -> str:
        """What falls, who would walk, and what is left of the gain."""
        if not self.falls:
            return (
                f"The ruling of {self.day:%d %B %Y} changes nothing here: neither country rates nor relief from them "
                "rest on emergency powers."
            )
        after = (
            f"If the tariffs fall in court on {self.day:%d %B %Y}, the gain over nothing goes from {money(self.gain)} "
            f"to {money(self.gain_after)}"
        )
        if self._table.empty:
            return f"{after}. The plan has no deal that a partner could call void."
        walking = self._table[self._table["walks"]]
        offered = int(self._table["walks_as_offered"].sum())
        largest = [str(name) for name in walking.nlargest(MOST_NAMED, "us_gain")["name"]]
        who = f", {listed(list(map(in_a_sentence, largest)))} with the largest deals among them" if largest else ""
        return (
            f"{after} ({money(self.gain_low)} to {money(self.gain_high)}, as more or fewer walk). "
            f"On the plan’s own terms {len(walking)} of {len(self._table)} partners would gain by calling their deal "
            f"void{who}{f'; on the terms proposed to them, {offered}' if self.offers else ''}."
        )

    @property
    def document(self) -> Document:
        """The answer as a page."""
        title = "What if the tariffs fall in court"
        if not self.falls or self._table.empty:
            return Document("", title, [Paragraph(self.sentence, "lead")])
        rows = [
            (
                str(row["name"]),
                str(row["signed"]),
                money(float(row["us_gain"])),
                money(float(row["relief_lost"])),
                money(float(row["left_to_partner"])),
                "yes" if row["walks"] else "no",
                "yes" if row["walks_as_offered"] else "no",
                money(float(row["us_gain_after"])),
            )
            for row in self._table.to_dict("records")
        ]
        figures = ("US gain, talks held", "Relief it loses", "Left to it after that")
        columns = ("Partner", "Signs", *figures, "Would walk", "Would, as offered", "US gain after")
        share = percent(self.walk.value)
        return Document(
            above=f"The ruling of {self.day:%d %B %Y}, replayed on this plan",
            title=title,
            blocks=[
                Paragraph(self.sentence, "lead"),
                Facts(
                    [
                        Fact("Gain as planned", money(self.gain), "over nothing"),
                        Fact("Gain after the ruling", money(self.gain_after), f"{share} of those that could walk do"),
                        Fact("If all or few walk", f"{money(self.gain_low)} to {money(self.gain_high)}", self._range()),
                    ]
                ),
                Heading("Deal by deal"),
                Table(columns, rows, frozenset((*figures, "US gain after"))),
                Paragraph(
                    "From that day on country tariffs and the relief from them are gone, also where no deal set them. "
                    "Chips stay, and sector duties rest on another law. Who is left below nothing gains by walking; "
                    f"how many do is a judgement: {self.walk.reason}. A deal signed later is counted as losing its "
                    "relief in full.",
                    "note",
                ),
            ],
        )

    def _range(self) -> str:
        low, high = (rate(100 * end) for end in (self.walk.high, self.walk.low))
        return f"{low}% and {high}% of them"


def if_tariffs_fall(proposal: ProposalContents) -> TariffsFall:
    """Replay the ruling of February 2026 on a plan and on what is proposed; nothing is solved."""
    plan, gain = proposal.plan, proposal.baselines.gain
    world = plan.question.world
    walk = world.parameters["ruling.walk_share"]
    packages = [proposal.deal(code) for code in plan.signed]
    left = after_ruling(plan)
    frames = [package.proposed for package in packages]
    offered = after_ruling(plan, pd.concat(frames) if frames else pd.DataFrame(columns=TERM_COLUMNS))
    rates, by_code = rates_alone(plan), left.to_dict("index")
    rows = {}
    for package in packages:
        code, row = package.partner, by_code[package.partner]
        planned = float(package.summary["us_gain"])
        relief, lost = float(row["us_saves"]), float(row["us_loses"])
        rows[code] = [
            package.name,
            package.period,
            planned,
            float(row["relief_lost"]),
            float(row["left_to_partner"]),
            bool(row["void"]),
            bool(offered.loc[code, "void"]),
            -relief,
            -lost,
            planned + relief + walk.value * lost,
        ]
    after, low, high = (
        gain + change_after_ruling(plan, left, rates, share) for share in (walk.value, walk.high, walk.low)
    )
    table = pd.DataFrame.from_dict(rows, orient="index", columns=COLUMNS).rename_axis("partner")
    typed = table.astype({"walks": bool, "walks_as_offered": bool})
    return TariffsFall(
        world.rule_dates[RULING],
        gain,
        after,
        low,
        high,
        walk,
        falls(plan.question),
        proposal.offered is not None,
        typed,
    )
