"""A whole visit, from an empty process to an ended one: nothing opened, nothing left behind."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.helpers.web_site import WebSite, closed_port
from tests.ui.web.visit import Job, Seen

CERTIFICATE = Path(__file__).with_name("self_signed.pem")
ROOT = Path(__file__).parents[3]
CANARIES = {
    "link": "auth_sess_client_secret_CANARY1",
    "key": "pk_conductor_CANARY2",
    "cookie": "cookieCANARY3",
    "storage": "storageCANARY4",
    "database": "databaseCANARY5",
    "text": "textCANARY6",
}

KEEP_EVERYTHING = f"""
<h1>{CANARIES["text"]}</h1><script>
document.cookie = 'a={CANARIES["cookie"]}; max-age=86400';
localStorage.setItem('b', '{CANARIES["storage"]}');
caches.open('c').then(cache => cache.put('/c', new Response('{CANARIES["storage"]}')));
const request = indexedDB.open('d');
request.onupgradeneeded = () => request.result.createObjectStore('s');
request.onsuccess = () => {{
  const work = request.result.transaction('s', 'readwrite');
  work.objectStore('s').put('{CANARIES["database"]}', 1);
  work.oncomplete = () => {{ window.isKept = true }};
}};
</script>
"""


def run_visit(job: Job, environment: Mapping[str, str]) -> tuple[Seen, str]:
    """What was seen, and what the process said on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.web.visit"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen: Seen = json.loads(done.stdout)
    return seen, done.stderr


@pytest.fixture
def private_places(tmp_path: Path) -> dict[str, str]:
    """Environment variables that put everything the engine could write below ``tmp_path``."""
    places = {}
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        folder = tmp_path / "machine" / name.lower()
        folder.mkdir(parents=True)
        places[name] = str(folder)
    return places


@pytest.mark.slow
def test_a_visit_leaves_nothing_and_opens_nothing(
    site: WebSite, tmp_path: Path, private_places: dict[str, str]
) -> None:
    path = f"/qbd/{CANARIES['link']}"
    site.html(path, KEEP_EVERYTHING, Set_Cookie=f"h={CANARIES['cookie']}; Max-Age=86400")
    with closed_port() as port:
        debugging = str(port)
    hostile = {
        "QTWEBENGINE_REMOTE_DEBUGGING": debugging,
        "QTWEBENGINE_CHROMIUM_FLAGS": f"--remote-debugging-port={debugging}",
    }
    job = Job(
        url=site.url(f"{path}?key={CANARIES['key']}"),
        port=site.port,
        folder=str(tmp_path / "files"),
        until="window.isKept === true",
        flags="",
    )
    seen, said = run_visit(job, {**private_places, **hostile})
    assert seen["phase"] == "loaded"
    assert set(hostile) <= set(seen["removed"])
    assert seen["listeners"] == 0
    for canary in CANARIES.values():
        assert canary not in said
        for file in tmp_path.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert canary.encode() not in content, file
                assert canary.encode("utf-16-le") not in content, file
    assert "Expect troubles" not in said


@pytest.mark.slow
@pytest.mark.parametrize("is_trusted", [False, True])
def test_a_certificate_nobody_vouches_for_ends_it(
    tmp_path: Path, private_places: dict[str, str], is_trusted: bool
) -> None:
    """The trusted half shows that the page would load, lock and all, but for the certificate."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    with WebSite(tls) as site:
        site.html("/qbd", "<h1>Hi</h1>")
        flags = f'--host-resolver-rules="MAP connect.conductor.is:443 127.0.0.1:{site.port}"'
        if is_trusted:
            flags += " --ignore-certificate-errors"
        job = Job(
            url="https://connect.conductor.is/qbd",
            port=None,
            folder=str(tmp_path),
            until="true",
            flags=flags,
        )
        seen, _ = run_visit(job, private_places)
        asked = site.paths()
    if is_trusted:
        assert (seen["phase"], seen["bar"]) == ("loaded", "https://connect.conductor.is")
        assert seen["is_locked"]
        assert asked == ["/qbd"]
    else:
        assert seen["title"] == "The page could not be trusted"
        assert not seen["is_locked"]
        assert asked == []
