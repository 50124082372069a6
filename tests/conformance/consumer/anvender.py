"""A consumer written by hand: correct, small, and open to defects one method at a time.

It shares no code with the kit or the stub; its net and its clock are given to it.
"""
# ruff: noqa: D102, ARG002 - methods are named after the one thing they do

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timezone
from uuid import UUID

from lxml import etree

from .virtual import Answer, BrokenError, Net, TimeoutError_

K = "http://www.kombit.dk/int/2017/01/01/"
CTX = "http://kombit.dk/xml/schemas/kontekst/2017/01/01/"
WSA = "http://www.w3.org/2005/08/addressing"
ACTION = f"{K}KontrolsagListeHentService#KontrolsagListeHent"
SOAP = {
    "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
    "1.2": "http://www.w3.org/2003/05/soap-envelope",
}
MEDIA = {"1.1": "text/xml", "1.2": "application/soap+xml"}
AARHUS, ODENSE, UDK = "55133018", "35209115", "00001472"
SYSTEM, UNIT = (f"14720000-0000-4000-8000-00000000{n}" for n in ("aaaa", "bbbb"))
PATIENCE = 30  # seconds it will wait because an answer says so


@dataclass(frozen=True)
class Outcome:
    """What came of a lookup; `cases` only when the answer was used."""

    word: str
    cases: int | None = None


class RefusedError(Exception):
    """An answer that cannot be used. `passing` says that another attempt may do better."""

    def __init__(self, *, passing: bool = False, wait: float = 0.0) -> None:
        super().__init__()
        self.passing = passing
        self.wait = wait


