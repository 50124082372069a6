"""Help for commands with many options: the options stand under headings that say what for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

Headings = Mapping[str, tuple[str, ...]]
REST = "Øvrigt"


class GroupedCommand(click.Command):
    """A command whose help writes its options under `headings`, in their order.

    A heading holds options as they are written (`--port`); what stands under none comes last.
    """

    def __init__(self, *args: Any, headings: Headings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = headings

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under their headings."""
        records = {
            param.opts[0]: record
            for param in self.get_params(ctx)
            if (record := param.get_help_record(ctx)) is not None
        }
        for heading, names in self.headings.items():
            _write(formatter, heading, [records.pop(name) for name in names])
        _write(formatter, REST, list(records.values()))


def _write(formatter: click.HelpFormatter, heading: str, records: list[tuple[str, str]]) -> None:
    if records:
        with formatter.section(heading):
            formatter.write_dl(records)
