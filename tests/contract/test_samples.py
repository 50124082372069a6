"""The reconstructed contract judges rightly: valid samples, and one wrong thing in each."""

import copy
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

ENTRY = (
    Path(__file__).parents[2] / "wsdl/sf1472-1.0/common/service/KontrolsagListeHentInterface.xsd"
)
SAMPLES = sorted((Path(__file__).parent / "data").glob("*.xml"))

TNS = "http://www.kombit.dk/int/2017/01/01/"
KONTEKST = "http://kombit.dk/xml/schemas/kontekst/2017/01/01/"
LIMXPATH = "http://kombit.dk/xml/schemas/limitedxpath/2017/01/01/"
PREFIXES = {"k": TNS, "ctx": KONTEKST, "lx": LIMXPATH}
IMPOSSIBLE_CPR = re.compile(r"9[2-9]\d{8}|\d\d(1[3-9]|[2-9]\d)\d{6}")

Edit = Callable[[etree._Element], None]


@pytest.fixture(scope="module")
def libxml2() -> etree.XMLSchema:
    """Compile the contract with libxml2."""
    return etree.XMLSchema(file=str(ENTRY))


@pytest.fixture(scope="module")
def oracle() -> xmlschema.XMLSchema:
    """Compile the contract with xmlschema, which shares no code with libxml2."""
    return xmlschema.XMLSchema(str(ENTRY))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_good_samples_are_valid(
    sample: Path, libxml2: etree.XMLSchema, oracle: xmlschema.XMLSchema
) -> None:
    """Both validators accept each sample body."""
    libxml2.assertValid(etree.parse(sample))
    oracle.validate(str(sample))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_name_no_possible_citizen(sample: Path) -> None:
    """Every CPR number of a sample has a day or a month that no date has."""
    for cpr in etree.parse(sample).iter(f"{{{TNS}}}PartCPRNummer"):
        assert IMPOSSIBLE_CPR.fullmatch(cpr.text or "")


def remove(element: etree._Element) -> None:
    """Take the element out."""
    element.getparent().remove(element)


def repeat(element: etree._Element) -> None:
    """Let the element stand twice."""
    element.addnext(copy.deepcopy(element))


def postpone(element: etree._Element) -> None:
    """Put the element after its next sibling."""
    element.getnext().addnext(element)


def empty(element: etree._Element) -> None:
    """Take everything out of the element."""
    element.clear(keep_tail=True)


def write(value: str) -> Edit:
    """Return an edit that gives the element this text."""
    return lambda element: setattr(element, "text", value)


def rename(tag: str) -> Edit:
    """Return an edit that gives the element this name."""
    return lambda element: setattr(element, "tag", tag)


def add(tag: str, text: str = "x") -> Edit:
    """Return an edit that adds a last child."""
    return lambda element: setattr(etree.SubElement(element, tag), "text", text)


def edited(sample: str, path: str, edit: Edit) -> etree._ElementTree:
    """Read a sample and edit the first element that the path finds."""
    tree = etree.parse(Path(__file__).parent / "data" / f"{sample}.xml")
    edit(tree.xpath(f"//{path}", namespaces=PREFIXES)[0])
    return tree


A_UUID = "0f4f6a7e-3c1b-4a86-8f0e-6d1a2b3c4d01"

