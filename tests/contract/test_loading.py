"""Loading a contract: what the shipped one says, and what each broken one is told."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from sf1472.contract import Contract, load_contract
from sf1472.errors import ContractError, DataError, ProfileError
from sf1472.message import Messages

TREE = Path(__file__).parents[2] / "wsdl" / "sf1472-1.0"
DATA = Path(__file__).parent / "data"
SERVICE = "wsdl/KontrolsagListeHentService.wsdl"
PORTTYPE = "common/wsdl/KontrolsagListeHent.wsdl"
ENTRY = "common/service/KontrolsagListeHentInterface.xsd"
PROFILE = "profile.toml"

OLD_NAMESPACE = "http://www.kombit.dk/int/2017/01/01/"
NEW_NAMESPACE = "http://www.eksempel.dk/2022/01/01/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped contract that a test may break."""
    copy = tmp_path / "kontrakt"
    shutil.copytree(TREE, copy)
    return copy


def edit(file: Path, old: str, new: str) -> int:
    """Replace `old` once and return the 1-based line on which it stood."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} står {text.count(old)} gange i {file}"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


# The shipped contract


def test_the_shipped_contract_says_what_it_is() -> None:
    """The shipped contract names itself, its version and that it is a reconstruction."""
    contract = load_contract()
    assert contract.title == "SF1472 KontrolsagListeHent 1.0 (rekonstruktion, ikke KOMBITs pakke)"
    assert not contract.profile.official


def test_the_service_is_read_from_the_wsdl() -> None:
    """Operation, soapAction, SOAP version, path and roots are those of the WSDL."""
    service = load_contract().service
    assert service.name == "KontrolsagListeHentService"
    assert service.namespace == OLD_NAMESPACE
    assert service.operation == "KontrolsagListeHent"
    assert service.soap_action == f"{OLD_NAMESPACE}KontrolsagListeHentService#KontrolsagListeHent"
    assert service.soap_version == "1.2"
    assert service.path == "/service/KontrolsagListeHentService"
    assert service.request_root == f"{{{OLD_NAMESPACE}}}KontrolsagListeHent_I"
    assert service.answer_root == f"{{{OLD_NAMESPACE}}}KontrolsagListeHent_O"


def test_the_files_are_the_wsdl_and_xsd_tree() -> None:
    """`files` lists every WSDL and XSD by its path in the folder, sorted, and nothing else."""
    files = load_contract().files()
    assert list(files) == sorted(files)
    assert {name.rpartition(".")[2] for name in files} == {"wsdl", "xsd"}
    assert {ENTRY, PORTTYPE, SERVICE} < set(files)
    assert all((TREE / name).is_file() for name in files)


def test_the_ladder_keeps_the_order_of_the_profile() -> None:
    """The steps of sensitivity come lowest first, as the profile lists them."""
    steps = list(load_contract().profile.foelsomheder.values())
    assert steps == ["ikke_fortrolig", "fortrolig", "foelsom", "vip"]


def test_an_official_package_is_called_so(folder: Path) -> None:
    """A profile with the status `officiel` changes what the contract calls itself."""
    edit(folder / PROFILE, 'status = "rekonstruktion"', 'status = "officiel"')
    assert load_contract(folder).title.endswith("(KOMBITs pakke)")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param('name="Kriterie"', 'name="Kriterie" maxOccurs="2"', False, id="at-most-two"),
        pytest.param('name="Kriterie"', 'name="Kriterie" minOccurs="0"', True, id="optional"),
        pytest.param('name="Kriterie"', 'name="Kriterie" maxOccurs="1"', True, id="stated-once"),
    ],
)
def test_composable_only_when_no_count_is_bounded(
    folder: Path, old: str, new: str, expected: bool
) -> None:
    """A bounded count between one and unbounded means that repetitions prove nothing."""
    edit(folder / "common/view/KontrolsagListeHent_IType.xsd", old, new)
    assert load_contract(folder).composable is expected


def test_the_shipped_contract_is_composable() -> None:
    """The shipped schema bounds nothing but by 0, 1 or nothing."""
    assert load_contract().composable


# What is broken is named


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that is not there gives ContractError with its path."""
    with pytest.raises(ContractError, match="findes ikke") as caught:
        load_contract(tmp_path / "mangler")
    assert caught.value.file == tmp_path / "mangler"


