"""What differs between regimes before anything is solved: time, rules, what is on the table, numbers of the world."""

from collections.abc import Iterable, Mapping

import pandas as pd

from deals import regimes as known
from deals.comparison.outcome import RegimeOutcome
from deals.model.question import setting_of
from deals.page.wording import counted, listed
from deals.regimes import Regime
from deals.regimes.rules.providers import TrustedProviders, placed
from deals.regimes.rules.vocabulary import Rule
from deals.regimes.timing import Timing
from deals.scenario.scenario import Scenario
from deals.world import Instrument, World
from deals.world.naming.economies import title_of

FEW = 4
"""Codes of a list told one by one; of more only the count is told."""
PRACTICES = {
    "tier1": "as for tier 1",
    "A5_A6": "as for groups A:5 and A:6",
    "D1_D4": "as for groups D:1 and D:4",
    "other_tier2": "as for the rest of tier 2",
}
"""Practices of refusal, in words."""
UNLABELLED = frozenset({"parameter", "economy", "economies", "practice", "before", "free", "inner", "chip", "factor"})
"""Settings of rules whose values say enough by themselves."""
NUMBERS = 3
"""Numbers of the world told one by one; of more only the count is told."""


def rules_table(regimes: Iterable[Regime], world: World) -> pd.DataFrame:
    """Every rule, measure and table of instruments of each regime, with its citation."""
    rows: list[dict[str, object]] = []
    for regime in regimes:
        for rule in regime.rules:
            rows.append({"regime": regime.id, "part": "rule", "what": in_words(rule, world), "citation": rule.citation})
        for measure in regime.measures:
            changed = measure.patches(world)
            numbers = f" ({counted(len(changed), 'number')} of the world changed)" if changed else ""
            what = f"{measure.title}{numbers}"
            rows.append({"regime": regime.id, "part": "measure", "what": what, "citation": measure.citation})
        offers, asks = (len(regime.on_table(world, side)) for side in ("us", "partner"))
        table = f"{offers} offers, {asks} asks; {_linked(regime)}"
        rows.append({"regime": regime.id, "part": "table", "what": table, "citation": regime.citation})
    return pd.DataFrame(rows)


def against(regime: Regime, reference: Regime, world: World) -> str:
    """What a regime has and the reference has not, and the reverse, in words."""
    parts = _gained_and_lost([in_words(r, world) for r in regime.rules], [in_words(r, world) for r in reference.rules])
    offers, asks = (
        _gained_and_lost(*(_labels(given.on_table(world, side)) for given in (regime, reference)))
        for side in ("us", "partner")
    )
    parts += [f"on offer {part}" for part in offers] + [f"asked {part}" for part in asks]
    parts += [_linked(regime)] if regime.linked != reference.linked else []
    before, after = reference.world(world), regime.world(world)
    changed = [n for n, q in after.parameters.items() if q.value != before.parameters[n].value]
    if len(changed) > NUMBERS:
        parts.append(f"{len(changed)} numbers of the world differ ({'; '.join(m.title for m in regime.measures)})")
    else:
        told = (f"{n} {before.value(n):g} to {after.value(n):g} {after.parameters[n].unit}" for n in changed)
        parts += list(told)
    return "; ".join(parts) or "nothing"


