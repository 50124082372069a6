"""The reconstructed contract: the tree is whole, says what it is, and judges rightly."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import xmlschema
import zeep
from lxml import etree
from xmlschema.validators import XsdAnyElement, XsdElement

WSDL = Path(__file__).parents[2] / "wsdl"
TREE = WSDL / "sf1472-1.0"
ENTRY = TREE / "common/service/KontrolsagListeHentInterface.xsd"
SERVICE = TREE / "wsdl/KontrolsagListeHentService.wsdl"
ROOT = TREE / "KontrolsagListeHentServiceOIOIDWS.wsdl"

TNS = "http://www.kombit.dk/int/2017/01/01/"
KONTEKST = "http://kombit.dk/xml/schemas/kontekst/2017/01/01/"
LIMXPATH = "http://kombit.dk/xml/schemas/limitedxpath/2017/01/01/"
XS = "{http://www.w3.org/2001/XMLSchema}"
PREFIXES = {"k": TNS, "ctx": KONTEKST, "lx": LIMXPATH}

MARKS = ("publiceret", "søskende", "antaget")
MARK = re.compile(rf"\s*\[({'|'.join(MARKS)})\] \S")

NAMES = {
    "": "KontrolsagListeHentServiceOIOIDWS.wsdl",
    "policies": "OIOIDWS.wsdl",
    "wsdl": "KontrolsagListeHentService.wsdl",
    "common/wsdl": "KontrolsagListeHent.wsdl",
    "common/service": "KontrolsagListeHentInterface.xsd",
    "common/view": """KontrolsagListeHent_IType.xsd KontrolsagListeHent_OType.xsd
        KontrolsagStrukturType.xsd""",
    "common/class": "ItSystemInstans.xsd Klasse.xsd Part.xsd Sag.xsd Virksomhed.xsd",
    "common/operational": """AnsvarligAfdelingBrugervendtNoegle.xsd AnsvarligAfdelingFuldtNavn.xsd
        AnsvarligAfdelingType.xsd AnsvarligAfdelingURN.xsd AnsvarligAfdelingUUID.xsd KLEDataAfgr.xsd
        LovDataAfgr.xsd OrganisationDataAfgr.xsd OrganisationNavn.xsd SagFoelsomhed.xsd
        SagStatus.xsd SagStatusFra.xsd SagStatusTil.xsd SystemDataAfgr.xsd""",
    "common/types": """AnsvarligAfdelingTypeType.xsd CPRNummerType.xsd CVRNummerType.xsd
        DatoTidType.xsd DatoType.xsd
        FoelsomhedType.xsd KLEDataAfgrType.xsd KLEEmneType.xsd LovDataAfgrType.xsd
        OrganisationDataAfgrType.xsd SystemDataAfgrType.xsd Tekst100Type.xsd Tekst200Type.xsd
        Tekst255Type.xsd Tekst300Type.xsd Tekst50Type.xsd URNType.xsd UUIDType.xsd""",
    "common/context": """HovedOplysningerSvarType.xsd HovedOplysningerType.xsd KildeId.xsd
        KontekstType.xsd LimitedXPath.xsd TransaktionsId.xsd TransaktionsTid.xsd""",
}
FILES = sorted(path for path in TREE.rglob("*") if path.suffix in {".xsd", ".wsdl"})
SCHEMAS = [path for path in FILES if path.suffix == ".xsd"]


def relative(path: str | Path) -> str:
    """Name a file of the tree as the tables of wsdl/README.md do."""
    return Path(path).relative_to(TREE).as_posix()


@pytest.fixture(scope="module")
def libxml2() -> etree.XMLSchema:
    """Compile the contract with libxml2."""
    return etree.XMLSchema(file=str(ENTRY))


@pytest.fixture(scope="module")
def oracle() -> xmlschema.XMLSchema:
    """Compile the contract with xmlschema, which shares no code with libxml2."""
    return xmlschema.XMLSchema(str(ENTRY))


# The tree


def test_exactly_the_files_of_the_contract_exist() -> None:
    """The folder holds the contract's files and the profile, and nothing else."""
    expected = {Path(folder, name).as_posix() for folder in NAMES for name in NAMES[folder].split()}
    found = {relative(path) for path in TREE.rglob("*") if path.is_file()}
    assert found - {"profile.toml"} == expected


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_every_file_says_that_it_is_a_reconstruction(path: Path) -> None:
    """Each file opens with the remark that it is this project's and not KOMBIT's."""
    opening = re.sub(r"\s+", " ", path.read_text(encoding="utf-8")[:500])
    assert "REKONSTRUKTION" in opening
    assert "er ikke KOMBITs pakke" in opening


