"""Pages say what a reader must know, with units, and nothing in the data can become markup."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from markupsafe import escape

from deals.page import style
from deals.page.document import Bar, Document, Heading, Paragraph, Table, html, markdown
from deals.page.wording import chips, gap, money, number, percent
from deals.plan.baselines import Baselines
from deals.plan.plan import Plan
from deals.proposal import Proposal
from deals.proposal.phrases import AUTHORITIES
from deals.proposal.proposal_card import chips_add, leverage_in_words, proposal_html, proposal_markdown
from deals.proposal.report import report_page
from deals.proposal.term_sheet import term_sheet, term_sheet_html, term_sheet_markdown
from deals.world.load import data_folder
from tests.proposal.small import HOSTILE, only

OURS = {"style", "article", "p", "h2", "h3", "div", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "span"}


class Told(Baselines):
    """Baselines with gains that are typed in."""

    def __init__(self, table: pd.DataFrame, read: Mapping[str, Plan]) -> None:
        super().__init__({}, read, 0.3)
        self.__dict__["_table"] = table


class Tags(HTMLParser):
    """Collects every element and attribute that a browser would see, and whether all were closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_hostile_name_stays_text_in_html(proposal: Proposal) -> None:
    """With an unescaped name the page would hold an img with an onerror handler."""
    for page in (proposal_html(proposal), term_sheet_html(proposal["KHM"])):
        tags = Tags(str(page))
        assert tags.seen <= OURS
        assert tags.attributes <= {"class", "scope", "style"}
        assert not tags.open
        assert "&lt;img src=x" in page


def test_a_hostile_name_stays_text_in_markdown(proposal: Proposal) -> None:
    for page in (proposal_markdown(proposal), term_sheet_markdown(proposal["KHM"])):
        assert "<" not in page
        assert r"\[x\](javascript" in page
        assert r"\`{0}\` \$x\$" in page
        tables = re.findall(r"(?:^\|.*\n)+", page, flags=re.MULTILINE)
        assert any("img src" in table for table in tables)
        for table in tables:
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(widths) == 1, "a name broke out of its cell"


def test_a_name_with_line_breaks_stays_on_its_line() -> None:
    page = Document("a\n# b", "c\r\nd", [Heading("e\n\nf"), Table(("g\nh",), [("| i\nj",)])])
    assert markdown(page).splitlines()[0] == "# c d"
    assert r"| \| i j |" in markdown(page)


def test_html_and_markdown_tell_the_same(proposal: Proposal) -> None:
    """Both are written from one page; only the style differs."""
    page = term_sheet(proposal["ARE"])
    for block in page.blocks:
        if isinstance(block, Paragraph):
            assert block.text in html(page)
            assert block.text.split("(")[0] in markdown(page)


def test_the_card_follows_the_theme_of_the_notebook(proposal: Proposal) -> None:
    page = str(proposal_html(proposal))
    style = page[page.index("<style>") : page.index("</style>")]
    colours = re.findall(r"(?:color|background|border[a-z-]*):[^;}]*", style)
    fixed = [rule for rule in colours if "#" in rule and "var(--jp-" not in rule]
    assert not fixed
    assert "--jp-layout-color1" in style


def test_the_first_screen_says_against_what_and_how_sure(proposal: Proposal) -> None:
    page = proposal_markdown(proposal)
    first, changes = page[: page.index("## Deals, in order")], page[page.index("## What would change it") :]
    base = proposal.baselines
    assert f"Deals add to the best alone: **{money(base.over_alone, sign=True)}**" in first
    assert f"which brings {money(base.best_alone)}; the plan {money(base.gain)} over nothing" in first
    assert f"Chips as leverage add: **{money(base.over_opening, sign=True)}**" in first
    assert "Talks fail with a chance of: **30%**" in first
    assert re.search(r"Rests on judgement: \*\*\d+%\*\*", first)
    assert "AUC" not in page
    for name, row in base.readings.to_dict("index").items():
        told = f"| {str(name).capitalize()} | {number(row['gain'])} | {number(row['adds'])} | {row['deals']} |"
        assert told in changes


def test_the_card_says_size_status_gap_and_time(proposal: Proposal) -> None:
    page = proposal_markdown(proposal)
    run = proposal.report
    size = (f"{run.size.rows:,} rows", f"{run.size.integers:,} integers")
    found = (run.status, f"gap {gap(run.gap)};")
    for part in (*size, *found, f"took {run.seconds:.1f} s", "ties not excluded"):
        assert part in page


