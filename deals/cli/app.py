"""The command line: ask, check, list. It only reads arguments and shows what the library answers.

Exit codes: 0 fine, 1 anything unforeseen, 2 bad input, 3 no optimum was proven.
Answers go to standard output; messages and progress go to standard error.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

import deals
from deals import regimes, trade
from deals.cli.asked import asked_for
from deals.cli.backtest import backtest, record
from deals.cli.compare import compare
from deals.cli.difference import difference
from deals.cli.exits import BAD_INPUT, exit_codes, not_proven
from deals.cli.hand_on import Excel, HandOn, Html, Pdf, Word, sheet, tell
from deals.cli.output import PlainConsole, plain, say, say_json, under_any_encoding
from deals.cli.parameters import parameters
from deals.cli.ready import folder
from deals.cli.record import score
from deals.cli.sweep import sweep
from deals.kit.dust import PRICE_NOISE
from deals.kit.errors import InputError, Problem
from deals.model.effects import effect_problems, own_effect_problems
from deals.model.question import assemble
from deals.model.rows.own_limits import limit_problems
from deals.model.worth.partners import partners
from deals.page.stages import stage
from deals.proposal.exporting import check_folder, export
from deals.proposal.kept.archive import writable
from deals.proposal.proposal import Proposal
from deals.proposal.terminal import answer_lines, proposal_table, report_lines
from deals.scenario.json_schema import json_schema
from deals.scenario.remarks import remarks
from deals.scenario.scenario import Scenario, load, located, names
from deals.sensitivity.own_rules import conflict_problem
from deals.world import load_world
from deals.world.checking import check_data
from deals.world.own.reading import own_data
from deals.world.schema import COUNTRIES, INSTRUMENTS, SOURCES, TABLES

app = typer.Typer(
    help="What to offer which country, for what, and in what order, when the offer is access to AI chips.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Own = Annotated[
    Path | None, typer.Option("--data", help="Folder of CSV files with changed or added rows, laid over the tables.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command()
def propose(
    scenario: Annotated[str, typer.Argument(help="Name of a packaged scenario, or a YAML file.")] = "leverage-2025",
    out: Annotated[Path, typer.Option(help="Folder for tables, term sheets and figures.")] = Path("out"),
    as_json: Json = False,
    hindsight: Annotated[bool, typer.Option("--hindsight", help="Use what has become known since.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no tables and no progress.")] = False,
    draws: Annotated[int | None, typer.Option(help="Worlds to draw for odds and offers; 0 for none.", min=0)] = None,
    data: Own = None,
    save: Annotated[Path | None, typer.Option(help="Keep the proposal in this file, for deals.open.")] = None,
    word: Word = None,
    excel: Excel = None,
    html: Html = None,
    pdf: Pdf = None,
) -> None:
    """Propose deal packages for a scenario."""
    with exit_codes():
        hand_on = HandOn(word, excel, html, pdf)
        hand_on.check(("--out", out, folder(check_folder)), ("--save", save, writable))
        silent = quiet or as_json
        with stage("reading the world", silent=silent):
            question = asked_for(scenario, data)
            question = question.with_hindsight() if hindsight else question
        with stage(question.title, silent=silent), located(scenario):
            proposal = deals.propose(question, draws)
        with stage(f"writing {out}", silent=silent):
            export(proposal, out)
            if save is not None:
                proposal.save(save)
            handed = hand_on.write(proposal)
        if as_json:
            say_json(_document(proposal, out))
        elif not quiet:
            _show(proposal, out)
            tell(handed)
        not_proven(proposal.stopped)


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="A scenario's YAML file, a folder of data, or one table in it.")],
    as_json: Json = False,
    data: Own = None,
) -> None:
    """Check a scenario, or a folder of data, whole or to lay over, and list every problem."""
    with exit_codes():
        problems, told = _problems(file, data)
        if as_json:
            document = {"file": file, "problems": [plain(asdict(problem)) for problem in problems]}
            say_json({**document, "remarks": list(told)} if told else document)
        elif not problems:
            say("\n".join(["fine", *(f"note: {remark}" for remark in told)]))
        else:
            say(str(InputError(problems)), err=True)
        if problems:
            raise typer.Exit(BAD_INPUT)


@app.command("list")
def list_all(as_json: Json = False) -> None:
    """List the packaged scenarios and the export regimes."""
    with exit_codes():
        with stage("reading the world", silent=as_json):
            scenarios = [_described(load(name)) for name in names()]
        known = [{"name": r.id, "title": r.title, "source": r.citation} for r in map(regimes.get, regimes.IDS)]
        if as_json:
            say_json({"scenarios": scenarios, "regimes": known})
            return
        told = ["Scenarios"]
        for row in scenarios:
            facts = f"world of {row['world']}, {row['horizon']}, regime {row['regime']}, {row['partners']} partners"
            told += [f"  {row['name']}: {row['title']}", f"    {facts}"]
        told += ["", "Export regimes", *(f"  {row['name']}: {row['title']}\n    {row['source']}" for row in known)]
        say("\n".join(told))


@app.command()
def schema() -> None:
    """Print the form of a scenario's file as a JSON schema, by which editors complete and check it."""
    say_json(json_schema())


