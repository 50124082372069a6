"""Which elements are written and read: wrappers, optional parts, repetitions, unknown ones."""

from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from sf1472.contract import Contract
from sf1472.errors import ProfileError
from sf1472.message import (
    Afdeling,
    Afgraensning,
    Forespoergsel,
    Gruppe,
    Klasse,
    Messages,
    Reaktion,
    Rettighed,
    Statusskridt,
    Svar,
    VistKontrolsag,
)

SAMPLES = Path(__file__).parents[1] / "contract" / "data"

KLE = Klasse("32.45.04", "Kontrol", "c3a1f2d4-0b5e-4c6d-9a7f-112233445501")
SAG = VistKontrolsag(
    uuid="7b2e9c10-1d4a-4e57-8a3c-5f6071829301",
    ejer_cvr="00001472",
    system_uuid="0f4f6a7e-3c1b-4a86-8f0e-6d1a2b3c4d01",
    system_titel="Opdigtet",
    primaer_klasse=KLE,
    kontroltemaer=(KLE,),
)
TID = "2024-05-14T09:30:00+02:00"
HELE = replace(
    SAG,
    ejer_navn="Udbetaling Danmark",
    afdeling=Afdeling(navn="Enhed"),
    handlingsklasse=KLE,
    afgoerelse=Klasse("a", "Afgjort"),
    status=(Statusskridt("Oprettet", TID, TID), Statusskridt("Indkaldelse til samtale", TID)),
)
MINDST = Forespoergsel("id", TID, (Rettighed(("UDKL_11A_STK2",)),), cpr_nummer="0113801001")

UUID = "0f4f6a7e-3c1b-4a86-8f0e-6d1a2b3c4d01"


def names(text: str) -> list[str]:
    """Return the local names of every element, in document order."""
    return [etree.QName(element).localname for element in etree.fromstring(text).iter("*")]


def parsed(text: str) -> etree._Element:
    """Return the element that `text` is."""
    return etree.fromstring(text)


@pytest.mark.parametrize("sag", [pytest.param(HELE, id="all"), pytest.param(SAG, id="least")])
def test_a_written_answer_is_valid(contract: Contract, messages: Messages, sag: object) -> None:
    """An answer with every optional part, and one with none, are valid by the contract."""
    answer = {
        "transaktions_id": "id",
        "transaktions_tid": TID,
        "reaktioner": [Reaktion(advis_id="1", advis_tekst="tekst")],
        "grupper": [{"hjemmel": "h", "loebende": [sag], "henlagte": [sag, sag]}],
    }
    assert contract.schema.errors(parsed(messages.write_answer(answer))) == ()


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(
            replace(
                MINDST,
                myndighed_cvr="55133018",
                grupper=(
                    Rettighed(
                        ("a", "b"), ("00001472",), (Afgraensning("VIP_SAGER", "*", UUID, UUID),)
                    ),
                    Rettighed(("a",)),
                ),
            ),
            id="all",
        ),
        pytest.param(MINDST, id="least"),
    ],
)
def test_a_written_request_is_valid(
    contract: Contract, messages: Messages, request_: Forespoergsel
) -> None:
    """A request with every part, and one with none of the optional ones, are valid."""
    assert contract.schema.errors(parsed(messages.write_request(request_))) == ()


def test_an_empty_answer_has_no_wrapper(messages: Messages) -> None:
    """Without groups there is no list of groups, and without reactions no reaction."""
    assert names(messages.write_answer(Svar("id", TID))) == [
        "KontrolsagListeHent_O",
        "HovedOplysningerSvar",
        "TransaktionsId",
        "TransaktionsTid",
    ]


