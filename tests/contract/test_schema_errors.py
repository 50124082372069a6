"""What the schema says about a broken message: where, what was expected and what stood there."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from sf1472.contract import Contract, SchemaError, load_contract

DATA = Path(__file__).parent / "data"
CPR = "0113801001"

REQUEST = "foresporgsel-borger.xml"
ANSWER = "svar-sager.xml"
FAULT = "svar-fejl.xml"

I = "/k:KontrolsagListeHent_I"  # noqa: E741 - the contract's own suffix
CTX = f"{I}/ctx:HovedOplysninger"
GROUP = f"{I}/k:RettighedListe/k:SagDataAfgrGruppe"
CASE = (
    "/k:KontrolsagListeHent_O/k:KontrolsagGruppeListe/k:KontrolsagGruppe"
    "/k:KontrolsagListe/k:KontrolsagStruktur"
)
FREMMED = "*[local-name()='Kriterie' and namespace-uri()='urn:eksempel:fremmed']"
KONTEKST = "*[local-name()='kriterie' and namespace-uri()='']"

# name: sample, text to replace, new text, xpath, expected, found
BREACHES: dict[str, tuple[str, str, str, str, str, str]] = {
    "bad-datetime": (
        REQUEST,
        "2024-05-14T09:30:00+02:00",
        "i går",
        f"{CTX}/ctx:TransaktionsTid",
        "en værdi af typen dateTime",
        "i går",
    ),
    "bad-datetime-in-restricted-type": (
        ANSWER,
        "<SagStatusFra>2024-02-01T08:00:00+01:00",
        "<SagStatusFra>2024-02-30T08:00:00+01:00",
        f"{CASE}/k:SagStatusListe/k:SagStatusSkridt[1]/k:SagStatusFra",
        "en værdi af typen DatoTidType",
        "2024-02-30T08:00:00+01:00",
    ),
    "both-branches": (
        REQUEST,
        "</PartCPRNummer>",
        "</PartCPRNummer><SagUUID>7b2e9c10-1d4a-4e57-8a3c-5f6071829301</SagUUID>",
        f"{I}/k:Kriterie/k:SagUUID",
        "ikke flere elementer her",
        "<SagUUID>",
    ),
    "both-branches-of-a-reaction": (
        FAULT,
        "</kontekst:Fejl>",
        "</kontekst:Fejl><kontekst:Advis/>",
        "/k:KontrolsagListeHent_O/ctx:HovedOplysningerSvar/ctx:SvarReaktion/ctx:Advis",
        "ikke flere elementer her",
        "<Advis>",
    ),
    "empty-string-too-short": (
        REQUEST,
        "<LovDataAfgr>UDKL_11A_STK2<",
        "<LovDataAfgr><",
        f"{GROUP}/k:LovDataAfgrListe/k:LovDataAfgr[2]",
        "mindst 1 tegn",
        "",
    ),
    "enumeration": (
        REQUEST,
        "FOELSOMME_PERSONOPLYSNINGER",
        "HEMMELIG",
        f"{GROUP}/k:SagAfgrListe/k:SagDataAfgr/k:SagFoelsomhed",
        "en af værdierne , IKKE_FORTROLIGE_DATA, FORTROLIGE_PERSONOPLYSNINGER, "
        "FOELSOMME_PERSONOPLYSNINGER, VIP_SAGER",
        "HEMMELIG",
    ),
    "extra-element": (
        REQUEST,
        "</RettighedListe>",
        "</RettighedListe><Kriterie/>",
        f"{I}/k:Kriterie[2]",
        "ikke flere elementer her",
        "<Kriterie>",
    ),
    "max-length": (
        REQUEST,
        "<LovDataAfgr>UDKL_11A_STK2<",
        f"<LovDataAfgr>{'x' * 51}<",
        f"{GROUP}/k:LovDataAfgrListe/k:LovDataAfgr[2]",
        "højst 50 tegn",
        "x" * 51,
    ),
    "missing-element": (
        REQUEST,
        "<Kriterie>\n    <PartCPRNummer>0113901111</PartCPRNummer>",
        "<Kriterie>",
        f"{I}/k:Kriterie",
        "<SagUUID> eller <PartCPRNummer>",
        "intet",
    ),
    "no-namespace": (
        REQUEST,
        "<Kriterie>",
        '<kriterie xmlns=""/><Kriterie>',
        f"{I}/{KONTEKST}",
        "<Kriterie>",
        "<kriterie>",
    ),
    "pattern": (
        REQUEST,
        "55133018<",
        "5513301<",
        f"{CTX}/ctx:AuthorityContext/ctx:MunicipalityCVR",
        "en værdi efter mønstret [0-9]{8}",
        "5513301",
    ),
    "wrong-order": (
        REQUEST,
        "<MyndighedDataAfgrListe>",
        "<LovDataAfgrListe><LovDataAfgr>x</LovDataAfgr></LovDataAfgrListe><MyndighedDataAfgrListe>",
        f"{GROUP}/k:MyndighedDataAfgrListe",
        "ikke flere elementer her",
        "<MyndighedDataAfgrListe>",
    ),
}

# Constructs that a caller can put anything into, beside the plain values.
SMUGGLED = {
    "attribute-value": ("<Kriterie>", f'<Kriterie hvem="{CPR}">'),
    "nil": ("<PartCPRNummer>", f'<PartCPRNummer xmlns:i="{{xsi}}" i:nil="{CPR}">'),
    "text-between-elements": ("<Kriterie>", f"<Kriterie>{CPR}"),
    "type": ("<PartCPRNummer>", f'<PartCPRNummer xmlns:i="{{xsi}}" i:type="T{CPR}">'),
}
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Load the shipped contract once."""
    return load_contract()


