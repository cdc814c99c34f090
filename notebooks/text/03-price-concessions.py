# ---
# jupyter:
#   jupytext:
#     formats: ipynb,text//py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Price concessions
#
# The plan is made; talks begin tomorrow. **What is a tariff point worth, and to whom? What do we give for one more
# billion invested? When do we walk away, and what would make us change the plan?** Every answer has a `.table` and a
# `.chart()`, and shows itself. Unless said otherwise the set and dates of deals are fixed and their terms adapt.
#
# *Takes about a minute and a half. To know before: [01 Propose deals](01-propose-deals.ipynb).*
#
# Here nothing is opened and every rate is threatened, so that chips and tariffs have a price in every deal. Worths are
# expected: talks fail with a chance, and what hangs on a deal counts by the chance that they hold.

# %%
from IPython.display import Markdown

import deals

scenario = deals.load("leverage-2025").changed(gap=0.01, unilateral_opening=False)
proposal = deals.propose(scenario, draws=0)
ask = proposal.sensitivity
print(proposal)

# %% [markdown]
# ## What holds us back
#
# What one unit of each limit is worth, as it falls and as it rises. Prices are ranked only within one unit: a chip of
# supply and a chip of diversion are not the same chip. A price of nothing means that the limit is not reached; it
# says nothing of a limit moved a long way.

# %%
limits = ask.limit_prices("chip supply", "diversion budget", "negotiating teams")
shown = ["rule", "subject", "limit", "used", "price_down", "price_up", "holds_from", "holds_to", "note"]
deals.readable(limits.table[shown])

# %% [markdown]
# The dearest limit as a whole curve. The curve is certain to the error stated, not only drawn through points.

# %%
supply = ask.trace("chip supply")
supply.chart()

# %%
Markdown(supply.sentence)

# %% [markdown]
# ## The price list of concessions
#
# Thailand's deal uses both currencies. To the right of nought is a gain, to the left a cost. Between its ends a term is
# where neither side could gain by trading it further. A diamond marks a term at its limit, and what one unit beyond it
# would bring: there something is left to trade.

# %%
concessions = ask.concession_prices()
concessions.chart(partner="THA")

# %% [markdown]
# The same as numbers, of one unit more. How many thousand H100e we would give for the unit at most, and how many would
# repay the partner, are the rates at which each side would exchange the term for chips.

# %%
prices = concessions.table
thailand = prices[(prices["partner"] == "THA") & (prices["change"] == "one unit more")]
worth = ["us_usd_bn_net", "partner_usd_bn", "us_kh", "partner_kh", "logrolling_usd_bn"]
deals.readable(thailand[["label", "amount", "unit", "at", *worth]])

# %% [markdown]
# One instrument over all partners: from whom a tariff cut is cheapest to have, and where it is worth most.

# %%
concessions.chart(instrument="tariff_cut")

# %% [markdown]
# Where logrolling is left: terms at their limit of which one unit more would pay, the two dearest in each unit. The
# gain is ours if we keep it all, or the partner's if we leave it all.

# %%
left = prices[prices["logrolling_usd_bn"] > 0].sort_values(["unit", "logrolling_usd_bn"], ascending=[True, False])
left = left.groupby("unit").head(2)
deals.readable(left[["label", "name", "amount", "unit", "logrolling_usd_bn", "logrolling_partner_usd_bn"]])

# %% [markdown]
# ## How far we can push
#
# The zone of agreement: the largest ask the Emirates still accept, the smallest offer for which the deal is still
# worth signing.

# %%
ask.zone("ARE").chart()

# %%
ask.zone("THA").chart()

# %% [markdown]
# What would end these deals? A dearer reservation value, a late signature, a better other supplier.

# %%
moved = ["rise of its reservation value", "delay of the signing", "other supplier's quality, for it alone"]
ask.break_even("ARE", *moved).chart()

# %%
for sentence in ask.break_even("THA", *moved).table["sentence"]:
    print(sentence)

# %% [markdown]
# ## Offers to make at once
#
# Three packages for Thailand that cost us at most USD 200 m against the best, as different as can be. Which one the
# other side picks up tells us what it cares for.

# %%
ask.different_packages("THA", 0.2).chart()

# %%
ask.equivalent_terms("THA", 0.2).chart()

# %% [markdown]
# ## What if
#
# Two reforms, alone and together, the whole plan made anew each time. Differences smaller than the gap say nothing.

# %%
cleaner = deals.Reform("half the leak in Malaysia", {"diversion.leak.MYS": {"scale": 0.5}})
harsher = deals.Reform("twice the harm", {"harm.per_kH": {"scale": 2.0}})
reforms = ask.what_if(cleaner, harsher)
reforms.chart()

# %%
deals.readable(reforms.table[["reforms", "value", "change", "interaction", "gap", "joined", "left"]])

# %% [markdown]
# ## What the answer rests on
#
# A dozen assumptions over their ranges, widest first. A long bar is a number worth knowing better before signing.

# %%
names = ["harm.per_kH", "political_reserve", "delivery.licence", "access.lag", "invest.wedge", "goodwill.floor"]
names += ["discount.partner", "other_supplier.quality", "demand of IND", "diversion.leak of MYS", "denial.erosion"]
bars = ask.tornado(names=[*names, "purchase.additionality"], widest=0)
bars.chart()

# %% [markdown]
# An assumption that enters in a straight line has a whole curve at once; one that does not is refused, and says so.

# %%
harm = ask.trace("harm.per_kH")
harm.chart()

# %%
Markdown(harm.sentence)

# %% [markdown]
# ## Control against leverage
#
# The frontier between two goals with these deals, and along it what a dollar of control costs in leverage: little at
# first, much at the end.

# %%
frontier = ask.frontier("leverage", "control")
cost = frontier.table["exchange"].dropna()
print(f"a dollar of control costs from {cost.iloc[0]:.2f} to {cost.iloc[-1]:.2f} dollars of leverage")
frontier.chart()

# %% [markdown]
# ## Why not?
#
# Asked for the impossible, a deal with the Emirates without a chip, the model names the few rules that cannot hold
# together and the cheapest way out. The multipliers are the proof: each rule taken so many times, added up, says that
# nought is less than nought.

# %%
refusal = ask.why_not(must_sign=("ARE",), caps={"ARE": 0.0})
Markdown(f"{refusal.sentence}\n\n{refusal.proof_sentence}")

# %% [markdown]
# ## What to do next
#
# Take the prices to the table: [04 Negotiate](04-negotiate.ipynb). All assumptions at once instead of one by one: [06
# How sure are we?](06-how-sure-are-we.ipynb). A price for one thing more in a deal: `proposal.price_of("IND",
# investment=20)`.
