"""A consumer as a process: the smallest that looks up what it is asked and tells what came.

`python lookups.py` reads the exam's environment; with arguments it looks those citizens up. It
tries nothing again. SF1472_LAD_VAERE names citizens that it leaves out, SF1472_STOP_VED one at
which it dies. SF1472_TAALMOD makes it wait for an answer for so many seconds, SF1472_IGEN makes it
try for ever, with so many seconds between.
"""

from __future__ import annotations

import json
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timezone

BODY = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
    '<k:KontrolsagListeHent_I xmlns:k="http://www.kombit.dk/int/2017/01/01/"'
    ' xmlns:c="http://kombit.dk/xml/schemas/kontekst/2017/01/01/"><c:HovedOplysninger>'
    "<c:TransaktionsId>{id}</c:TransaktionsId><c:TransaktionsTid>{tid}</c:TransaktionsTid>"
    "<c:AuthorityContext><c:MunicipalityCVR>55133018</c:MunicipalityCVR></c:AuthorityContext>"
    "</c:HovedOplysninger><k:Kriterie><k:PartCPRNummer>{cpr}</k:PartCPRNummer></k:Kriterie>"
    "<k:RettighedListe><k:SagDataAfgrGruppe><k:LovDataAfgrListe><k:LovDataAfgr>UDKL_11A_STK2"
    "</k:LovDataAfgr></k:LovDataAfgrListe></k:SagDataAfgrGruppe></k:RettighedListe>"
    "</k:KontrolsagListeHent_I></e:Body></e:Envelope>"
)


def post(url: str, content: bytes, media: str) -> str:
    """POST and return the answer's text."""
    request = urllib.request.Request(url, content, {"Content-Type": media})
    patience = float(os.environ.get("SF1472_TAALMOD", "5"))
    with urllib.request.urlopen(request, timeout=patience) as answer:
        return str(answer.read().decode("utf-8"))


def look_up(cpr: str) -> dict[str, object]:
    """Return what came of a lookup, as it is told."""
    now = datetime.now(timezone.utc).isoformat()
    body = BODY.format(id=uuid.uuid4(), tid=now, cpr=cpr).encode()
    try:
        answer = post(os.environ["SF1472_URL"], body, "application/soap+xml; charset=utf-8")
    except OSError:
        return {"citizen": cpr, "outcome": "refused"}
    if "FejlId" in answer:
        return {"citizen": cpr, "outcome": "fejl"}
    return {"citizen": cpr, "outcome": "used", "cases": answer.count("<k:SagUUID>")}


def main() -> None:
    """Do what the exam asks for."""
    left_out = os.environ.get("SF1472_LAD_VAERE", "").split()
    for item in sys.argv[1:] or os.environ["SF1472_OPSLAG"].split():
        cpr, _, day = item.partition("@")
        if cpr == os.environ.get("SF1472_STOP_VED"):
            os._exit(3)
        if cpr in left_out:
            continue
        told = look_up(cpr) | ({"date": day} if day else {})
        while told["outcome"] == "refused" and "SF1472_IGEN" in os.environ:
            time.sleep(float(os.environ["SF1472_IGEN"]))
            told = look_up(cpr)
        url = os.environ["SF1472_UDFALD_URL"]
        post(url, json.dumps(told).encode(), "application/json")


if __name__ == "__main__":
    main()