def broken(sample: str, old: str, new: str) -> tuple[etree._Element, int]:
    """Return a sample with its first `old` replaced, and the line on which that stood."""
    text = (DATA / sample).read_text(encoding="utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old!r} står ikke i {sample}"
    return etree.fromstring(f"{before}{new}{after}".encode()), before.count("\n") + 1


def only(errors: tuple[SchemaError, ...]) -> SchemaError:
    """Return the one error there is."""
    assert len(errors) == 1, errors
    return errors[0]


@pytest.mark.parametrize("sample", sorted(path.name for path in DATA.glob("*.xml")))
def test_a_valid_message_has_no_errors(contract: Contract, sample: str) -> None:
    """The samples are valid, and both questions to the schema agree."""
    element = etree.parse(DATA / sample).getroot()
    assert contract.schema.is_valid(element)
    assert contract.schema.errors(element) == ()


@pytest.mark.parametrize("name", sorted(BREACHES))
def test_a_breach_is_told_with_place_expected_and_found(contract: Contract, name: str) -> None:
    """One breach gives one error, with XPath, line, element, expected and found."""
    sample, old, new, xpath, expected, found = BREACHES[name]
    element, line = broken(sample, old, new)
    error = only(contract.schema.errors(element))
    assert not contract.schema.is_valid(element)
    assert (error.xpath, error.line, error.expected, error.found) == (xpath, line, expected, found)
    assert error.element == etree.QName(pointed_at(contract, element, error)).localname


def pointed_at(contract: Contract, root: etree._Element, error: SchemaError) -> etree._Element:
    """Return the one element that the error's XPath selects with the profile's prefixes."""
    tree = etree.ElementTree(root)
    hits = tree.xpath(error.xpath, namespaces=dict(contract.profile.namespaces))
    assert isinstance(hits, list)
    (hit,) = hits
    assert isinstance(hit, etree._Element)
    return hit


def test_a_wrong_namespace_is_told_as_such(contract: Contract) -> None:
    """An element of the right name in another namespace is singled out, and both are named."""
    foreign = '<Kriterie xmlns="urn:eksempel:fremmed"/>'
    element, line = broken(REQUEST, "<Kriterie>", f"{foreign}<Kriterie>")
    error = only(contract.schema.errors(element))
    assert (error.xpath, error.line) == (f"{I}/{FREMMED}", line)
    assert pointed_at(contract, element, error).tag == "{urn:eksempel:fremmed}Kriterie"
    assert "urn:eksempel:fremmed" in error.found
    assert error.expected != error.found


@pytest.mark.parametrize("namespace", ["", "urn:eksempel:fremmed"])
def test_a_foreign_root_is_told(contract: Contract, namespace: str) -> None:
    """A root that the contract does not know is an error at the root."""
    root = etree.fromstring(f'<KontrolsagListeHent_I xmlns="{namespace}"/>')
    error = only(contract.schema.errors(root))
    assert error.element == "KontrolsagListeHent_I"
    assert pointed_at(contract, root, error) is root


def test_several_breaches_come_in_document_order(contract: Contract) -> None:
    """Every breach is told, first to last."""
    text = (DATA / REQUEST).read_text(encoding="utf-8").partition("\n")[2]
    text = text.replace("2024-05-14T09:30:00+02:00", "x").replace(
        ">55133018</kontekst:Mun", ">y</kontekst:Mun"
    )
    text = text.replace("<LovDataAfgr>UDKL_11A_STK2<", "<LovDataAfgr><")
    errors = contract.schema.errors(etree.fromstring(text))
    assert [error.element for error in errors] == [
        "TransaktionsTid",
        "MunicipalityCVR",
        "LovDataAfgr",
    ]
    assert [error.line for error in errors] == sorted(error.line for error in errors)


def test_the_place_is_found_where_a_prefix_changes_its_meaning(contract: Contract) -> None:
    """A message may bind one prefix to two namespaces; the XPath still finds its element."""
    text = (DATA / REQUEST).read_text(encoding="utf-8").partition("\n")[2]
    k, ctx = (contract.profile.namespaces[prefix] for prefix in ("k", "ctx"))
    text = text.replace("<kontekst:HovedOplysninger>", f'<p:HovedOplysninger xmlns:p="{ctx}">')
    text = text.replace("</kontekst:HovedOplysninger>", "</p:HovedOplysninger>")
    text = text.replace("<Kriterie>", f'<p:Kriterie xmlns:p="{k}">')
    text = text.replace("</Kriterie>", "</p:Kriterie>")
    root = etree.fromstring(text.replace("2024-05-14T09:30:00+02:00", "i går"))
    error = only(contract.schema.errors(root))
    assert error.element == "TransaktionsTid"
    assert pointed_at(contract, root, error).sourceline == error.line


def test_a_body_inside_an_envelope_is_judged_alone(contract: Contract) -> None:
    """The XPath starts at the element that was asked about, wherever it stands."""
    envelope = etree.fromstring("<e><b/></e>")
    element, _ = broken(*BREACHES["pattern"][:3])
    envelope[0].append(element)
    error = only(contract.schema.errors(element))
    assert error.xpath == BREACHES["pattern"][3]


# No personal data in an error's text

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40)


