"""What the table says to a counter-offer."""

from deals.page.document import html, markdown
from deals.talks.contents import CounterOffer
from deals.talks.page import answer_page, answer_sentences


class Weighed(CounterOffer):
    """A counter-offer weighed, to be read; see :class:`~.contents.CounterOffer`."""

    def __str__(self) -> str:
        return " ".join(answer_sentences(self))

    def __repr__(self) -> str:
        verdict = "acceptable" if self.acceptable else f"below the {self.demand:.2f} we would ask next"
        return f"Weighed(us_gain {self.us_gain:.2f}, partner_gain {self.partner_gain:.2f}, {verdict})"

    def _repr_html_(self) -> str:
        return str(html(answer_page(self)))

    def _repr_markdown_(self) -> str:
        return markdown(answer_page(self))