app.command()(parameters)
app.command()(compare)
app.command()(difference)
app.command()(sheet)
app.command()(sweep)
app.command()(record)
app.command()(backtest)
app.command()(score)


def main() -> None:
    """Run the command line."""
    under_any_encoding()
    app()


def _problems(file: str, data: Path | None) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """What is wrong with a scenario or data, and what a sound scenario does that may not be meant."""
    if data is not None or (not Path(file).is_dir() and Path(file).suffix != ".csv"):
        told: list[str] = []
        return _refused(partial(_asked, data=data, told=told), file), tuple(told)
    return _of_data(Path(file)), ()


def _of_data(path: Path) -> tuple[Problem, ...]:
    of_world = _refused(_world_checked, path)
    if path.is_dir() and sum((path / table.file).is_file() for table in TABLES) < len(TABLES) / 2:
        return _refused(_laid_checked, path)  # too few tables for a world: they are to be laid over
    # Tables of trade name economies and sources: what is wrong with those would be told as faults of theirs.
    shared = {problem.file.partition(":")[0] for problem in of_world} & {COUNTRIES.file, SOURCES.file}
    of_trade = _refused(trade.check, path) if (path / trade.FOLDER).is_dir() and not shared else ()
    return tuple(dict.fromkeys([*of_world, *of_trade]))


def _asked(file: str, data: Path | None, told: list[str]) -> None:
    """Read a scenario and see whether its instruments take effect, deals could keep its limits, and a plan its orders.

    What it does that may not be meant is added to `told`.
    """
    scenario = asked_for(file, data)
    with located(file):
        problems = own_effect_problems(scenario.world(), scenario)
        if scenario.limits:
            problems += limit_problems(assemble(scenario))
        if not problems and (scenario.must_sign or any(limit.promises for limit in scenario.limits)):
            conflict = conflict_problem(scenario)
            problems += [] if conflict is None else [conflict]
        if problems:
            raise InputError(problems)
    told += remarks(scenario)


def _world_checked(path: Path) -> None:
    """Check a folder of data or a table, and of a folder whether its instruments take effect."""
    check_data(path)
    if path.is_dir():
        world = load_world(date.today(), "with-hindsight", path)
        if problems := effect_problems(world, load(names()[0])):
            raise InputError(problems)


def _laid_checked(path: Path) -> None:
    """Check a folder of rows laid over the tables, and whether its instruments take effect."""
    own = own_data(path)
    world = load_world(date.today(), "with-hindsight", own=own)
    if problems := effect_problems(world, load(names()[0]), own.places(INSTRUMENTS, "name")):
        raise InputError(problems)


def _refused[Asked](ask: Callable[[Asked], object], asked: Asked) -> tuple[Problem, ...]:
    try:
        ask(asked)
    except InputError as error:
        return error.problems
    return ()


def _described(scenario: Scenario) -> dict[str, str | int]:
    return {
        "name": scenario.name,
        "title": scenario.title,
        "world": scenario.world_date.isoformat(),
        "horizon": f"{scenario.first_quarter}-{scenario.last_quarter}",
        "regime": scenario.regime,
        "partners": len(partners(scenario.world(), scenario)),
    }


def _show(proposal: Proposal, out: Path) -> None:
    console = PlainConsole()
    for line in answer_lines(proposal):
        console.print(line, markup=False, highlight=False)
    console.print(proposal_table(proposal))
    for line in report_lines(proposal):
        console.print(line, markup=False, highlight=False)
    console.print(f"Written to {out}", markup=False, highlight=False, soft_wrap=True)


def _document(proposal: Proposal, out: Path) -> dict[str, Any]:
    """Put what a machine would want of a proposal into one document; blanks are null."""
    scenario, report = proposal.scenario, proposal.report
    return {
        "scenario": scenario.model_dump(mode="json"),
        "report": plain(asdict(report)),
        "baselines": plain(proposal.baselines.table.to_dict("index")),
        "readings": plain(proposal.baselines.readings.to_dict("index")),
        "alone": plain(proposal.alone.reset_index().to_dict("records")),
        "goals": plain(proposal.goals.to_dict()),
        "summary": plain(proposal.summary.reset_index().to_dict("records")),
        "packages": plain(proposal.packages.to_dict("records")),
        "binding": plain(proposal.binding().to_dict("records"), PRICE_NOISE),
        "diversion": plain(proposal.diversion.reset_index().to_dict("records")),
        "folder": str(out),
    }
