"""Every code that the guide has to explain; compared with the reference where that is at hand."""

from __future__ import annotations

# fmt: off
WEB_CONNECTOR = frozenset(f"QBWC{number}" for number in (
    *range(1000, 1047), 1048, 1065, 1080, 1085, 1087, 2012,
))
WITH_DECIMAL = {
    "0x80040400": -2147220480, "0x80040401": -2147220479, "0x80040402": -2147220478,
    "0x80040403": -2147220477, "0x80040407": -2147220473, "0x80040408": -2147220472,
    "0x80040409": -2147220471, "0x8004040A": -2147220470, "0x8004040D": -2147220467,
    "0x80040410": -2147220464, "0x80040414": -2147220460, "0x80040416": -2147220458,
    "0x80040418": -2147220456, "0x8004041A": -2147220454, "0x8004041B": -2147220453,
    "0x8004041C": -2147220452, "0x8004041D": -2147220451, "0x8004041E": -2147220450,
    "0x8004041F": -2147220449, "0x80040420": -2147220448, "0x80040421": -2147220447,
    "0x80040422": -2147220446, "0x80040423": -2147220445, "0x80040424": -2147220444,
    "0x80040427": -2147220441, "0x8004042A": -2147220438, "0x8004042C": -2147220436,
    "0x80040154": -2147221164, "0x800401F3": -2147221005, "0x80004005": -2147467259,
    "0x80010105": -2147417851, "0x800706BA": -2147023174, "0x80070005": -2147024891,
}
ACCESS = frozenset(WITH_DECIMAL) | {
    "0x80040404", "0x80040405", "0x80040406", "0x8004040B", "0x8004040C", "0x80040417",
    "0x80010001", "0x8001010A",
} | {
    f"0x{number:08X}" for number in (
        0x80040425, 0x80040426, 0x80040428, 0x80040429, 0x8004042B, *range(0x8004042D, 0x80040441),
    )
}
ANSWER = frozenset(map(str, (
    0, 1, 500, 501, 510, 530, 531, 540, 550, 560, 570, 600, 1000, 1010, 1030, 1060,
    *range(2000, 2041), 3000, 3010, 3020, 3031, 3035, 3120, 3170, 3175, 3176, 3180, 3200, 3210,
    3250, 3260, 3261, 3263,
)))
CONDUCTOR = frozenset({
    "API_KEY_INVALID", "RESOURCE_MISSING", "QBD_REQUEST_ERROR", "QBD_CONNECTION_ERROR",
    "INTEGRATION_CONNECTION_NOT_SET_UP", "INTEGRATION_CONNECTION_NOT_ACTIVE",
    "QBD_REQUEST_TIMEOUT", "INVALID_JSON_RESPONSE", "NETWORK_ERROR", "ECONNABORTED",
    "QBD_NO_RESPONSE",
})
CONDUCTOR_TYPES = frozenset({
    "INTEGRATION_ERROR", "INTEGRATION_CONNECTION_ERROR", "INVALID_REQUEST_ERROR",
    "AUTHENTICATION_ERROR", "PERMISSION_ERROR", "INTERNAL_ERROR", "CONNECTION_ERROR",
})
# fmt: on

# How a row of the reference begins, and the entries it became.
SYMPTOMS = {
    "Conductor “connection is not active": ("connection-not-active",),
    "Conductor type `INTEGRATION_CONNECTION_ERROR`": ("connection-blocked",),
    "health check fails": ("health-check-fails",),
    "status never updates": ("status-never-changes",),
    "two QuickBooks open": ("two-quickbooks",),
    "QuickBooks will not open during a sync": ("quickbooks-will-not-open",),
    "“user already logged in”": ("user-already-logged-in",),
    "stopped after reboot": ("stopped-after-restart",),
    "works by hand, not at night": ("works-only-by-hand",),
    "DESK": ("DESK03", "DESK31", "DESK66", "DESK53", "DESK74", "DESK81"),
}
# Messages without a code, and the code whose entry they lead to.
MESSAGES = {
    "list element in use": "3175",
    "Insufficient permission level to perform this action": "3260",
    "An internal server error occurred. Please try again.": "masked-error",
}

EVERY_CODE = WEB_CONNECTOR | ACCESS | ANSWER | CONDUCTOR | CONDUCTOR_TYPES