def timing_table(times: Mapping[str, Timing], plans: Mapping[str, str]) -> pd.DataFrame:
    """When each regime was made, whether it makes sense in the time of the scenario and why, and how its plan came out.

    `solved` is whether it has a plan.
    """
    rows = {
        name: {
            "announced": "" if t.announced is None else t.announced.isoformat(),
            "makes_sense": t.makes_sense,
            "solved": plans[name].startswith(("solved", "stopped")),
            "plan": plans[name],
            "why": t.why,
        }
        for name, t in times.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("regime")


def providers_table(scenario: Scenario, outcomes: Mapping[str, RegimeOutcome]) -> pd.DataFrame:
    """How near each owner comes to the limits on trusted providers, over the horizon; indicative.

    Returns
    -------
    DataFrame
        One row for each regime with such a rule and each owner: compute added (thousand H100e), and in shares of it
        what its customers in tier 2 want, what it places outside tier 1, most in one country (`country`) and abroad
        (close allies included), with the `limits` that bind. Owners, their size and where their compute stands are
        judgements.
    """
    rows = []
    for name, outcome in outcomes.items():
        setting = setting_of(scenario, outcome.plan.question.world)
        for rule in (r for r in outcome.regime.rules if isinstance(r, TrustedProviders)):
            rows += [{"regime": name, **row} for row in _owners(rule, setting)]
    columns = ["regime", "owner", "added_kh", "wanted", "outside", "single", "country", "abroad", "limits"]
    return pd.DataFrame(rows, columns=columns)


def _owners(rule: TrustedProviders, setting: known.Setting) -> list[dict[str, object]]:
    shares = rule.shares(setting.world)
    rows: list[dict[str, object]] = []
    periods = [{p.name: p for p in rule.providers(setting, period)} for period in setting.periods]
    for owner in periods[0]:
        every = [by[owner] for by in periods]
        total = sum(p.total for p in every)
        put: dict[str, float] = {}
        binds: set[str] = set()
        for provider in every:
            where = placed(provider, shares)
            for code, amount in where.items():
                put[code] = put.get(code, 0.0) + amount
            if any(shares.single * provider.total < want for want in provider.wanted.values()):
                binds.add("one country")
            cut = sum(min(w, shares.single * provider.total) for w in provider.wanted.values())
            if sum(where.values()) < cut * (1 - 1e-9):
                quarter = shares.outside * provider.total <= shares.abroad * provider.total - provider.allies
                binds.add("outside tier 1" if quarter or not provider.american else "half at home")
        country = max(put, key=lambda code: put[code])
        rows.append(
            {
                "owner": owner,
                "added_kh": total,
                "wanted": sum(sum(p.wanted.values()) for p in every) / total,
                "outside": sum(put.values()) / total,
                "single": put[country] / total,
                "country": country,
                "abroad": (sum(put.values()) + sum(p.allies for p in every)) / total,
                "limits": ", ".join(sorted(binds)) or "none",
            }
        )
    return rows


def in_words(rule: Rule, world: World) -> str:
    """A rule as the name of its kind in words, and its numbers; `indicative` where it rests on counts judged."""
    name = "".join(f" {c.lower()}" if c.isupper() else c for c in type(rule).__name__).strip()
    settings = {
        k: v for k, v in vars(rule).items() if k != "citation" and isinstance(v, str | float | tuple) and v != ""
    }
    told = [", ".join(_labelled(label, _value(value, world)) for label, value in settings.items())] if settings else []
    told += ["indicative"] if getattr(rule, "indicative", "") else []
    return f"{name} ({'; '.join(told)})" if told else name


def _labelled(label: str, said: str) -> str:
    """What a rule's number is, where its name tells more than its unit does."""
    return said if label in UNLABELLED or label in said.lower() else f"{label} {said}"


def _value(setting: object, world: World) -> str:
    """What a setting of a rule stands for: the number, date or list of the data, else itself in words."""
    if isinstance(setting, tuple):
        return " and ".join(in_words(one, world) if hasattr(one, "citation") else _value(one, world) for one in setting)
    if isinstance(setting, float):
        return f"from {setting:.0%} refused" if setting else "always"
    name = str(setting)
    if name in world.rules:
        return _measured(world.rules[name].value, world.rules[name].unit)
    if name in world.parameters:
        return _measured(world.value(name), world.parameters[name].unit)
    if name in world.rule_dates:
        return f"until {world.rule_dates[name]}"
    if name in world.rule_codes:
        codes = world.rule_codes[name]
        return listed([title_of(code) for code in codes]) if len(codes) <= FEW else f"{len(codes)} economies"
    path = [rule.value for full, rule in world.rules.items() if full.startswith(f"{name}@")]
    if path:
        return f"{min(path):,.10g} to {max(path):,.10g} TPP by quarter"
    return PRACTICES.get(name) or title_of(name)


def _measured(number: float, unit: str) -> str:
    """A number in its unit, as a reader writes it."""
    match unit:
        case "share":
            return f"{100 * number:g}%"
        case "percent":
            return f"{number:g}%"
        case "factor":
            return f"× {number:g}"
        case "USD bn per kH":
            return f"USD {1e6 * number:,.10g} for each H100e"
        case _:
            return f"{number:,.10g} {unit.replace('kH', 'thousand H100e')}"


def _linked(regime: Regime) -> str:
    return "chips may pay for trade" if regime.linked else "chips and trade each worth it by itself"


def _labels(instruments: Iterable[Instrument]) -> list[str]:
    """What a reader sees of instruments, inside a sentence, in the order of their names."""
    return [i.label[:1].lower() + i.label[1:] for i in sorted(instruments, key=lambda i: i.name)]


def _gained_and_lost(here: list[str], there: list[str]) -> list[str]:
    gained = [word for word in here if word not in there]
    lost = [word for word in there if word not in here]
    return [f"with {', '.join(gained)}"] * bool(gained) + [f"without {', '.join(lost)}"] * bool(lost)
