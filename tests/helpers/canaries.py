"""What is private and known to nobody beforehand, in the words of those who would let it slip.

Only the looks of each give it away. Every rule has its own, which no other rule finds.
"""

from __future__ import annotations

from dataclasses import dataclass

_KEY = "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSk"


@dataclass(frozen=True)
class Canary:
    """``said`` holds ``value``, which has to be in no file afterwards; ``rule`` finds it."""

    rule: str
    value: str
    said: str


CANARIES = (
    Canary(
        "private key",
        _KEY,
        f"bad PEM: -----BEGIN PRIVATE KEY-----\n{_KEY}\n-----END PRIVATE KEY-----\n",
    ),
    Canary(
        "address",
        "qR7pLm2xWz",
        "retries exceeded with url: https://books.example/v1/x?ref=qR7pLm2xWz",
    ),
    Canary(
        "address", "svc-lindqvist", "cannot reach the proxy http://svc-lindqvist:x@gate:3128 now"
    ),
    Canary("address", "pT4nVb8kYs", "opening https://connect.conductor.is/qbd/pT4nVb8kYs failed"),
    Canary("address", "hN6cXe1jDu", r'{"next": "https:\/\/books.example\/p?at=hN6cXe1jDu"}'),
    Canary("key or token", "51HqPlAnTeDw8", "refused (sk_live_51HqPlAnTeDw8): expired"),
    Canary("key or token", "77QaPlAnTeDk3", "refused (pk_conductor_77QaPlAnTeDk3): expired"),
    Canary(
        "key or token",
        "c2lnbmVkLWJ5LW5vYm9keQ",
        "claims of eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwcm9qIn0.c2lnbmVkLWJ5LW5vYm9keQ",
    ),
    Canary(
        "key or token", "4b7d11c9aa02", "no session auth_sess_client_secret_4b7d11c9aa02 any more"
    ),
    Canary("bearer", "Zk8wQ2mV5tR9yB3n", "answered 401 to bearer Zk8wQ2mV5tR9yB3n at once"),
    Canary("authorization", "opaque-9Kx", "send: {'authorization': 'opaque-9Kx'}"),
    Canary(
        "authorization",
        "YIIJvQYGKwYBBQUCoIIJ",
        "> Proxy-Authorization: Negotiate YIIJvQYGKwYBBQUCoIIJsTCCCa2g",
    ),
    Canary("authorization", "TlRMTVNTUAAD", "header: b'Authorization: NTLM TlRMTVNTUAADAAAAGAAY'"),
    Canary(
        "authorization",
        "d1g3st-0f-l1ndqv1st",
        'Authorization: Digest username="al", response="d1g3st-0f-l1ndqv1st"',
    ),
    Canary("authorization", "s1gn3d-by-h4nd-88", "Authorization: Strange s1gn3d-by-h4nd-88"),
    Canary("cookie", "sid-5kQ9vXw2", "< Set-Cookie: session=sid-5kQ9vXw2; Path=/; HttpOnly"),
    Canary("cookie", "crumb-7Tn4m", "headers: {'Cookie': 'a=1; b=crumb-7Tn4m'}"),
    Canary("secret field", "hunter22-x", "login failed: password=hunter22-x&user=al"),
    Canary("secret field", "Tuesday!9", "<strPassword>Tuesday!9</strPassword>"),
    Canary("secret field", "cs-0pq8rs", '{"clientSecret": "cs-0pq8rs", "n": 1}'),
    Canary("secret field", "k3y-0f-4pi", "X-Api-Key: k3y-0f-4pi"),
    Canary("e-mail", "ludwig@beethoven.example", "no mailbox <ludwig@beethoven.example>"),
    Canary("company file", "Lindqvist Annexe", "cannot open Lindqvist Annexe.qbw: it is in use"),
    Canary("company file", "Old Lindqvist", 'in use: "Old Lindqvist.QBW.TLG"'),
    Canary("user folder", "ottilie.l", r"not found: C:\Users\ottilie.l\AppData\Local\x.json"),
    Canary("user folder", "ottilie.f", "not found: file:///c:/users/ottilie.f/x.json"),
    Canary("user folder, encoded", "ottilie.q", "not found: C%3A%5CUsers%5Cottilie.q%5Cx.json"),
    Canary("home folder", "ottilie.h", "not found: /home/ottilie.h/.config/x.json"),
    Canary("server", "NAS-LINDQVIST", r"not reached: \\NAS-LINDQVIST\Books"),
    Canary("server", "Lindqvist 2024", r"not reached: \\files\Books\Lindqvist 2024\x.txt"),
    Canary("folder", "Mandanten", r"not found: D:\Mandanten\x.txt"),
    Canary("IP address", "192.168.178.44", "no answer of 192.168.178.44 within 5 s"),
    Canary("IP address", "203.0.114.9", "peer closed: ('203.0.114.9', 443)"),
    Canary("IP address", "34.117.59.81", "redirected by 34.117.59.81"),
    Canary("IP address", "2a02:810d:1540:2f0::7", "no route to 2a02:810d:1540:2f0::7"),
    Canary("IP address", "fe80::1c2d:3e4f:5a6b", "no answer of fe80::1c2d:3e4f:5a6b%12"),
    Canary("card number", "4111 1111 1111 1111", "declined: 4111 1111 1111 1111"),
    Canary("card number", "5500005555555559", "declined: 5500005555555559"),
    Canary("tax number", "078-05-1120", "no such SSN 078-05-1120"),
    Canary("tax number", "98-7654321", "no such EIN 98-7654321"),
    Canary("telephone", "010-4477", "rang (555) 010-4477 in vain"),
    Canary("telephone", "636-48018", "rang +49 89 636-48018 in vain"),
)
