"""EndUsers, links and connections."""

from __future__ import annotations

from tests.contract.conformance.parts import Client, Fails, Gives, GivesAtLeast, Json, Step
from tests.contract.conformance.steps.common import (
    ALIVE,
    NOT_SET_UP,
    NOT_THERE,
    NOW,
    REFUSED,
    asked,
)


def _end_user(name: str, **fields: Json) -> dict[str, Json]:
    return {
        "id": f"${name}",
        "objectType": "end_user",
        "createdAt": NOW,
        "integrationConnections": [],
        **fields,
    }


_NEW = _end_user("new", companyName="Big & Söhne 🌵", sourceId="cust-7", email="office@big.example")


def _link(**fields: Json) -> dict[str, Json]:
    return {
        "id": "$session",
        "objectType": "auth_session",
        "createdAt": NOW,
        "endUserId": "$new",
        "clientSecret": "$clientSecret",
        "authFlowUrl": "$origin/qbd/$clientSecret?key=$publishableKey",
        **fields,
    }


_KEEP_LINK = {"session": "id", "clientSecret": "clientSecret"}

PEOPLE = (
    Step(
        name="an EndUser is created",
        call="endUsers.create",
        arguments={
            "companyName": "Big & Söhne 🌵",
            "sourceId": "cust-7",
            "email": "office@big.example",
        },
        expect=Gives(_NEW),
        keep={"new": "id"},
    ),
    Step(
        name="a sourceId is taken once",
        call="endUsers.create",
        arguments={"companyName": "Again", "sourceId": "cust-7", "email": "a@big.example"},
        expect=REFUSED,
    ),
    Step(
        name="a created EndUser is found again",
        call="endUsers.retrieve",
        arguments={"id": "$new"},
        expect=Gives(_NEW),
    ),
    Step(
        name="the list has the sandbox's own EndUser and the new one",
        call="endUsers.list",
        expect=GivesAtLeast(
            {"objectType": "list", "url": "/v1/end-users", "data": [{"id": "$demo"}, _NEW]}
        ),
        keep={"demoConnection": "data.0.integrationConnections.0.id"},
    ),
    Step(
        name="an EndUser nobody knows is not there",
        call="endUsers.retrieve",
        arguments={"id": "end_usr_nobody"},
        expect=NOT_THERE,
    ),
    Step(
        name="a key that is not this run's is refused",
        call="endUsers.listWithKey",
        arguments={"apiKey": "sk_sandbox_of_another_run"},
        expect=Fails(
            status=401, kind="AUTHENTICATION_ERROR", code="API_KEY_INVALID", ours="KeyRejected"
        ),
    ),
)

LINKS = (
    Step(
        name="a link with both options",
        call="authSessions.create",
        arguments={
            "publishableKey": "$publishableKey",
            "endUserId": "$new",
            "linkExpiryMins": 60,
            "redirectUrl": "https://acme.example/back?from=qbd",
        },
        expect=Gives(
            _link(
                expiresAt="2025-06-18T18:30:00.000Z",
                redirectUrl="https://acme.example/back?from=qbd",
            )
        ),
        keep=_KEEP_LINK,
    ),
    Step(
        name="a link without options",
        call="authSessions.create",
        arguments={"publishableKey": "$publishableKey", "endUserId": "$new"},
        expect=Gives(_link(expiresAt="2025-06-18T18:00:00.000Z", redirectUrl=None)),
        keep=_KEEP_LINK,
    ),
    Step(
        name="a link is read again",
        call="authSessions.retrieve",
        arguments={"id": "$session"},
        expect=Gives(_link(expiresAt="2025-06-18T18:00:00.000Z", redirectUrl=None)),
    ),
    Step(
        name="a link for five minutes is refused",
        call="authSessions.create",
        arguments={"publishableKey": "$publishableKey", "endUserId": "$new", "linkExpiryMins": 5},
        expect=REFUSED,
    ),
)

CONNECTIONS = (
    *asked("nobody finished the set-up", "$new", NOT_SET_UP),
    *asked("once QuickBooks was told yes", "$new", ALIVE, {"finishAuth": "$new"}),
    Step(
        name="the connection is inside the EndUser",
        call="endUsers.retrieve",
        arguments={"id": "$new"},
        expect=GivesAtLeast(
            {
                "integrationConnections": [
                    {
                        "id": "$connection",
                        "objectType": "integration_connection",
                        "createdAt": NOW,
                        "integrationSlug": "quickbooks_desktop",
                        "lastRequestAt": NOW,
                        "lastSuccessfulRequestAt": NOW,
                    }
                ]
            }
        ),
        keep={"connection": "integrationConnections.0.id"},
    ),
    Step(
        name="the connections have a list of their own",
        call="integrationConnections.list",
        expect=GivesAtLeast({"objectType": "list", "url": "/v1/integration-connections"}),
    ),
    Step(
        name="a connection is found again",
        call="integrationConnections.retrieve",
        arguments={"id": "$connection"},
        expect=GivesAtLeast(
            {
                "id": "$connection",
                "objectType": "integration_connection",
                "endUserId": "$new",
                "integrationSlug": "quickbooks_desktop",
                "createdAt": NOW,
            }
        ),
    ),
)

LEAVING = (
    Step(
        name="an EndUser is deleted",
        call="endUsers.delete",
        arguments={"id": "$new"},
        expect=Gives({"id": "$new", "objectType": "end_user", "deleted": True}),
    ),
    Step(
        name="a deleted EndUser is not there",
        call="endUsers.retrieve",
        arguments={"id": "$new"},
        expect=NOT_THERE,
        absent=dict.fromkeys((Client.NODE_11, Client.OURS), "deletes nobody"),
    ),
)
