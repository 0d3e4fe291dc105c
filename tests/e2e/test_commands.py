"""The commands as a shell runs them: processes of their own, real HTTP, real files."""

from __future__ import annotations

import base64
import csv
import json
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest

from tests.contract.test_sandbox_command import serving
from tests.helpers.setup_files import FULL, write
from tests.helpers.stub_server import StubServer, reply, silence

PCS = Path(__file__).parents[1] / "unit" / "workstation" / "pcs"
PLANTED = "sk_conductor_PlantedSecret0123456789abcdefXYZ"
END_USER = "end_usr_1234567abcdefg"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.out)
        return answer


def words_for(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "conductor_desktop", "--home", str(home), *arguments]


def environment(key: str | None) -> dict[str, str]:
    return os.environ | {"PYTHONUTF8": "1"} | ({"CONDUCTOR_SECRET_KEY": key} if key else {})


def command(home: Path, *arguments: str, key: str | None = None) -> Ended:
    """Runs it to its end; whatever happens, nobody is shown a traceback."""
    done = subprocess.run(
        words_for(home, *arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(key),
        check=False,
    )
    assert "Traceback" not in done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


# ---- the built-in sandbox


def test_the_sandboxs_invoices_are_all_there(home: Path) -> None:
    ended = command(home, "--sandbox", "invoices", "--json")
    assert (ended.code, ended.err) == (0, "")
    answer = ended.json
    assert answer["complete"] is True
    assert answer["count"] == len(answer["invoices"]) == 240
    assert len({invoice["id"] for invoice in answer["invoices"]}) == 240
    assert set(answer["totals"]) == set(answer["paid"]) == set(answer["open"]) == {"USD", "EUR"}


def test_the_sandbox_is_connected_when_it_is_asked(home: Path) -> None:
    ended = command(home, "--sandbox", "status", "--json", "--active")
    assert (ended.code, ended.err) == (0, "")
    answer = ended.json
    assert answer["state"] == "connected"
    assert answer["company"]
    assert answer["lastProofAt"].endswith("Z")
    assert answer["requestId"].startswith("req_")


def test_a_described_pc_is_checked(home: Path) -> None:
    ended = command(home, "check", "--json", "--pc", str(PCS / "dialog_open.json"))
    assert ended.code == 1
    assert ended.json["verdict"] == "stop"


def test_the_checks_know_whose_books_the_connection_is_for(home: Path) -> None:
    profile = {"mode": "api_keys", "setupStep": "checks", "expectedCompany": "Maple Example Ltd"}
    settings = {"version": 1, "activeProfile": "live", "profiles": {"live": profile}}
    home.mkdir()
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    ended = command(home, "check", "--json", "--pc", str(PCS / "ent24_64_ok.json"))
    rows = {row["id"]: row for row in ended.json["checks"]}
    assert rows["company_open"]["answer"] == "look"
    assert "Maple Example Ltd" in rows["company_open"]["action"]


def test_our_own_row_of_the_web_connector_is_named(home: Path) -> None:
    ended = command(home, "check", "--json", "--pc", str(PCS / "ent24_64_ok.json"))
    rows = {row["id"]: row for row in ended.json["checks"]}
    assert rows["application_added"]["sentence"] == "“Example Sync” is in the Web Connector."
    ours = {"name": "Conductor", "uniqueName": "Example Sync", "host": "qbwc.conductor.is"}
    settings = {"version": 1, "profiles": {"live": {"application": ours}}}
    home.mkdir(exist_ok=True)
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    ended = command(home, "check", "--json", "--pc", str(PCS / "ent24_64_ok.json"))
    rows = {row["id"]: row for row in ended.json["checks"]}
    assert rows["application_added"]["sentence"] == "“Conductor” is in the Web Connector."


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("password_refused", 1, "The password of “Example Sync” was refused 3 minutes ago."),
        (
            "update_failed",
            0,
            "The last update of “Example Sync”, 3 minutes ago, ended with a problem:",
        ),
        ("ent24_64_ok", 0, "came by for “Example Sync” 3 minutes ago, and nothing went wrong."),
    ],
)
def test_what_the_web_connector_did_for_us_of_late_is_told(
    home: Path, name: str, code: int, said: str
) -> None:
    words = ("check", "--pc", str(PCS / f"{name}.json"))
    ended = command(home, *words, "--json")
    assert ended.code == code
    rows = {row["id"]: row for row in ended.json["checks"]}
    assert said in rows["web_connector_last_update"]["sentence"]
    printed = command(home, *words, "--details").out
    assert said in " ".join(printed.split())


