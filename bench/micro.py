"""What one call costs in process, against the floor and against plain lxml, in one run.

A call is a whole SOAP request through the shell: envelope, schema, law, answer, schema, envelope.
The floor is what nobody can do without: parse the request, validate it, one XPath, canned bytes.
Plain lxml is building and serialising the same answer element by element, nothing validated.
The rounds alternate between the three, so that a change in the machine's speed meets all of them.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from uuid import UUID

from lxml import etree
from msgspec.structs import replace

from sf1472.domain import Kontrolsag
from sf1472.message import Forespoergsel, Messages, Rettighed
from sf1472_stub import Stub, StubSettings
from sf1472_stub.soap.envelope import SOAP12
from sf1472_stub.soap.shell import SoapRequest

DATO = date(2026, 11, 23)
CPR = "0113801006"


def stub_with(antal: int) -> Stub:
    """Return a stub in which the citizen has `antal` running cases of UDK's."""
    stub = Stub(StubSettings(dato=DATO))
    (sag,) = stub.data.univers.sager(CPR, DATO)
    sager = tuple(replace(sag, uuid=str(UUID(int=n, version=4))) for n in range(antal))

    def sager_for(cpr: str, dato: date) -> tuple[Kontrolsag, ...]:  # noqa: ARG001
        return sager

    stub.data.univers.sager = sager_for  # type: ignore[assignment]
    return stub


def request_for(stub: Stub) -> bytes:
    """Return the envelope of a municipality's question under stk. 2."""
    kode = next(k for k, id_ in stub.contract.profile.hjemler.items() if id_ == "p11a_stk2")
    request = Forespoergsel(
        transaktions_id="benchmark",
        transaktions_tid="2026-11-23T12:00:00+01:00",
        grupper=(Rettighed(hjemler=(kode,)),),
        myndighed_cvr="64942212",
        cpr_nummer=CPR,
    )
    return SOAP12.wrap(Messages(stub.contract).write_request(request))


def floor_for(stub: Stub, raw: bytes, answer: bytes) -> Callable[[], object]:
    """Return the floor: parse, validate, one XPath, canned bytes."""
    xpath = etree.XPath("string(//*[local-name()='PartCPRNummer'])")
    schema = stub.contract.schema
    body_tag = SOAP12.tag("Body")

    def floor() -> bytes:
        root = etree.fromstring(raw)
        (body,) = root.iterchildren(body_tag)
        assert schema.is_valid(body[0])
        assert xpath(root) == CPR
        return answer

    return floor


def plain_for(answer: bytes) -> Callable[[], bytes]:
    """Return a function that builds and serialises the answer with plain lxml."""
    model = etree.fromstring(answer)

    def copy(source: etree._Element, target: etree._Element) -> None:
        for child in source:
            made = etree.SubElement(target, child.tag)
            made.text = child.text
            copy(child, made)

    def build() -> bytes:
        root = etree.Element(model.tag, nsmap=model[0][0].nsmap)
        copy(model, root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    return build


def measure(functions: dict[str, Callable[[], object]], seconds: float) -> dict[str, float]:
    """Return the median time of a call in microseconds, the functions taking turns."""
    batches = {}
    for name, function in functions.items():
        begun = time.perf_counter()
        function()
        function()
        batches[name] = max(1, int(0.01 / (time.perf_counter() - begun)))
    times: dict[str, list[float]] = {name: [] for name in functions}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for name, function in functions.items():
            begun = time.perf_counter()
            for _ in range(batches[name]):
                function()
            times[name].append((time.perf_counter() - begun) / batches[name] * 1e6)
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> int:
    """Print the figures; exit code 1 when a bound of the project is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="per size")
    seconds = parser.parse_args().seconds
    print(" sager  svar, byte       kald       gulv       lxml  kald/gulv  kald/lxml")
    good = True
    for antal in (3, 200):
        stub = stub_with(antal)
        raw = request_for(stub)
        request = SoapRequest(raw, SOAP12)
        answer = stub.shell.call(request).body
        assert answer.count(b"<k:KontrolsagStruktur>") == antal
        took = measure(
            {
                "kald": lambda stub=stub, request=request: stub.shell.call(request),
                "gulv": floor_for(stub, raw, answer),
                "lxml": plain_for(answer),
            },
            seconds,
        )
        floor, plain = took["kald"] / took["gulv"], took["kald"] / took["lxml"]
        good &= floor <= 10 if antal == 3 else plain <= 1
        print(
            f"{antal:>6} {len(answer):>11} {took['kald']:>7.0f} µs {took['gulv']:>7.0f} µs "
            f"{took['lxml']:>7.0f} µs {floor:>10.1f} {plain:>10.2f}"
        )
    print("Krav: kald/gulv højst 10 ved 3 sager; kald/lxml højst 1 ved 200 sager.")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