@pytest.mark.parametrize(
    ("gruppe", "present", "absent"),
    [
        pytest.param(Gruppe("h"), set(), {"KontrolsagListe", "HenlagtKontrolsagListe"}, id="empty"),
        pytest.param(
            Gruppe("h", loebende=(SAG,)),
            {"KontrolsagListe"},
            {"HenlagtKontrolsagListe"},
            id="running",
        ),
        pytest.param(
            Gruppe("h", henlagte=(SAG,)),
            {"HenlagtKontrolsagListe"},
            {"KontrolsagListe"},
            id="shelved",
        ),
    ],
)
def test_a_list_stands_only_with_cases_in_it(
    messages: Messages, gruppe: Gruppe, present: set[str], absent: set[str]
) -> None:
    """The wrapper of running and that of shelved cases are written when they hold one."""
    found = set(names(messages.write_answer(Svar("id", TID, grupper=(gruppe,)))))
    assert present <= found
    assert not absent & found


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        pytest.param({"afdeling": None}, "SagAnsvarligAfdeling", id="afdeling"),
        pytest.param({"afgoerelse": None}, "SagAfgoerelse", id="afgoerelse"),
        pytest.param({"ejer_navn": None}, "OrganisationNavn", id="ejer-navn"),
        pytest.param({"handlingsklasse": None}, "SagHandlingsklasse", id="handlingsklasse"),
        pytest.param({"status": ()}, "SagStatusListe", id="status"),
    ],
)
def test_an_optional_part_is_written_only_when_given(
    messages: Messages, changed: dict[str, object], name: str
) -> None:
    """Each optional part of a case comes and goes alone."""
    without = replace(HELE, **changed)
    whole, less = (
        names(messages.write_answer(Svar("id", TID, grupper=(Gruppe("h", (sag,)),))))
        for sag in (HELE, without)
    )
    assert name in whole
    assert name not in less


def test_an_empty_text_is_not_a_missing_one(messages: Messages) -> None:
    """An empty element is written for empty text and read back as empty text, not as None."""
    request = replace(MINDST, cpr_nummer="")
    assert messages.read_request(parsed(messages.write_request(request))).cpr_nummer == ""


def test_repetitions_keep_number_and_order(messages: Messages) -> None:
    """Repeated fields and groups come back in the order in which they stood."""
    grupper = tuple(Rettighed((f"h{n}", f"g{n}"), (f"m{n}",)) for n in range(5))
    request = replace(MINDST, grupper=grupper)
    text = messages.write_request(request)
    assert names(text).count("LovDataAfgrListe") == 5
    assert messages.read_request(parsed(text)).grupper == grupper


def test_unknown_elements_are_skipped(messages: Messages) -> None:
    """A later minor version's new elements, and foreign ones, do not disturb the reading."""
    root = etree.parse(SAMPLES / "svar-sager.xml").getroot()
    expected = messages.read_answer(root)
    for element in list(root.iter("*")):
        if len(element):
            for position in (0, len(element)):
                element.insert(position, etree.Element("{urn:eksempel:nyt}Nyt"))
                element.insert(position, etree.Element(f"{{{etree.QName(root).namespace}}}Nyt"))
    assert messages.read_answer(root) == expected


def test_comments_and_instructions_between_elements_are_skipped(messages: Messages) -> None:
    """Comments and processing instructions between elements do not disturb the reading."""
    root = etree.parse(SAMPLES / "foresporgsel-borger.xml").getroot()
    expected = messages.read_request(root)
    for element in list(root.iter("*")):
        if len(element):
            element.insert(0, etree.Comment("en bemærkning"))
            element.append(etree.ProcessingInstruction("pi", "indhold"))
    assert messages.read_request(root) == expected


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("01<![CDATA[1380]]>1001", id="cdata"),
        pytest.param("0113<!-- og -->801001", id="comment"),
        pytest.param("0113801<?og så?>001", id="instruction"),
        pytest.param("&#48;113801001", id="reference"),
    ],
)
def test_text_is_read_whole(messages: Messages, written: str) -> None:
    """A value is its element's whole text, which is also what the schema judges."""
    text = messages.write_request(MINDST).replace("0113801001", written)
    assert messages.read_request(parsed(text)).cpr_nummer == "0113801001"


def test_a_profile_that_misses_a_needed_term_is_told(contract: Contract) -> None:
    """A message without what the domain needs blames the profile, by its file."""
    messages = Messages(contract)
    root = parsed(messages.write_request(MINDST))
    root.remove(root[0])
    with pytest.raises(ProfileError) as caught:
        messages.read_request(root)
    assert caught.value.file == contract.profile.file


def test_every_sample_is_read_and_written_back_the_same(
    contract: Contract, messages: Messages
) -> None:
    """The sample messages read, written and read again say the same and are valid."""
    for sample in sorted(SAMPLES.glob("*.xml")):
        root = etree.parse(sample).getroot()
        if sample.name.startswith("svar"):
            answer = messages.read_answer(root)
            again = parsed(messages.write_answer(answer))
            assert messages.read_answer(again) == answer
        else:
            request = messages.read_request(root)
            again = parsed(messages.write_request(request))
            assert messages.read_request(again) == replace(request, processing=())
        assert contract.schema.is_valid(again)
