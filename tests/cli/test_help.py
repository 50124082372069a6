"""Help of the commands with many options: every option once, under a heading."""

import click
import pytest
from click.testing import CliRunner

from sf1472.cli import cli
from sf1472.cli.headings import REST, GroupedCommand

GROUPED = {
    "stub": ("stub",),
    "conform provider": ("conform", "provider"),
    "conform consumer": ("conform", "consumer"),
}


def command(words: tuple[str, ...]) -> GroupedCommand:
    """Return the command that some words name."""
    found: click.Command | None = cli
    for word in words:
        assert isinstance(found, click.Group)
        found = found.get_command(click.Context(found), word)
    assert isinstance(found, GroupedCommand)
    return found


@pytest.mark.parametrize("name", sorted(GROUPED))
def test_every_option_stands_under_one_heading(name: str) -> None:
    """No option is forgotten and none stands twice."""
    grouped = command(GROUPED[name])
    placed = [option for options in grouped.headings.values() for option in options]
    assert sorted(placed) == sorted(param.opts[0] for param in grouped.params)


@pytest.mark.parametrize("name", sorted(GROUPED))
def test_the_help_shows_every_option_with_its_text(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The headings come in order, each option below its own, and how to get help last."""
    monkeypatch.setenv("COLUMNS", "200")
    grouped = command(GROUPED[name])
    result = CliRunner().invoke(cli, [*GROUPED[name], "--help"], max_content_width=200)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = [lines.index(f"{heading}:") for heading in (*grouped.headings, REST)]
    assert at == sorted(at)
    for start, end, options in zip(at, at[1:], grouped.headings.values(), strict=False):
        shown = [line.split()[0] for line in lines[start:end] if line.startswith("  -")]
        assert shown == list(options)
    texts = "".join(result.stdout.split())  # lines are broken at hyphens too
    for param in grouped.params:
        assert isinstance(param, click.Option)
        assert "".join((param.help or "").split()) in texts
    assert any("--help" in line for line in lines[at[-1] :])