def test_a_support_bundle_is_written_under_home(home: Path) -> None:
    ended = command(home, "--sandbox", "diagnostics")
    assert ended.code == 0
    [bundle] = (home / "exports").iterdir()
    assert str(bundle) in ended.out
    with zipfile.ZipFile(bundle) as archive:
        assert "connection.json" in archive.namelist()


def test_a_code_is_explained_without_touching_anything(home: Path) -> None:
    ended = command(home, "explain", "--json", "-2147220460")
    assert (ended.code, ended.err) == (0, "")
    assert ended.json["matches"][0]["code"] == "0x80040414"
    assert not home.exists()


# ---- a sandbox elsewhere, reached as a script reaches Conductor


@dataclass(frozen=True)
class Elsewhere:
    """A sandbox in a process of its own."""

    base_url: str
    key: str
    end_user: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("--base-url", self.base_url, "--end-user", self.end_user)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    ready = tmp_path_factory.mktemp("sandbox") / "ready.json"
    with serving(ready):
        access = json.loads(ready.read_text(encoding="utf-8"))
        yield Elsewhere(access["baseUrl"], access["secretKey"], access["endUserId"])


def test_status_reads_what_conductor_has_noted(home: Path, elsewhere: Elsewhere) -> None:
    ended = command(home, *elsewhere.words, "status", "--json", key=elsewhere.key)
    assert (ended.code, ended.err) == (0, "")
    assert ended.json["state"] == "last_known_good"
    assert ended.json["active"] is False


def test_options_after_the_command_work_as_well(home: Path, elsewhere: Elsewhere) -> None:
    words = ("invoices", "--json", "--limit", "7", *elsewhere.words)
    ended = command(home, *words, key=elsewhere.key)
    assert ended.code == 0
    answer = ended.json
    assert (answer["complete"], answer["count"], answer["problem"]) == (False, 7, None)


@pytest.mark.parametrize("words", [["--limit", "0"], ["--limit", "240"], []])
def test_all_means_all(words: list[str], home: Path, elsewhere: Elsewhere) -> None:
    ended = command(home, "invoices", "--json", *words, *elsewhere.words, key=elsewhere.key)
    assert (ended.code, ended.json["complete"], ended.json["count"]) == (0, True, 240)


def test_filters_reach_conductor(home: Path, elsewhere: Elsewhere) -> None:
    words = ("invoices", "--json", *elsewhere.words)
    paid = command(home, *words, "--paid", key=elsewhere.key).json
    unpaid = command(home, *words, "--unpaid", "--lines", key=elsewhere.key).json
    assert paid["count"] + unpaid["count"] == 240
    assert all(invoice["isPaid"] for invoice in paid["invoices"])
    assert not any(invoice["isPaid"] for invoice in unpaid["invoices"])
    assert not any("lines" in invoice for invoice in paid["invoices"])
    assert any(invoice["lines"] for invoice in unpaid["invoices"])


