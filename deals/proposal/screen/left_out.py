"""Who has no deal, and why: the largest economies by name, all others by reason."""

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import money
from deals.proposal.contents import ProposalContents

MOST_LEFT_OUT = 10
BEFORE = " (beside its deal signed before)"


def left_out(proposal: ProposalContents) -> list[Block]:
    """The largest economies without a deal, and why not; and how many others have none for which reason."""
    question = proposal.plan.question
    frame = proposal.left_out
    if frame.empty:
        return []
    size = [question.economies[str(code)].gdp for code in frame["partner"]]
    by_size = frame.assign(size=size).sort_values("size", ascending=False)
    largest, others = by_size.head(MOST_LEFT_OUT), by_size.iloc[MOST_LEFT_OUT:]
    settled = proposal.scenario.baseline_deals
    rows = [
        (
            f"{row['name']}{BEFORE if row['partner'] in settled else ''}",
            str(row["why"]),
            money(float(row["misses_by_usd_bn"])),
        )
        for row in largest.to_dict("records")
    ]
    table = Table(("Largest without a deal", "Why not", "Misses by"), rows, frozenset({"Misses by"}))
    said = (
        "A partner misses by what its deal would have to bring more to be in the plan; one set aside before the "
        "search, or whose own gain falls short, by so much at least."
    )
    if len(others):
        reasons = [f"{why} ({count})" for why, count in others["why"].value_counts().items()]
        said += f" The other {len(others)}: {'; '.join(reasons)}."
    return [Heading("Who is left out, and why"), table, Paragraph(said, "note")]