@pytest.mark.parametrize(
    ("opening", "slack", "words", "added"),
    [
        (130.9, 0.5, "Chips as leverage add USD 37.7 bn to opening them", "+USD 37.7 bn"),
        (168.6, 0.0, "add nothing that the gaps can tell", "nothing"),
        (168.3, 0.5, "add nothing that the gaps can tell", "nothing beyond ±USD 500 m"),
        (170.0, 0.5, "none of them by order, brings USD 1.40 bn more", "−USD 1.40 bn"),
    ],
)
def test_leverage_is_not_praised_where_opening_does_as_well(
    proposal: Proposal, opening: float, slack: float, words: str, added: str
) -> None:
    gains = {"nothing": 0.0, "best_alone": 40.0, "opening_and_tariff_deals": opening, "deals_only": 90.0, "plan": 168.6}
    base = Told(pd.DataFrame({"gain": gains, "gap": slack}), proposal.baselines.read)
    told = replace(proposal, baselines=base)
    assert words in leverage_in_words(told)
    assert f"{money(opening)} over nothing" in leverage_in_words(told)
    assert "threatened, bring USD 90.0 bn" in leverage_in_words(told)
    assert chips_add(told) == added


def test_the_first_screen_names_what_is_opened_without_a_deal_and_whom_no_tariff_threatens(proposal: Proposal) -> None:
    """The largest by name, the others by number; one is one partner and none is nobody."""
    alone = proposal.alone.sort_values("opened_kh", ascending=False)
    words = leverage_in_words(proposal)
    for code in alone.index[:6]:
        assert f"{alone['name'][code]} {number(alone['opened_kh'][code])}" in words
    assert f"and {int((alone['opened_kh'] > 0).sum()) - 6} more" in words
    assert "threatened toward everybody" in words, "where deals have it all"
    free = [15.0, *[float("nan")] * (len(alone) - 1)]
    assert "Toward 1 partner no tariff is threatened" in leverage_in_words(
        replace(proposal, alone=alone.assign(rate=free))
    )
    assert "Nothing is opened without a deal" in leverage_in_words(replace(proposal, alone=alone.iloc[:0]))


def test_the_report_lists_all_that_is_done_without_a_deal(proposal: Proposal) -> None:
    """Whoever is opened to or has its rate set, signer or not, whereas the first screen names a few."""
    free = proposal.alone.assign(rate=[15.0, *proposal.alone["rate"].iloc[1:]])
    page = markdown(report_page(replace(proposal, alone=free)))
    part = page[page.index("## Done without a deal") : page.index("## Diversion")]
    for row in free.to_dict("records"):
        assert f"| {row['name']} | {number(row['opened_kh'])} |" in part
    first = free.iloc[0]
    assert f"| {first['announced']:.0f} → 15 | {money(first['us_value'])} |" in part
    assert "Done without a deal" not in markdown(report_page(replace(proposal, alone=free.iloc[:0])))


def test_every_deal_has_its_line(proposal: Proposal) -> None:
    page = str(proposal_html(proposal))
    assert all(f">{escape(name)}</td>" in page for name in proposal.summary["name"])


@pytest.mark.parametrize("code", ["EUU", "ARE", "MYS", "JPN", "SAU", "THA"])
def test_a_term_sheet_has_all_that_a_minister_needs(proposal: Proposal, code: str) -> None:
    sheet = term_sheet_markdown(proposal[code])
    for heading in (
        "What the United States gives",
        "What the United States asks",
        "What it is worth to each side",
        "Why it holds",
        "What each measure means",
        "What binds",
        "Where the figures come from",
        "How long the promises last",
        "How sure this is",
    ):
        assert f"## {heading}" in sheet
    assert f"{money(float(proposal[code].summary['reservation_value']))} to it (its reservation value)" in sheet
    for term in proposal[code].proposed.to_dict("records"):
        assert str(term["label"]) in sheet
        assert AUTHORITIES[str(term["legal_authority"])] in sheet
    for flag in proposal[code].summary["flags"]:
        assert flag[1:] in sheet


def test_quotas_are_told_in_both_bases(proposal: Proposal) -> None:
    package = proposal["ARE"]
    sheet, deal = term_sheet_markdown(package), package.summary
    assert f"{chips(deal['chips_kh'])} delivered (8-bit; {chips(deal['chips_kh_tpp'])} by TPP)" in sheet
    classes = [name.replace("_", " ").title() for name in dict.fromkeys(package.quotas["chip_class"])]
    assert f"| Quarter | All | {' | '.join(classes)} |" in sheet
    for quarter in sorted(set(map(str, package.quotas["quarter"]))):
        part = package.quotas[package.quotas["quarter"] == quarter]
        assert f"| {quarter} | {number(part['kh_8bit'].sum())} / {number(part['kh_tpp'].sum())} |" in sheet


