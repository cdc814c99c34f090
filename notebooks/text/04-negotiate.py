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
# # Negotiate with India
#
# **How does one deal go from opening to signature: what to open with, what a counter-offer tells, when to take it, and
# whether what was signed will be kept?** India brings
# both currencies: tariffs announced and not yet in force, and chips it cannot be sure of. The other side is played by
# a simulated India. It values terms as the model says, times weights of its own that the table never sees.
#
# *Takes under half a minute. To know before: [00 Start here](00-start-here.ipynb); prices of terms, from
# [03 Price concessions](03-price-concessions.ipynb), help.*

# %%
import deals

scenario = deals.load("leverage-2025").changed(unilateral_opening=False)  # chips for a deal, or not at all
table = deals.negotiate_alone(scenario, "IND")
table

# %% [markdown]
# ## What there is to divide
#
# Every point on the line is a package that leaves nothing on the table. The rules of the literature settle at
# different places on it: the spread between them is the negotiation.

# %%
table.division.chart()

# %% [markdown]
# We open at the end that is best for us and aim for the share that patience alone would give (Rubinstein). Between
# them, concessions in the order that gives up least for what India gains: cheapest first.

# %%
deals.readable(table.positions.ladder.head(8))

# %% [markdown]
# ## Our opening

# %%
opening = table.offer()
opening

# %% [markdown]
# ## Their counter-offer
#
# India answers. The table says what the counter-offer is worth to both, whether to take it, and what else could be
# said at once.

# %%
from deals.talks import SimulatedPartner, play

india = SimulatedPartner.drawn(table.domain, seed=1)
proposal = india.answer(opening, turn=0)
answer = table.counter(proposal)
answer

# %% [markdown]
# A first claim reveals little: anybody would prefer so much to so little. What tells is what India asks for when it has
# to choose. Each statement cuts the set of weights that can explain it: its proposal is better for it than no deal,
# better than our offer, and no better than what it asked for before.

# %% [markdown]
# ## What if they had said something else?
#
# Talks can be saved and taken up again, by a colleague or on another day. On the copy we try a proposal in our own
# words. What is not named stays as in our offer.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

from deals.talks import load_table

with TemporaryDirectory() as folder:
    table.save(Path(folder) / "talks.json")
    aside = load_table(Path(folder) / "talks.json")
aside.counter({"investment": 0, "tariff_cut": 0.4, "tariff_relief": 11})

# %% [markdown]
# ## To the end
#
# Each round we come down a little, and each offer uses what was learned so far: it is the one that does best for India
# in the worse part of the weights that it could have.

# %%
rounds = play(table, india)
print(f"A deal after {rounds} rounds.")
table

# %% [markdown]
# Seen with India's true weights, which only the simulation knows: India comes down along the edge of what both can have
# together, since it knows what it wants and roughly what we want. Our early offers lie inside the edge. What we hear
# brings us to it.

# %%
table.chart(india.weights)

# %% [markdown]
# ## What we learned
#
# Weights of what was traded back and forth are pinned down: investment costs this India more than the model says,
# purchases and tariff cuts cost it less. So the deal has no investment in it and more purchases. Of the weights of
# chips we learn nothing: they were in every package, all of them.

# %%
table.learned(true=india.weights)

# %% [markdown]
# How good is the deal? By India's true weights, how much more both could have in the same proportion.

# %%
more = table.domain.stretched(table.agreed.point, india.weights)
print(f"worth USD {table.agreed.us_gain:.2f} bn to us, USD {india.gain(table.agreed.point):.2f} bn to India")
print(f"left on the table: {1 - 1 / more:.2%} of both gains")

# %% [markdown]
# ## Delivery
#
# A promise is kept while keeping it pays. If nothing is expected of each other after 2028, the last delivery has no
# reason to be made, and so the one before it. The schedule releases only what neither side gains by walking away with.

# %%
alone = table.tranches()
print(f"worth USD {alone.us_gain:.2f} bn to us, USD {alone.partner_gain:.2f} bn to India as we reckon")
print(f"trust would add USD {alone.trust:.2f} bn to both together")
alone.chart()

# %% [markdown]
# What the two expect of each other later holds the deal together. With USD 1 bn of it on each side:

# %%
later = table.tranches(relation=(1.0, 1.0))
print(f"worth USD {later.us_gain:.2f} bn to us, USD {later.partner_gain:.2f} bn to India as we reckon")
print(f"trust would add USD {later.trust:.2f} bn to both together")
later.chart()

# %% [markdown]
# ## Beside the real deal
#
# What was signed here, beside what patience alone would have settled on:

# %%
shown = ["us_gain", "partner_gain", "purchases", "investment", "tariff_cut", "tariff_relief", "chip_access"]
both = table.division.table.loc[["rubinstein"], shown]
deal = table.agreed
both = both.rename(index={"rubinstein": "by patience"})
both.loc["signed here"] = [deal.us_gain, india.gain(deal.point), *(deal.amounts[name] for name in shown[2:])]
deals.readable(both.T)

# %% [markdown]
# The framework of 6 February 2026: USD 500 bn of purchases over five years, a country rate of 18%, and a cut of
# India's own tariffs without a number, read as half of the full measure. The pledge is more than the model thinks
# India could send, and by it India is worse off than without a deal. What the framework leaves out, chips, is what
# the deal at this table is made of.

# %%
real = {"purchases": (500, 5), "tariff_to": 18, "tariff_cut": 0.5}
deals.evaluate(scenario, "IND", real, signed="2026Q1", draws=64)

# %% [markdown]
# ## What to do next
#
# The same table with everybody else's deals as planned: `proposal.negotiate_in_plan("IND")`. Real deals with all
# partners: [07 What really happened](07-what-really-happened.ipynb). What the tariff on the table is worth by itself:
# [05 What a tariff is worth](05-what-a-tariff-is-worth.ipynb).
