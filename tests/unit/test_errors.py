"""Every error a person can meet is three usable texts, whichever room it comes from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import conductor_desktop
from conductor_desktop.errors import AppError, ExitCode, HomeNotWritable, InternalError, NotSetUp


def every_error() -> list[type[AppError]]:
    """All of the app's, however much of it other tests have imported."""
    rooms = pkgutil.walk_packages(conductor_desktop.__path__, conductor_desktop.__name__ + ".")
    for module in rooms:
        if not module.name.endswith(".__main__"):  # runs as it is imported
            importlib.import_module(module.name)
    found, left = set[type[AppError]](), [AppError]
    while left:
        for child in left.pop().__subclasses__():
            if child.__module__.startswith(conductor_desktop.__name__):
                found.add(child)
                left.append(child)
    return sorted(found, key=lambda kind: kind.__qualname__)


def test_there_are_errors_to_look_at() -> None:
    assert len(every_error()) > 12


def test_every_error_has_a_documented_exit_code() -> None:
    for kind in every_error():
        assert isinstance(kind.exit_code, ExitCode), kind
        assert kind.exit_code is not ExitCode.OK, kind


@pytest.mark.parametrize("error", [NotSetUp(), InternalError(), HomeNotWritable("C:/x", "denied")])
def test_an_error_reads_as_sentences(error: AppError) -> None:
    assert not error.title.endswith(".")
    assert error.explanation.endswith(".")
    assert error.next_step.endswith(".")
    assert str(error).startswith(error.title + ". ")


def test_every_error_says_what_it_is_for() -> None:
    assert [kind.__name__ for kind in every_error() if not inspect.getdoc(kind)] == []
