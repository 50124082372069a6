"""What a contract tolerates, and the namespace that it is also made in."""

import shutil
from pathlib import Path

import pytest
import xmlschema
import zeep
from lxml import etree

from sf1472.contract import load_contract
from sf1472.errors import ContractError, ProfileError

DATA = Path(__file__).parent / "data"
WITHOUT_INT = Path("sf1472-1.0-uden-int")
SAMPLES = ("foresporgsel-borger.xml", "foresporgsel-sag.xml", "svar-fejl.xml", "svar-sager.xml")


def sample(name: str) -> etree._Element:
    """Return a sample's root."""
    return etree.parse(DATA / name).getroot()


@pytest.mark.parametrize("name", SAMPLES)
def test_another_revision_is_valid_and_said(name: str) -> None:
    """In requests and answers alike; without one, or with the schema's own, nothing is said."""
    schema, root = load_contract().schema, sample(name)
    assert not schema.tolerates(root)
    root.set("revision", "testkit-1")
    assert (schema.is_valid(root), schema.tolerates(root)) == (True, False)
    root.set("revision", "r4697")
    assert (schema.is_valid(root), schema.errors(root), schema.tolerates(root)) == (True, (), True)


def test_only_the_roots_revision_is_tolerated() -> None:
    """Another attribute of the root, and the same one elsewhere, are breaches as ever."""
    schema = load_contract().schema
    for path, attribute in ((".", "udgave"), ("*[2]", "revision")):
        root = sample("foresporgsel-sag.xml")
        root.set("revision", "1")
        root.xpath(path)[0].set(attribute, "1")
        assert len(schema.errors(root)) == 1


def test_an_attribute_that_the_contract_has_not_is_a_breach(tmp_path: Path) -> None:
    """The profile tolerates another value, and not an attribute that no schema declares."""
    folder = tmp_path / "kontrakt"
    shutil.copytree(load_contract().folder, folder)
    profile = folder / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace('attribute = "revision"', 'attribute = "udgave"'))
    root = sample("foresporgsel-sag.xml")
    root.set("udgave", "1")
    assert len(load_contract(folder).schema.errors(root)) == 1


def test_a_wrong_word_about_revisions_is_named(tmp_path: Path) -> None:
    """The profile's two words are told when a third stands there."""
    folder = tmp_path / "kontrakt"
    shutil.copytree(load_contract().folder, folder)
    profile = folder / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace('other = "tolereres"', 'other = "ja"'), encoding="utf-8")
    with pytest.raises(ProfileError, match="tolereres") as caught:
        load_contract(folder)
    assert caught.value.element == "other"
    assert caught.value.line is not None


def test_a_profile_needs_none_of_the_new_tables(tmp_path: Path) -> None:
    """A profile from before has no variants, knows no namespaces and tolerates nothing."""
    folder = tmp_path / "kontrakt"
    shutil.copytree(load_contract().folder, folder)
    profile = folder / "profile.toml"
    text = profile.read_text(encoding="utf-8")
    for table in ("revision", "known_namespaces", "variants"):
        head, _, rest = text.partition(f"[{table}]\n")
        text = head + rest[rest.index("\n[") + 1 :]
    profile.write_text(text, encoding="utf-8")
    contract = load_contract(folder)
    assert (contract.profile.known_namespaces, contract.profile.variants) == ((), {})
    root = sample("foresporgsel-sag.xml")
    root.set("revision", "1")
    assert not contract.schema.is_valid(root)


def test_the_variant_differs_in_its_namespace_only() -> None:
    """Every file is the shipped one with the namespace changed."""
    shipped, other = load_contract(), load_contract(WITHOUT_INT)
    old, new = shipped.service.namespace, other.service.namespace
    assert old.replace("/int/", "/") == new
    assert shipped.files().keys() == other.files().keys()
    for name, file in shipped.files().items():
        text = file.read_text(encoding="utf-8").replace(old, new)
        assert other.files()[name].read_text(encoding="utf-8") == text
    assert other.profile.known_namespaces == shipped.profile.known_namespaces


def test_independent_clients_read_the_variant() -> None:
    """Its relative imports resolve in zeep and xmlschema."""
    contract = load_contract(WITHOUT_INT)
    client = zeep.Client(str(contract.folder / contract.profile.wsdl))
    assert contract.service.name in client.wsdl.services
    schema = xmlschema.XMLSchema(str(contract.folder / contract.profile.schema))
    assert schema.target_namespace == contract.service.namespace


def test_a_variant_that_is_not_there_is_a_missing_folder() -> None:
    """Nothing but a name of the profile's is made."""
    with pytest.raises(ContractError, match="findes ikke"):
        load_contract(Path("sf1472-1.0-med-fejl"))


def test_both_address_patterns_are_the_contracts() -> None:
    """The published path, and the platform's: the operation and the main version."""
    assert load_contract().paths == (
        "/service/KontrolsagListeHentService",
        "/kontrolsaglistehent/1",
    )
