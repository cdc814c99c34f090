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
# # Propose deals
#
# **What does the plan consist of: who gets which deal, what is done without one, what holds it back, and which single
# assumption would change it?** Asked on the day the diffusion rule was dropped, 13 May 2025, with what was known then.
#
# *Takes about two minutes. To know before: [00 Start here](00-start-here.ipynb).*

# %%
from IPython.display import Markdown

import deals

scenario = deals.load("leverage-2025")

# %% [markdown]
# ## The plan
#
# One call decides, place by place, whether to refuse, to deal or to open. The first screen says what deals add to the
# best the United States can do alone, what chips as leverage add to opening them, and how that moves with how threats
# are read: a threat that is carried out costs whoever made it.

# %%
proposal = deals.propose(scenario)
proposal

# %% [markdown]
# ## What each side gives and gains

# %%
proposal.gives_and_gains()

# %% [markdown]
# ## Three term sheets
#
# The deal with most chips in it.

# %%
proposal[proposal.summary["chips_kh"].idxmax()]

# %% [markdown]
# Japan: no chip in the deal. Chips for close allies are refused by nobody; tariffs buy investment and purchases.

# %%
proposal["JPN"]

# %% [markdown]
# Thailand: a hub. Its chips are opened to certified places, deal or no deal; the tariff pays for the rest.

# %%
proposal["THA"]

# %% [markdown]
# Any table is a plain frame, for work of your own; `deals.readable` shows one in words. Here are the terms with
# Thailand again, with what each is worth to both sides (USD bn of 2025, present value).

# %%
columns = ["side", "label", "amount", "unit", "us_value", "partner_value", "legal_authority"]
deals.readable(proposal["THA"].terms[columns])

# %% [markdown]
# ## What is done without a deal
#
# Chips opened and rates set alone, with what they bring (USD bn). A partner may be here and have a deal as well.

# %%
deals.readable(proposal.alone.head(12))

# %% [markdown]
# Who has no deal, why not, and by how much each misses it.

# %%
deals.readable(proposal.left_out.head(12))

# %% [markdown]
# ## How often may talks fail?
#
# The answer to the warning against overuse: what deals add, against the chance that talks once begun fail.

# %%
failing = proposal.failing_talks(chances=(0.0, 0.3, 0.8))
failing

# %%
Markdown(failing.sentence)

# %% [markdown]
# ## What all rates do together
#
# The plan values each partner's rate with all others in force. Here is the whole list at once, against the rates
# announced, with those outside that gain or lose by it.

# %%
together = proposal.trade_effects()
together

# %%
Markdown(together.sentence)

# %% [markdown]
# ## Where the chips go

# %%
proposal.access_map()

# %% [markdown]
# ## What holds us back
#
# Rules at their limit, with the price of relaxing each. Prices hold with the set and dates of deals fixed, and while
# the limit stays within bounds that the table `proposal.binding()` has beside them.

# %%
binding = proposal.binding()
deals.readable(binding.loc[binding["rule"] != "participation", ["rule", "sentence"]])

# %% [markdown]
# ## Would we carry out the threat?
#
# A refused chip costs a sale abroad. What it is worth at home, and the harm and risk it avoids, decide whether carrying
# out the threat would pay. Below, the share of refusals (by partner and period) that would.

# %%
refusal = proposal.credibility()["margin_of_refusal"]
labels = {period.index: period.label for period in scenario.periods()}
paying = (refusal > 0).groupby("period").mean().rename(index=labels)
deals.readable(paying.rename("share of refusals that pay"))

# %% [markdown]
# ## Change one assumption
#
# How much harm a diverted chip does is a judgement. What if it did twice as much? (`draws=0`: without drawn worlds.)

# %%
twice = deals.Reform(title="a diverted chip does twice the harm", patches={"harm.per_kH": {"scale": 2}})
wary = deals.propose(scenario.apply(twice), draws=0)
deals.difference(proposal, wary)

# %% [markdown]
# ## What to do next
#
# What is each term worth, and how far can it be pushed? [03 Price concessions](03-price-concessions.ipynb). How sure
# is all this? [06 How sure are we?](06-how-sure-are-we.ipynb). Is deal by deal the right way at all? [02 Compare
# regimes](02-compare-regimes.ipynb). Limits of your own on any term: [own terms](../docs/own-terms.md).
