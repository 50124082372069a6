"""`python -m sf1472.cli`."""

from sf1472.cli import main

main()