REFUSED = {
    "advis-og-fejl-i-samme-reaktion": (
        "svar-fejl",
        "ctx:SvarReaktion",
        add(f"{{{KONTEKST}}}Advis"),
    ),
    "afdeling-uden-navn": ("svar-sager", "k:AnsvarligAfdelingFuldtNavn", remove),
    "begge-kriterier": (
        "foresporgsel-sag",
        "k:Kriterie",
        add(f"{{{TNS}}}PartCPRNummer", "0113901111"),
    ),
    "cvr-i-kontekst-med-syv-cifre": (
        "foresporgsel-borger",
        "ctx:MunicipalityCVR",
        write("5513301"),
    ),
    "cvr-med-syv-cifre": ("foresporgsel-borger", "k:VirksomhedCVRNummer", write("3323625")),
    "fejltekst-tom": ("svar-fejl", "ctx:FejlTekst", write("")),
    "foelsomhed-ukendt": ("foresporgsel-borger", "k:SagFoelsomhed", write("HEMMELIG")),
    "forkert-navnerum-i-kontekst": (
        "foresporgsel-sag",
        "ctx:HovedOplysninger",
        rename(f"{{{TNS}}}HovedOplysninger"),
    ),
    "forkert-navnerum-i-lokalt-element": ("foresporgsel-sag", "k:Kriterie", rename("Kriterie")),
    "forkert-navnerum-i-rod": (
        "foresporgsel-sag",
        "k:KontrolsagListeHent_I",
        rename("{http://www.kombit.dk/int/2022/01/01/}KontrolsagListeHent_I"),
    ),
    "forkert-raekkefoelge-i-afgraensning": (
        "foresporgsel-borger",
        "k:SagFoelsomhed",
        postpone,
    ),
    "forkert-raekkefoelge-i-sag": ("svar-sager", "k:SagEjer", postpone),
    "forkert-raekkefoelge-i-svar": ("svar-sager", "k:KontrolsagListe", postpone),
    "gruppeliste-tom": ("svar-sager", "k:KontrolsagGruppeListe", empty),
    "kildeid-paa-101-tegn": ("svar-fejl", "ctx:KildeId", write("x" * 101)),
    "kle-dobbelt-interval": ("foresporgsel-borger", "k:KLEDataAfgr", write("32.*-33.*-34.*")),
    "kle-et-led": ("foresporgsel-borger", "k:KLEDataAfgr", write("32")),
    "kle-hale": ("foresporgsel-borger", "k:KLEDataAfgr", write("32.45.04, ")),
    "kle-jokertegn-i-leddet": ("foresporgsel-borger", "k:KLEDataAfgr", write("3*")),
    "kle-tom": ("foresporgsel-borger", "k:KLEDataAfgr", write("")),
    "kle-ukendt-tegn": ("foresporgsel-borger", "k:KLEDataAfgr", write("32.x")),
    "kontroltema-mangler": ("svar-sager", "k:SagKontroltemaListe", remove),
    "kriterie-tomt": ("foresporgsel-sag", "k:Kriterie", empty),
    "lovhjemmel-paa-51-tegn": ("foresporgsel-sag", "k:LovDataAfgr", write("X" * 51)),
    "lovhjemmel-tom": ("foresporgsel-sag", "k:LovDataAfgr", write("")),
    "onbehalfofuser-paa-256-tegn": (
        "foresporgsel-borger",
        "ctx:OnBehalfOfUser",
        write("x" * 256),
    ),
    "organisation-ikke-uuid": ("foresporgsel-borger", "k:OrganisationDataAfgr", write("x")),
    "rettigheder-mangler": ("foresporgsel-sag", "k:RettighedListe", remove),
    "revision-en-anden": (
        "foresporgsel-borger",
        "k:KontrolsagListeHent_I",
        lambda element: element.set("revision", "1"),
    ),
    "rute-med-navn-for-cvr": ("foresporgsel-borger", "ctx:AfsenderOrganisation", write("Aarhus")),
    "rute-uden-afsenders-system": ("foresporgsel-borger", "ctx:AfsenderItSystemInstans", remove),
    "statustid-uden-klokkeslaet": ("svar-sager", "k:SagStatusFra", write("2024-02-01")),
    "system-ikke-uuid": ("foresporgsel-borger", "k:SystemDataAfgr", write("x")),
    "system-med-hale": ("foresporgsel-borger", "k:SystemDataAfgr", write(f"{A_UUID},")),
    "system-med-store-bogstaver": (
        "foresporgsel-borger",
        "k:SystemDataAfgr",
        write(A_UUID.upper()),
    ),
    "titel-paa-301-tegn": ("svar-sager", "k:KlasseTitel", write("x" * 301)),
    "to-kriterier-af-samme-slags": ("foresporgsel-sag", "k:SagUUID", repeat),
    "transaktionsid-mangler": ("foresporgsel-sag", "ctx:TransaktionsId", remove),
    "transaktionsid-tomt": ("foresporgsel-sag", "ctx:TransaktionsId", write("")),
    "transaktionstid-uden-klokkeslaet": (
        "foresporgsel-sag",
        "ctx:TransaktionsTid",
        write("2024-05-14"),
    ),
    "ukendt-element": ("foresporgsel-sag", "k:SagDataAfgrGruppe", add(f"{{{TNS}}}Ukendt")),
    "uuid-med-store-bogstaver": (
        "foresporgsel-sag",
        "k:SagUUID",
        write("7B2E9C10-1D4A-4E57-8A3C-5F6071829301"),
    ),
}

ACCEPTED = {
    "cpr-som-fri-tekst": ("foresporgsel-borger", "k:PartCPRNummer", write("ikke et nummer")),
    "foelsomhed-tom": ("foresporgsel-borger", "k:SagFoelsomhed", write("")),
    "identifikation-valideres-ikke": (
        "svar-fejl",
        "lx:LimitedXPath",
        rename(f"{{{TNS}}}SagUUID"),
    ),
    "ingen-sager": ("svar-sager", "k:KontrolsagGruppeListe", remove),
    "kle-interval-baglaens": ("foresporgsel-borger", "k:KLEDataAfgr", write("34.*-32.*")),
    "kle-med-alt": ("foresporgsel-borger", "k:KLEDataAfgr", write("*,27.*,  32.45.* - 32.45.04")),
    "limitedxpath-tom-valideres-ikke": ("svar-fejl", "lx:LimitedXPath", write("")),
    "lovhjemmel-mangler": ("foresporgsel-sag", "k:LovDataAfgrListe", remove),
    "lovhjemmel-ukendt": ("foresporgsel-sag", "k:LovDataAfgr", write("UKENDT")),
    "processing-to-gange": ("foresporgsel-borger", "ctx:Processing", repeat),
    "sagsstatus-som-fri-tekst": ("svar-sager", "k:SagStatus", write("Æblegrød")),
    "systemer-to": ("foresporgsel-borger", "k:SystemDataAfgr", write(f"{A_UUID}, {A_UUID}")),
    "to-rettigheder": ("foresporgsel-borger", "k:SagDataAfgrGruppe", repeat),
}


@pytest.mark.parametrize("name", REFUSED)
def test_one_wrong_thing_is_refused(
    name: str, libxml2: etree.XMLSchema, oracle: xmlschema.XMLSchema
) -> None:
    """Both validators refuse a sample in which a single thing is wrong."""
    body = edited(*REFUSED[name])
    assert not libxml2.validate(body)
    assert not oracle.is_valid(body)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_the_schema_leaves_to_the_business_rules_is_accepted(
    name: str, libxml2: etree.XMLSchema, oracle: xmlschema.XMLSchema
) -> None:
    """Both validators accept what a business rule, and not the schema, has to judge."""
    body = edited(*ACCEPTED[name])
    assert libxml2.validate(body)
    assert oracle.is_valid(body)


@pytest.mark.parametrize("table", [REFUSED, ACCEPTED], ids=["refused", "accepted"])
def test_the_tables_are_sorted(table: dict[str, tuple[str, str, Edit]]) -> None:
    """The ids stand in alphabetical order, so that a gap is seen."""
    assert list(table) == sorted(table)
