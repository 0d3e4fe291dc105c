"""Takes apart what somebody else wrote: any value may be anything, and any text of any length."""

from __future__ import annotations

from collections.abc import Mapping

from conductor_desktop.services.diagnostics.opened import Opened, parsed

_LONGEST = 300
MOST_LINES = 2000

Tree = Mapping[str, object]


def text_of(value: object) -> str:
    """Short; "" for what is neither a text nor a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def texts_of(value: object) -> dict[str, str]:
    """The texts of a mapping; nothing for anything else."""
    if not isinstance(value, dict):
        return {}
    return {text_of(key): text_of(one) for key, one in value.items()}


def list_of(value: object) -> list[object]:
    """Its first items; nothing for anything else."""
    return value[:MOST_LINES] if isinstance(value, list) else []


def tree_in(bundle: Opened, name: str) -> Tree:
    """What ``name.json`` holds; nothing where there is no such file, or no mapping in it."""
    for file in (f"{name}.json", f"{name.replace('_', '-')}.json"):
        tree = parsed(bundle.files.get(file, b""))
        if isinstance(tree, dict):
            return tree
    return {}


def lines_in(bundle: Opened, name: str) -> list[Tree]:
    """The last lines of ``name.jsonl``, without what has more in it."""
    lines = bundle.files.get(f"{name}.jsonl", b"").splitlines()
    trees = (parsed(line) for line in lines[-MOST_LINES:])
    return [_flat(tree) for tree in trees if isinstance(tree, dict)]


def _flat(tree: Tree) -> Tree:
    return {
        text_of(key): text_of(value) if isinstance(value, str) else value
        for key, value in tree.items()
        if value is None or isinstance(value, str | int | float)
    }
