"""A good consumer of KontrolsagListeHent with zeep and requests.

It looks citizens up one after another and tells what came of each; examples/README.md says how it
is driven. Copy what you need: the agreement, the exchange, and the rule of when to ask again.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple

import requests
import zeep
from lxml import etree
from zeep.wsa import WsAddressingPlugin

# The agreement: what the service agreement and the law let this system ask for.
MUNICIPALITY_CVR = "55133018"  # who asks: Aarhus Kommune
AUTHORITIES_CVR = ["00001472"]  # whose cases: Udbetaling Danmark
LEGAL_BASES = ["UDKL_11A_STK2"]  # the one legal basis of this task, never more
SENSITIVITY = "FOELSOMME_PERSONOPLYSNINGER"
SUBJECTS = "32.*"  # KLE

# Patience
TIMEOUT = float(os.environ.get("SF1472_TIMEOUT", "6"))  # seconds for one attempt as a whole
ATTEMPTS = 3
FIRST_PAUSE = 0.5  # seconds, doubled for each attempt
PATIENCE = 30.0  # a service that asks for a longer wait than this is not asked again now

USER_AGENT = "eksempel-anvender-python/1.0"
WSDL = Path(__file__).parents[2] / "wsdl/sf1472-1.0/wsdl/KontrolsagListeHentService.wsdl"
BINDING = "{http://www.kombit.dk/int/2017/01/01/}KontrolsagListeHentServiceBinding"
ANSWER = "{http://www.kombit.dk/int/2017/01/01/}KontrolsagListeHent_O"
SOAP12 = "{http://www.w3.org/2003/05/soap-envelope}"
WSA = "{http://www.w3.org/2005/08/addressing}"

# zeep logs what it cannot read, and whole messages at level DEBUG: citizens' data, all of it
logging.getLogger("zeep").setLevel(logging.CRITICAL)

# Not for copying: SF1472_DEFEKT makes this program do one thing wrong, to see that it is found.
DEFECT = os.environ.get("SF1472_DEFEKT", "")
if DEFECT == "uden-hjemmel-graense":
    LEGAL_BASES = ["UDKL_11", "UDKL_11A_STK1", "UDKL_11A_STK2", "UDKL_11B"]


class Refused(Exception):  # noqa: N818 - what came of a lookup
    """Nothing usable came, and asking again would not help."""


class Passing(Refused):
    """Nothing usable came, but the cause may pass; `wait` is what Retry-After asked for."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class BusinessError(Exception):
    """The service answered with a Fejl; its code is the message."""


class Found(NamedTuple):
    """What an answer holds: the ids of the cases, each once, and the codes of its Advis."""

    cases: frozenset[str]
    notices: tuple[str, ...]


class Exchange(zeep.Transport):
    """One HTTP exchange for zeep, which gets no answer that has not been looked at here.

    zeep and requests follow redirects, bound only each read, take a fault for any error, and with
    strict=False repair broken XML; so that much is done before zeep sees the answer.
    """

    def __init__(self) -> None:
        session = requests.Session()
        session.trust_env = False  # no proxy or password out of the environment sees the citizen
        super().__init__(session=session)
        session.headers["User-Agent"] = USER_AGENT  # the program, never a person

    def post_xml(
        self, address: str, envelope: etree._Element, headers: dict[str, str]
    ) -> requests.Response:
        """Send the envelope that zeep built and return an answer to it. Raises Refused."""
        headers.pop("SOAPAction", None)  # SOAP 1.1's; in SOAP 1.2 the Content-Type says it
        answer = self._send(address, etree.tostring(envelope, encoding="UTF-8"), headers)
        check(answer, envelope.findtext(f".//{WSA}MessageID"))
        return answer

    def _send(self, address: str, content: bytes, headers: dict[str, str]) -> requests.Response:
        """Return the whole answer, read before the deadline. Raises Passing."""
        deadline = time.monotonic() + TIMEOUT
        late = "svaret kom ikke inden fristen"
        try:
            with self.session.post(
                address,
                data=content,
                headers=headers,
                timeout=TIMEOUT,  # bounds each read; headers come in one
                allow_redirects=False,  # the citizen's data goes to the agreed address only
                stream=True,
            ) as answer:
                # an answer that dribbles is cut off at the deadline
                left = max(0.0, deadline - time.monotonic())
                watch = threading.Timer(left, answer.raw.shutdown)
                watch.start()
                try:
                    _ = answer.content  # reads it all
                finally:
                    watch.cancel()
        except (requests.RequestException, OSError) as error:
            kind = f"ingen forbindelse eller et afbrudt svar ({type(error).__name__})"
            raise Passing(late if time.monotonic() >= deadline else kind) from None
        if time.monotonic() >= deadline:  # what was cut off may look whole
            raise Passing(late)
        return answer


