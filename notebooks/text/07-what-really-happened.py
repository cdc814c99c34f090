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
# # What really happened
#
# Since May 2025 the United States has signed, framed or announced deals with many partners. **How does the model do
# on them, and what do they teach?** A model that cannot be wrong about them is no use. Here they are read from the
# record, weighed for both sides, and set against what the model says of each, beside rules that know nothing of it.
# Where the model loses is shown like the rest.
#
# *Takes a minute and a half. To know before: [01 Propose deals](01-propose-deals.ipynb).*

# %%
import pandas as pd
from IPython.display import Markdown

import deals
from deals.record import listing, recorded

scenario = deals.load("leverage-2025")
record = listing(recorded())
on_record = record.groupby("partner")["deal"].nunique()
print(f"{len(record)} rows on {len(on_record)} partners, {record['counts'].sum()} of them terms that are weighed.")

# %% [markdown]
# ## What was agreed
#
# One partner. Beside each term what the model makes of it, in units of its own instrument; where a text promises
# without a number, low to high is a judged share of the full measure. A dash is read as nothing. What is
# threatened, delivered or superseded stands beside the deal and does not count.

# %%
india = record[record["partner"] == "IND"]
shown = ["date", "stage", "side", "term", "amount", "read as", "low", "value", "high", "counts"]
deals.readable(india[shown])

# %% [markdown]
# Why each is read so stands beside it in `datasets/readings.csv`:

# %%
deals.readable(india[india["counts"]].drop_duplicates("read as")[["read as", "reason"]])

# %% [markdown]
# ## One real package
#
# The same terms as a package: amounts by instrument, a pledge as its total and over how many years. Any package with
# any partner of the scenario can be weighed in this way, signed in any quarter.

# %%
terms = india[india["counts"]].groupby("read as")["value"].max().to_dict()
terms["purchases"] = (terms["purchases"], 5)
package = deals.evaluate(scenario, "IND", terms, signed="2026Q1", draws=128)
package

# %%
package.chart()

# %% [markdown]
# As judged, a pledged dollar costs India too much to sign. The nearest package that both would sign keeps the other
# terms and gives up most of what was pledged:

# %%
deals.readable(package.changes)

# %% [markdown]
# A package of one's own, with a partner that has no deal in the plan. What stands in no data weighs nothing, and is
# told.

# %%
chile = deals.evaluate(scenario, "CHL", {"tariff_to": 10, "investment": 10, "purchases": 5}, draws=128)
Markdown("\n\n".join([chile.sentence, *chile.notes]))

# %%
deals.readable(chile.changes)

# %% [markdown]
# ## The scores
#
# Every deal after the scenario's day, each at the rates of its own day. Who signs, at what rate and for what pledges is
# asked of the best deal with each partner alone. Beside it the best of the rules that know nothing of the model; low
# to high holds 80 percent of resamples. The model is ahead on who signs and in what order, by little, and
# behind on rates; pledges in money have no rule beside them.

# %%
back = deals.backtest(scenario)
scores = back.table.reset_index(drop=True)
deals.readable(scores[["what", "model", "low", "high", "naive", "naive_is", "cases"]])

# %% [markdown]
# A deal that was signed should leave neither side worse off. As judged most fail the partner, for pledges cost it too
# much, and small ones the United States, for talks cost more than they bring. With what the *other* deals teach most
# come in.

# %%
back.chart()

# %% [markdown]
# ### Rates
#
# As judged the best rate is the declared floor for all. A political weight of revenue, fitted to the other deals, moves
# it to each partner's own best, so that the error falls. But real rates cluster at two numbers whatever the partner,
# and a guess that knows those two numbers (made afterwards) still wins.

# %%
agreed = {code: term.quantity for code, deal in back.deals.items() for term in deal.terms if term.name == "tariff_to"}
parameters = scenario.world().parameters
announced = {code: parameters[name].value for code in agreed if (name := f"tariff.announced.{code}") in parameters}
rates = pd.DataFrame({"announced": announced, "agreed": agreed, "model": back.predictions.table["tariff_to"]}).dropna()
rates = rates[rates["announced"] > 10]  # more than all had
print("Partners by the rate agreed:", rates["agreed"].value_counts().sort_index().to_dict())
print("Partners by the rate the model says:", rates["model"].value_counts().sort_index().to_dict())
of_rates = back.table.loc[["rate_error", "rate_error_learned"]].reset_index(drop=True)
deals.readable(of_rates[["what", "model", "naive", "naive_is"]])

