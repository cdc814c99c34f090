"""Long work told stage by stage: a moving line in a terminal, a line that changes in a notebook, else nothing."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from importlib import import_module
from multiprocessing import parent_process
from typing import Any

from rich.console import Console
from rich.text import Text

type Show = Callable[[str], None]


@dataclass(frozen=True)
class _Told:
    """What shows a line, and the stages that are under way, outermost first."""

    show: Show
    words: tuple[str, ...] = ()


_under_way: ContextVar[_Told | None] = ContextVar("stages under way", default=None)


@contextmanager
def stage(words: str, *, silent: bool = False) -> Iterator[None]:
    """Tell what is being done until it ends; within another stage, behind its words. It can mark a function too.

    Nobody watches where standard error is no terminal and there is no notebook, in other threads, and in processes that
    were started to share the work.

    Parameters
    ----------
    words : str
        What is being done: "solving the plan".
    silent : bool
        Show nothing of this stage, nor of those within it.
    """
    with ExitStack() as until_end:
        outer = _under_way.get()
        if outer is None or silent:
            outer = _Told(_unseen if silent or not _may_be_watched() else until_end.enter_context(_line()))
        inner = _Told(outer.show, (*outer.words, words))
        inner.show(": ".join(inner.words))
        before = _under_way.set(inner)
        try:
            yield
        finally:
            _under_way.reset(before)
            if outer.words:
                outer.show(": ".join(outer.words))


def _may_be_watched() -> bool:
    return threading.current_thread() is threading.main_thread() and parent_process() is None


@contextmanager
def _line() -> Iterator[Show]:
    """What shows a line, until it is taken away again."""
    if _in_a_kernel():
        with _in_a_notebook() as show:
            yield show
    elif sys.stderr.isatty():
        with Console(stderr=True).status("") as status:
            yield lambda text: status.update(Text(text))
    else:
        yield _unseen


def _in_a_kernel() -> bool:
    """Whether this is a notebook's kernel, without loading what runs one."""
    interactive = sys.modules.get("IPython")
    return interactive is not None and hasattr(interactive.get_ipython(), "kernel")


@contextmanager
def _in_a_notebook() -> Iterator[Show]:
    """A line below the cell that is empty again in the end."""
    shown: Any = import_module("IPython.display")
    handle = shown.display(_bundle(""), raw=True, display_id=True)
    try:
        yield lambda text: handle.update(_bundle(f"{text} …"), raw=True)
    finally:
        handle.update(_bundle(""), raw=True)


def _bundle(text: str) -> dict[str, str]:
    return {"text/plain": text, "text/html": f"<small>{escape(text)}</small>" if text else ""}


def _unseen(text: str) -> None:
    """Show nothing."""