def test_a_missing_profile_is_named(folder: Path) -> None:
    """A folder without a profile gives ProfileError that says where to copy one from."""
    (folder / PROFILE).unlink()
    with pytest.raises(ProfileError, match=re.escape("wsdl/sf1472-1.0")) as caught:
        load_contract(folder)
    assert caught.value.file == folder / PROFILE


def test_a_profile_that_is_not_text_is_named(folder: Path) -> None:
    """A profile in another encoding than UTF-8 gives ProfileError."""
    (folder / PROFILE).write_bytes("titel = 'på dansk'".encode("latin-1"))
    with pytest.raises(ProfileError) as caught:
        load_contract(folder)
    assert caught.value.file == folder / PROFILE


def test_broken_toml_is_named_with_its_line(folder: Path) -> None:
    """A profile that is not TOML gives ProfileError with the line of the mistake."""
    line = edit(folder / PROFILE, "[codes.hjemmel]", "[codes.hjemmel")
    with pytest.raises(ProfileError, match="TOML") as caught:
        load_contract(folder)
    assert (caught.value.file, caught.value.line) == (folder / PROFILE, line)


PROFILE_MISTAKES = {
    "at-and-each": ('{ at = "k:SagAnsvarligAfdeling",', '{ at = "k:A", each = "k:B",', "afdeling"),
    "empty-path": ('{ at = "k:SagAnsvarligAfdeling",', '{ at = "",', "afdeling"),
    "namespace-not-text": ('k = "http://www.kombit.dk/int/2017/01/01/"', "k = 1", "k"),
    "neither-at-nor-each": ('{ at = "k:SagAnsvarligAfdeling",', "{", "afdeling"),
    "no-prefix": ('sag_uuid = "k:Kriterie/k:SagUUID"', 'sag_uuid = "Kriterie"', "sag_uuid"),
    "path-is-a-number": ('sag_uuid = "k:Kriterie/k:SagUUID"', "sag_uuid = 7", "sag_uuid"),
    "second-of-three": (
        'uuid = "k:AnsvarligAfdelingUUID"',
        'uuid = "x:AnsvarligAfdelingUUID"',
        "uuid",
    ),
    "status": ('status = "rekonstruktion"', 'status = "kopi"', "status"),
    "unknown-element": ('"ctx:Fejl/ctx:KildeId"', '"ctx:Fejl/ctx:Kilde"', "fejl_kilde"),
    "unknown-prefix": ('foelsomhed = "k:SagFoelsomhed"', 'foelsomhed = "x:Sag"', "foelsomhed"),
    "uses-itself": (
        'navn = "k:AnsvarligAfdelingFuldtNavn"',
        'navn = {at="k:SagEjer", use="sag"}',
        "sag",
    ),
}


@pytest.mark.parametrize("name", sorted(PROFILE_MISTAKES))
def test_a_mistake_in_the_profile_is_named(folder: Path, name: str) -> None:
    """ProfileError names the file, the line on which the key stands, and the key."""
    old, new, element = PROFILE_MISTAKES[name]
    line = edit(folder / PROFILE, old, new)
    with pytest.raises(ProfileError) as caught:
        load_contract(folder)
    assert caught.value.file == folder / PROFILE
    assert caught.value.element == element
    if name != "uses-itself":
        assert caught.value.line == line


@pytest.mark.parametrize("key", ["schema", "status", "title", "version", "wsdl"])
def test_a_missing_key_of_the_contract_is_named(folder: Path, key: str) -> None:
    """Each key of [contract] is needed, and the error says which one is not there."""
    text = (folder / PROFILE).read_text(encoding="utf-8")
    (folder / PROFILE).write_text(re.sub(rf"(?m)^{key} = .*\n", "", text), encoding="utf-8")
    with pytest.raises(ProfileError, match="mangler") as caught:
        load_contract(folder)
    assert caught.value.element == key