# %% [markdown]
# ### Bands
#
# Of real terms with a number, how many lie in the bands of drawn worlds? Too few. The bands hold what we do not know
# about the *best* deal. How far real governments are from the best one is not in them.

# %%
for share in (50, 80):
    held = back.table.loc[f"coverage_{share}"]
    missing = share / 100 - held["model"]
    print(f"The {share}% band holds {held['model']:.0%} of {held['cases']} terms: {100 * missing:.0f} points too few.")

# %% [markdown]
# ### Deals in which the model sees nothing
#
# No money, no chips that are refused without a deal, and no country rate that the model knows: most are texts like
# others. Where talks on such a text cost nothing they are just inside, neither side gaining. That is no merit, so the
# scores also count the deals in which it sees something.

# %%
zone = back.zone
deals.readable(zone[zone["empty"]][["name", "signed", "us", "partner_gain", "inside_learned"]].set_index("name"))

# %% [markdown]
# ### Deals that stay outside
#
# With what the others teach: who lacks how much, USD bn; what the pledges cost the partner and all other terms bring
# it; and the terms that the model makes nothing of, with the side that gives them.

# %%
rows = {}
for line in back.lessons.lines:
    if not zone.loc[line.partner, "inside_learned"]:
        taught = back.lessons.learned({line.partner}).central
        unread = back.deals[line.partner].unread
        rows[line.stated.name] = {
            "partner lacks": max(0.0, -zone.loc[line.partner, "partner_learned"]),
            "US lacks": max(0.0, -zone.loc[line.partner, "us_learned"]),
            "pledges cost": taught["cost"] * abs(line.pledge),
            "other terms bring": line.partner_gain(0.0, taught["belief"], 0.0),
            "not read": ", ".join(f"{term.name.replace('_', ' ')} ({term.side})" for term in unread),
        }
deals.readable(pd.DataFrame(rows).T)

# %% [markdown]
# Taiwan, Saudi Arabia and Qatar pledged much and got what the model values at little. Bangladesh, Ecuador and the
# Philippines signed for a point of relief or none. Israel and Armenia signed for what the model does not read: quotas,
# licences to come. Such promises are worth something to somebody; here they count for nothing.

# %% [markdown]
# ## What deals teach
#
# A signed deal says that neither side was worse off for it: one inequality a side. The values under which most deals
# hold are kept, so that one deal read wrongly moves little; low to high does as well but for one deal. Signed deals
# bound only from above what pledges cost: the low end is that of the grid and says nothing. What harm counts is hardly
# bound at all, since few signed deals have chips in them. The weight of revenue is the one at which modelled rates miss
# those agreed by least, from the lowest to the highest with any one deal left out.

# %%
deals.readable(back.learned.table.reset_index(drop=True)[["what", "value", "low", "high"]])

# %% [markdown]
# Some numbers are used although they were published later, because they move slowly. What rests on them:

# %%
Markdown(back.structural.sentence)

# %% [markdown]
# Deal by deal: what a pledged dollar may have cost the partner at most (cents, present value), and how far it must have
# believed the threat. A blank cost: nothing was pledged in money. A blank belief: no belief makes it a gain.

# %%
most = zone.set_index("name")[["cost_at_most", "belief_at_least", "inside_learned"]]
deals.readable(most.sort_values("cost_at_most"))

# %% [markdown]
# Leave one out: how far a single deal moves what the others teach.

# %%
without = {code: back.lessons.learned({code}).central for code in back.deals}
moves = pd.DataFrame(without).T
moves = moves[(moves != pd.Series(back.learned.central)).any(axis=1)]
deals.readable(moves.rename(columns=back.learned.table["what"]))

# %% [markdown]
# Is the threat believed alike by all? What was carried out in August 2025 on partners that signed nothing, explained by
# what they are, errs little less than one number for all, each partner left out ([the record](../docs/record.md)). With
# such beliefs no more deals come inside.

# %%
deals.readable(back.table.loc[["zone_learned", "zone_by_partner"]].reset_index(drop=True)[["what", "model", "cases"]])

# %% [markdown]
# What it does to the plan, with deals only for the partners that really signed, beside what they really pledged; to the
# end of 2026 alone, so that it goes fast.
# Amounts and the number of deals come near the real ones. The gain grows, and is no surer for it.

