"""Run as a process: append entries to the journal at a URL, print each id when it is kept."""

import sys

from sf1472.timing import SYSTEM
from sf1472_stub.journal import Entry, new_id, open_journal


def main(url: str, most: int) -> None:
    """Append `most` entries."""
    journal = open_journal(url)
    for number in range(most):
        entry = Entry(
            new_id(), SYSTEM.now(), "POST", "/", (), b"x" * number, response_body=b"y" * 2000
        )
        journal.append(entry)
        sys.stdout.write(f"{entry.id}\n")
        sys.stdout.flush()
    journal.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
