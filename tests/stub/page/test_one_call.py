"""One call in detail."""

from __future__ import annotations

import html as html_module
import re
import shlex

import pytest
from msgspec.structs import replace

from sf1472_stub import Stub
from sf1472_stub.journal import Judgement
from sf1472_stub.service.keeping import TRACED

from ..caller import DATO, KOEBENHAVN, STK1, STK2, Caller, wrap
from .reader import Reader, text_of

MASK = "******-****"


def shown(reader: Reader) -> str:
    """Return the HTML of the newest call's page."""
    answer = reader.get(f"/kald/{reader.newest().id}")
    assert answer.status_code == 200
    return answer.text


def curl_in(page: str) -> list[str]:
    """Return the words of the curl command on a page, as a shell reads them."""
    found = re.search(r'<textarea id="curl"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return shlex.split(html_module.unescape(found[1]))


def test_offending_lines_are_marked(reader: Reader, caller: Caller) -> None:
    """Each breach is listed, leads to its line, and the line says what was expected."""
    body = caller.body().replace("2026-11-23T12:00:00.120+01:00", "i går")
    caller.post(wrap(body.replace("PartCPRNummer>", "PartCPR>")))
    page = shown(reader)
    marked = re.findall(r'<li id="(a\d+)" class="breach"><code>(.*?)</code>', page)
    assert [html_module.unescape(line).strip() for _, line in marked] == [
        "<ctx:TransaktionsTid>i går</ctx:TransaktionsTid>",
        f"<k:PartCPR>{MASK}</k:PartCPR>",
    ]
    assert [f'href="#{line}"' in page for line, _ in marked] == [True, True]
    assert "Skemafejl: forventet en værdi af typen dateTime" in text_of(page)


def test_withheld_cases_name_the_rule_and_where_it_stands(reader: Reader, caller: Caller) -> None:
    """A shelved case: withheld under stk. 1 by HJ-LOV-2 with its clause, shown under stk. 2."""
    caller.ask(cpr="0113801003", hjemler=(STK1, STK2))
    text = text_of(shown(reader))
    assert re.search(
        r"[0-9a-f-]{36} § 11 a, stk\. 1 – Holdt tilbage HJ-LOV-2 Efter stk\. 1 kun .* "
        r"Lov om Udbetaling Danmark § 11 a, stk\. 1 \(grundlag: lov\) [0-9a-f-]{36} "
        r"§ 11 a, stk\. 2 ✓ Vist ingen",
        text,
    )


def test_a_case_is_shown_when_one_alternative_shows_it(
    reader: Reader, caller: Caller, stub: Stub
) -> None:
    """Alternatives asked for are tried one by one; unknown ids stand as they are."""
    caller.ask()
    trace = (
        Judgement("sag-a", "p11b", ("HJ-KLE-1",)),
        Judgement("sag-a", "p11b", ()),
        Judgement("sag-b", "ukendt", ("HJ-NY-9", "HJ-KLE-1")),
        Judgement("sag-b", "ukendt", ("HJ-KLE-1",)),
    )
    stub.journal.append(replace(reader.newest(), id="f", trace=trace))
    text = text_of(reader.get("/kald/f").text)
    assert "sag-a § 11 b ✓ Vist ingen" in text
    assert "sag-b ukendt – Holdt tilbage HJ-NY-9 HJ-KLE-1 Kun sager" in text


def test_a_long_trace_says_that_it_is_cut(reader: Reader, caller: Caller) -> None:
    """The journal keeps so many judgements and the page does not hide it."""
    caller.ask(cpr="0113809913")
    assert f"Journalen gemmer kun de første {TRACED}." in text_of(shown(reader))


def test_a_refused_call_names_its_rule(reader: Reader, caller: Caller) -> None:
    """A Fejl with a rule behind it shows rule and clause."""
    caller.ask(hjemler=("X",))
    assert "Afvist efter HJ-LOV-1 Kun data, som en nævnt hjemmel" in text_of(shown(reader))


def test_the_scenario_and_how_it_was_chosen(reader: Reader, caller: Caller) -> None:
    """The scenario leads to the catalogue and says what a good consumer does."""
    caller.ask(cpr="0113809933")
    page = shown(reader)
    assert '<a href="/scenarier#SC-HTTP-3">http-503</a>' in page
    text = text_of(page)
    assert "(SC-HTTP-3), fordi borgeren er reserveret til det" in text
    assert "En god anvender: Venter mindst så længe" in text


def test_an_unknown_scenario_is_shown_by_its_name(
    reader: Reader, caller: Caller, stub: Stub
) -> None:
    """A journal may be older than the catalogue."""
    caller.ask()
    entry = replace(reader.newest(), id="f", scenario="SC-GAMMEL", chosen_by="drøm", near_miss="x")
    stub.journal.append(entry)
    assert "SC-GAMMEL, fordi drøm Nærmeste scenarie x" in text_of(reader.get("/kald/f").text)
    assert "SC-GAMMEL" in reader.text("/")


def test_what_was_tolerated_is_shown(reader: Reader, caller: Caller) -> None:
    """Each note on a call stands among its facts."""
    caller.post(wrap(caller.body(myndigheder=(KOEBENHAVN,))), SOAPAction='"urn:en-anden"')
    text = text_of(shown(reader))
    assert "Bemærkning Kaldets soapAction er ikke kontraktens" in text
    assert "Bemærkning Kalderens eget CVR-nummer" in text


def test_the_curl_command_repeats_the_call(reader: Reader, caller: Caller) -> None:
    """A shell reads the very body that was sent, quotes and all, but for the CPR number."""
    content = wrap(caller.body(transaktions_id='it\'s "$HOME" `id` \\'))
    caller.post(content, SOAPAction='"x y"', Authorization="Bearer hemmelig")
    words = curl_in(shown(reader))
    assert words[:4] == ["curl", "-sS", "-i", reader.server.url]
    assert words[words.index("--data-binary") + 1].encode() == content.replace(
        b"0113801001", MASK.encode()
    )
    sent = [words[n + 1] for n, word in enumerate(words) if word == "-H"]
    assert 'SOAPAction: "x y"' in {header.replace("soapaction", "SOAPAction") for header in sent}
    assert [header for header in sent if "hemmelig" in header or "content-length" in header] == []


def test_a_call_without_a_body_can_be_repeated_too(reader: Reader, caller: Caller) -> None:
    """Method and address are enough."""
    caller.post(b"")
    assert curl_in(shown(reader))[:5] == ["curl", "-sS", "-i", "-X", "POST"]


@pytest.mark.parametrize("content", [b"\xff\xfe<\x00a\x00", b"<a>\x00</a>", b"\xc3("])
def test_what_is_no_utf8_text_is_not_made_a_command(
    reader: Reader, caller: Caller, content: bytes
) -> None:
    """A shell could not carry it; the bytes can be fetched instead."""
    caller.post(content)
    page = shown(reader)
    assert 'id="curl"' not in page
    assert "kan ikke skrives i en kommando" in page
    raw = reader.get(f"/kald/{reader.newest().id}/anmodning")
    assert raw.content == content
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-disposition"].startswith("attachment")


def test_the_answer_can_be_fetched(reader: Reader, caller: Caller) -> None:
    """Byte for byte as the journal holds it."""
    answer = caller.ask()
    assert reader.get(f"/kald/{reader.newest().id}/svar").content == answer.content


def test_no_secret_and_no_cpr_number_is_shown(reader: Reader, caller: Caller) -> None:
    """Neither the citizen nor the caller's credentials come out through the page."""
    caller.post(wrap(caller.body()), Authorization="Bearer hemmelig", Cookie="sid=hemmelig")
    page = shown(reader)
    assert "0113801001" not in page
    assert "hemmelig" not in page
    assert "(vises ikke)" in page


def test_what_a_caller_sends_is_never_markup(reader: Reader, caller: Caller) -> None:
    """Text, names and headers of a request are shown, not obeyed."""
    evil = "</code></textarea><script>alert(1)</script>"
    caller.post(wrap(caller.body(transaktions_id=evil[:50])), X_Evil='"><script>alert(1)</script>')
    assert "<script>alert" not in shown(reader)
    caller.post(evil.encode())
    assert "<script>alert" not in shown(reader)
    assert "<script>alert" not in reader.get("/?text=" + evil).text


def test_a_body_that_is_not_xml_is_shown_as_it_is(reader: Reader, caller: Caller) -> None:
    """Nothing is lost because it cannot be set up."""
    caller.post(b"en linje\n<og en til")
    text = text_of(shown(reader))
    assert "Ikke XML, der kan sættes op" in text
    assert "en linje <og en til" in text


def test_a_very_large_answer_is_cut_and_says_so(reader: Reader, caller: Caller) -> None:
    """10,000 cases do not make a page that no browser can show."""
    caller.ask(cpr="0113809913")
    page = shown(reader)
    assert re.search(r"\d{5,} linjer mere er ikke vist", page)
    assert len(page) < 2_000_000


@pytest.mark.parametrize("address", ["/kald/findes-ikke", "/kald/findes-ikke/svar"])
def test_a_call_that_is_gone(reader: Reader, address: str) -> None:
    """A link to a call that gave way explains itself."""
    answer = reader.get(address)
    assert answer.status_code == 404
    assert "Kaldet er ikke i journalen" in answer.text


def test_a_call_has_two_bodies(reader: Reader, caller: Caller) -> None:
    """Anything else is not found."""
    caller.ask()
    assert reader.get(f"/kald/{reader.newest().id}/andet").status_code == 404


def test_the_stubs_own_date_is_shown(reader: Reader) -> None:
    """The date that deadlines count from stands on every page."""
    assert f"{DATO.day}.{DATO.month}.{DATO.year}" in reader.text("/om")
