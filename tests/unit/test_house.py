"""The rules of the house: who may import whom, held by import-linter and by what it cannot say.

A rule that checks nothing looks like a rule that is kept, so every contract is shown a copy of the
package with one forbidden import planted in it, and has to be the one that objects.
"""

from __future__ import annotations

import ast
import contextlib
import itertools
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "conductor_desktop"
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

# Contract, module to plant in, line to plant.
PLANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "Rooms import downwards only": (
        ("errors", "import conductor_desktop.work"),
        ("secret", "import conductor_desktop.storage"),
        ("assets", "import conductor_desktop.guide"),
        ("guide", "import conductor_desktop.conductor"),
        ("storage", "import conductor_desktop.services"),
        ("conductor", "import conductor_desktop.storage"),
        ("workstation", "import conductor_desktop.conductor"),
        ("sandbox", "import conductor_desktop.conductor"),
        ("services", "import conductor_desktop.ui"),
        ("cli", "import conductor_desktop.ui"),
        ("cli", "import conductor_desktop.app"),
        ("way_in", "import conductor_desktop.this_run"),
        ("this_run", "import conductor_desktop.app_windows"),
        ("app_windows", "import conductor_desktop.opening"),
        ("opening", "import conductor_desktop.app"),
        ("app", "import conductor_desktop.__main__"),
        ("attic", "'''A room nobody has given its place.'''"),
    ),
    "The sandbox is built from the bottom up": (
        ("sandbox.books", "import conductor_desktop.sandbox.queries"),
        ("sandbox.faults", "import conductor_desktop.sandbox.http"),
        ("sandbox.api", "import conductor_desktop.sandbox.server"),
        ("sandbox.attic", "'''A room nobody has given its place.'''"),
    ),
    "What is said to Conductor is apart from how": (
        ("conductor.network", "import conductor_desktop.conductor.asking"),
        ("conductor.wire", "import conductor_desktop.conductor.network"),
    ),
    "Only app, cli and own_sandbox know the sandbox": (
        ("services", "import conductor_desktop.sandbox"),
        ("ui.shell", "import conductor_desktop.sandbox"),
    ),
    "Only ui knows Qt": (
        ("services", "from PySide6.QtCore import QObject"),
        ("app_windows", "from PySide6.QtCore import QObject"),
        ("opening", "import PySide6"),
        ("workstation", "import shiboken6"),
    ),
    "Only conductor speaks HTTP": (
        ("services", "import requests"),
        ("ui.connection", "import urllib3"),
    ),
    "Only storage knows the keyring": (("services", "import keyring"),),
    "Screens do not know each other": (
        ("ui.invoices", "import conductor_desktop.ui.connection"),
        ("ui.customers", "import conductor_desktop.ui.invoices"),
        ("ui.company", "import conductor_desktop.ui.customers"),
        ("ui.log", "import conductor_desktop.ui.support"),
        ("ui.support", "import conductor_desktop.ui.setup"),
        ("ui.timeline", "import conductor_desktop.ui.connection"),
    ),
    "Only setup, opening and app_windows know the web view": (
        ("ui.connection", "import conductor_desktop.ui.web"),
        ("app", "import conductor_desktop.ui.web"),
    ),
}

# What a library contract leaves out of its list is what may use the library.
LIBRARY_OWNERS = {
    "Only ui knows Qt": {"ui"},
    "Only conductor speaks HTTP": {"conductor"},
    "Only storage knows the keyring": {"storage"},
}

