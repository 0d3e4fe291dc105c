"""A fresh Windows PC under Wine for each need, and the setup program that is being tried."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from build.windows import packages, prefix, setup_program
from build.windows.product import version
from build.windows.wine import screen
from tests.packaged.windows.pc import CONSOLE, NAME, PROGRAM, Pc

SWITCH = "CONDUCTOR_DESKTOP_SETUP"
PICTURES = Path(__file__).resolve().parents[3] / "dist" / "windows" / "pictures"
USER = "Zoë Bücher"  # as people are called, and as paths must be able to be called
_HANGS_AFTER_SECONDS = 600.0  # the slowest, an upgrade of the product, takes a minute
_COMPILER = "x86_64-w64-mingw32-gcc"


def compiled(source: str, target: Path, *words: str) -> None:
    """Make a program for the PC out of one of the C files here."""
    command = [_COMPILER, "-O2", "-s", f"-o{target}", str(Path(__file__).with_name(source))]
    subprocess.run([*command, *words], check=True)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "core: what CI tries of the Windows program at every run")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever the order is, the product is taken away last."""
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.name == "test_without_it.py")
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.slow)
            if not os.environ.get(SWITCH):
                item.add_marker(pytest.mark.skip(reason="python3 build/dev.py windows --test"))


@pytest.fixture(scope="session")
def python() -> Path:
    return packages.windows_python() / "python.exe"


@pytest.fixture(scope="session")
def setup() -> Path:
    """The product's setup program."""
    return Path(os.environ[SWITCH])


@pytest.fixture(scope="session")
def new_pc(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Pc]]:
    """Makes PCs, each with a screen of its own, and switches them off in the end."""
    with ExitStack() as switched_on:

        def make() -> Pc:
            place = tmp_path_factory.mktemp("pc") / "prefix"
            display = switched_on.enter_context(screen())
            wine = prefix.copied(display, USER, place)
            pc = Pc(replace(wine, hangs_after=_HANGS_AFTER_SECONDS), python)
            switched_on.callback(pc.switch_off)
            return pc

        yield make


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program with a window, to be called as another one."""
    target = tmp_path_factory.mktemp("stand-in") / PROGRAM
    compiled("stand_in.c", target, "-mwindows")
    return target


@pytest.fixture(scope="session")
def small_setup(stand_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes setup programs of other versions, with next to nothing in them."""

    @functools.cache
    def make(number: str) -> Path:
        place = tmp_path_factory.mktemp("small")
        bundle = place / "bundle"
        (bundle / "_internal").mkdir(parents=True)
        (bundle / "_internal" / f"only-in-{number}.txt").write_text(number)
        for name in (PROGRAM, CONSOLE):
            shutil.copy(stand_in, bundle / name)
        target = place / f"setup-{number}.exe"
        setup_program.make_setup(setup_program.Recipe(bundle, number), target)
        return target

    return make


@pytest.fixture(scope="session")
def fresh(new_pc: Callable[[], Pc]) -> tuple[Pc, set[Path]]:
    """A PC on which nothing was installed yet, and the files that it had."""
    pc = new_pc()
    pc.ask("windows")  # so that what looks from inside has left its own traces
    return pc, set(pc.files())


@pytest.fixture(scope="session")
def installed(fresh: tuple[Pc, set[Path]], setup: Path) -> Pc:
    """A PC on which the product was installed without a word."""
    pc, _ = fresh
    ended = pc.run(setup, "/S")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    return pc


@pytest.fixture(scope="session")
def second(new_pc: Callable[[], Pc], setup: Path) -> Pc:
    """Another PC with the product: its windows belong to the tests that open and end them."""
    pc = new_pc()
    assert pc.run(setup, "/S").code == 0
    return pc


@pytest.fixture(scope="session")
def window(installed: Pc) -> Iterator[subprocess.Popen[bytes]]:
    """The app, once its window is there. One for all: under Wine a killed one keeps its lock."""
    process = installed.wine.start(installed.folder / PROGRAM)
    installed.until(lambda: any(NAME in title for title in installed.titles()), process)
    yield process
    installed.kill(process)


@pytest.fixture(scope="session")
def app_version() -> str:
    return version()
