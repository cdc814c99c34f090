"""What an assumption is about, in words, for sentences in which its name alone would say little."""

import re

from deals.world.naming.economies import known_names, title_of

CODE = re.compile(r"[A-Z]{3}")
SUBJECTS = {
    "access": "how soon access follows a signature",
    "align": "what aligned controls are worth",
    "allied": "what allied controls bring",
    "ascend": "guidance on rival chips",
    "certified": "certified data centres",
    "china": "what China may buy lawfully",
    "china_exit": "leaving Chinese suppliers",
    "china_window": "the window for chips to China",
    "consignees": "consignees",
    "deal": "the fixed cost of a deal",
    "defence": "what defence spending is worth",
    "delivery": "how much is delivered",
    "demand": "demand for chips",
    "denial": "how far refusal can be held",
    "dereg": "what deregulation is worth",
    "discount": "the discount rate",
    "diversion.leak": "chips diverted",
    "diversion.throughput": "what routes can carry",
    "dst": "digital services taxes",
    "due_diligence": "due diligence",
    "durability": "how long a promise lasts",
    "duty": "how much of a duty is passed on",
    "ecosystem": "what the ecosystem abroad is worth",
    "elasticities": "the set of trade elasticities",
    "enforcement": "enforcement",
    "exemption": "the exemption of small orders",
    "flow": "years over which pledges flow",
    "gdp": "GDP",
    "goodwill": "goodwill",
    "harm": "the harm of a diverted chip",
    "headquarters": "demand of firms based in tier 3",
    "home": "what the home market takes up",
    "hub": "weight as a hub",
    "india": "India's allocation",
    "installations": "installations",
    "invest": "what investment is worth",
    "invest.capacity": "who could invest",
    "leak": "the leak without a standard",
    "limit": "the limits on diversion",
    "lost_to_other_supplier": "a sale lost to the other supplier",
    "margin": "the margin on chips",
    "matching": "what matching investment is worth",
    "mix": "the mix of chips",
    "money": "the worth of money",
    "monopoly": "the threshold of the monopoly regime",
    "nveu": "national validated end users",
    "other_supplier": "the other supplier",
    "political_reserve": "what is kept back for politics",
    "power": "electric power in the United States",
    "price": "the price of systems",
    "promotion": "promotion to a better tier",
    "provider": "where providers' compute stands",
    "purchase": "what purchases are worth",
    "rental": "checks on rented compute",
    "risk": "the risk of compute in wrong hands",
    "ruling": "who walks after a ruling",
    "sector_relief": "relief from sector duties",
    "share": "the United States' share of demand",
    "sovereign": "demand for sovereign compute",
    "standard": "what the security standard costs",
    "supply": "the supply of chips",
    "talk": "what talks take",
    "tariff": "what tariffs are worth",
    "tariff.announced": "the rate announced",
    "tariff.answer": "who answers a tariff in kind",
    "tariff.floor": "the lowest rate of a deal",
    "tariff.in_force": "the rate in force",
    "tariff.partner_value_factor": "what a tariff costs partners",
    "tariff.pass_through": "who bears a tariff",
    "tariff.revenue_weight": "the political weight of revenue",
    "tariff.threat_probability": "who believes a threat",
    "tariff_cut": "what tariff cuts are worth",
    "teams": "negotiating teams",
    "terminal": "what comes after the horizon",
    "threat": "the chance that talks fail",
    "uae": "the arrangement with the Emirates",
    "use": "licences refused by use",
    "usercost": "the user cost of compute",
    "usmca": "trade under USMCA",
    "uveu": "universal validated end users",
    "verification": "verification of location",
    "wtp": "what compute is worth to buyers",
}
"""What the numbers of a family are about, by the beginning of their names; the longest that fits holds."""


LONGEST = 66
"""Letters up to which an economy is named beside its code."""


def about_assumption(name: str) -> str:
    """An assumption in words, with its name by which it can be asked for.

    Examples
    --------
    >>> about_assumption("diversion.leak of PAK")
    'chips diverted, Pakistan (diversion.leak of PAK)'
    >>> about_assumption("dst.revenue")
    'digital services taxes (dst.revenue)'
    """
    parts = name.split(" ")[0].split(".")
    heads = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    subject = next((SUBJECTS[head] for head in heads if head in SUBJECTS), "")
    whose = [title_of(code) for code in CODE.findall(name) if code in known_names().titles]
    if not subject:
        return name
    told = f"{subject}, {whose[0]} ({name})" if len(whose) == 1 else ""
    return told if told and len(told) <= LONGEST else f"{subject} ({name})"