@pytest.mark.parametrize("path", SCHEMAS, ids=relative)
def test_every_schema_compiles_alone(path: Path) -> None:
    """Each schema file names all that it needs, so that it compiles on its own."""
    etree.XMLSchema(file=str(path))
    xmlschema.XMLSchema(str(path))


@pytest.mark.parametrize("path", SCHEMAS, ids=relative)
def test_every_schema_qualifies_its_elements(path: Path) -> None:
    """Each schema file has the namespace of its folder and qualifies local elements."""
    schema = etree.parse(path).getroot()
    namespace = KONTEKST if path.parent.name == "context" else TNS
    assert schema.get("elementFormDefault") == "qualified"
    expected = LIMXPATH if path.stem == "LimitedXPath" else namespace
    assert schema.get("targetNamespace") == expected


@pytest.mark.parametrize("folder", ["operational", "types"])
def test_one_declaration_per_file_named_after_it(folder: str) -> None:
    """An operational file holds one element and a types file one simple type, of its own name."""
    for path in (TREE / "common" / folder).iterdir():
        names = [node.get("name") for node in etree.parse(path).getroot().iterchildren(XS + "*")]
        assert [name for name in names if name] == [path.stem]


# The service


def test_zeep_finds_the_operation() -> None:
    """A client that loads the service WSDL sees the service, port and operation by their names."""
    service = zeep.Client(str(SERVICE)).wsdl.services["KontrolsagListeHentService"]
    port = service.ports["KontrolsagListeHentServicePortType"]
    operation = port.binding.get("KontrolsagListeHent")
    assert port.binding.name == f"{{{TNS}}}KontrolsagListeHentServiceBinding"
    assert port.binding_options["address"].endswith("/service/KontrolsagListeHentService")
    assert operation.soapaction == f"{TNS}KontrolsagListeHentService#KontrolsagListeHent"
    assert operation.input.body.qname == f"{{{TNS}}}KontrolsagListeHent_I"
    assert operation.output.body.qname == f"{{{TNS}}}KontrolsagListeHent_O"


def test_the_oioidws_root_reaches_the_binding() -> None:
    """Zeep keeps no service of an imported WSDL, but it finds the binding and its operation."""
    wsdl = zeep.Client(str(ROOT)).wsdl
    bindings = [found for part in wsdl._definitions.values() for found in part.bindings.values()]
    assert [list(binding._operations) for binding in bindings] == [["KontrolsagListeHent"]]


POLICY_NAMESPACE = "http://serviceplatformen.dk/xml/wsdl/soap11/Security/Policy"
WSU = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}"


def test_the_policy_reference_points_into_the_policy_document() -> None:
    """The binding refers by fragment to the policy's wsu:Id, which stands in another document."""
    policy = "{http://www.w3.org/ns/ws-policy}Policy"
    reference = next(etree.parse(SERVICE).iter(policy + "Reference"))
    named = next(etree.parse(TREE / "policies/OIOIDWS.wsdl").iter(policy))
    assert reference.get("URI") == f"#{named.get(WSU + 'Id')}" == "#ServiceplatformBindingPolicy"


def test_only_the_root_imports_the_policy_as_a_foreign_namespace() -> None:
    """The policy document has a namespace of its own, and the root's import names it."""
    wsdl_import = "{http://schemas.xmlsoap.org/wsdl/}import"
    assert etree.parse(TREE / "policies/OIOIDWS.wsdl").getroot().get("targetNamespace") == (
        POLICY_NAMESPACE
    )
    imports = {e.get("location"): e.get("namespace") for e in etree.parse(ROOT).iter(wsdl_import)}
    assert imports["policies/OIOIDWS.wsdl"] == POLICY_NAMESPACE
    assert [e.get("namespace") for e in etree.parse(SERVICE).iter(wsdl_import)] == [TNS]


# The marks


@pytest.mark.parametrize("path", SCHEMAS, ids=relative)
def test_every_declaration_carries_one_mark(path: Path) -> None:
    """Each declared element, attribute and named type says how well it is known, in Danish."""
    for node in etree.parse(path).iter(XS + "*"):
        if node.get("name"):
            (text,) = node.findall(f"{XS}annotation/{XS}documentation")
            assert text.get("{http://www.w3.org/XML/1998/namespace}lang") == "da"
            assert MARK.match(text.text or ""), node.get("name")
            assert sum((text.text or "").count(f"[{mark}]") for mark in MARKS) == 1


def mark_of(text: str) -> str:
    """Read the mark that a documentation text opens with."""
    match = MARK.match(text)
    assert match, text
    return match[1]