@example(before="x' ", after=" 'y")
@example(before="This element is not expected. Expected is ( ", after=" ).")
@example(before="Missing child element(s). Expected is one of ( ", after=" ).")
@example(before="[facet 'pattern'] The value 'x' is not accepted by the pattern '", after="'.")
@example(before="x' is not an element of the set {'", after="'}.")
@example(before="x' is not a valid value of the atomic type 'T", after="'.")
@settings(derandomize=True, deadline=None, max_examples=150)
@given(before=TEXTS, after=TEXTS)
@pytest.mark.parametrize(
    "old",
    ["2024-05-14T09:30:00+02:00", "55133018", "FOELSOMME_PERSONOPLYSNINGER", "UDKL_11A_STK2"],
)
def test_the_text_of_an_error_never_holds_what_was_found(
    contract: Contract, old: str, before: str, after: str
) -> None:
    """Whatever a caller writes around a CPR number, the error's text does not repeat it."""
    value = escape(f"{before}{CPR}{after}{'x' * 50}")
    element, _ = broken(REQUEST, old, value)
    error = only(contract.schema.errors(element))
    assert CPR not in str(error)
    assert CPR not in error.expected
    assert CPR in error.found


@pytest.mark.parametrize("name", sorted(SMUGGLED))
def test_no_construct_smuggles_a_value_into_the_text(contract: Contract, name: str) -> None:
    """Attributes, xsi:type, xsi:nil and stray text are told without their content."""
    old, new = SMUGGLED[name]
    element, _ = broken(REQUEST, old, new.replace("{xsi}", XSI))
    errors = contract.schema.errors(element)
    assert errors
    assert not any(CPR in str(error) for error in errors)


# Threads


def test_errors_of_two_threads_never_mix(contract: Contract) -> None:
    """Eight threads, each with its own broken messages, each see only their own errors."""
    threads, rounds = 8, 150
    start = Barrier(threads)

    def judge(number: int) -> list[str]:
        """Judge a message of this thread's own many times, and return what was found."""
        mark = f"tråd-{number}"
        element, _ = broken(REQUEST, "55133018<", f"{mark}<")
        start.wait()
        return [e.found for _ in range(rounds) for e in contract.schema.errors(element)]

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(judge, range(threads)))
    assert results == [[f"tråd-{number}"] * rounds for number in range(threads)]


def test_different_breaches_in_eight_threads_stay_apart(contract: Contract) -> None:
    """Threads with different kinds of breach each get the error that the message has alone."""
    names = sorted(BREACHES)[:8]
    elements = [broken(*BREACHES[name][:3])[0] for name in names]
    alone = [contract.schema.errors(element) for element in elements]
    start = Barrier(len(names))

    def judge(element: etree._Element) -> set[tuple[SchemaError, ...]]:
        """Judge one message many times, and return the distinct results."""
        start.wait()
        return {contract.schema.errors(element) for _ in range(100)}

    with ThreadPoolExecutor(len(names)) as pool:
        results = list(pool.map(judge, elements))
    assert results == [{errors} for errors in alone]


def test_many_breaches_cost_no_more_than_their_number(contract: Contract) -> None:
    """Telling the errors of a large broken message is not quadratic in its size.

    Counted, not timed: doubling the message may at most triple the work.
    """
    few, many = (work(contract, groups) for groups in (200, 400))
    assert many < 3 * few


def work(contract: Contract, groups: int) -> int:
    """Return how many elements are visited while errors in `groups` groups are told."""
    empty = "<SagDataAfgrGruppe><LovDataAfgrListe/></SagDataAfgrGruppe>"
    element, _ = broken(REQUEST, "</RettighedListe>", f"{empty * groups}</RettighedListe>")
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        """Count what the interpreter does, line by line of work in C included."""
        nonlocal calls
        calls += event in ("c_call", "call")

    sys.setprofile(count)
    try:
        contract.schema.errors(element)
    finally:
        sys.setprofile(None)
    return calls
