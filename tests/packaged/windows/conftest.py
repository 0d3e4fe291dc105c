"""A fresh Windows PC under Wine for each need, and the setup program that is being tried."""

from __future__ import annotations

import functools
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from build.windows import packages, prefix, setup_program
from build.windows.__main__ import version
from build.windows.wine import screen
from tests.packaged.windows.pc import CONSOLE, NAME, PROGRAM, Pc, until

SWITCH = "CONDUCTOR_DESKTOP_SETUP"
PICTURES = Path(__file__).resolve().parents[3] / "dist" / "windows" / "pictures"
USER = "Zoë Bücher"  # as people are called, and as paths must be able to be called
_COMPILER = "x86_64-w64-mingw32-gcc"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever the order is, the product is taken away last."""
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.name == "test_without_it.py")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if not os.environ.get(SWITCH):
                item.add_marker(pytest.mark.skip(reason="python3 build/dev.py windows --test"))


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


@pytest.fixture(scope="session")
def python() -> Path:
    return packages.windows_python() / "python.exe"


@pytest.fixture(scope="session")
def setup() -> Path:
    """The product's setup program."""
    return Path(os.environ[SWITCH])


@pytest.fixture(scope="session")
def new_pc(
    display: str, python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Pc]]:
    """Makes PCs, and switches them off in the end."""
    made: list[Pc] = []

    def make() -> Pc:
        place = tmp_path_factory.mktemp("pc") / "prefix"
        pc = Pc(prefix.copied(display, USER, place), python)
        made.append(pc)
        return pc

    yield make
    for pc in made:
        pc.switch_off()


@pytest.fixture(scope="session")
def small_setup(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes setup programs of other versions, with next to nothing in them."""

    @functools.cache
    def make(number: str) -> Path:
        place = tmp_path_factory.mktemp("small")
        bundle = place / "bundle"
        (bundle / "_internal").mkdir(parents=True)
        (bundle / "_internal" / f"only-in-{number}.txt").write_text(number)
        source = Path(__file__).with_name("stand_in.c")
        for name in (PROGRAM, CONSOLE):
            command = [_COMPILER, "-O2", "-s", "-mwindows", f"-o{bundle / name}", str(source)]
            subprocess.run(command, check=True)
        target = place / f"setup-{number}.exe"
        setup_program.make_setup(setup_program.Recipe(bundle, number), target)
        return target

    return make


@pytest.fixture(scope="session")
def installed(new_pc: Callable[[], Pc], setup: Path) -> Pc:
    """A PC on which the product was installed without a word."""
    pc = new_pc()
    ended = pc.run(setup, "/S")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    return pc


@pytest.fixture(scope="session")
def window(installed: Pc) -> Iterator[subprocess.Popen[bytes]]:
    """The app, once its window is there. One for all: under Wine a killed one keeps its lock."""
    process = installed.wine.start(installed.folder / PROGRAM)
    until(lambda: any(NAME in title for title in installed.titles()), process)
    yield process
    process.kill()
    process.communicate()


@pytest.fixture(scope="session")
def app_version() -> str:
    return version()
