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
# # How sure are we?
#
# The plan rests on well over a thousand numbers that nobody knows exactly. Here all of them are drawn at once, each
# from its range, and the plan is held in each of these worlds: deals and dates stand, terms adapt. **How often does a
# deal pay both sides? What would be signed? What does the answer hang on, and what is worth finding out before
# signing?**
#
# *Takes about two minutes, with few draws; an earnest look takes thousands, and [thousands of
# worlds](../docs/scaling.md) says how. To know before: [01 Propose deals](01-propose-deals.ipynb).*

# %%
from tempfile import TemporaryDirectory

from IPython.display import Markdown

import deals

folder = TemporaryDirectory()  # every finished chunk of draws is kept there, see the end
proposal = deals.propose(deals.load("leverage-2025"), draws=0)  # no first look at drawn worlds: we look ourselves
sure = proposal.odds(512, folder=folder.name)
Markdown(sure.sentence)

# %% [markdown]
# A draw is a seed and a number, the same world on any machine. Half of them lie below the line in the middle; the
# diamond is the mean of the worst tenth. What deals add is the plan less the best alone in the same worlds.

# %%
sure.gain.chart()

# %% [markdown]
# ## Which deals are sturdy
#
# A deal falls away where no terms pay both sides. Beside the odds that some do: how often it is the partner that
# cannot be paid, and how often the deal also brings no less than the best tariff that needs no deal.

# %%
sure.chart()

# %%
deals.readable(sure.table[["name", "odds", "odds_error", "unpaid", "beats_alone", "us_p10", "us_p50", "us_p90"]])

# %% [markdown]
# What would be agreed in the middle, and in eight of ten of the worlds where it is signed.

# %%
terms = sure.terms
deals.readable(terms[terms["partner"].isin(["JPN", "IND", "ARE"])])

# %% [markdown]
# Whom to begin with is a sturdier question than what it will bring.

# %%
sure.stability().chart()

# %% [markdown]
# ## What would be signed
#
# The plan's own terms leave every partner just as well off as refusing, so that a small mistake in our reckoning
# makes them refuse. Here terms do not adapt: an offer is made once, and a threat that fails is carried out. More left
# to the partner makes the deal surer and worth less; the offer proposed has the greatest expected gain.

# %%
offers = proposal.offers()
offers.chart()

# %%
Markdown(offers.sentence)

# %% [markdown]
# One partner: what each point of odds costs, and the sheet from opening to walk-away.

# %%
india = offers["IND"]
india.chart()

# %%
each = f"Each point of odds up to what is proposed costs USD {1000 * india.price_of_odds:.0f} m if signed."
Markdown(f"{india.sentence}. {each}")

# %%
deals.readable(india.amounts)

# %% [markdown]
# Who must have the deal can buy odds instead, if they are to be had: three in four is this offer.
# `proposal.offers(0.75)` finds it for every partner.

# %%
curve = india.table
deals.readable(curve[curve["odds"] >= 0.75].head(1))

# %% [markdown]
# ## What the answer hangs on
#
# First a coarse look at every assumption, each moved alone over its range along random paths. Those that hardly move
# the gain need no more thought.

# %%
screened = sure.screening(trajectories=4)
screened.chart()

# %% [markdown]
# Then the heaviest in earnest: how much of the variance each explains by itself, and with what it does together with
# others. Long lines say that the draws are few: ask for a larger base, over night.

# %%
heaviest = list(screened.table.sort_values("mu_star", ascending=False).index[:4])
sure.indices(heaviest, base=64).chart()

# %% [markdown]
# ## When the Emirates' deal falls away
#
# In nearly half of all worlds. A rule that a person can read says in which; it is given only if it also holds in
# worlds that it was not found in.

# %%
away = sure.discover("ARE")
away.chart()

# %%
Markdown(away.sentence)

# %% [markdown]
# Not everything has such a rule. When does the whole plan bring less than acting alone? Too seldom to say.

# %%
Markdown(f"The plan brings more than acting alone in {sure.adds:.0%} of worlds. {sure.discover().sentence}")

# %% [markdown]
# ## What is worth knowing before signing
#
# Knowledge is worth something only if it would change the choice between the plan and its baselines.

# %%
known = sure.information()
known.chart()

# %%
Markdown(known.sentence)

# %% [markdown]
# ## Is it the right plan?
#
# Against its baselines in the same worlds: what may be regretted having chosen each. Opening chips with deals over
# tariffs alone is as good as the plan: what chips add as leverage is lost in what we do not know.

# %%
regret = sure.regret()
for way, picked in regret.picks.items():
    print(f"{way}: {', '.join(picked)}")
regret.chart()

# %% [markdown]
# ## More worlds, and the plan made anew
#
# A sweep in a folder can be stopped at any moment and goes on where it was: here with 128 worlds more. Held, a plan
# does not learn; made again in a world it is the best for that world, up to a certified gap (USD bn). That takes some
# seconds each, so only the first two here.

# %%
more = proposal.odds(640, anew=2, folder=folder.name, resume=True)
beside = more.anew[["draw", "status", "gain", "gap"]].set_index("draw")
beside["held"] = more.held.set_index("draw")["gain"]
deals.readable(beside)

# %%
from pathlib import Path

kept = sorted(path for path in Path(folder.name).rglob("*") if path.is_file())
print(*(path.relative_to(folder.name).as_posix() for path in kept), sep="\n")
folder.cleanup()

# %% [markdown]
# The same from the command line, over two processes, in a folder that is there tomorrow:
#
# ```bash
# .venv/bin/python -m deals sweep leverage-2025 --draws 10000 --workers 2 --out sweeps/held
# .venv/bin/python -m deals sweep leverage-2025 --draws 10000 --workers 2 --out sweeps/held --resume
# .venv/bin/python -m deals sweep leverage-2025 --draws 200 --anew --workers 2 --out sweeps/anew
# ```
#
# In Python it is `proposal.odds(10_000, workers=2)`, or on as many machines as there are behind a Dask client:
#
# ```python
# from distributed import Client
#
# with Client("tcp://scheduler:8786") as client:
#     proposal.odds(100_000, anew=1_000, folder="sweeps/large", client=client)
# ```
#
# ## What to do next
#
# Each draw, and each number in it: [what can be relied on](../docs/trust.md). How the model does outside its own
# judgements: [07 What really happened](07-what-really-happened.ipynb). Term sheets show the offers found here:
# `proposal["IND"]`, in [00 Start here](00-start-here.ipynb).
