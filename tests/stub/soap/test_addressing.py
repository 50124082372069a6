"""WS-Addressing: an addressed call gets an addressed answer, any other gets none."""

from __future__ import annotations

import pytest
from lxml import etree

from ..caller import MEDIA, Caller, wrap

WSA = "http://www.w3.org/2005/08/addressing"
MESSAGE_ID = "urn:uuid:14720000-0000-4000-8000-00000000ad02"


def blocks(envelope: etree._Element) -> dict[str, str]:
    """Return the addressing blocks in an envelope's header, each of which stands once."""
    found = [(etree.QName(e).localname, e.text or "") for e in envelope.iterfind("{*}Header/*")]
    assert len(dict(found)) == len(found)
    return dict(found)


def header(**said: str) -> str:
    """Return addressing blocks of these names and texts."""
    return "".join(f'<w:{name} xmlns:w="{WSA}">{text}</w:{name}>' for name, text in said.items())


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_an_addressed_call_gets_an_addressed_answer(caller: Caller, version: str) -> None:
    """RelatesTo is the MessageID, Action the answer's own, and each answer has its own id."""
    content = wrap(caller.body(), version, header(Action="urn:a", MessageID=MESSAGE_ID))
    one, other = (blocks(caller.post(content, MEDIA[version]).envelope) for _ in range(2))
    assert set(one) == {"Action", "MessageID", "RelatesTo"}
    assert one["RelatesTo"] == other["RelatesTo"] == MESSAGE_ID
    assert one["Action"] == caller.server.stub.contract.service.answer_action
    assert one["MessageID"] != other["MessageID"]


def test_the_action_follows_the_wsdl(caller: Caller) -> None:
    """The action is namespace, portType and the output's name where the contract has none."""
    assert caller.server.stub.contract.service.answer_action == (
        "http://www.kombit.dk/int/2017/01/01/KontrolsagListeHentServicePortType/KontrolsagListeHentRequest"
    )


def test_a_fault_is_addressed_too(caller: Caller) -> None:
    """A fault has the action that WS-Addressing has for SOAP's own faults."""
    reply = caller.post(wrap("<x/>", "1.2", header(MessageID=MESSAGE_ID)))
    assert reply.fault_id == "UKENDT_OPERATION"
    found = blocks(reply.envelope)
    assert found["RelatesTo"] == MESSAGE_ID
    assert found["Action"] == f"{WSA}/soap/fault"


@pytest.mark.parametrize("said", [{}, {"To": "urn:b"}])
def test_other_calls_get_no_header(caller: Caller, said: dict[str, str]) -> None:
    """Calls without a header, or whose blocks ask for no relation, get none back."""
    reply = caller.post(wrap(caller.body(), "1.2", header(**said)))
    assert blocks(reply.envelope) == {}


def test_the_id_is_text_and_nothing_else(caller: Caller) -> None:
    """What could be markup comes back as the text it was."""
    reply = caller.post(wrap(caller.body(), "1.2", header(MessageID="&lt;a&gt;&amp;")))
    assert blocks(reply.envelope)["RelatesTo"] == "<a>&"
