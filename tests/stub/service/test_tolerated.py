"""What the stub answers all the same, and what the journal says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sf1472.contract import load_contract
from sf1472_stub import StubSettings

from ..caller import AARHUS, DATO, KOEBENHAVN, MEDIA, STK2, UDK, Caller, Reply, wrap

WITHOUT_INT = Path("sf1472-1.0-uden-int")
Start = Callable[[StubSettings], Caller]


def notes(caller: Caller) -> tuple[str, ...]:
    """Return the notes on the newest call."""
    from sf1472_stub.journal import Filter

    (entry,) = caller.server.stub.journal.find(Filter(), 1)
    return entry.notes


def cases(reply: Reply) -> int:
    """Return how many cases an answer shows."""
    assert reply.fault_id is None, reply.content
    return sum(element.tag.endswith("}KontrolsagStruktur") for element in reply.body.iter("*"))


def revised(caller: Caller, revision: str) -> bytes:
    """Return a call whose request says that it is of a revision."""
    return wrap(caller.body().replace("_I ", f'_I revision="{revision}" ', 1))


# The revision


def test_another_revision_is_answered_and_noted(caller: Caller) -> None:
    """A client that sends the revision 1, as a real one does, gets its answer."""
    assert cases(caller.post(revised(caller, "1"))) == 1
    assert [note.partition(".")[0] for note in notes(caller)] == [
        "Anmodningens revision er en anden end skemaets"
    ]


def test_the_contracts_own_revision_needs_no_note(caller: Caller) -> None:
    """The value of the schema's pattern is nothing to speak of, nor is none at all."""
    for content in (revised(caller, "testkit-1"), wrap(caller.body())):
        assert cases(caller.post(content)) == 1
        assert notes(caller) == ()


def test_another_revision_excuses_nothing_else(caller: Caller) -> None:
    """A breach beside the revision is the one that is told."""
    content = revised(caller, "1").replace(STK2.encode(), b"")
    reply = caller.post(content)
    assert reply.fault_id == "SKEMAFEJL"
    assert b"revision" not in reply.content.lower()


def test_a_strict_profile_refuses_another_revision(tmp_path: Path, start: Start) -> None:
    """With the profile's other word, the XSD is followed to the letter."""
    import shutil

    folder = tmp_path / "kontrakt"
    shutil.copytree(load_contract().folder, folder)
    profile = folder / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace('other = "tolereres"', 'other = "afvises"'), encoding="utf-8")
    strict = start(StubSettings(contract=folder, dato=DATO))
    assert strict.post(revised(strict, "1")).fault_id == "SKEMAFEJL"
    assert cases(strict.post(revised(strict, "testkit-1"))) == 1


# soapAction and address


@pytest.mark.parametrize(
    ("media", "headers"),
    [
        pytest.param("text/xml", {"SOAPAction": '"http://en.anden/form"'}, id="1.1"),
        pytest.param('application/soap+xml; action="urn:en-anden"', {}, id="1.2"),
    ],
)
def test_another_soap_action_is_answered_and_noted(
    caller: Caller, media: str, headers: dict[str, str]
) -> None:
    """No call is refused because of its soapAction."""
    version = "1.1" if headers else "1.2"
    reply = caller.http(
        "POST",
        caller.server.url,
        wrap(caller.body(), version),
        {"Content-Type": media, **headers},
    )
    assert cases(reply) == 1
    (note,) = notes(caller)
    assert caller.server.stub.contract.service.soap_action in note


def test_the_contracts_soap_action_needs_no_note(caller: Caller) -> None:
    """Nor does an empty one."""
    own = caller.server.stub.contract.service.soap_action
    for action in (f'"{own}"', '""'):
        headers = {"Content-Type": MEDIA["1.1"], "SOAPAction": action}
        caller.http("POST", caller.server.url, wrap(caller.body(), "1.1"), headers)
        assert notes(caller) == ()


def test_the_platforms_address_answers_too(caller: Caller) -> None:
    """The path that relatives have on the platform gives the same answer, and the WSDL for it."""
    other = f"{caller.server.base_url}/kontrolsaglistehent/1"
    reply = caller.http("POST", other, wrap(caller.body()), {"Content-Type": MEDIA["1.2"]})
    assert reply.content == caller.ask().content
    assert other.encode() in caller.http("GET", f"{other}?wsdl").content


# The namespace


def test_the_contract_without_int_is_one_option_away(start: Start) -> None:
    """Its namespace, soapAction and answers are without /int/."""
    caller = start(StubSettings(contract=WITHOUT_INT, dato=DATO))
    namespace = caller.server.stub.contract.service.namespace
    assert "/int/" not in namespace
    assert caller.server.stub.contract.service.soap_action.startswith(namespace)
    reply = caller.ask()
    assert reply.body.tag.startswith(f"{{{namespace}}}")
    assert cases(reply) == 1


def test_a_call_in_another_known_namespace_is_told_both(caller: Caller, start: Start) -> None:
    """The fault names the namespace that came and the one that was expected, either way round."""
    other = start(StubSettings(contract=WITHOUT_INT, dato=DATO))
    for one, two in ((caller, other), (other, caller)):
        reply = one.post(wrap(two.body()))
        assert reply.fault_id == "ANDET_NAVNERUM"
        text = "".join(reply.body.itertext())
        came, expected = (c.server.stub.contract.service.namespace for c in (two, one))
        assert text.index(came) < text.index(expected)


def test_an_unknown_namespace_is_not_repeated(caller: Caller) -> None:
    """What a caller made up is not written back, but the expected namespace is told."""
    namespace = caller.server.stub.contract.service.namespace
    reply = caller.post(wrap(caller.body().replace(namespace, "urn:0113801001")))
    assert reply.fault_id == "ANDET_NAVNERUM"
    assert b"0113801001" not in reply.content
    assert namespace.encode() in reply.content


# The caller's own CVR number


def test_the_own_cvr_number_limits_nothing(caller: Caller) -> None:
    """A municipality that names itself sees what it sees otherwise, and the journal says why."""
    assert caller.ask(myndigheder=(KOEBENHAVN,)).content == caller.ask().content
    caller.ask(myndigheder=(KOEBENHAVN,))
    (note,) = notes(caller)
    assert "eget_cvr_afgraenser" in note


def test_an_owner_beside_the_own_number_limits(caller: Caller) -> None:
    """UDK asks for one of two municipalities and names itself: it gets the one."""
    question = {"cpr": "0113801015", "kalder": UDK}
    assert cases(caller.ask(**question)) == 2
    assert cases(caller.ask(**question, myndigheder=(UDK,))) == 2
    assert cases(caller.ask(**question, myndigheder=(UDK, AARHUS))) == 1


def test_the_own_number_can_be_read_as_the_owner(tmp_path: Path, start: Start) -> None:
    """With the setting, who names itself asks for its own cases, which are never shown."""
    (tmp_path / "hjemmel").mkdir()
    settings = tmp_path / "hjemmel" / "indstillinger.toml"
    settings.write_text("eget_cvr_afgraenser = true\n")
    caller = start(StubSettings(data=tmp_path, dato=DATO))
    assert cases(caller.ask(myndigheder=(KOEBENHAVN,))) == 0
    assert notes(caller) == ()
    assert cases(caller.ask(myndigheder=(KOEBENHAVN, UDK))) == 1
