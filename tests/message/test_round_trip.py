"""What is written is read back as it was, whatever text it holds."""

from hypothesis import HealthCheck, given, settings
from lxml import etree

from sf1472.message import Forespoergsel, Gruppe, Messages, Svar, VistKontrolsag

from .strategies import FORESPOERGSLER, SAGER, SVAR

ANY = settings(
    derandomize=True,
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.too_slow],
)


@ANY
@given(request_=FORESPOERGSLER)
def test_a_request_survives(messages: Messages, request_: Forespoergsel) -> None:
    """A request is the same after write, parse and read."""
    text = messages.write_request(request_)
    assert messages.read_request(etree.fromstring(text)) == request_


@ANY
@given(answer=SVAR)
def test_an_answer_survives(messages: Messages, answer: Svar) -> None:
    """An answer is the same after write, parse and read."""
    text = messages.write_answer(answer)
    assert messages.read_answer(etree.fromstring(text)) == answer


@ANY
@given(answer=SVAR)
def test_an_answer_survives_as_bytes(messages: Messages, answer: Svar) -> None:
    """An answer is the same when it goes over the wire as UTF-8 and is serialised again."""
    element = etree.fromstring(messages.write_answer(answer).encode())
    again = etree.fromstring(etree.tostring(element, encoding="UTF-8", xml_declaration=True))
    assert messages.read_answer(again) == answer


@ANY
@given(sag=SAGER)
def test_ready_cases_give_the_same_bytes(messages: Messages, sag: VistKontrolsag) -> None:
    """A case written beforehand and put in gives what writing the whole answer gives."""
    whole = Svar("id", "tid", grupper=(Gruppe("h", (sag, sag), (sag,)),))
    ready = messages.case_text(sag)
    joined = {
        "transaktions_id": "id",
        "transaktions_tid": "tid",
        "grupper": [{"hjemmel": "h", "loebende": [ready, ready], "henlagte": [ready]}],
    }
    assert messages.write_answer(joined) == messages.write_answer(whole)


def test_a_mapping_writes_as_the_object_does(messages: Messages) -> None:
    """Terms in a mapping and in an object give the same text; what is left out is not written."""
    mapping = {"transaktions_id": "id", "transaktions_tid": "tid"}
    assert messages.write_answer(mapping) == messages.write_answer(Svar("id", "tid"))
