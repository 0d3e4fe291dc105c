"""The lines to paste for each generation of the official SDKs; they work as they are."""

from __future__ import annotations

from conductor_desktop.sandbox.options import SandboxAccess


def lines_to_paste(access: SandboxAccess) -> list[str]:
    """A title and its lines, indented, for one SDK after the other."""
    base, key, end_user = access.base_url, access.secret_key.reveal(), access.end_user_id
    origin = base.removesuffix("/v1")
    return [
        "Python, conductor-py:",
        "  from conductor import Conductor",
        f'  conductor = Conductor(base_url="{base}", api_key="{key}")',
        f'  for invoice in conductor.qbd.invoices.list(conductor_end_user_id="{end_user}"):',
        "      print(invoice.ref_number, invoice.balance_remaining)",
        "",
        "Node, conductor-node 12 (a file whose name ends in .mjs):",
        '  import Conductor from "conductor-node";',
        f'  const conductor = new Conductor({{ baseURL: "{base}", apiKey: "{key}" }});',
        f'  const all = {{ conductorEndUserId: "{end_user}" }};',
        "  for await (const invoice of conductor.qbd.invoices.list(all)) {",
        "    console.log(invoice.refNumber, invoice.balanceRemaining);",
        "  }",
        "",
        "Node, conductor-node 11 (also .mjs; the address has no /v1 here):",
        '  import Conductor from "conductor-node";',
        f'  process.env.CONDUCTOR_MOCK_API_SERVER_URL = "{origin}";',
        '  process.env.CONDUCTOR_HIDE_UPDATE_MESSAGE = "1";',
        f'  const conductor = new Conductor("{key}");',
        f'  const found = await conductor.qbd.invoice.query("{end_user}", {{ MaxReturned: 20 }});',
        "  for (const invoice of [found].flat()) {",
        "    console.log(invoice.RefNumber, invoice.BalanceRemaining);",
        "  }",
    ]
