"""How the command line ends when something goes wrong: a message on standard error, and an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from deals.cli.output import say
from deals.kit.errors import DealsError, InputError
from optimizer import NoOptimumError, OptimizerError

FAILED, BAD_INPUT, NO_OPTIMUM = 1, 2, 3


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn what the library raises into a message on standard error and an exit code."""
    try:
        yield
    except InputError as error:
        complain(str(error), BAD_INPUT)
    except NoOptimumError as error:
        complain(f"no optimum: {error}", NO_OPTIMUM)
    except (DealsError, OptimizerError, OSError) as error:
        complain(str(error), FAILED)


def not_proven(what: str) -> None:
    """End with the exit code for an answer that is there and not proven, where `what` says that it is so."""
    if what:
        complain(f"no optimum proven: {what}", NO_OPTIMUM)


def complain(message: str, code: int) -> NoReturn:
    """Say what went wrong on standard error, and end with an exit code."""
    say(message, err=True)
    raise typer.Exit(code)
