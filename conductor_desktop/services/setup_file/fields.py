"""The fields of a setup file, each with its rule: the reader and the JSON Schema are made of these.

The patterns are written in the part of the language that Python and JavaScript read alike, because
editors check the same file by the schema. ``$(?!\\n)`` is the end of the text in both.
"""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec import Meta

from conductor_desktop.services.trusted_hosts import CONDUCTOR_DOMAIN, LOOPBACK_HOST
from conductor_desktop.storage.secrets import LONGEST_SECRET

LONGEST_TEXT = 200
LONGEST_ADDRESS = 2000

_END = r"$(?!\n)"
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOW_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_PORT = (
    "(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
)
_HTTPS, _HTTP = "[Hh][Tt][Tt][Pp][Ss]://", "[Hh][Tt][Tt][Pp]://"
_THIS_PC = rf"(?:{re.escape(LOOPBACK_HOST)}|localhost)"
# Printable ASCII without the backslash, which some readers of addresses take for a slash.
_REST = r"(?:[/?#][!-\[\]-~]*)?"
_PLAIN_PATH = r'(?:/[!"$->@-\[\]-~]*)?'
# What ends a line, moves the cursor or turns the direction of writing.
_UNSEEN = r"\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff"
_ONE_LINE = f"^[^{_UNSEEN}]*{_END}"
_SOME_LINE = rf"^[^{_UNSEEN}]*[^\s{_UNSEEN}][^{_UNSEEN}]*{_END}"
_E_MAIL = rf"^(?:[^\s@{_UNSEEN}]+@[^\s@{_UNSEEN}]+)?{_END}"


def _rule(must: str, pattern: str, longest: int, *, shortest: int | None = None) -> Meta:
    return Meta(
        pattern=pattern, min_length=shortest, max_length=longest, extra={"must": f"must be {must}"}
    )


Line = Annotated[str, _rule("one line of plain text", _ONE_LINE, LONGEST_TEXT)]
Name = Annotated[str, _rule("a name on one line", _SOME_LINE, LONGEST_TEXT, shortest=1)]
EMail = Annotated[str, _rule("an e-mail address", _E_MAIL, LONGEST_TEXT)]
Site = Annotated[
    str,
    _rule(
        "an address starting with https://",
        f"^(?:{_HTTPS}{_HOST}{_PORT}{_REST})?{_END}",
        LONGEST_ADDRESS,
    ),
]
Gateway = Annotated[
    str,
    _rule(
        "an address starting with https://, with host and path and nothing else",
        f"^(?:{_HTTPS}{_HOST}|{_HTTP}{_THIS_PC}){_PORT}{_PLAIN_PATH}{_END}",
        LONGEST_ADDRESS,
        shortest=1,
    ),
]
Link = Annotated[
    str,
    _rule(
        f"a link of Conductor, starting with https://connect.{CONDUCTOR_DOMAIN}/",
        rf"^https://(?:{_LOW_LABEL}\.)*{re.escape(CONDUCTOR_DOMAIN)}(?::443)?/[!-\[\]-~]*{_END}",
        LONGEST_ADDRESS,
        shortest=1,
    ),
]
Token = Annotated[
    str,
    _rule(
        "a token without spaces and line breaks, in ASCII",
        f"^[!-~]+{_END}",
        LONGEST_SECRET,
        shortest=1,
    ),
]
PublishableKey = Annotated[
    str,
    _rule(
        "a publishable key (pk_…), never a secret one (sk_…)",
        f"^(?!sk_)[!-~]+{_END}",
        LONGEST_SECRET,
        shortest=1,
    ),
]
EndUserId = Annotated[
    str,
    _rule(
        "an id such as “end_usr_1234567abcdefg”",
        f"^(?:[A-Za-z0-9][A-Za-z0-9._:-]{{0,199}})?{_END}",
        LONGEST_TEXT,
    ),
]


class VendorFields(msgspec.Struct, rename="camel", kw_only=True):
    """Who sends the file. Shown wherever help is needed."""

    name: Annotated[Name, Meta(description="Your company, as your customers know it.")]
    support_email: Annotated[
        EMail | None, Meta(description="Where customers write when something does not work.")
    ] = None
    support_url: Annotated[
        Site | None, Meta(description="A page of yours with help, or with a way to reach you.")
    ] = None


class EndUserFields(msgspec.Struct, rename="camel", kw_only=True):
    """Whose books are connected. What is missing the person is asked for."""

    id: Annotated[
        EndUserId | None,
        Meta(description="The EndUser's id at Conductor, if you have made it already."),
    ] = None
    source_id: Annotated[
        Line | None,
        Meta(description="Your own id of this customer; never two EndUsers are made for one."),
    ] = None
    email: Annotated[EMail | None, Meta(description="The customer's e-mail address.")] = None
    company_name: Annotated[
        Line | None, Meta(description="The customer's company, as it shall stand at Conductor.")
    ] = None


class FileFields(msgspec.Struct, rename="camel", kw_only=True):
    """All of a setup file. An empty text is the same as none, except where one is required."""

    version: Annotated[int, Meta(ge=1, le=1, description="The version of this format: 1.")]
    vendor: VendorFields
    api_base_url: Annotated[
        Gateway | None,
        Meta(
            description="Your gateway: it takes Conductor's requests with the token, and sends "
            "them on with your secret key. Plain http is for trying it out on the same PC."
        ),
    ] = None
    token: Annotated[
        Token | None,
        Meta(
            description="What your gateway knows this one EndUser by. It expires, it can be "
            "revoked, and it is never a Conductor secret key (sk_…)."
        ),
    ] = None
    publishable_key: Annotated[
        PublishableKey | None,
        Meta(description="Your project's publishable key, which links are made with."),
    ] = None
    auth_flow_url: Annotated[
        Link | None,
        Meta(
            description="A link through Conductor's sign-in, for a file without a gateway. It "
            "works for 30 minutes unless you asked for more, and for 7 days at most."
        ),
    ] = None
    end_user: EndUserFields | None = None
    expected_company: Annotated[
        Line | None,
        Meta(
            description="The name of the company in QuickBooks. If other books are open, the "
            "app stops and asks."
        ),
    ] = None