# Everything else in PySide6 is either not needed or GPL only (QtCharts, QtGraphs and others).
LGPL_QT_MODULES = {
    "QtCore",
    "QtGui",
    "QtNetwork",
    "QtPrintSupport",
    "QtSvg",
    "QtSvgWidgets",
    "QtTest",
    "QtWebEngineCore",
    "QtWebEngineWidgets",
    "QtWidgets",
}
WIDGET_MODULES = {"QtPrintSupport", "QtSvgWidgets", "QtWebEngineWidgets", "QtWidgets"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SLEEPS = {"time.sleep", "QThread.sleep", "QThread.msleep", "QThread.usleep", "QTest.qSleep"}


# Reads everything once, and then what has changed; answers each line of its input.
LINTER = """
import importlib, sys
from importlinter.cli import lint_imports
for _ in sys.stdin:
    importlib.invalidate_caches()
    print("code", lint_imports(no_logo=True), flush=True)
"""


class CopiedHouse:
    """A copy of the package to plant imports in, and import-linter, which looks at it."""

    def __init__(self, root: Path, linter: subprocess.Popen[str]) -> None:
        self._root = root
        self._linter = linter

    @contextlib.contextmanager
    def planted(self, module: str, line: str) -> Iterator[None]:
        """``line`` is in a function of ``module``: an import there counts as any other."""
        path = self._root / PACKAGE.name / Path(*module.split("."))
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        before = file.read_text("utf-8") if file.exists() else None
        file.write_text(f"{before or ''}\n\ndef planted() -> None:\n    {line}\n", "utf-8")
        yield
        if before is None:
            file.unlink()
        else:
            file.write_text(before, "utf-8")

    def broken_contracts(self) -> set[str]:
        """What import-linter says, with the settings that the gate has."""
        stdin, stdout = self._linter.stdin, self._linter.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write("\n")
        stdin.flush()
        said = list(itertools.takewhile(lambda line: not line.startswith("code "), stdout))
        verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)$", "".join(said), re.MULTILINE))
        assert verdicts.keys() == CONTRACTS.keys(), "".join(said)
        return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CopiedHouse]:
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(
        PACKAGE, root / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__", "_resources")
    )
    shutil.copy(ROOT / "pyproject.toml", root)
    with subprocess.Popen(
        [sys.executable, "-c", LINTER],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as linter:
        yield CopiedHouse(root, linter)


def test_the_house_as_it_stands_breaks_no_contract(copied_house: CopiedHouse) -> None:
    assert copied_house.broken_contracts() == set()


@pytest.mark.parametrize("contract", CONTRACTS)
def test_every_contract_has_a_planted_violation(contract: str) -> None:
    assert PLANTS.get(contract), f"plant an import that breaks “{contract}”"


# The linter takes a third of a second, so that each contract has one plant at a time.
@pytest.mark.parametrize(
    "plants",
    [
        {name: plant for name, plant in zip(PLANTS, plants, strict=True) if plant}
        for plants in itertools.zip_longest(*PLANTS.values())
    ],
    ids=lambda plants: ", ".join(f"{line} in {module}" for module, line in plants.values()),
)
def test_planted_imports_break_their_contracts_and_no_other(
    copied_house: CopiedHouse, plants: dict[str, tuple[str, str]]
) -> None:
    with contextlib.ExitStack() as planting:
        for module, line in plants.values():
            planting.enter_context(copied_house.planted(module, line))
        assert copied_house.broken_contracts() == set(plants)


@pytest.mark.parametrize("contract", LIBRARY_OWNERS)
def test_a_library_contract_lists_every_room_but_its_owners(contract: str) -> None:
    rooms = {
        path.stem
        for path in PACKAGE.iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").is_file()
    }
    listed = {
        name.removeprefix("conductor_desktop.") for name in CONTRACTS[contract]["source_modules"]
    }

    assert listed == rooms - LIBRARY_OWNERS[contract]


def imported_names(tree: ast.AST) -> Iterator[str]:
    """Every name an import statement anywhere in ``tree`` brings in, dotted, from the root."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def qt_modules(tree: ast.AST) -> set[str]:
    names = (name.split(".") for name in imported_names(tree))
    return {parts[1] for parts in names if parts[0] == "PySide6" and len(parts) > 1}


def sleeps(tree: ast.AST) -> set[str]:
    """Calls that stop a thread for a fixed time, under the names they are written with."""
    dotted = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return SLEEPS & (dotted | set(imported_names(tree)))


def types_not_made_ready(tree: ast.AST) -> list[str]:
    """Types that a function hands to msgspec without ``ready``: two threads could be its first."""
    found = []
    for function in (n for n in ast.walk(tree) if isinstance(n, FUNCTIONS)):
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            name = ast.unparse(call.func)
            named = [word.value for word in call.keywords if word.arg == "type"]
            placed = call.args[{"msgspec.convert": 1, "msgspec.json.Decoder": 0}.get(name, 99) :]
            if name in ("msgspec.json.decode", "msgspec.convert", "msgspec.json.Decoder"):
                found += [ast.unparse(kind) for kind in (*named, *placed[:1])]
    return [kind for kind in found if not kind.startswith("ready(")]


def is_docstring_only(tree: ast.Module) -> bool:
    """No code but a docstring and, where the version lives, its one line."""
    rest = tree.body[1:] if ast.get_docstring(tree) else tree.body
    return ast.get_docstring(tree) is not None and all(
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__"
        for node in rest
    )


def parsed(folder: Path, word: str = "", files: str = "*.py") -> Iterator[tuple[str, ast.Module]]:
    """Each module of ``folder`` in which ``word`` stands, by its path; parsing all takes long."""
    for path in sorted(folder.rglob(files)):
        text = path.read_text("utf-8")
        if word in text:
            yield path.relative_to(ROOT).as_posix(), ast.parse(text)


def test_widgets_are_used_in_ui_alone() -> None:
    modules = parsed(PACKAGE, "PySide6")
    users = {name for name, tree in modules if qt_modules(tree) & WIDGET_MODULES}

    assert {name for name in users if not name.startswith("conductor_desktop/ui/")} == set()
    assert users  # or the rule looks at nothing


def test_no_module_of_qt_is_used_that_is_not_lgpl() -> None:
    modules = parsed(PACKAGE, "PySide6")
    used = {name: qt_modules(tree) - LGPL_QT_MODULES for name, tree in modules}

    assert {name: modules for name, modules in used.items() if modules} == {}
    assert used  # or the rule looks at nothing


@pytest.mark.parametrize("folder", [PACKAGE, ROOT / "tests", ROOT / "build"])
def test_nothing_sleeps_for_a_fixed_time(folder: Path) -> None:
    assert all("sleep" in name.lower() for name in SLEEPS)
    found = {
        name: sleeps(tree) for word in ("sleep", "Sleep") for name, tree in parsed(folder, word)
    }

    assert {name: calls for name, calls in found.items() if calls} == {}
    assert any(folder.rglob("*.py"))  # or the rule looks at nothing


def test_no_type_is_decoded_into_that_is_not_made_ready_for_threads() -> None:
    found = {name: types_not_made_ready(tree) for name, tree in parsed(PACKAGE, "msgspec")}
    del found["conductor_desktop/struct_types.py"]  # where it is done

    assert {name: kinds for name, kinds in found.items() if kinds} == {}


def test_importing_a_room_or_a_screen_loads_nothing_of_it() -> None:
    # The first window is painted before anything heavy is imported, so a room's name is free.
    pattern = r"conductor_desktop/(\w+/|ui/\w+/)?__init__\.py"
    modules = parsed(PACKAGE, files="__init__.py")
    packages = {name: tree for name, tree in modules if re.fullmatch(pattern, name)}

    assert [name for name, tree in packages.items() if not is_docstring_only(tree)] == []
    assert len(packages) > 10


@pytest.mark.parametrize(
    "line",
    [
        "from PySide6.QtWidgets import QLabel",
        "from PySide6 import QtWidgets",
        "import PySide6.QtWidgets as widgets",
        "def later():\n    from PySide6.QtWidgets import QLabel",
        "if TYPE_CHECKING:\n    from PySide6.QtWidgets import QLabel",
    ],
)
def test_every_way_of_importing_a_qt_module_is_seen(line: str) -> None:
    assert qt_modules(ast.parse(line)) == {"QtWidgets"}


@pytest.mark.parametrize(
    "line", ["import time\ntime.sleep(1)", "from time import sleep", "QThread.msleep(5)"]
)
def test_every_way_of_sleeping_is_seen(line: str) -> None:
    assert sleeps(ast.parse(line))


@pytest.mark.parametrize(
    ("call", "is_seen"),
    [
        ("msgspec.json.decode(body, type=Thing)", True),
        ("msgspec.json.decode(body, type=ready(Thing))", False),
        ("msgspec.json.decode(body)", False),
        ("msgspec.convert(raw, Thing)", True),
        ("msgspec.convert(raw, ready(Thing))", False),
        ("msgspec.json.Decoder(Thing)", True),
        ("msgspec.json.Decoder(type=Thing)", True),
    ],
)
def test_every_type_that_is_not_made_ready_is_seen(call: str, is_seen: bool) -> None:
    assert bool(types_not_made_ready(ast.parse(f"def work():\n    return {call}"))) is is_seen


@pytest.mark.parametrize("code", ["import json", "'''What it is.'''\nfrom .a import b", ""])
def test_code_in_a_package_file_is_seen(code: str) -> None:
    assert not is_docstring_only(ast.parse(code))
