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
# # What a tariff is worth
#
# **Before a deal: what is a country rate worth, to whom, and at what level?** The answers come from a quantitative
# model of the world's trade (55 regions, 16 sectors; equations and limits in `docs/trade.md`). Only covered goods are
# charged: what is exempt stays free, and cars and metals have duties of their own. One judgement stands over
# everything here: **who bears a tariff**. In general equilibrium sellers abroad bear part of it; at fixed prices
# buyers bear it all. Every number of the United States lies between the two, and the line is the mix that the data
# judge.
#
# *Takes under half a minute. To know before: how to load a scenario, from [00 Start here](00-start-here.ipynb).*

# %%
from IPython.display import Markdown

import deals

scenario = deals.load("leverage-2025")
tariffs = deals.tariffs(scenario)
tariffs

# %% [markdown]
# The same in numbers. Best is the rate best for the United States alone; the two ends beside it say how much of that
# rests on who bears a tariff. Where the announced rate is above both, carrying out the threat costs whoever makes it.

# %%
deals.readable(tariffs.table)

# %% [markdown]
# ## One partner, by level
#
# Vietnam was announced 46%. Both sides lose by it.

# %%
vietnam = tariffs["VNM"]
vietnam

# %%
Markdown(vietnam.sentence)

# %% [markdown]
# A cut from 46 to 20, as was agreed later in the year, to each side (USD bn of 2025 a year):

# %%
worth = vietnam.worth(20) - vietnam.worth(46)
shown = ["us_gain", "us_gain_equilibrium", "us_gain_fixed_prices", "partner_gain"]
deals.readable(worth[shown].rename("USD bn a year"))

# %% [markdown]
# For Japan the whole quarrel is over less: a smaller part of its goods is covered.

# %%
tariffs["JPN"]

# %% [markdown]
# ## A list of rates, and everybody else
#
# Six partners at the rates of their deals, against the 10% in force in May. Those who are not on the list gain trade.

# %%
deals_of_2025 = {"VNM": 20, "JPN": 15, "EUU": 15, "KOR": 15, "THA": 19, "IND": 18}
moved = tariffs.under(deals_of_2025, one_by_one=True)
moved

# %%
Markdown(moved.sentence)

# %% [markdown]
# Moves do not add up: who else has a deal changes what one is worth.

# %%
deals.readable(moved.table.loc[["USA", *deals_of_2025], ["name", "one_at_a_time", "together"]])

# %% [markdown]
# ## If they answer in kind
#
# Each partner alone puts 20% on all goods of the United States. The chance that it does is a ranged judgement.

# %%
answered = tariffs.retaliation()
answered

# %%
deals.readable(answered.table.sort_values("us_gain").head(8))

# %% [markdown]
# ## Their own cuts
#
# What it brings when a partner takes its tariffs off goods of the United States: for it alone, and for all the world.

# %%
deals.readable(tariffs.cuts(["IND", "BRA", "VNM", "THA", "IDN"]).table)

# %%
deals.readable(tariffs.cuts(["IND", "BRA", "VNM", "THA", "IDN"], mfn=True).table)

# %% [markdown]
# ## What is not in here
#
# Nothing is learned of single products, of firms, of time: the model compares two worlds at rest. Partners outside the
# 55 regions are split off the rest and marked as estimates. Which rates a deal ends at is not decided here.

# %%
estimate = tariffs["GTM"]
Markdown(f"{estimate.sentence} {'(an estimate)' if estimate.estimated else ''}")

# %% [markdown]
# ## What to do next
#
# What rates are worth as part of a deal: [03 Price concessions](03-price-concessions.ipynb). What all rates of a plan
# do together: `proposal.trade_effects()`, in [01 Propose deals](01-propose-deals.ipynb). Equations, data and limits
# of the engine: [trade](../docs/trade.md).
