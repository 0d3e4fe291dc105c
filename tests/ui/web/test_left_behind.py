"""Whatever a page stores, nothing of it is on the disk or in the next view once ours is closed."""

from __future__ import annotations

from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from conductor_desktop.secret import Secret
from conductor_desktop.ui.web.engine import create_auth_view
from conductor_desktop.ui.web.load_state import LoadPhase, LoadState
from conductor_desktop.ui.web.policy import AuthPolicy
from tests.helpers.leaks import leaks
from tests.helpers.web_site import Answer, WebSite
from tests.ui.web.stage import WAIT_MS
from tests.ui.web.visit import Job, run_visit

CANARIES = {
    "link": "auth_sess_client_secret_CANARY1",
    "key": "pk_conductor_CANARY2",
    "cookie": "cookieCANARY3",
    "storage": "storageCANARY4",
    "database": "databaseCANARY5",
    "text": "textCANARY6",
    "blob": "blobCANARY7",
    "password": "passwordCANARY8",
}

# Ten megabytes, in every place a page has; what is over a limit is cut by the engine.
KEEP_EVERYTHING = """
<title>TEXT</title><h1>TEXT</h1><form id=f><input name=user value=me>
<input type=password name=pw value=PASSWORD></form><script>
const much = 'STORAGE'.repeat(1 << 20).slice(0, 10 << 20);
const tell = name => fetch('/kept-' + name);
document.cookie = 'a=COOKIE; max-age=86400';
history.pushState('TEXT', '', '?TEXT');
for (const store of [localStorage, sessionStorage]) {
  store.setItem('small', 'STORAGE');
  try { store.setItem('much', much) } catch (error) { }
}
const parts = [
  ['cache', async () => { const cache = await caches.open('c');
    await cache.put('/c', new Response(much)) }],
  ['database', () => new Promise((ok, no) => {
    const request = indexedDB.open('d');
    request.onupgradeneeded = () => request.result.createObjectStore('s');
    request.onerror = no;
    request.onsuccess = () => {
      const work = request.result.transaction('s', 'readwrite');
      work.objectStore('s').put('DATABASE', 1);
      work.objectStore('s').put(new Blob([much, 'BLOB']), 2);
      work.oncomplete = ok; work.onabort = no;
    } })],
  ['files', async () => { const root = await navigator.storage.getDirectory();
    const file = await root.getFileHandle('x', {create: true});
    const writer = await file.createWritable();
    await writer.write(much); await writer.close() }],
  ['worker', () => navigator.serviceWorker.register('/worker.js')],
];
(async () => {
  const told = [];
  for (const [name, keep] of parts)
    try { await keep(); told.push(name) } catch (error) { told.push('no ' + name) }
  await fetch('/done?' + told.join());
  window.isKept = true;
})();
</script>
"""


def filled_in(text: str) -> str:
    for name, canary in CANARIES.items():
        text = text.replace(name.upper(), canary)
    return text


@pytest.fixture
def private_places(tmp_path: Path) -> dict[str, str]:
    """Environment variables that put everything the engine could write below ``tmp_path``."""
    places = {}
    names = "TMPDIR TEMP TMP HOME USERPROFILE LOCALAPPDATA APPDATA"
    names += " XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME"
    for name in names.split():
        folder = tmp_path / "machine" / name.lower()
        folder.mkdir(parents=True)
        places[name] = str(folder)
    return places


@pytest.mark.slow
def test_nothing_a_page_stores_is_on_the_disk_afterwards(
    site: WebSite, tmp_path: Path, private_places: dict[str, str]
) -> None:
    path = f"/qbd/{CANARIES['link']}"
    site.html(path, filled_in(KEEP_EVERYTHING), Set_Cookie=f"h={CANARIES['cookie']}; Max-Age=86400")
    site.answers["/worker.js"] = Answer(b"", headers={"Content-Type": "text/javascript"})
    job = Job(
        urls=[site.url(f"{path}?key={CANARIES['key']}")],
        port=site.port,
        folder=str(tmp_path / "app"),
        until="window.isKept === true",
    )
    seen, said = run_visit(job, private_places)
    assert seen["pages"][0]["phase"] == "loaded"
    kept = next(hit.path for hit in site.hits if hit.path.startswith("/done?"))
    assert kept == "/done?cache,database,files,no%20worker"
    (tmp_path / "said.txt").write_text(said)
    assert leaks([tmp_path], CANARIES) == []
    assert "Expect troubles" not in said


def test_the_next_view_knows_nothing_of_the_one_before(
    qtbot: QtBot, site: WebSite, tmp_path: Path, nothing_opened_on_the_desktop: None
) -> None:
    """In one process too: each view has a profile of its own."""
    url = Secret(
        site.html(
            "/page",
            "<script>const before = [document.cookie, localStorage.length, history.length];"
            "document.cookie = 'a=b; max-age=99'; localStorage.c = 'd';"
            "indexedDB.databases().then(all => fetch('/before?' +"
            "  encodeURIComponent(JSON.stringify([...before, all.length])))"
            "  .then(() => { indexedDB.open('e') }))</script>",
            Set_Cookie="f=g; Max-Age=99",
        )
    )
    for turn in ("first", "second"):
        view = create_auth_view(AuthPolicy(frozenset(), site.port), tmp_path)
        with qtbot.waitSignal(view.load_state_changed, check_params_cb=is_loaded, timeout=WAIT_MS):
            view.open(url)
        wait_for_hits(qtbot, site, "/before", 1 if turn == "first" else 2)
        view.close_view()
        shiboken6.delete(view)
    told = [hit for hit in site.hits if hit.path.startswith("/before")]
    assert told[0].path == told[1].path
    pages = [hit for hit in site.hits if hit.path == "/page"]
    assert [hit.headers.get("Cookie") for hit in pages] == [None, None]


def wait_for_hits(qtbot: QtBot, site: WebSite, path: str, number: int) -> None:
    qtbot.waitUntil(lambda: site.paths().count(path) == number, timeout=WAIT_MS)


def is_loaded(state: LoadState) -> bool:
    return state.phase is LoadPhase.LOADED