# %%
others = [code for code in back.predictions.table.index if code not in back.deals]
quick = scenario.changed(last_quarter="2026Q4", gap=0.02, must_not_sign=others)
made = {"as judged": quick, "with what deals teach": quick.apply(back.learned.reform())}
rows = {}
for name, asked in made.items():
    plan = deals.propose(asked, draws=0)
    pledged = plan.summary[["investment_usd_bn", "purchases_usd_bn"]].sum()
    rows[name] = {"deals": len(plan), "gain": plan.baselines.gain, **pledged}
real = pd.DataFrame([line.stated.amounts for line in back.lessons.lines])[["investment", "purchases"]].sum()
rows["really"] = {"deals": len(back.deals), **real.add_suffix("_usd_bn")}
deals.readable(pd.DataFrame(rows).T)

# %% [markdown]
# ## As of a date
#
# A score can be had as of any day: what became known later is left out. Here to the end of 2025: what
# was known then, what it taught, and how many of the deals known later that explains.

# %%
from datetime import date

early = deals.backtest(scenario, draws=16, until=date(2025, 12, 31))
last = max(deal.signed for deal in early.deals.values())
Markdown(f"{early.sentence}. The last of them was signed on {last:%d %B %Y}.")

# %%
then = early.learned.central
later = [line for line in back.lessons.lines if line.partner not in early.deals]
gains = [
    (
        line.partner_gain(then["cost"], then["belief"], then["politics"]),
        line.us_gain(then["belief"], then["template"], then["control"]),
    )
    for line in later
]
held = sum(min(pair) > -1e-6 for pair in gains)
print(f"Of {len(later)} deals known later, {held} leave neither side worse off with it.")
learned = pd.DataFrame({"learned by then": then, "learned since": back.learned.central})
deals.readable(learned.rename(index=back.learned.table["what"]))

# %% [markdown]
# ## Forecasts that can be scored
#
# Frozen before anyone knows, with rules beside them that know less. The fingerprint shows that the file is as it was.

# %%
from deals.record import OUTCOME, fingerprint, read_forecasts, read_outcomes, score
from deals.world import data_folder

file = data_folder() / "forecasts" / "2026-11-28.csv"
forecasts = read_forecasts(file)
last = forecasts["resolves_on"].max()
asked = forecasts[(forecasts["question"] == "signed") & (forecasts["resolves_on"] == last)]
print("SHA-256", fingerprint(file))
print(f"Chance of a signed text by {last:%d %B %Y}, of those with the greatest:")
chances = asked.pivot(index="partner", columns="forecaster", values="probability")
chances = chances.sort_values("model", ascending=False)
deals.readable(chances.head(8))

# %% [markdown]
# Of the first of them, the rate, pledges and chips by then, with a deal or without.

# %%
first = forecasts[(forecasts["partner"] == chances.index[0]) & (forecasts["forecaster"] == "model")]
amounts = first[(first["question"] != "signed") & (first["resolves_on"] == last)]
deals.readable(amounts[["question", "unit", "q10", "q25", "q50", "q75", "q90", "reason"]])

# %% [markdown]
# Once outcomes are known they go into a file of these columns, a row an outcome, and every forecaster is scored on the
# same ones, with intervals. Today the file is empty.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

with TemporaryDirectory() as folder:
    outcomes = Path(folder) / "outcomes.csv"
    outcomes.write_text(",".join(OUTCOME) + "\n", encoding="utf-8")
    scores = score(forecasts, read_outcomes(outcomes))
print(",".join(OUTCOME))
print(scores.sentence)

# %% [markdown]
# From the command line; `--deals` takes deals of one's own, in a form that `docs/record.md` shows:
#
# ```bash
# .venv/bin/python -m deals record IND
# .venv/bin/python -m deals backtest leverage-2025 --until 2025-12-31
# .venv/bin/python -m deals backtest leverage-2025 --deals mine.csv
# .venv/bin/python -m deals score datasets/forecasts/2026-11-28.csv outcomes.csv
# ```
#
# ## What to do next
#
# How terms are read, and every score: [the record](../docs/record.md). A plan with what deals teach:
# `deals.propose(scenario.apply(back.learned.reform()))`. A package of your own beside the plan:
# `proposal.evaluate("IND", terms)`.
