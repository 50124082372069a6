"""The named test citizens of `fixtures/testborgere.yaml`, checked on load, dated on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sf1472.data.fixtures import Fixtures, convert
from sf1472.dates import PROEVEDAG, dato_fra, kontortid
from sf1472.domain import EgenSag, Kontrolsag, Myndighed, Skridt, Tilstand
from sf1472.errors import DataError
from sf1472.message import Afdeling, Klasse
from sf1472.patterns import CPR, UUID
from sf1472.universe.register import KONTROL, Register, afledt_uuid

_T = TypeVar("_T")


class _Skridt(Struct, frozen=True, forbid_unknown_fields=True):
    tekst: str
    fra: str


class _Sag(Struct, frozen=True, forbid_unknown_fields=True):
    ejer: str
    ydelse: str
    temaer: tuple[str, ...]
    skridt: tuple[_Skridt, ...]
    uuid: str | None = None
    emne: str = KONTROL
    system: str | None = None
    henlagt: str | None = None
    afsluttet: str | None = None
    foelsomhed: str = "fortrolig"
    afdeling: Afdeling | None = None
    afgoerelse: Klasse | None = None


class _EgenSag(Struct, frozen=True, forbid_unknown_fields=True):
    uuid: str
    ejer: str
    ydelse: str


class _Borger(Struct, frozen=True, forbid_unknown_fields=True):
    cpr: str
    viser: str
    egne_sager: tuple[_EgenSag, ...] = ()
    kontrolsager: tuple[_Sag, ...] = ()


class _Fil(Struct, frozen=True, forbid_unknown_fields=True):
    borgere: tuple[_Borger, ...]


class Testborger(Struct, frozen=True):
    """A named test citizen: `viser` says in one or two sentences what it is there to show."""

    cpr: str
    viser: str
    egne_sager: tuple[EgenSag, ...]
    sager: Callable[[date], tuple[Kontrolsag, ...]]


def load_testborgere(
    fixtures: Fixtures, register: Register, stige: tuple[str, ...]
) -> dict[str, Testborger]:
    """Read the test citizens by CPR number. Raises DataError with file, line, element.

    `stige` is the sensitivity ladder in the domain's codes.
    """
    file = fixtures.find("testborgere.yaml")
    content, lines = fixtures.document(file, _Fil)
    reader = _Reader(register, lines.error, stige)
    borgere: dict[str, Testborger] = {}
    for index, borger in enumerate(content.borgere):
        where = f"$.borgere[{index}]"
        if borger.cpr in borgere:
            raise lines.error(f"{where}.cpr", "borgeren står der allerede")
        borgere[borger.cpr] = reader.borger(borger, where)
    return borgere


def laes_testborger(
    data: object,
    register: Register,
    stige: tuple[str, ...],
    kilde: str,
    brugte: Iterable[str],
) -> Testborger:
    """Make a test citizen of one decoded entry, written as in the file.

    `kilde` is where it came from, as errors show it; `brugte` the UUIDs of other citizens' cases.
    Raises DataError with element, checked as `load_testborgere` checks.
    """

    def error(path: str, problem: str) -> DataError:
        return DataError(kilde, problem, element=path.removeprefix("$").removeprefix(".") or None)

    reader = _Reader(register, error, stige, brugte)
    return reader.borger(convert(kilde, data, _Borger), "$")


class _Reader:
    """Resolves what the file names by key; `error` tells where it stood.

    `error` takes msgspec's path of an element and what is wrong with it.
    """

    def __init__(
        self,
        register: Register,
        error: Callable[[str, str], DataError],
        stige: tuple[str, ...],
        brugte: Iterable[str] = (),
    ) -> None:
        self.register = register
        self.error = error
        self.stige = stige
        self.uuids = set(brugte)

    def borger(self, borger: _Borger, where: str) -> Testborger:
        if not CPR.fullmatch(borger.cpr):
            raise self.error(f"{where}.cpr", "et CPR-nummer skrives med ti cifre uden bindestreg")
        egne = tuple(
            self.egen_sag(sag, borger.cpr, f"{where}.egne_sager[{n}]")
            for n, sag in enumerate(borger.egne_sager)
        )
        byggere = tuple(
            self.kontrolsag(sag, borger.cpr, n, f"{where}.kontrolsager[{n}]")
            for n, sag in enumerate(borger.kontrolsager)
        )
        return Testborger(
            borger.cpr, borger.viser, egne, lambda dato: tuple(byg(dato) for byg in byggere)
        )

    def egen_sag(self, sag: _EgenSag, cpr: str, where: str) -> EgenSag:
        self.kle(sag.ydelse, f"{where}.ydelse")
        ejer = self.myndighed(sag.ejer, f"{where}.ejer")
        return EgenSag(self.uuid(sag.uuid, f"{where}.uuid"), cpr, ejer, sag.ydelse)

    def kontrolsag(
        self, sag: _Sag, cpr: str, nummer: int, where: str
    ) -> Callable[[date], Kontrolsag]:
        """Return a builder of the case on a given day; everything is checked here and now."""
        ejer = self.myndighed(sag.ejer, f"{where}.ejer")
        self.kle(sag.ydelse, f"{where}.ydelse")
        if sag.foelsomhed not in self.stige:
            raise self.error(f"{where}.foelsomhed", f"skal være en af {', '.join(self.stige)}")
        if sag.henlagt and sag.afsluttet:
            raise self.error(f"{where}.afsluttet", "en sag er enten henlagt eller afsluttet")
        if not sag.temaer or not sag.skridt:
            raise self.error(where, "en kontrolsag skal have mindst ét tema og ét skridt")
        system = self.register.systemer(ejer.sektor)[0]
        if sag.system is not None:
            system = self.find(self.register.fagsystemer, sag.system, f"{where}.system")
        self.datoer(sag, where)
        self.fuldstaendig(sag, where)
        fast = Kontrolsag(
            uuid=self.uuid(
                sag.uuid or afledt_uuid("kontrolsag", f"{cpr}/{nummer}"), f"{where}.uuid"
            ),
            cpr=cpr,
            ejer=ejer,
            fagsystem=system,
            ydelse=sag.ydelse,
            primaer_klasse=self.kle(sag.emne, f"{where}.emne"),
            kontroltemaer=tuple(
                self.find(self.register.temaer, tema, f"{where}.temaer[{n}]")
                for n, tema in enumerate(sag.temaer)
            ),
            skridt=(),
            foelsomhed=sag.foelsomhed,
            afdeling=sag.afdeling,
            afgoerelse=sag.afgoerelse,
        )
        return lambda dato: _paa_dagen(fast, sag, dato)

    def fuldstaendig(self, sag: _Sag, where: str) -> None:
        """Check what SF1470 says of units and decisions."""
        if sag.afdeling is not None:
            if sag.afdeling.navn is None:
                raise self.error(f"{where}.afdeling", "en ansvarlig afdeling har altid et navn")
            if sag.afdeling.uuid is not None:
                self.uuid_form(sag.afdeling.uuid, f"{where}.afdeling.uuid")
        if sag.afgoerelse is not None and sag.afsluttet is None:
            raise self.error(f"{where}.afgoerelse", "kun en afsluttet sag har en afgørelse")

    def datoer(self, sag: _Sag, where: str) -> None:
        """Check every date, and that the steps follow each other."""
        paths = {f"{where}.skridt[{n}].fra": skridt.fra for n, skridt in enumerate(sag.skridt)}
        if slut := sag.henlagt or sag.afsluttet:
            paths[f"{where}.{'henlagt' if sag.henlagt else 'afsluttet'}"] = slut
        sidst = date.min
        for path, tekst in paths.items():
            try:
                dag = dato_fra(tekst, PROEVEDAG)
            except ValueError as error:
                raise self.error(
                    path, "skal være en afstand som -P6M1D eller en dato som 2026-05-01"
                ) from error
            if dag < sidst:
                raise self.error(path, "ligger før det foregående skridt")
            sidst = dag

    def myndighed(self, cvr: str, where: str) -> Myndighed:
        if cvr == "UDK":
            return self.register.udk
        return self.find(self.register.myndigheder, cvr, where)

    def kle(self, emne: str, where: str) -> Klasse:
        return self.find(self.register.kle, emne, where)

    def find(self, known: Mapping[str, _T], key: str, where: str) -> _T:
        try:
            return known[key]
        except KeyError as error:
            raise self.error(where, f"{key!r} findes ikke i registret") from error

    def uuid(self, uuid: str, where: str) -> str:
        self.uuid_form(uuid, where)
        if uuid in self.uuids:
            raise self.error(where, "UUID'et er brugt af en anden sag")
        self.uuids.add(uuid)
        return uuid

    def uuid_form(self, uuid: str, where: str) -> None:
        if not UUID.fullmatch(uuid):
            raise self.error(where, "et UUID skrives med små bogstaver, 8-4-4-4-12")


def _paa_dagen(fast: Kontrolsag, sag: _Sag, dato: date) -> Kontrolsag:
    """Return the case as it stands on `dato`."""
    slut = sag.henlagt or sag.afsluttet
    punkter = [(skridt.tekst, dato_fra(skridt.fra, dato)) for skridt in sag.skridt]
    if slut is not None:
        punkter.append(("Henlagt" if sag.henlagt else "Afsluttet", dato_fra(slut, dato)))
    return replace(
        fast,
        skridt=_forloeb(punkter),
        tilstand=_tilstand(sag),
        sluttet=punkter[-1][1] if slut is not None else None,
    )


def _tilstand(sag: _Sag) -> Tilstand:
    if sag.henlagt:
        return Tilstand.HENLAGT
    return Tilstand.AFSLUTTET if sag.afsluttet else Tilstand.LOEBENDE


def _forloeb(punkter: list[tuple[str, date]]) -> tuple[Skridt, ...]:
    """Make steps of (text, first day): each lasts until the next begins, the last one is open."""
    starter = [kontortid(dag) for _, dag in punkter]
    slutter = [*starter[1:], None]
    return tuple(
        [
            Skridt(punkt[0], fra, til)
            for punkt, fra, til in zip(punkter, starter, slutter, strict=True)
        ]
    )
