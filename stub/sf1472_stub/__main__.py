"""`python -m sf1472_stub`: the same as `sf1472 stub`."""

import sys

from sf1472.cli import main

if __name__ == "__main__":
    main(["stub", *sys.argv[1:]])
