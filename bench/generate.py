"""How fast synthetic control cases are made, against Faker (da_DK) making like ones.

Both make citizens with one case each. A like case is the same object with every field filled: Faker
draws each value from a provider of its own (uuid4, ssn, company, street_name, date_time_between,
random_element …), with the number of themes and steps that ours have on average. The rounds
alternate.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime
from itertools import count, islice

from faker import Faker
from msgspec.structs import replace

from sf1472.contract import load_contract
from sf1472.domain import Fagsystem, Kontrolsag, Skridt, Tilstand
from sf1472.message import Afdeling, Klasse
from sf1472.universe import DANMARK, Data, load_data
from sf1472.universe.cprnumre import STRATEGIER, CprNumre
from sf1472.universe.syntese import Syntese, load_andele

DATO = date(2026, 11, 23)
CASES, ROUNDS = 1_000, 9
STIGE = ("ikke_fortrolig", "fortrolig", "foelsom", "vip")


def own(data: Data) -> Callable[[], object]:
    """Return a maker of CASES of our cases, each with a citizen of its own."""
    andele = replace(load_andele(data.fixtures, data.register, STIGE), antal={"1": 1})
    syntese = Syntese(data.register, andele)
    numre = CprNumre(STRATEGIER["umulig"], andele.froe)
    cprs = (numre.nummer(n) for n in count())
    return lambda: [syntese.sager(cpr, DATO) for cpr in islice(cprs, CASES)]


def peer(data: Data) -> Callable[[], object]:
    """Return a maker of CASES of Faker's cases."""
    fake = Faker("da_DK")
    fake.seed_instance(1472)
    register = data.register
    ejere, emner = list(register.myndigheder.values()), list(register.kle.values())
    temaer = list(register.temaer.values())
    first, last = datetime(2026, 1, 1, tzinfo=DANMARK), datetime(2026, 11, 23, tzinfo=DANMARK)

    def klasse(classes: list[Klasse]) -> Klasse:
        known = fake.random_element(classes)
        return Klasse(known.noegle, known.titel, fake.uuid4())

    def case(number: int) -> Kontrolsag:
        starts = sorted(fake.date_time_between(first, last, DANMARK) for _ in range(2 + number % 2))
        texts = (
            fake.random_element(("Oprettet", "Indkaldelse til samtale", "Henlagt")) for _ in starts
        )
        return Kontrolsag(
            uuid=fake.uuid4(),
            cpr=fake.ssn(),
            ejer=fake.random_element(ejere),
            fagsystem=Fagsystem(fake.uuid4(), fake.company()),
            ydelse=fake.random_element(emner).noegle,
            primaer_klasse=klasse(emner),
            kontroltemaer=tuple(klasse(temaer) for _ in range(1 + number % 3 // 2)),
            skridt=tuple(Skridt(text, start) for text, start in zip(texts, starts, strict=True)),
            tilstand=fake.random_element(tuple(Tilstand)),
            sluttet=fake.date_between(first, last),
            foelsomhed=fake.random_element(("ikke_fortrolig", "fortrolig", "foelsom", "vip")),
            afdeling=Afdeling(uuid=fake.uuid4(), navn=fake.street_name()),
        )

    return lambda: [case(number) for number in range(CASES)]


def main() -> int:
    """Print cases per second of both; exit code 1 below ten times Faker's rate."""
    data = load_data(load_contract().profile)
    makers = {"kittet": own(data), "Faker": peer(data)}
    rates: dict[str, list[float]] = {name: [] for name in makers}
    for _ in range(ROUNDS):
        for name, maker in makers.items():
            begun = time.perf_counter()
            maker()
            rates[name].append(CASES / (time.perf_counter() - begun))
    ours, faker = (statistics.median(rates[name]) for name in makers)
    print(f"sager pr. sekund: kittet {ours:,.0f}, Faker {faker:,.0f}, forhold {ours / faker:.1f}")
    print("Krav: mindst 10 gange Faker.")
    return 0 if ours >= 10 * faker else 1


if __name__ == "__main__":
    raise SystemExit(main())