def test_a_person_reads_a_table_in_any_terminal(
    home: Path, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ended = command(home, "invoices", *elsewhere.words, key=elsewhere.key)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[-1] == "Complete: 240 invoices."
    assert sum(line[:1].isalnum() for line in lines) >= 240


def test_names_a_stream_cannot_show_do_not_end_a_command(home: Path, elsewhere: Elsewhere) -> None:
    done = subprocess.run(
        words_for(home, "invoices", *elsewhere.words),
        capture_output=True,
        env=environment(elsewhere.key) | {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"},
        check=False,
    )
    assert done.returncode == 0
    text = done.stdout.decode("cp1252")
    assert text.rstrip().endswith("Complete: 240 invoices.")
    assert "Étang" in text
    assert "????" in text  # a name in Arabic letters


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_invoices_go_into_a_file(
    ending: str, home: Path, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    target = tmp_path / f"invoices.{ending}"
    words = ("invoices", "--output", str(target), *elsewhere.words)
    ended = command(home, *words, key=elsewhere.key)
    assert ended.code == 0
    assert ended.out.startswith("Written to ")
    assert {path.name for path in tmp_path.iterdir()} == {"home", target.name}
    if ending == "csv":
        with target.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == 240
    else:
        assert zipfile.is_zipfile(target)


def test_a_key_without_an_end_user_is_told_what_is_missing(
    home: Path, elsewhere: Elsewhere
) -> None:
    ended = command(home, "invoices", "--base-url", elsewhere.base_url, key=elsewhere.key)
    assert (ended.code, ended.out) == (5, "")
    assert "--end-user" in ended.err


def test_a_connection_that_is_given_is_never_the_sandboxs(home: Path, elsewhere: Elsewhere) -> None:
    """The sandbox was used last; its made-up books must not pass for those that are asked for."""
    home.mkdir()
    (home / "settings.json").write_text('{"version": 1, "activeProfile": "sandbox"}')

    status = command(home, "status", "--json", *elsewhere.words, key=elsewhere.key)
    invoices = command(home, "invoices", "--json", key=elsewhere.key)
    nowhere = command(home, "invoices", "--json", "--base-url", elsewhere.base_url)

    assert (status.code, status.json["state"]) == (0, "last_known_good")
    assert (invoices.code, nowhere.code) == (5, 5)
    assert "--end-user" in invoices.err
    assert "CONDUCTOR_SECRET_KEY" in nowhere.err
    assert command(home, "status", "--json").json["requestId"], "without one it is the sandbox"


# ---- bad input


@pytest.mark.parametrize("words", [["status"], ["status", "--active"], ["invoices"]])
def test_a_wrong_key_is_exit_4(words: list[str], home: Path, elsewhere: Elsewhere) -> None:
    ended = command(home, *words, *elsewhere.words, key=PLANTED)
    assert ended.code == 4
    assert "rejected the key" in ended.out + ended.err
    assert PLANTED not in ended.out + ended.err


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_dead_server_is_offline(home: Path) -> None:
    words = ("--base-url", f"http://127.0.0.1:{closed_port()}/v1", "--end-user", END_USER)
    status = command(home, "status", "--json", *words, key=PLANTED)
    assert (status.code, status.json["state"], status.err) == (3, "offline", "")
    assert status.json["nextStep"]
    invoices = command(home, "invoices", "--json", *words, key=PLANTED)
    assert (invoices.code, invoices.out) == (3, "")
    assert "cannot be reached" in invoices.err


def test_a_web_page_instead_of_an_answer_is_a_sign_in_page(home: Path) -> None:
    page = reply(b"<html><title>Hotel Wi-Fi</title></html>", content_type="text/html")
    with StubServer([page]) as server:
        words = ("--base-url", server.base_url, "--end-user", END_USER)
        status = command(home, "status", "--json", "--active", *words, key=PLANTED)
        assert (status.code, status.json["state"]) == (3, "offline")
        assert "sign-in page" in status.json["explanation"]
        invoices = command(home, "invoices", *words, key=PLANTED)
        assert invoices.code == 3
        assert "sign-in page" in invoices.err


@pytest.mark.parametrize("broken", [b"{not json", b"\xff\xfe\x00"])
def test_broken_settings_are_kept_and_mentioned_and_everything_works(
    broken: bytes, home: Path
) -> None:
    home.mkdir()
    (home / "settings.json").write_bytes(broken)

    ended = command(home, "--sandbox", "invoices", "--json", "--limit", "3")

    assert (ended.code, ended.json["count"]) == (0, 3)
    [kept] = home.glob("settings.json.corrupt-*")
    assert kept.read_bytes() == broken
    assert ended.err.count(kept.name) == 1
    assert len(ended.err.splitlines()) == 1
    again = command(home, "--sandbox", "status", "--json")
    assert (again.code, again.err) == (0, "")


@pytest.mark.parametrize(
    "words",
    [["status", "--json"], ["--sandbox", "invoices"], ["diagnostics"], ["--sandbox", "status"]],
)
def test_a_home_that_cannot_be_written_is_exit_2(words: list[str], tmp_path: Path) -> None:
    in_its_place = tmp_path / "home"
    in_its_place.write_text("a file")
    ended = command(in_its_place, *words)
    assert (ended.code, ended.out) == (2, "")
    assert "cannot be written" in ended.err
    assert "--home" in ended.err
    assert in_its_place.read_text() == "a file"


def test_a_port_in_use_is_exit_2(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = command(home, "sandbox", "--port", str(taken.getsockname()[1]))
    assert ended.code == 2
    assert "is in use" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
def test_a_window_without_a_display_is_one_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    ended = command(home)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("There is no display. ")
    assert len(ended.err.splitlines()) == 1


def test_with_a_link_alone_every_command_says_who_has_the_token(home: Path) -> None:
    vendor = {"name": "Acme Field Service", "supportEmail": "help@acme.example"}
    profile = {"mode": "setup_file", "setupStep": "done", "vendor": vendor}
    settings = {"version": 1, "activeProfile": "live", "profiles": {"live": profile}}
    home.mkdir()
    (home / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    status = command(home, "status", "--json")
    assert (status.code, status.json["owner"]) == (5, "vendor")
    assert "Acme Field Service has" in status.json["explanation"]
    invoices = command(home, "invoices")
    assert (invoices.code, invoices.out) == (5, "")
    assert "Ask Acme Field Service" in invoices.err


def test_a_vendors_file_is_checked_without_a_home(tmp_path: Path) -> None:
    path = write(tmp_path, {**FULL, "token": "sk_conductor_made_up"})
    ended = command(tmp_path / "home", "setup-file", "check", str(path), "--json")
    assert (ended.code, ended.json["usable"], ended.err) == (0, True, "")
    assert [one["field"] for one in ended.json["remarks"]] == ["token"]
    assert not (tmp_path / "home").exists()
    assert command(tmp_path / "home", "setup-file", "schema").json["type"] == "object"


def test_nothing_set_up_is_exit_5(home: Path) -> None:
    status = command(home, "status", "--json")
    assert (status.code, status.json["state"], status.err) == (5, "not_set_up", "")
    invoices = command(home, "invoices")
    assert (invoices.code, invoices.out) == (5, "")
    assert "guided setup" in invoices.err


# ---- secrets


def forms(secret: str) -> set[bytes]:
    """How a secret may have been written down."""
    raw = secret.encode()
    shifted = {base64.b64encode(b"x" * n + raw)[4 if n else 0 : -4] for n in range(3)}
    return {raw, secret.encode("utf-16-le"), raw.hex().encode(), quote(secret).encode(), *shifted}


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, and those inside of archives."""
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        yield str(path), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path}!{name}", archive.read(name)) for name in archive.namelist())


def assert_nowhere(secret: str, folder: Path, runs: list[Ended]) -> None:
    looked = list(contents(folder))
    assert looked
    for name, data in [*looked, *((run.out, run.err.encode()) for run in runs)]:
        for form in forms(secret):
            assert form not in data, name
            assert form not in name.encode(errors="replace"), name


def test_the_key_is_in_no_file_and_no_output(home: Path, elsewhere: Elsewhere) -> None:
    files = home / "files"
    files.mkdir(parents=True)
    commands: list[list[str]] = [
        ["status", "--json"],
        ["status", "--active"],
        ["invoices", "--json", "--limit", "5"],
        ["invoices", "--limit", "5", "--output", str(files / "a.csv")],
        ["invoices", "--limit", "5", "--output", str(files / "a.xlsx")],
        ["diagnostics", "--json"],
        ["check"],
    ]
    runs = [command(home, *words, *elsewhere.words, key=elsewhere.key) for words in commands]
    assert [run.code for run in runs[:-1]] == [0] * 6
    assert_nowhere(elsewhere.key, home, runs)
    assert len(list(files.iterdir())) == 2


def test_a_rejected_key_is_in_no_file_and_no_output(home: Path, elsewhere: Elsewhere) -> None:
    commands = [["status", "--json"], ["status", "--active"], ["invoices"], ["diagnostics"]]
    runs = [command(home, *words, *elsewhere.words, key=PLANTED) for words in commands]
    assert [run.code for run in runs[:3]] == [4, 4, 4]
    assert_nowhere(PLANTED, home, runs)


def test_a_server_that_repeats_the_key_does_not_get_it_into_files_or_output(home: Path) -> None:
    error = {"error": {"type": "X", "code": PLANTED, "message": PLANTED, "requestId": PLANTED}}
    with StubServer([reply(json.dumps(error).encode(), status=400)]) as server:
        words = ("--base-url", server.base_url, "--end-user", END_USER)
        runs = [command(home, name, *words, key=PLANTED) for name in ("status", "invoices")]
    assert all(run.code for run in runs)
    assert_nowhere(PLANTED, home, runs)


def test_a_key_with_a_line_end_is_used_and_hidden_without_it(home: Path) -> None:
    key = "vendors-own-Planted0123456789abc"  # nothing about it looks like a key
    error = {"type": "X", "code": "C", "message": key, "userFacingMessage": f"Not {key}."}
    with StubServer([reply(json.dumps({"error": error}).encode(), status=400)]) as server:
        words = ("--base-url", server.base_url, "--end-user", END_USER)
        runs = [command(home, name, *words, key=f"{key}\r\n") for name in ("status", "invoices")]
        sent = {request.headers["authorization"] for request in server.requests}
    assert sent == {f"Bearer {key}"}
    assert_nowhere(key, home, runs)


def test_the_key_is_on_no_command_line(home: Path) -> None:
    with StubServer([silence()]) as server:
        words = words_for(home, "status", "--base-url", server.base_url, "--end-user", END_USER)
        with subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(PLANTED),
        ) as process:
            server.wait_for_requests()
            parent = psutil.Process(process.pid)
            lines = [one.cmdline() for one in (parent, *parent.children(recursive=True))]
            process.kill()
    assert "conductor_desktop" in lines[0]
    assert not [word for line in lines for word in line if PLANTED in word]