def check(answer: requests.Response, message_id: str | None) -> None:
    """Say by an exception why an answer cannot be used, and whether that may pass."""
    status = answer.status_code
    if 300 <= status < 500 and status not in (400, 429):  # SOAP 1.2 sends Sender faults with 400
        raise Refused(f"HTTP {status}")
    try:
        envelope = read(answer.content)
    except Refused:
        if status == 200:
            raise
        envelope = None  # a gateway's page; its status says enough
    if envelope is not None:
        check_fault(envelope, answer)
    if status == 429 or status >= 500:
        raise Passing(f"HTTP {status}", retry_after(answer))
    if status != 200 or envelope is None or envelope.find(f"{SOAP12}Body/{ANSWER}") is None:
        raise Refused(f"intet svar efter kontrakten (HTTP {status})")
    related = envelope.findtext(f"{SOAP12}Header/{WSA}RelatesTo")
    if related is not None and related.strip() != message_id and DEFECT != "godtroende":
        raise Refused("svaret hører til en anden besked")


def check_fault(envelope: etree._Element, answer: requests.Response) -> None:
    """Raise Passing or Refused when an answer is a SOAP fault, or SOAP of another version."""
    if envelope.tag.endswith("}Envelope") and envelope.tag != f"{SOAP12}Envelope":
        raise Refused("svaret er i en anden SOAP-version")  # it does not speak ours; nor will it
    code = envelope.findtext(f"{SOAP12}Body/{SOAP12}Fault/{SOAP12}Code/{SOAP12}Value")
    if code is not None and code.strip().rpartition(":")[2] == "Receiver":
        raise Passing("SOAP-fejl: tjenestens egen", retry_after(answer))
    if code is not None:
        raise Refused("SOAP-fejl: anmodningen blev afvist")


def read(content: bytes) -> etree._Element:
    """Return the root of an answer that is UTF-8 and well-formed, each to the letter."""
    parser = etree.XMLParser(encoding="UTF-8", resolve_entities=False, huge_tree=True)
    try:
        content.decode("utf-8")  # nothing is guessed
        root = etree.fromstring(content, parser)
    except (UnicodeDecodeError, etree.XMLSyntaxError):
        raise Refused("svaret er ikke læselig XML i UTF-8") from None  # never quote the answer
    if root.getroottree().docinfo.doctype:
        raise Refused("svaret har en DTD")
    return root


def retry_after(answer: requests.Response) -> float:
    """Return how many seconds the service asks us to wait; the header has seconds or a date."""
    value = answer.headers.get("Retry-After", "0").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(timezone.utc)).total_seconds())
    except (TypeError, ValueError):
        return 0.0


