"""Why the rows of the table of deals do not add up to what deals add in all."""

from deals.page.wording import in_a_sentence, money, number
from deals.plan.alone import done_alone
from deals.plan.baselines import ALONE
from deals.proposal.contents import ProposalContents

SEEN = 0.05
"""USD bn from which a difference shows in the figures of the table."""
SMALL = 1e-3
"""Share of what deals add to which the reckoning must agree."""


def rest_of_total(proposal: ProposalContents) -> str:
    """What the total holds beside its rows: what is done otherwise toward partners without a deal; or nothing."""
    rows, total = float(proposal.summary["over_alone"].sum()), proposal.baselines.over_alone
    rest = total - rows
    if not abs(rest) >= SEEN:
        return ""
    said = f"Over the best alone these rows sum to {number(rows)}, and {number(total)} in all is added:"
    now = proposal.alone["us_value"]
    before = done_alone(proposal.baselines.plans[ALONE])["us_value"]
    moved = now.sub(before, fill_value=0.0).drop(proposal.summary.index, errors="ignore")
    if abs(float(moved.sum()) - rest) > SMALL * abs(total):
        return f"{said} {money(rest, sign=True)} arises between partners, and is no one deal’s."
    most = str((moved if rest > 0 else -moved).idxmax())
    name = in_a_sentence(str(proposal.alone["name"].get(most, most)))
    return (
        f"{said} {money(rest, sign=True)} is what the plan opens and sets toward partners without a deal, against what "
        f"it would without any ({name} {money(float(moved[most]), sign=True)})."
    )