class Anvender:
    """The correct consumer."""

    version = "1.2"
    timeout = 6.0
    attempts = 3

    def __init__(self, net: Net, path: str) -> None:
        self.net = net
        self.path = path
        self.chance = random.Random(1472)

    def look_up(self, citizen: str, day: str | None) -> Outcome:
        """Look a citizen up; `day` is what the clock should say, if anything."""
        conversation = self.new_id()
        for number in range(1, self.attempts + 1):
            try:
                return self.attempt(citizen, self.conversation(conversation, number), number)
            except RefusedError as refusal:
                if not self.tries_again(refusal, number):
                    return self.given_up()
                self.pause(refusal, number)
        raise AssertionError("the last attempt is never tried again")

    def conversation(self, id_: str, number: int) -> str:
        return id_

    def tries_again(self, refusal: RefusedError, number: int) -> bool:
        return refusal.passing and number < self.attempts and refusal.wait <= PATIENCE

    def given_up(self) -> Outcome:
        return Outcome("refused")

    def pause(self, refusal: RefusedError, number: int) -> None:
        self.wait(max(self.backoff(number), self.asked_to_wait(refusal)))

    def backoff(self, number: int) -> float:
        return 0.5 * 2.0 ** (number - 1) * self.jitter()

    def jitter(self) -> float:
        return self.chance.uniform(0.6, 1.4)

    def asked_to_wait(self, refusal: RefusedError) -> float:
        return refusal.wait

    def wait(self, seconds: float) -> None:
        self.net.clock.seconds += seconds

    def attempt(self, citizen: str, conversation: str, number: int) -> Outcome:
        message_id = self.new_message_id(number)
        body = self.encoded(self.envelope(citizen, conversation, message_id, number))
        answer = self.send(self.address(citizen), self.headers(citizen), body)
        return self.read(answer, conversation, message_id)

    def new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def new_message_id(self, number: int) -> str:
        return f"urn:uuid:{self.new_id()}"

    def send(self, target: str, headers: dict[str, str], body: bytes) -> Answer:
        try:
            answer = self.net.call(self.method(), target, headers, body, self.timeout)
        except TimeoutError_:
            raise RefusedError(passing=True) from None
        except BrokenError:
            return self.broken()
        return self.answered(answer, headers, body)

    def method(self) -> str:
        return "POST"

    def broken(self) -> Answer:
        raise RefusedError(passing=True)

    def answered(self, answer: Answer, headers: dict[str, str], body: bytes) -> Answer:
        return answer

    # What is said

    def address(self, citizen: str) -> str:
        return self.path

    def headers(self, citizen: str) -> dict[str, str]:
        return {
            "Host": "stub",
            "User-Agent": self.program(citizen),
            "Content-Type": self.content_type(),
            **self.actions(),
        }

    def program(self, citizen: str) -> str:
        return "anvender/1.0"

    def content_type(self) -> str:
        plain = f"{MEDIA[self.version]}; charset={self.charset()}"
        return plain if self.version == "1.1" else f'{plain}; action="{self.http_action()}"'

    def charset(self) -> str:
        return "utf-8"

    def actions(self) -> dict[str, str]:
        return {"SOAPAction": f'"{self.http_action()}"'} if self.version == "1.1" else {}

    def http_action(self) -> str:
        return ACTION

    def encoded(self, text: str) -> bytes:
        return text.encode()

    def envelope(self, citizen: str, conversation: str, message_id: str, number: int) -> str:
        body = self.body(citizen, conversation, number)
        return (
            f'<e:Envelope xmlns:e="{SOAP[self.version]}">'
            f"<e:Header>{self.header(citizen, message_id)}</e:Header>"
            f"<e:Body>{body}</e:Body></e:Envelope>"
        )

    def header(self, citizen: str, message_id: str) -> str:
        return (
            self.block("Action", self.action())
            + self.block("MessageID", message_id)
            + self.block("To", self.to())
            + f'<w:ReplyTo xmlns:w="{WSA}"><w:Address>{self.reply_to()}</w:Address></w:ReplyTo>'
        )

    def block(self, name: str, text: str) -> str:
        return f'<w:{name} xmlns:w="{WSA}">{text}</w:{name}>'

    def action(self) -> str:
        return ACTION

    def to(self) -> str:
        return f"http://stub{self.path}"

    def reply_to(self) -> str:
        return f"{WSA}/anonymous"

    def body(self, citizen: str, conversation: str, number: int) -> str:
        return (
            f'<k:{self.root()} xmlns:k="{K}" xmlns:c="{CTX}"><c:HovedOplysninger>'
            f"<c:TransaktionsId>{conversation}</c:TransaktionsId>"
            f"<c:TransaktionsTid>{self.time()}</c:TransaktionsTid>{self.user(citizen)}"
            f"{self.authority()}</c:HovedOplysninger>"
            f"<k:Kriterie><k:PartCPRNummer>{citizen}</k:PartCPRNummer></k:Kriterie>"
            f"<k:RettighedListe><k:SagDataAfgrGruppe>{self.owners()}{self.limits(number)}"
            f"<k:LovDataAfgrListe>{self.bases()}</k:LovDataAfgrListe>"
            f"</k:SagDataAfgrGruppe></k:RettighedListe></k:{self.root()}>"
        )

    def root(self) -> str:
        return "KontrolsagListeHent_I"

    def time(self) -> str:
        return datetime.fromtimestamp(self.net.clock.seconds, timezone.utc).isoformat()

    def user(self, citizen: str) -> str:
        return ""

    def authority(self) -> str:
        return (
            f"<c:AuthorityContext><c:MunicipalityCVR>{self.caller()}</c:MunicipalityCVR>"
            "</c:AuthorityContext>"
        )

    def caller(self) -> str:
        return AARHUS

    def owners(self) -> str:
        named = "".join(f"<k:VirksomhedCVRNummer>{c}</k:VirksomhedCVRNummer>" for c in self.asked())
        return f"<k:MyndighedDataAfgrListe>{named}</k:MyndighedDataAfgrListe>" if named else ""

    def asked(self) -> tuple[str, ...]:
        return (UDK,)

    def limits(self, number: int) -> str:
        return (
            f"<k:SagAfgrListe><k:SagDataAfgr><k:SagFoelsomhed>{self.level()}</k:SagFoelsomhed>"
            f"<k:KLEDataAfgr>{self.kle(number)}</k:KLEDataAfgr>"
            f"<k:SystemDataAfgr>{self.systems()}</k:SystemDataAfgr>"
            f"<k:OrganisationDataAfgr>{self.units()}</k:OrganisationDataAfgr>"
            "</k:SagDataAfgr></k:SagAfgrListe>"
        )

    def level(self) -> str:
        return "FOELSOMME_PERSONOPLYSNINGER"

    def kle(self, number: int) -> str:
        return "32.*"

    def systems(self) -> str:
        return SYSTEM

    def units(self) -> str:
        return UNIT

    def bases(self) -> str:
        return "".join(f"<k:LovDataAfgr>{code}</k:LovDataAfgr>" for code in self.codes())

    def codes(self) -> tuple[str, ...]:
        return ("UDKL_11A_STK2",)

    # What is made of the answer

    def read(self, answer: Answer, conversation: str, message_id: str) -> Outcome:
        self.judge_status(answer)
        root = self.parse(answer.body)
        body = root.find(f"{{{SOAP[self.version]}}}Body")
        if body is None or len(body) != 1:
            raise RefusedError
        content = body[0]
        self.judge_fault(content, answer)
        self.judge_message(content)
        self.judge_belonging(root, content, conversation, message_id)
        if content.find(f".//{{{CTX}}}Fejl") is not None:
            return self.business_error()
        self.judge_notice(content)
        return Outcome("used", self.count(content))

    def judge_status(self, answer: Answer) -> None:
        if b"Envelope" in answer.body and answer.status in (200, 400, 500, 503):
            return
        self.http_failure(answer)

    def http_failure(self, answer: Answer) -> None:
        passing = answer.status >= 500 or answer.status == 429
        raise RefusedError(passing=passing, wait=self.retry_after(answer))

    def retry_after(self, answer: Answer) -> float:
        return float(answer.headers.get("retry-after", "0"))

    def parse(self, body: bytes) -> etree._Element:
        try:
            return etree.fromstring(self.decoded(body))
        except etree.XMLSyntaxError as error:
            return self.ill_formed(body, error)

    def decoded(self, body: bytes) -> bytes:
        try:
            body.decode()
        except UnicodeDecodeError:
            raise RefusedError from None
        return body

    def ill_formed(self, body: bytes, error: etree.XMLSyntaxError) -> etree._Element:
        raise RefusedError from error

    def judge_fault(self, content: etree._Element, answer: Answer) -> None:
        if etree.QName(content).localname == "Fault":
            text = etree.tostring(content).decode()
            blames_me = any(f">{p}:{c}<" in text for p in ("soap",) for c in ("Sender", "Client"))
            self.fault(answer, blames_me=blames_me)

    def fault(self, answer: Answer, *, blames_me: bool) -> None:
        raise RefusedError(passing=not blames_me, wait=self.retry_after(answer))

    def judge_message(self, content: etree._Element) -> None:
        self.judge_root(content)
        self.judge_parts(content)

    def judge_root(self, content: etree._Element) -> None:
        if content.tag != f"{{{K}}}KontrolsagListeHent_O":
            raise RefusedError

    def judge_parts(self, content: etree._Element) -> None:
        if content.find(f".//{{{CTX}}}TransaktionsTid") is None:
            raise RefusedError

    def judge_belonging(
        self, root: etree._Element, content: etree._Element, conversation: str, message_id: str
    ) -> None:
        self.judge_relation(root, message_id)
        self.judge_id(content, conversation)

    def judge_relation(self, root: etree._Element, message_id: str) -> None:
        if root.findtext(f".//{{{WSA}}}RelatesTo") != message_id:
            raise RefusedError

    def judge_id(self, content: etree._Element, conversation: str) -> None:
        if content.findtext(f".//{{{CTX}}}TransaktionsId") != conversation:
            raise RefusedError

    def business_error(self) -> Outcome:
        return Outcome("fejl")

    def judge_notice(self, content: etree._Element) -> None:
        """Take what it says beside the answer."""

    def count(self, content: etree._Element) -> int:
        return len({element.text for element in content.iter(f"{{{K}}}SagUUID")})
