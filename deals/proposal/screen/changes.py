"""What would change the answer: judgements over their ranges, and threats read otherwise."""

from deals.page.document import Block, Heading, Paragraph, Table
from deals.page.wording import counted, money, number
from deals.proposal.contents import ProposalContents
from deals.proposal.screen.answer import said
from deals.record.trial.last_run import last_run
from deals.scenario.scenario import load, names


def would_change(proposal: ProposalContents) -> list[Block]:
    """The judgements that move the gain most, the plan under three readings of its threats, and how it was tried."""
    return [Heading("What would change it"), *_judgements(proposal), readings(proposal), *tried(proposal)]


def _judgements(proposal: ProposalContents) -> list[Block]:
    """Each judgement over its range, with these deals held."""
    rows = [
        (
            str(row["what"]),
            said(row["value"], row["unit"]),
            f"{said(row['low'], row['unit'])} to {said(row['high'], row['unit'])}",
            f"{money(row['gain_low'])} to {money(row['gain_high'])}",
            ", ".join(
                f"{counted(int(row[f'lost_{end}']), 'deal')} at {said(row[end], row['unit'])}"
                for end in ("low", "high")
                if row[f"lost_{end}"]
            )
            or "–",
        )
        for row in proposal.rests_on.to_dict("records")
    ]
    columns = ("Judgement", "Taken as", "Between", "Gain with these deals held", "Deals that fall away")
    return [Table(columns, rows, frozenset(columns[1:4]))] if rows else []


def readings(proposal: ProposalContents) -> Table:
    """The plan under three readings of its threats."""
    rows = [
        (str(name).capitalize(), number(float(row["gain"])), number(float(row["adds"])), str(int(row["deals"])))
        for name, row in proposal.baselines.readings.iterrows()
    ]
    columns = ("Threats read as", "Gain over nothing, USD bn", "Deals add to the best alone, USD bn", "Deals")
    return Table(columns, rows, frozenset(columns[1:]))


def tried(proposal: ProposalContents) -> list[Block]:
    """How the scenario did on real deals, as of its last kept backtest; nothing where it was changed or never tried."""
    asked = proposal.scenario
    found = last_run(asked.name) if asked.name in names() and asked == load(asked.name) else None
    return [] if found is None else [Paragraph(found.sentence, "note")]
