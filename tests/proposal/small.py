"""A small real proposal, and the same with a name that is an attack, or with some of its deals only."""

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

import deals
from deals.model.question import assemble
from deals.proposal import Proposal
from deals.scenario import Scenario

PARTNERS = ("EUU", "ARE", "MYS", "JPN", "SAU", "IND", "THA", "KHM", "SGP", "BHR")
"""A bloc, large and small buyers of chips, two that want none, and one that may have none."""
HOSTILE = '<img src=x onerror="alert(1)"> [x](javascript:alert(1)) | `{0}` $x$ =1+1'


def scenario() -> Scenario:
    """The default scenario on few partners, one of which must sign."""
    whole = deals.load("leverage-2025")
    others = [partner.code for partner in assemble(whole).partners if partner.code not in PARTNERS]
    held = {code: quarters for code, quarters in whole.talks_under_way.items() if code in PARTNERS}
    return whole.changed(
        excluded=tuple(others), talks_under_way=held, baseline_deals=(), baseline_instruments={}, separate_track=()
    ).changed(must_sign=("KHM",))


def proposed() -> Proposal:
    """What is proposed for it."""
    return deals.propose(scenario())


def called(proposal: Proposal, code: str, name: str) -> Proposal:
    """The same with another name for one partner, wherever its name is, and in a flag."""

    def named(frame: pd.DataFrame, here: "pd.Series[bool]") -> pd.DataFrame:
        return frame.assign(name=frame["name"].where(~here, name))

    def by_code(frame: pd.DataFrame) -> pd.DataFrame:
        return named(frame, pd.Series(frame.index == code, frame.index))

    flags = proposal.summary["flags"].copy()
    flags[code] = (*flags[code], name)
    return replace(
        proposal,
        summary=by_code(proposal.summary).assign(flags=flags),
        packages=named(proposal.packages, proposal.packages["partner"] == code),
        access=by_code(proposal.access),
        alone=by_code(proposal.alone),
    )


def only(proposal: Proposal, codes: Collection[str]) -> Proposal:
    """The same with some of its deals."""

    def kept(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["partner"].isin(codes)].reset_index(drop=True)

    return replace(
        proposal,
        summary=proposal.summary[proposal.summary.index.isin(codes)],
        packages=kept(proposal.packages),
        schedule=kept(proposal.schedule),
        quotas=kept(proposal.quotas),
    )


def repeated(proposal: Proposal, code: str, times: int) -> Proposal:
    """A proposal of the same deal over and over, with as many partners."""
    one, codes = only(proposal, (code,)), [f"X{i:02}" for i in range(times)]
    summary = pd.concat([one.summary.assign(name=f"Country {i}") for i in range(times)])
    packages = [one.packages.assign(partner=new) for new in codes]
    return replace(
        one, summary=summary.set_axis(codes).rename_axis("partner"), packages=pd.concat(packages, ignore_index=True)
    )