def test_a_bloc_shows_its_members(proposal: Proposal) -> None:
    """What the deal brings each, what is opened to it in any case, and the demand that is met."""
    package = proposal["EUU"]
    member = package.schedule[package.schedule["jurisdiction"] == "POL"].select_dtypes("number").sum()
    granted = f"{number(member['granted_kh'])} / {number(member['granted_kh_tpp'])}" if member["granted_kh"] else "–"
    without = (member["no_deal_kh"] + member["opened_kh"]) / member["demand_kh"]
    met = without + member["granted_kh"] / member["demand_kh"]
    opened = number(member["opened_kh"])
    line = f"| Poland | {granted} | {opened} | {percent(without)} | {percent(met)} |"
    if not package.schedule["granted_kh"].any():
        line = f"| Poland | {opened} | {percent(without)} |"
    sheet = term_sheet_markdown(package)
    assert line in sheet
    assert "economies to which nothing is opened or granted" in sheet
    assert "| Germany |" not in sheet, "which has all that it wants"


@pytest.mark.parametrize("code", ["ARE", "MYS", "SAU", "EUU", "THA"])
def test_a_sheet_says_what_is_opened_whether_the_partner_signs_or_not(proposal: Proposal, code: str) -> None:
    sheet = term_sheet_markdown(proposal[code])
    assert f"no part of this deal: {chips(proposal.summary['opened_kh'][code])} (8-bit)" in sheet
    assert "beside the chips opened to it" in sheet


@pytest.mark.parametrize("code", ["MYS", "JPN", "KHM", "IND"])
def test_a_sheet_says_from_which_rate_relief_counts(proposal: Proposal, code: str) -> None:
    """Here each is threatened with what is announced."""
    announced = proposal.plan.question.world.parameters[f"tariff.announced.{code}"].value
    assert code not in proposal.plan.unthreatened
    today = proposal.plan.question.world.parameters[f"tariff.in_force.{code}"].value
    sheet = term_sheet_markdown(proposal[code])
    assert f"counts from {announced:.0f}%, the rate threatened; on 13 May 2025 {today:.0f}% is in force." in sheet
    assert f"sets a firm tariff of 10% in place of the {announced:.0f}% announced" in sheet


def test_a_sheet_without_relief_says_nothing_of_its_rate(proposal: Proposal) -> None:
    assert "Relief counts" not in term_sheet_markdown(proposal["ARE"])


def test_a_sheet_tells_what_is_expected_of_the_offer_and_what_acting_alone_would_bring(proposal: Proposal) -> None:
    for package in proposal:
        assert package.offer is not None
        line, sheet = package.offer.table.iloc[package.offer.chosen], term_sheet_markdown(package)
        assert f"Expected: **{money(line['expected'])}**" in sheet
        assert f"{money(line['over_alone'], sign=True)} against acting alone" in sheet
        assert ("ask whether to offer at all" in sheet) == (not package.offer.pays)


def test_without_drawn_worlds_a_sheet_tells_what_is_expected_of_the_plan(proposal: Proposal) -> None:
    for package in replace(proposal, sure=None, offered=None):
        deal, sheet = package.summary, term_sheet_markdown(package)
        assert package.proposed is package.terms
        assert f"Expected: **{money(float(deal['expected_gain']))}**" in sheet
        assert f"{money(float(deal['over_alone']), sign=True)} against the best without deals" in sheet


def test_a_deal_without_chips_has_no_quota(proposal: Proposal) -> None:
    sheet = term_sheet_markdown(proposal["JPN"])
    assert "Quota" not in sheet
    assert "from 24% announced to 10%" in sheet
    assert "Chips by economy" not in sheet
    assert "Opened to it" not in sheet


def test_numbers_in_sheets_have_units_and_no_false_precision(proposal: Proposal) -> None:
    """Every number in a column of money or amounts names its unit; none has more than three significant digits."""
    for package in proposal:
        if package.name == HOSTILE:
            continue
        for block in term_sheet(package).blocks:
            if not isinstance(block, Table) or {"Quarter", "Economy", "Agreed", "Figure"} & {*block.columns}:
                continue
            for row in block.rows:
                for cell in row[1:]:
                    text = cell.text if isinstance(cell, Bar) else cell
                    assert not re.search(r"\d", text) or re.search(r"USD|H100e|%|percentage|measure", text), text
                    for figure in re.findall(r"\d[\d,]*\.?\d*", text.replace("H100e", "").replace("8-bit", "")):
                        digits = re.sub(r"[.,]", "", figure).lstrip("0")
                        assert len(digits.rstrip("0") if "." not in figure else digits) <= 3, text


def test_all_instruments_of_the_data_have_words_and_a_colour() -> None:
    """An instrument without a phrase would read "agrees to" with its label and amount."""
    table = pd.read_csv(data_folder() / "instruments.csv")
    assert table["phrase"].notna().all()
    assert set(table["group"]) <= {group.label for group in style.GROUPS}
    assert set(table["legal_authority"]) <= set(AUTHORITIES)


def test_an_empty_plan_can_be_read(proposal: Proposal) -> None:
    empty = only(proposal, ())
    assert "0 deals proposed" in proposal_markdown(empty)
    assert "Rests on judgement" not in proposal_markdown(empty), "nothing changes hands"
