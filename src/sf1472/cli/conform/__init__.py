"""The kit on the command line: `sf1472 conform` and its subcommands."""