def occurs(element: XsdElement) -> str:
    """Write the cardinality of an element as the tables do."""
    if element.parent is None:
        return "rod"
    if element.parent.model == "choice":
        return "valg"
    low, high = element.occurs
    most = "n" if high is None else str(high)
    return str(low) if str(low) == most else f"{low}..{most}"


def rows_below(element: XsdElement, path: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield (path, cardinality, file, mark) of an element and of all that is declared below it."""
    declared = element if element.ref is None else element.ref
    documentation = "".join(declared.annotation.documentation[0].itertext())
    yield path, occurs(element), relative(declared.schema.filepath), mark_of(documentation)
    if element.type.is_simple() or (element.ref is not None and element.type.name):
        return
    for name in element.type.attributes:
        attribute = element.type.attributes[name]
        text = "".join(attribute.annotation.documentation[0].itertext())
        yield f"{path}/@{name}", "0..1", relative(attribute.schema.filepath), mark_of(text)
    for child in element.type.content.iter_elements():
        if not isinstance(child, XsdAnyElement):
            yield from rows_below(child, f"{path}/{child.local_name}")


def element_rows(oracle: xmlschema.XMLSchema) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of all messages and structures, and of simple elements that stand alone."""
    globals_ = list(oracle.maps.elements.values())
    used = {child.ref for one in globals_ for child in one.iter() if child.ref is not None}
    for element in globals_:
        own = element.target_namespace in PREFIXES.values()
        if own and (element.type.is_complex() or element not in used):
            yield from rows_below(element, element.local_name)


def type_rows() -> Iterator[tuple[str, str, str]]:
    """Yield (name, file, mark) of every named type in the tree."""
    for path in SCHEMAS:
        for node in etree.parse(path).getroot().iterchildren(XS + "simpleType", XS + "complexType"):
            text = node.findtext(f"{XS}annotation/{XS}documentation")
            yield str(node.get("name")), relative(path), mark_of(text or "")


def table_rows(columns: int) -> list[tuple[str, ...]]:
    """Read the tables of wsdl/README.md that have this many columns, without head and note."""
    lines = (WSDL / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]
    rows = [tuple(row[:-1]) for row in cells if len(row) == columns]
    return [row for row in rows if row[-1] in MARKS]


def test_readme_and_schemas_agree_on_every_element(oracle: xmlschema.XMLSchema) -> None:
    """The provenance tables name each element once, with the schema's cardinality and mark."""
    assert sorted(table_rows(5)) == sorted(element_rows(oracle))


def test_readme_and_schemas_agree_on_every_type() -> None:
    """The table of types names each named type once, with the schema's mark."""
    assert sorted(table_rows(4)) == sorted(type_rows())


KLE_SUBJECTS = {
    True: ("32.45.04", "32.45.0*", "32.45.*", "32.4*", "32.*", "3*"),
    False: ("*", "32", "32.45", "32.45.04*", "32.45.*4", "3*.45", "32.45.04 ", ""),
}


@pytest.mark.parametrize("valid", sorted(KLE_SUBJECTS))
def test_a_kle_subject_takes_one_asterisk_for_what_follows(valid: bool) -> None:
    """An asterisk may stand for the rest after the first digit, and never alone."""
    subject = xmlschema.XMLSchema(str(TREE / "common/types/KLEEmneType.xsd")).types["KLEEmneType"]
    assert [subject.is_valid(value) for value in KLE_SUBJECTS[valid]] == [valid] * len(
        KLE_SUBJECTS[valid]
    )


LEVELS = {
    "IKKE_FORTROLIGE_DATA": "1d81c472-0808-44cc-963d-f5ef0170ae1d",
    "FORTROLIGE_PERSONOPLYSNINGER": "292e85a9-8ad4-46df-9e50-f97d6837ad74",
    "FOELSOMME_PERSONOPLYSNINGER": "31c09910-e011-46a5-86fb-254374421fe8",
    "VIP_SAGER": "44f4108b-26d4-46de-a90f-35e35b55b8d8",
}


def test_the_classes_of_sensitivity_are_named_by_their_uuid() -> None:
    """Schema and README name the class behind each level of sensitivity by the same UUID."""
    found = {}
    for value in etree.parse(TREE / "common/types/FoelsomhedType.xsd").iter(XS + "enumeration"):
        if value.get("value"):
            text = value.findtext(f"{XS}annotation/{XS}documentation") or ""
            found[value.get("value")] = text.strip().rpartition(" ")[2].rstrip(".")
    readme = (WSDL / "README.md").read_text(encoding="utf-8")
    assert found == LEVELS
    assert all(f"| `{level}` | `{uuid}` |" in readme for level, uuid in LEVELS.items())