class Consumer:
    """Looks citizens up."""

    def __init__(self, address: str) -> None:
        # strict=False: an element from a newer minor version is no error
        settings = zeep.Settings(strict=DEFECT == "streng", xml_huge_tree=True)
        plugins = [WsAddressingPlugin(address)]  # Action, To and a MessageID that is new each time
        client = zeep.Client(str(WSDL), transport=Exchange(), settings=settings, plugins=plugins)
        self._address = address
        self._client = client
        self._one_id = str(uuid.uuid4())

    def look_up(self, citizen: str) -> Found:
        """Return what is found about a citizen. Raises BusinessError or Refused."""
        transaction = self._one_id if DEFECT == "samme-id" else str(uuid.uuid4())
        again = (Passing, BusinessError) if DEFECT == "genforsoeg" else (Passing,)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._ask(citizen, transaction)  # the same id: it is the same lookup
            except again as failure:
                wait = getattr(failure, "wait", 0.0)
                if attempt == ATTEMPTS or (wait > PATIENCE and DEFECT != "utaalmodig"):
                    raise
            if DEFECT != "utaalmodig":
                # what the service asked for, and our own pause after that: not everyone at once
                time.sleep(wait + FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))
        raise AssertionError("unreachable")

    def _ask(self, citizen: str, transaction: str) -> Found:
        """Make one attempt."""
        address = self._address
        if DEFECT == "cpr-i-adressen":
            address = f"{address}?cpr={citizen}"
        service = self._client.create_service(BINDING, address)
        try:
            answer = service.KontrolsagListeHent(
                HovedOplysninger={
                    "TransaktionsId": transaction,
                    "TransaktionsTid": datetime.now(timezone.utc),
                    "AuthorityContext": {"MunicipalityCVR": MUNICIPALITY_CVR},
                },
                Kriterie={"PartCPRNummer": citizen},
                RettighedListe={
                    "SagDataAfgrGruppe": {
                        "MyndighedDataAfgrListe": {"VirksomhedCVRNummer": AUTHORITIES_CVR},
                        "SagAfgrListe": {
                            "SagDataAfgr": {"SagFoelsomhed": SENSITIVITY, "KLEDataAfgr": SUBJECTS}
                        },
                        "LovDataAfgrListe": {"LovDataAfgr": LEGAL_BASES},
                    }
                },
            )
        except zeep.exceptions.Error as error:
            raise Refused(f"svaret følger ikke kontrakten ({type(error).__name__})") from None
        return use(answer, transaction)


def use(answer: Any, transaction: str) -> Found:
    """Return what an answer holds. Raises BusinessError or Refused."""
    head = answer.HovedOplysningerSvar
    if head is None or head.TransaktionsId is None or head.TransaktionsTid is None:
        raise Refused("svaret mangler et obligatorisk element")
    if head.TransaktionsId != transaction and DEFECT != "godtroende":
        raise Refused("svaret hører til et andet kald")
    reactions = head.SvarReaktion or []
    for reaction in reactions:
        if getattr(reaction, "Fejl", None) is not None:
            raise BusinessError(reaction.Fejl.FejlId or "uden id")
        if getattr(reaction, "Advis", None) is None:
            raise Refused("svaret har en reaktion, som ikke kan læses")
    groups = answer.KontrolsagGruppeListe
    cases = frozenset(
        case.SagUUID  # a set: a case that is listed twice is one case
        for group in (groups.KontrolsagGruppe if groups else ())
        for listed in (group.KontrolsagListe, group.HenlagtKontrolsagListe)
        for case in (listed.KontrolsagStruktur if listed else ())
    )
    if None in cases:
        raise Refused("en sag i svaret har intet id")
    return Found(cases, tuple(reaction.Advis.AdvisId for reaction in reactions))


def outcomes(consumer: Consumer, lookups: list[str]) -> Iterator[dict[str, Any]]:
    """Look each citizen up, print a line without the number, and yield what came of it."""
    for number, lookup in enumerate(lookups, 1):
        citizen, _, day = lookup.partition("@")
        told: dict[str, Any] = {"citizen": citizen, **({"date": day} if day else {})}
        try:
            found = consumer.look_up(citizen)  # nothing is kept, so nothing can be too old
        except BusinessError as error:
            print(f"Opslag {number}: fejl {error}", flush=True)
            yield {**told, "outcome": "fejl"}
        except Refused as error:
            print(f"Opslag {number}: intet brugbart svar: {error}", flush=True)
            yield {**told, "outcome": "refused"}
        else:
            notices = "".join(f"; advis {notice}" for notice in found.notices)
            print(f"Opslag {number}: sager: {len(found.cases)}{notices}", flush=True)
            yield {**told, "outcome": "used", "cases": len(found.cases)}


def main() -> None:
    """Look up what the environment says."""
    consumer = Consumer(os.environ["SF1472_URL"])
    telling = os.environ.get("SF1472_UDFALD_URL")
    with requests.Session() as session:
        session.trust_env = False
        for outcome in outcomes(consumer, os.environ.get("SF1472_OPSLAG", "").split()):
            if telling:
                session.post(telling, json=outcome, timeout=10).raise_for_status()


if __name__ == "__main__":
    sys.exit(main())
