"""Defects in what a consumer says: HTTP, envelope, message, addressing and law."""
# ruff: noqa: D101, D102, ARG002 - a defect is named after what it does

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

from .anvender import AARHUS, ACTION, ODENSE, SYSTEM, UDK, UNIT, Answer, Anvender
from .register import fails


@fails("C-HTTP-1")
class GetsTheWsdlWithoutAsking(Anvender):
    """It looks whether the service is there with a GET at the bare address."""

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        self.net.call("GET", target, {"Host": "stub"}, b"", self.timeout)
        return super().send(target, headers, body)


@fails("C-HTTP-1")
class PutsTheMessage(Anvender):
    """It tries a PUT first."""

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        self.net.call("PUT", target, headers, body, self.timeout)
        return super().send(target, headers, body)


@fails("C-HTTP-1")
class GetsMetadataWithAMessage(Anvender):
    """What it sends as a read of metadata carries a message."""

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        labels = {**headers, "Content-Length": str(len(body))}
        self.net.call("GET", f"{target}?singleWsdl", labels, body, self.timeout)
        return super().send(target, headers, body)


@fails("C-HTTP-2")
class WarmsUpInJson(Anvender):
    """Before its first lookup it sends the message as JSON's media type, and is refused."""

    warm = False

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if not self.warm:
            self.warm = True
            wrong = {**headers, "Content-Type": "application/json"}
            self.net.call("POST", target, wrong, body, self.timeout)
        return super().send(target, headers, body)


@fails("C-HTTP-4", "C-SOAP-5")
class SaysNoActionIn11(Anvender):
    version = "1.1"

    def actions(self) -> dict[str, str]:
        return {}


@fails("C-HTTP-5")
class NamesAnotherAction(Anvender):
    def http_action(self) -> str:
        return "urn:anden"

    def header(self, citizen: str, message_id: str) -> str:
        return ""

    def judge_relation(self, root: object, message_id: str) -> None:
        """There is none."""


@fails("C-HTTP-6")
class SendsTheOldHeader(Anvender):
    def actions(self) -> dict[str, str]:
        return {"SOAPAction": f'"{ACTION}"'}


@fails("C-HTTP-7")
class WantsJson(Anvender):
    def headers(self, citizen: str) -> dict[str, str]:
        return {**super().headers(citizen), "Accept": "application/json"}


@fails("C-HTTP-8")
class FollowsRedirects(Anvender):
    def answered(self, answer: Answer, headers: dict[str, str], body: bytes) -> Answer:
        if answer.status != 307:
            return answer
        return self.net.call("POST", f"{self.path}?omdirigeret", headers, body, self.timeout)


@fails("C-HTTP-8")
class FollowsEveryRedirect(Anvender):
    """As HTTP libraries do, thirty times over: it tried once, and went astray."""

    def answered(self, answer: Answer, headers: dict[str, str], body: bytes) -> Answer:
        for _ in range(30):
            if answer.status != 307:
                break
            answer = self.net.call("POST", f"{self.path}?omdirigeret", headers, body, self.timeout)
        return answer


class _Probing(Anvender):
    """Sends one message about somebody else, in another shape, before its first lookup."""

    probed = False

    def shape(self, body: bytes) -> bytes:
        raise NotImplementedError

    def labels(self, headers: dict[str, str]) -> dict[str, str]:
        return headers

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if not self.probed:
            self.probed = True
            shaped = self.shape(_another(body))
            self.net.call("POST", target, self.labels(headers), shaped, self.timeout)
        return super().send(target, headers, body)


@fails("C-HTTP-3")
class MislabelsItsEncoding(_Probing):
    """It says US-ASCII and writes UTF-8."""

    def shape(self, body: bytes) -> bytes:
        return body.replace(b"eeee</c:TransaktionsId>", "æøå</c:TransaktionsId>".encode())

    def labels(self, headers: dict[str, str]) -> dict[str, str]:
        return {n: v.replace("charset=utf-8", "charset=us-ascii") for n, v in headers.items()}


@fails("C-SOAP-1")
class SendsTwoMessages(_Probing):
    def shape(self, body: bytes) -> bytes:
        head, message, tail = re.split(rb"(?<=<e:Body>)|(?=</e:Body>)", body)
        return head + message * 2 + tail


@fails("C-SOAP-2")
class WritesADtd(_Probing):
    def shape(self, body: bytes) -> bytes:
        return b"<!DOCTYPE x>" + body


@fails("C-SOAP-3")
class StatesAnEncodingStyle(Anvender):
    def envelope(self, citizen: str, conversation: str, message_id: str, number: int) -> str:
        text = super().envelope(citizen, conversation, message_id, number)
        return text.replace("<e:Body>", '<e:Body e:encodingStyle="urn:x">')


@fails("C-SOAP-4")
class MarksTheMessage(Anvender):
    """It says mustUnderstand of a part inside a header block."""

    def header(self, citizen: str, message_id: str) -> str:
        return (
            super()
            .header(citizen, message_id)
            .replace("<w:Address>", '<w:Address e:mustUnderstand="true">')
        )


@fails("C-SOAP-5")
class Speaks11(Anvender):
    version = "1.1"


@fails("C-SKEMA-1")
class AsksForSomethingElse(_Probing):
    def shape(self, body: bytes) -> bytes:
        return body.replace(b"KontrolsagListeHent_I", b"KontrolsagHent_I")


