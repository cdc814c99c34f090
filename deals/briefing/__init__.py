"""What is read: term sheets, tables, figures, notebook displays, exports.

Figures are in :mod:`deals.briefing.figures`, tables for the terminal in :mod:`deals.briefing.terminal`.
"""

from deals.briefing.exporting import export
from deals.briefing.proposal_card import proposal_html, proposal_markdown
from deals.briefing.term_sheet import term_sheet_html, term_sheet_markdown

__all__ = ["export", "proposal_html", "proposal_markdown", "term_sheet_html", "term_sheet_markdown"]
