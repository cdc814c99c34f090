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
# # Compare regimes
#
# **Are country-by-country deals better than the other ways to govern access to chips, and for whom?** This notebook
# puts every regime of the sources on the same world and the same values: what each brings in control, promotion and
# leverage, who wins and who loses, and for which weights of the three goals each is best.
#
# *Takes about two minutes, most of it in the first call and in the reforms of the tiers. To know before: [00 Start
# here](00-start-here.ipynb); what deals are, from [01 Propose deals](01-propose-deals.ipynb).*

# %%
from dataclasses import replace

from IPython.display import Markdown

import deals

scenario = deals.load("leverage-2025").changed(gap=0.01)
comparison = deals.compare(scenario, workers=2)  # regimes shared out over two processes
deals.readable(comparison.timing[["announced", "why"]])

# %% [markdown]
# ## What differs
#
# Inputs before outcomes: what each regime has that the controls before 2025 have not, and the reverse. Some rules rest
# on counts nobody publishes (consignees, firms, installations, where providers' compute stands): what comes of them is
# marked indicative.

# %%
deals.readable(comparison.differences)

# %% [markdown]
# Each rule has its paragraph or its source.

# %%
rules = comparison.inputs
deals.readable(rules[rules["regime"].isin(["diffusion_rule", "leverage", "monopoly"])])

# %% [markdown]
# ## What each brings
#
# USD bn of 2025, present value, counted from nothing sold abroad: control is the harm of diversion and of stock
# abroad, so it is negative and best at nought. Talks about tariffs go on under every regime, and so does setting the
# rate that is best alone; only under leverage do chips pay for them. Where a regime refuses chips that it may offer, it
# may also open them without a deal. Worth at home is what chips kept from others bring there, part of promotion.

# %%
deals.readable(comparison.goals)

# %%
comparison.goals_by_regime()

# %% [markdown]
# The same in physical units. First chips, in thousand H100-equivalents:

# %%
physical = comparison.physical
deals.readable(physical.loc[:, :"to_places_at_risk_kh"])

# %% [markdown]
# Then deals, months of talks and pledges:

# %%
deals.readable(physical.loc[:, "deals":])

# %% [markdown]
# ## Who has access
#
# Between the open regimes and the tiers the map changes in the Gulf, India, Brazil, Malaysia and the east of the
# European Union; under a monopoly allies lose their access too.

# %%
shown = ["open_embargo_only", "pre_2025", "diffusion_rule", "refined_tiers", "leverage", "monopoly"]
comparison.access_by_regime(shown)

# %%
comparison.access_by_partner()

# %% [markdown]
# ## Who wins, who loses, what binds
#
# Partners' welfare is the worth of compute in use plus what a deal adds, against the controls before 2025, USD bn.
# Under deals the United States takes all surplus, so partners win little: what they lose is access they had.

# %%
deals.readable(comparison.winners_and_losers())

# %%
deals.readable(comparison.binding)

# %% [markdown]
# ## For which weights
#
# No regime is best for all. Pale places are those where fewer than four draws in five of the uncertain values agree.

# %%
weights = comparison.ternary()
weights

# %%
deals.readable(weights.shares())

# %% [markdown]
# ## What the five reforms of the tiers do
#
# Change against the diffusion rule: each reform alone, their sum, all together, and the difference, which is how
# they interact. Each plan is within one percent of its surplus of the best: changes below USD 0.6 bn say little.

# %%
deals.readable(comparison.five_reforms())

# %% [markdown]
# Dropping the limit of seven percent in one country changes nothing here: with central values no owner wants that much
# anywhere. Oracle comes nearest, in Malaysia. Shares of what each owner adds over the horizon, all of them indicative:

# %%
owners = comparison.providers
deals.readable(owners[owners["regime"] == "diffusion_rule"].drop(columns="regime"))

# %% [markdown]
# ## When the tariffs fall in court
#
# On 20 February 2026 the country tariffs were struck down. Replayed on each regime's deals: relief is saved, and of
# the partners that would then gain by walking away, half do (a judgement of May 2025; since then none or one of nine
# did).

# %%
replayed = replace(comparison, ruling=True)
change = (replayed.goals["leverage"] - comparison.goals["leverage"]).to_frame("change of leverage, USD bn")
deals.readable(change.join(replayed.physical[["deals", "deals_called_void"]]))

# %% [markdown]
# ## A reading on one page

# %%
Markdown(comparison.reading())

# %% [markdown]
# ## What to do next
#
# The regime with deals in detail: [01 Propose deals](01-propose-deals.ipynb). What choosing a regime may cost when
# nobody knows the numbers: `deals.between_regimes(scenario, 16, ids=("leverage", "diffusion_rule"))`. The same
# comparison from the command line, written to a folder: `.venv/bin/python -m deals compare leverage-2025 --workers
# 2`.