@pytest.mark.parametrize("table", ["afdeling", "answer", "contract", "namespaces", "request"])
def test_a_missing_table_is_named(folder: Path, table: str) -> None:
    """A table that something needs gives ProfileError with its name."""
    edit(folder / PROFILE, f"\n[{table}]\n", f"\n[andet_{table}]\n")
    with pytest.raises(ProfileError, match="mangler") as caught:
        load_contract(folder)
    assert caught.value.element == table


def test_codes_must_be_a_table(folder: Path) -> None:
    """A code list that is not a table gives ProfileError with its name."""
    edit(folder / PROFILE, "[codes.foelsomhed]", "[codes]\nfoelsomhed = 4\n[ubrugt]")
    with pytest.raises(ProfileError):
        load_contract(folder)


MISSING_FILES = {
    "imported-wsdl": PORTTYPE,
    "included-xsd": "common/types/UUIDType.xsd",
    "schema": ENTRY,
    "wsdl": SERVICE,
}


@pytest.mark.parametrize("name", sorted(MISSING_FILES))
def test_a_missing_file_of_the_tree_is_named(folder: Path, name: str) -> None:
    """A file that the tree needs and does not have gives ContractError with its name."""
    missing = folder / MISSING_FILES[name]
    missing.unlink()
    with pytest.raises(ContractError, match=re.escape(missing.name)):
        load_contract(folder)


@pytest.mark.parametrize("name", [ENTRY, PORTTYPE])
def test_a_file_that_is_not_xml_is_named_with_its_line(folder: Path, name: str) -> None:
    """A file cut short gives ContractError with the file and a line."""
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    with pytest.raises(ContractError, match="er ikke XML") as caught:
        load_contract(folder)
    assert caught.value.file == file.resolve()
    assert caught.value.line is not None


def test_an_xsd_that_does_not_compile_is_named_with_its_line(folder: Path) -> None:
    """A reference to a type that is not declared gives ContractError with file and line."""
    file = folder / "common/class/Klasse.xsd"
    line = edit(file, 'type="tns:Tekst300Type"', 'type="tns:Tekst301Type"')
    with pytest.raises(ContractError, match="XSD'en kan ikke bruges") as caught:
        load_contract(folder)
    assert (caught.value.file.name, caught.value.line) == (file.name, line)


Breaking = Callable[[etree._Element], None]
W = "{http://schemas.xmlsoap.org/wsdl/}"


def _double(kind: str) -> Breaking:
    """Return an edit that puts a second `kind` after the first."""

    def apply(root: etree._Element) -> None:
        first = next(root.iter(W + kind))
        first.addnext(etree.fromstring(etree.tostring(first, with_tail=False)))

    return apply


def _drop(path: str) -> Breaking:
    """Return an edit that removes the first element at `path`."""

    def apply(root: etree._Element) -> None:
        node = root.find(path)
        assert node is not None
        parent = node.getparent()
        assert parent is not None
        parent.remove(node)

    return apply


def _undeclared_prefix(root: etree._Element) -> None:
    """Give the first message part an element whose prefix nobody declared."""
    next(root.iter(W + "part")).set("element", "ukendt:KontrolsagListeHent_I")


SERVICE_MISTAKES: dict[str, tuple[str, Breaking, str]] = {
    "no-address": (SERVICE, _drop(f".//{W}port/*"), "service"),
    "no-binding": (SERVICE, _drop(f"{W}binding"), "binding"),
    "no-message": (PORTTYPE, _drop(f"{W}message"), "input"),
    "no-operation": (PORTTYPE, _drop(f".//{W}operation"), "operation"),
    "no-soap": (SERVICE, _drop(f"{W}binding/{W}operation/*"), "binding"),
    "two-bindings": (SERVICE, _double("binding"), "binding"),
    "two-operations": (PORTTYPE, _double("operation"), "operation"),
    "two-porttypes": (PORTTYPE, _double("portType"), "portType"),
    "two-services": (SERVICE, _double("service"), "service"),
    "undeclared-prefix": (PORTTYPE, _undeclared_prefix, "part"),
}


