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
# # Start here
#
# The United States has two things that others want: access to advanced AI chips, and relief from tariffs. In May 2025
# the rule that would have capped chips country by country was dropped. **What should be offered instead, to which
# country, for what in return, and in what order? And where is it better to open without a deal, or to refuse?** This
# project computes an answer from public data on 199 economies, and every number that goes into it can be looked up and
# changed.
#
# *Takes about two minutes. To know before: nothing but how to run a cell (Shift+Enter), or all of them (Run,
# then Run All Cells). What stands below the cells is what they gave last time.*

# %% [markdown]
# ## 1. Load a scenario
#
# A scenario is the question: the day, what is known on it, until when, how many negotiators there are, which rules
# hold. This one stands on 13 May 2025 and looks to the end of 2028.

# %%
from IPython.display import Markdown

import deals

scenario = deals.load("leverage-2025")
Markdown(scenario.description)

# %% [markdown]
# ## 2. Propose
#
# One call decides for every partner whether to refuse, to deal or to open, and on which terms. It takes about half a
# minute. The first screen gives the answer, what it is compared with, and what it rests on; then come the deals.

# %%
proposal = deals.propose(scenario)
proposal

# %% [markdown]
# What each side gives and gains, deal by deal. Once it has been run here, a chart tells more under the pointer.

# %%
proposal.gives_and_gains()

# %% [markdown]
# ## 3. Read one deal
#
# Any partner can be called by its name or its code. Its term sheet begins with the deal in a sentence. Below stand the
# offer that both would sign, what each term is worth to either side, why the deal holds, and how sure all this is.

# %%
proposal["India"]

# %% [markdown]
# ## 4. Why is there no deal with Brazil?
#
# A partner without a deal says why, by how much it misses one, and what is done toward it all the same.

# %%
proposal["Brazil"]

# %% [markdown]
# ## 5. Change one assumption
#
# Much of what matters here nobody can look up. Such a number is a judgement with a low end, a high end and a reason.
# How often do talks fail, once begun? `scenario.parameters` finds numbers by a word or by a country.

# %%
found = scenario.parameters("talks once begun")
found[["value", "low", "high", "unit", "reason"]].style.format(precision=2)

# %% [markdown]
# Say they fail half as often. A reform changes numbers by their names; the plan is then made anew, and the two are laid
# side by side. (`draws=0` leaves out the worlds that are drawn for odds, which saves some seconds.)

# %%
calmer = deals.Reform("talks fail half as often", {"threat.failure": {"scale": 0.5}})
changed = deals.propose(scenario.apply(calmer), draws=0)
deals.difference(proposal, changed)

# %% [markdown]
# ## 6. Keep it, and hand it on
#
# A proposal is saved as one file and opened again without solving anything. A term sheet goes to Word, the whole
# proposal to Excel. Here all of it goes to a folder that is cleared away at the end; give a path of your own instead.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

with TemporaryDirectory() as name:
    folder = Path(name)
    proposal.save(folder / "base.deals")  # deals.open("base.deals") has it back
    proposal["India"].docx(folder / "india.docx")
    proposal["India"].docx(folder / "for-them.docx", for_partner=True)  # nothing of what it is worth to either side
    proposal.xlsx(folder / "tables.xlsx")
    for path in sorted(folder.iterdir()):
        print(f"{path.name:16} {path.stat().st_size / 1000:6.0f} kB")

# %% [markdown]
# ## What to do next
#
# - [01 Propose deals](01-propose-deals.ipynb): what does the plan consist of, what is done without deals, and what
#   holds it back?
# - [02 Compare regimes](02-compare-regimes.ipynb): are deals better than the other ways to govern access to chips?
# - [03 Price concessions](03-price-concessions.ipynb): what is each term worth, how far can we push, and what would
#   change the plan?
# - [04 Negotiate](04-negotiate.ipynb): how does one deal go from opening to signature?
# - [05 What a tariff is worth](05-what-a-tariff-is-worth.ipynb): which rate is best for whom, apart from any deal?
# - [06 How sure are we?](06-how-sure-are-we.ipynb): which deals are sturdy, what should be offered, and what is worth
#   finding out first?
# - [07 What really happened](07-what-really-happened.ipynb): how does the model do on the deals that were really
#   signed?
#
# Go on with 01; after it any order will do. [Handing a proposal on](../docs/hand-on.md) has more on files, and [every
# setting of a scenario](../docs/scenario.md) stands on one page.