@fails("C-SKEMA-2")
class WritesAnUnknownAttribute(_Probing):
    def shape(self, body: bytes) -> bytes:
        return body.replace(b"<k:Kriterie>", b'<k:Kriterie art="x">')


@fails("C-SKEMA-2", "C-HJEM-1")
class LeavesOutTheRights(_Probing):
    def shape(self, body: bytes) -> bytes:
        return re.sub(rb"<k:RettighedListe>.*</k:RettighedListe>", b"", body)


@fails("C-WSA-1")
class ActsOtherwise(Anvender):
    def action(self) -> str:
        return "urn:anden"

    def content_type(self) -> str:
        return "application/soap+xml; charset=utf-8"


@fails("C-WSA-2")
class NumbersItsMessages(Anvender):
    sent = 0

    def new_message_id(self, number: int) -> str:
        self.sent += 1
        return f"besked-{self.sent}"


@fails("C-WSA-3")
class KeepsTheMessageId(Anvender):
    """A new attempt, with another TransaktionsTid, keeps the MessageID of the first."""

    last = ""

    def new_message_id(self, number: int) -> str:
        if number == 1:
            self.last = super().new_message_id(number)
        return self.last


@fails("C-WSA-4")
class SaysToTwice(Anvender):
    def header(self, citizen: str, message_id: str) -> str:
        return super().header(citizen, message_id) + self.block("To", self.to())


@fails("C-WSA-5")
class WantsTheAnswerElsewhere(Anvender):
    def reply_to(self) -> str:
        return "http://anvender.invalid/svar"


@fails("C-WSA-6", "C-HTTP-5")
class ActsInTwoWays(Anvender):
    def http_action(self) -> str:
        return "urn:anden"


@fails("C-TRANS-1")
class KeepsOneId(Anvender):
    def new_id(self) -> str:
        return "14720000-0000-4000-8000-000000000001"

    def new_message_id(self, number: int) -> str:
        return f"urn:uuid:{super().new_id()}"


@fails("C-TRANS-2")
class RenamesRetries(Anvender):
    def conversation(self, id_: str, number: int) -> str:
        return id_ if number == 1 else self.new_id()


@fails("C-TRANS-3")
class LivesInThePast(Anvender):
    def time(self) -> str:
        moment = datetime.fromtimestamp(self.net.clock.seconds, timezone.utc)
        return (moment - timedelta(hours=2)).isoformat()


@fails("C-TRANS-4")
class SaysNoZone(Anvender):
    def time(self) -> str:
        moment = datetime.fromtimestamp(self.net.clock.seconds, timezone(timedelta(hours=1)))
        return moment.replace(tzinfo=None).isoformat()


@fails("C-HJEM-1", "C-HJEM-3")
class InventsABasis(_Probing):
    def shape(self, body: bytes) -> bytes:
        return body.replace(b"UDKL_11A_STK2", b"UDKL_99")


@fails("C-HJEM-2", "C-HJEM-3")
class NamesEveryBasis(Anvender):
    def codes(self) -> tuple[str, ...]:
        return ("UDKL_11", "UDKL_11A_STK1", "UDKL_11A_STK2", "UDKL_11B")


@fails("C-HJEM-3")
class AsksUnderAnotherBasis(Anvender):
    def codes(self) -> tuple[str, ...]:
        return ("UDKL_11",)


@fails("C-HJEM-4", "C-HJEM-5")
class HidesWhoAsks(_Probing):
    def shape(self, body: bytes) -> bytes:
        return re.sub(rb"<c:AuthorityContext>.*</c:AuthorityContext>", b"", body)


@fails("C-HJEM-5")
class AsksForAnother(_Probing):
    def shape(self, body: bytes) -> bytes:
        return body.replace(AARHUS.encode(), ODENSE.encode())


@fails("C-SEKTOR-1", "C-SEKTOR-2")
class SearchesAnotherMunicipality(_Probing):
    def shape(self, body: bytes) -> bytes:
        return body.replace(UDK.encode(), ODENSE.encode())


@fails("C-SEKTOR-2")
class SearchesEverywhere(Anvender):
    def asked(self) -> tuple[str, ...]:
        return ()


@fails("C-AFGR-1", "C-AFGR-2", "C-SKEMA-2")
class WritesKleInWords(_Probing):
    def shape(self, body: bytes) -> bytes:
        return body.replace(b"32.*", b"kontrol")


@fails("C-AFGR-2")
class AsksForEverySubject(Anvender):
    def kle(self, number: int) -> str:
        return "*"


@fails("C-AFGR-3")
class AsksForVip(Anvender):
    def level(self) -> str:
        return "VIP_SAGER"


@fails("C-AFGR-4")
class AsksInMoreSystems(Anvender):
    def systems(self) -> str:
        return f"{SYSTEM}, {UNIT}"


@fails("C-AFGR-5")
class AsksInMoreUnits(Anvender):
    def units(self) -> str:
        return f"{SYSTEM},{UNIT}"


def _another(body: bytes) -> bytes:
    """Return a message about somebody else under other ids: nothing but its shape is wrong."""
    other = b"14720000-0000-4000-8000-00000000eeee"
    body = re.sub(rb"(?<=<c:TransaktionsId>)[^<]*", other, body)
    body = re.sub(rb"(?<=<k:PartCPRNummer>)[^<]*", b"0113801001", body)
    return re.sub(rb"(?<=urn:uuid:)[0-9a-f-]{36}", other, body)