@pytest.mark.parametrize("name", sorted(SERVICE_MISTAKES))
def test_a_mistake_in_the_wsdl_is_named(folder: Path, name: str) -> None:
    """ContractError names the WSDL file that is wrong and the element concerned."""
    path, breaking, element = SERVICE_MISTAKES[name]
    document = etree.parse(folder / path)
    breaking(document.getroot())
    document.write(folder / path)
    with pytest.raises(ContractError) as caught:
        load_contract(folder)
    assert caught.value.element == element
    if not name.startswith("no-"):
        assert caught.value.file == (folder / path).resolve()
        assert caught.value.line is not None


def test_wsdl_files_that_import_each_other_are_read_once(folder: Path) -> None:
    """A circle of imports ends."""
    back = f'<wsdl:import namespace="{OLD_NAMESPACE}" location="../../{SERVICE}"/>'
    edit(folder / PORTTYPE, "<wsdl:types>", f"{back}<wsdl:types>")
    assert load_contract(folder).service == load_contract().service


def test_a_root_outside_the_profiles_namespaces_is_told(folder: Path) -> None:
    """A profile that does not name the namespace of the message's root gives ProfileError."""
    edit(folder / PROFILE, f'k = "{OLD_NAMESPACE}"', 'k = "urn:eksempel:andet"')
    with pytest.raises(ProfileError):
        Messages(load_contract(folder))


def test_the_text_of_an_error_names_file_line_and_element() -> None:
    """The message of a DataError reads file, line, element, problem."""
    error = DataError("a/b.csv", "skal være et tal", line=7, element="antal")
    assert str(error) == "a/b.csv, linje 7: antal: skal være et tal"


# A swapped contract


@pytest.fixture
def swapped(folder: Path) -> Contract:
    """Return a contract in another namespace, where SagUUID is called SagsUUID."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = file.read_text(encoding="utf-8").replace(OLD_NAMESPACE, NEW_NAMESPACE)
        file.write_text(text.replace("SagUUID", "SagsUUID"), encoding="utf-8")
    return load_contract(folder)


def translated(name: str) -> etree._Element:
    """Return a sample message as the swapped contract would have it."""
    text = (DATA / name).read_text(encoding="utf-8").partition("\n")[2]
    return etree.fromstring(
        text.replace(OLD_NAMESPACE, NEW_NAMESPACE).replace("SagUUID", "SagsUUID")
    )


def test_a_swapped_contract_says_its_own_names(swapped: Contract) -> None:
    """Namespace, soapAction and roots follow the folder."""
    assert swapped.service.namespace == NEW_NAMESPACE
    assert swapped.service.soap_action.startswith(NEW_NAMESPACE)
    assert swapped.service.request_root == f"{{{NEW_NAMESPACE}}}KontrolsagListeHent_I"


@pytest.mark.parametrize("name", ["foresporgsel-borger.xml", "foresporgsel-sag.xml"])
def test_a_swapped_contract_reads_and_writes_requests(swapped: Contract, name: str) -> None:
    """A request in the new words is valid, is read, and is written back valid."""
    element, messages = translated(name), Messages(swapped)
    assert swapped.schema.errors(element) == ()
    request = messages.read_request(element)
    written = etree.fromstring(messages.write_request(request))
    assert swapped.schema.errors(written) == ()
    assert messages.read_request(written) == replace(request, processing=())
    original = etree.parse(DATA / name).getroot()
    assert request == Messages(load_contract()).read_request(original)


@pytest.mark.parametrize("name", ["svar-fejl.xml", "svar-sager.xml"])
def test_a_swapped_contract_reads_and_writes_answers(swapped: Contract, name: str) -> None:
    """An answer in the new words is valid, is read, and is written back valid."""
    element, messages = translated(name), Messages(swapped)
    assert swapped.schema.errors(element) == ()
    answer = messages.read_answer(element)
    text = messages.write_answer(answer)
    assert swapped.schema.errors(etree.fromstring(text)) == ()
    assert messages.read_answer(etree.fromstring(text)) == answer
    assert OLD_NAMESPACE not in text
    assert "SagUUID" not in text


def test_a_swapped_contract_refuses_the_old_words(swapped: Contract) -> None:
    """What the shipped contract finds valid is not valid in the swapped one."""
    assert not swapped.schema.is_valid(etree.parse(DATA / "foresporgsel-sag.xml").getroot())
