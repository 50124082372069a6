"""What the stub says when it starts: where it is, how to call it, and what the contract is."""

from __future__ import annotations

from sf1472 import __version__
from sf1472.domain import Sektor
from sf1472.message import Forespoergsel, Messages, Rettighed
from sf1472_stub.app import Stub
from sf1472_stub.server import StubServer
from sf1472_stub.soap.envelope import BY_NAME


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
            "Prøv et kald (en kommune spørger om en borger, som UDK har en kontrolsag om):",
            "",
            example_curl(stub, server.url),
            "",
            "Testborgerne vises med: sf1472 citizens. Stop med Ctrl-C.",
        )
    )


def example_curl(stub: Stub, url: str) -> str:
    """Return a curl command that asks, as the first municipality, about the first test citizen."""
    register, profile = stub.data.register, stub.contract.profile
    kommune = next(
        m
        for m in register.myndigheder.values()
        if m.sektor is Sektor.KOMMUNE and register.aftaler.gaelder(m.cvr, stub.clock())
    )
    hjemmel = profile.hjemmelskode(register.bredeste_hjemmel())
    request = Forespoergsel(
        transaktions_id="mit-foerste-kald",
        transaktions_tid="2026-01-01T12:00:00+01:00",
        grupper=(Rettighed(hjemler=(hjemmel,)),),
        myndighed_cvr=kommune.cvr,
        cpr_nummer=next(iter(stub.data.univers.testborgere)),
    )
    version = BY_NAME[stub.contract.service.soap_version]
    envelope = version.wrap(Messages(stub.contract).write_request(request)).decode()
    return (
        f"curl {url} -H 'Content-Type: {version.content_type}' --data-binary \\\n"
        f"  '{envelope.partition(chr(10))[2]}'"
    )
