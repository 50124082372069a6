"""A process of its own that tells the ids of some citizens' cases: `fortael.py DATE CPR...`."""

import json
import sys
from datetime import date

from sf1472.contract import load_contract
from sf1472.universe import load_data


def main() -> None:
    """Print the ids as JSON."""
    dato = date.fromisoformat(sys.argv[1])
    univers = load_data(load_contract().profile).univers
    ids = {cpr: [sag.uuid for sag in univers.sager(cpr, dato)] for cpr in sys.argv[2:]}
    sys.stdout.write(json.dumps(ids))


if __name__ == "__main__":
    main()
