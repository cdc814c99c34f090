"""``deals sweep``: a plan in many drawn worlds, every finished part of it kept."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from deals.cli.asked import asked_for
from deals.cli.exits import exit_codes
from deals.cli.output import PlainConsole, plain, say_json
from deals.cli.ready import ready
from deals.kit.errors import InputError, Problem, need
from deals.model.rows.own_limits import limit_problems
from deals.page.wording import money, number, percent
from deals.plan.baselines import baselines
from deals.plan.rounds import settled
from deals.scenario.scenario import located
from deals.sensitivity.own_rules import explained
from deals.uncertainty.anew.work import AnewWork
from deals.uncertainty.drawing import held_work
from deals.uncertainty.draws import Draws
from deals.uncertainty.methods.risk import risk
from deals.uncertainty.odds import GAIN, NAMES, Odds
from deals.uncertainty.sweeping.running import sweep as swept
from deals.uncertainty.sweeping.store import check_going_on, check_new
from deals.uncertainty.sweeping.watching import watching


def sweep(
    scenario: Annotated[str, typer.Argument(help="Name of a packaged scenario, or a YAML file.")] = "leverage-2025",
    draws: Annotated[int, typer.Option(help="Worlds to draw.", min=1)] = 1000,
    out: Annotated[Path, typer.Option(help="Folder that keeps every finished chunk.")] = Path("sweep"),
    anew: Annotated[bool, typer.Option("--anew", help="Make the plan again in every world: seconds each.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with what is in the folder.")] = False,
    workers: Annotated[int, typer.Option(help="Processes to spread the work over.", min=1)] = 1,
    seed: Annotated[int, typer.Option(help="Other seeds draw other worlds.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    data: Annotated[Path | None, typer.Option(help="Folder of changed or added rows, laid over the tables.")] = None,
) -> None:
    """Hold a plan in many drawn worlds, or make it again in each; stopped at any moment, it can go on."""
    with exit_codes():
        need("pyarrow")
        ready(("--out", out, check_going_on if resume else _check_new))
        asked = asked_for(scenario, data)
        with located(scenario), explained(asked):
            question = settled(asked)
            if problems := limit_problems(question):
                raise InputError(problems)
        with watching(as_json) as progress:
            if anew:
                work = AnewWork.of(question, Draws.of(asked.world(), seed))
                frame = swept(work, draws, folder=out, resume=resume, workers=workers, progress=progress)
            else:
                with explained(asked):
                    base = baselines(question)
                held = held_work(base, seed)
                frame = swept(held, draws, folder=out, resume=resume, workers=workers, progress=progress)
        well = frame[frame["status"] == "ok"]
        gains = risk(well["gain"].rename("the plan made again" if anew else NAMES["plan"]), outcome=GAIN)
        document: dict[str, Any] = {
            "scenario": asked.name,
            "depth": "anew" if anew else "held",
            "draws": len(frame),
            "failed": len(frame) - len(well),
            "seed": seed,
            "gain": gains.table.iloc[0].to_dict(),
            "folder": str(out),
        }
        if anew:
            document["gap"] = {name: float(well["gap"].quantile(share)) for name, share in (("p50", 0.5), ("p90", 0.9))}
            document["deals"] = _in_plan(well, question.codes)
        else:
            found = Odds(base.plans["plan"], frame, None, held)
            document["deals"] = found.table.drop(columns=["in_plan_anew"]).to_dict("index")
        if as_json:
            say_json(plain(document))
        else:
            _show(document)


def _check_new(folder: Path) -> None:
    """Check that a new sweep may be kept in a folder, with what to add to the command where there is one."""
    if folder.is_dir() and any(folder.iterdir()):
        fix = "name a new or empty folder, or add --resume to go on with the sweep in it"
        raise InputError(Problem(str(folder), "", None, "holds something already", fix))
    check_new(folder)


def _in_plan(frame: Any, codes: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """How often each partner has a deal, and what it then brings: those that ever have one, most often first."""
    found = {}
    for code in codes:
        signed = frame[f"signed/{code}"] > 0
        if signed.any():
            us = frame.loc[signed, f"us/{code}"].quantile([0.1, 0.5, 0.9])
            found[code] = {"odds": float(signed.mean()), **{f"us_p{100 * s:.0f}": float(v) for s, v in us.items()}}
    return dict(sorted(found.items(), key=lambda item: -item[1]["odds"]))


def _show(document: dict[str, Any]) -> None:
    console, gain = PlainConsole(), document["gain"]
    low, middle, high = (money(gain[name]) for name in ("p10", "p50", "p90"))
    title = f"{document['draws']:,} drawn worlds, {document['failed']} failed: {low}, {middle}, {high} at 10, 50, 90%"
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    made_again = document["depth"] == "anew"
    table.add_column("Partner")
    for heading in ("In the plan" if made_again else "Pays both", "US gain 10%", "50%", "90% USD bn"):
        table.add_column(heading, justify="right")
    for code, deal in document["deals"].items():
        told = [number(deal[name]) for name in ("us_p10", "us_p50", "us_p90")]
        table.add_row(str(deal.get("name", code)), percent(deal["odds"]), *told)
    console.print(table)
    if made_again:
        gap = document["gap"]
        console.print(f"Certified gap: {money(gap['p50'])} in the middle, within {money(gap['p90'])} in nine of ten.")
    console.print(f"Kept in {document['folder']}", markup=False, highlight=False, soft_wrap=True)
