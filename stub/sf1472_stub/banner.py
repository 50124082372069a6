"""What the stub says when it starts: where it is, how to call it, and what the contract is."""

from __future__ import annotations

from sf1472 import __version__
from sf1472_stub.app import Stub
from sf1472_stub.provider.example import example
from sf1472_stub.server import StubServer


def banner(server: StubServer) -> str:
    """Return the start text of a bound server, with a curl command that works as it stands."""
    stub = server.stub
    return "\n".join(
        (
            f"SF1472 stub {__version__}",
            f"Kontrakt   {stub.contract.title}",
            f"Tjeneste   {server.url}",
            f"WSDL       {server.url}?wsdl",
            f"Side       {server.base_url}/",
            f"Styring    {server.base_url}/__admin",
            *((f"Token      {stub.guard.token}",) if stub.guard.token else ()),
            f"Status     {server.base_url}/health",
            f"Dato       {stub.clock():%d.%m.%Y}",
            "",
            *_example(stub, server.url),
            "",
            "Testborgerne vises med: sf1472 citizens. Stop med Ctrl-C.",
        )
    )


def _example(stub: Stub, url: str) -> tuple[str, ...]:
    """Return a call to try, if there is a citizen to ask about."""
    found = example(stub)
    if found is None:
        return ("Der er ingen testborgere. Alle CPR-numre får også svar.",)
    return (
        "Prøv et kald (en kommune spørger om en borger, som UDK har en kontrolsag om):",
        "",
        f"curl {url} -H 'Content-Type: {found.content_type}' --data-binary \\\n"
        f"  '{found.envelope}'",
    )
