"""What a command is: a module in `cli/commands` has one, named `COMMAND`, and is found by being there."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from fastapi import FastAPI

from agent import Sebastian
from agent.settings import Settings


class Failed(Exception):
    """What was asked for cannot be done; the message says so to people, with the remedy."""


class CreateApp(Protocol):
    """The composition's `create_app`, handed down because nothing imports the composition."""

    def __call__(self, sebastian: Sebastian | None = None, settings: Settings | None = None) -> FastAPI:
        """Compose the app."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """One use of the command line: the arguments, the settings with those arguments in them, and how the app is made."""

    asked: Namespace
    settings: Settings
    create_app: CreateApp


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, what it does in a line of either language, its arguments, and how it runs.

    `run` gives the exit code. What it raises from the tree of `store/errors.py`, and `OSError`, is said in Chinese by
    `cli/main.py`. Its module is imported at every start: heavy imports belong inside `run`.
    """

    name: str
    chinese: str
    english: str
    run: Callable[[Invocation], int]
    add_arguments: Callable[[ArgumentParser], None] = lambda _parser: None
