"""The templates for the Group Policy editor say what the app reads, and nothing else.

The order of the elements and their attributes are those of Microsoft's PolicyDefinitions schema.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse

from conductor_desktop.assets import asset
from conductor_desktop.services.policies.table import (
    KEY,
    POLICIES,
    Choice,
    Number,
    Policy,
    Switch,
)

_SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
_REFERENCE = re.compile(r"\$\((string|presentation)\.([A-Za-z_]+)\)")


def read(name: str) -> Element:
    root = parse(asset(f"policies/{name}")).getroot()
    assert root is not None
    return root


@pytest.fixture(scope="module")
def admx() -> Element:
    return read("ConductorDesktop.admx")


@pytest.fixture(scope="module")
def adml() -> Element:
    return read("en-US/ConductorDesktop.adml")


def one(element: Element, path: str) -> Element:
    found = element.findall("/".join(_SPACE + step for step in path.split("/")))
    assert len(found) == 1, path
    return found[0]


def names(element: Element) -> list[str]:
    return [child.tag.removeprefix(_SPACE) for child in element]


def entry(admx: Element, policy: Policy) -> Element:
    return next(element for element in one(admx, "policies") if element.get("name") == policy.name)


def test_both_say_which_version_they_are_and_have_their_parts_in_order(
    admx: Element, adml: Element
) -> None:
    for root in (admx, adml):
        assert root.get("revision") == "1.0"
        assert root.get("schemaVersion") == "1.0"
    assert names(admx) == ["policyNamespaces", "resources", "supportedOn", "categories", "policies"]
    assert names(adml) == ["displayName", "description", "resources"]
    assert names(one(adml, "resources")) == ["stringTable", "presentationTable"]


def test_the_same_policies_are_in_both_places(admx: Element) -> None:
    described = [element.get("name") for element in one(admx, "policies")]
    assert described == [policy.name for policy in POLICIES]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_a_policy_has_the_name_type_and_range_that_the_app_reads(
    admx: Element, policy: Policy
) -> None:
    element = entry(admx, policy)
    assert (element.get("key") or "").casefold() == KEY.casefold()
    assert element.get("class") == "Both"
    if isinstance(policy.kind, Switch):
        assert names(element) == ["parentCategory", "supportedOn", "enabledValue", "disabledValue"]
        assert element.get("valueName") == policy.name
        assert element.get("presentation") is None
        for what, allowed in (("enabledValue", True), ("disabledValue", False)):
            value = one(element, f"{what}/decimal").get("value")
            assert policy.kind.read(int(value or "")) is allowed
        return
    assert names(element) == ["parentCategory", "supportedOn", "elements"]
    assert element.get("valueName") is None
    (part,) = one(element, "elements")
    assert part.get("valueName") == part.get("id") == policy.name
    if isinstance(policy.kind, Number):
        assert part.tag == f"{_SPACE}decimal"
        limits = (part.get("minValue"), part.get("maxValue"))
        assert limits == (str(policy.kind.low), str(policy.kind.high))
    else:
        assert isinstance(policy.kind, Choice)
        assert part.tag == f"{_SPACE}enum"
        values = [one(item, "value/string").text for item in part]
        assert values == [str(option) for option in policy.kind.options]


def test_every_text_and_form_that_is_named_is_there_and_no_other(
    admx: Element, adml: Element
) -> None:
    wanted = {
        found.groups()
        for element in admx.iter()
        for value in element.attrib.values()
        if (found := _REFERENCE.fullmatch(value))
    }
    texts = list(one(adml, "resources/stringTable"))
    forms = list(one(adml, "resources/presentationTable"))
    there = [("string", text.get("id")) for text in texts]
    there += [("presentation", form.get("id")) for form in forms]
    assert len(there) == len(set(there))
    assert set(there) == wanted
    assert all((text.text or "").strip() for text in texts)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_the_form_has_a_field_for_the_value_with_a_default_that_counts(
    adml: Element, policy: Policy
) -> None:
    forms = [
        form for form in one(adml, "resources/presentationTable") if form.get("id") == policy.name
    ]
    if isinstance(policy.kind, Switch):
        assert forms == []
        return
    ((field,),) = forms
    assert field.get("refId") == policy.name
    if isinstance(policy.kind, Number):
        assert field.tag == f"{_SPACE}decimalTextBox"
        assert policy.kind.read(int(field.get("defaultValue") or "")) is not None
    else:
        assert field.tag == f"{_SPACE}dropdownList"


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_the_page_for_it_has_the_policy_with_its_type_and_range(policy: Policy) -> None:
    page = (Path(__file__).parents[2] / "docs" / "for-it.md").read_text("utf-8")
    (row,) = [line for line in page.splitlines() if line.startswith(f"| `{policy.name}` |")]
    kind = row.split("|")[2].strip()
    if isinstance(policy.kind, Switch):
        assert kind == "DWORD 0 or 1"
    elif isinstance(policy.kind, Number):
        assert kind == f"DWORD {policy.kind.low} to {policy.kind.high}"
    else:
        assert kind == "REG_SZ " + " or ".join(f"`{option}`" for option in policy.kind.options)
