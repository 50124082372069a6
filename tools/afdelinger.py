"""Make the names of synthetic units: `python tools/afdelinger.py > fixtures/afdelinger.csv`.

The names are built on Faker's Danish street names. They are kept in a file because another release
of Faker gives other names, and a citizen's cases must not change with it.
"""

from faker import Faker

KINDS = ("Kontrolenhed", "Kontrolgruppe", "Kontrolteam", "Tværgående kontrol,")
COUNT = 64

HEADER = """\
# Ansvarlige afdelinger i syntetiske sager. Opdigtede: lavet med Faker (da_DK) af
# tools/afdelinger.py.
navn"""


def main() -> None:
    """Print the file."""
    fake = Faker("da_DK")
    fake.seed_instance(1472)
    streets: dict[str, None] = {}
    while len(streets) < COUNT:
        streets[fake.street_name()] = None
    print(HEADER)
    for number, street in enumerate(streets):
        print(f"{KINDS[number % len(KINDS)]} {street}")


if __name__ == "__main__":
    main()
