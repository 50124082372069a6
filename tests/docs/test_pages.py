"""What the pages say of the project is so: links, paths, counts and options."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from sf1472.cli import cli
from sf1472.profiles import RuleProfile
from sf1472_conformance.catalogue import Role, load_catalogue
from sf1472_conformance.consumer.situations import load_situations

from .pages import PAGES, ROOT, links, page, paths, there

PROVIDER, CONSUMER = (load_catalogue().of(role) for role in (Role.PROVIDER, Role.CONSUMER))


def named(file: Path) -> str:
    """Return a page's path as a test's name."""
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_every_link_into_the_project_leads_somewhere(file: Path) -> None:
    """A file or folder of that name is there, seen from the page."""
    assert [link for link in links(file) if not (file.parent / link).exists()] == []


def test_every_path_that_developers_are_told_is_in_the_tree() -> None:
    """In docs/udviklere.md each path in backticks is a file or folder, or a pattern of some."""
    told = paths(page("udviklere.md"))
    assert len(told) > 40
    assert sorted({path for path in told if not there(path)}) == []


@pytest.mark.parametrize("path", ["tests/docs/test_findes_ikke.py", "docs/<navn>.toml"])
def test_a_path_that_is_not_there_is_noticed(path: str) -> None:
    """Neither a name nor a pattern that nothing answers to counts as being there."""
    assert paths(f"Se `{path}` og `make docs`.") == [path]
    assert not there(path)
    assert there("docs/udviklere.md")
    assert there("docs/<navn>.md")


@pytest.mark.parametrize(
    ("file", "pattern", "count"),
    [
        ("README.md", r"(\d+) regler, hver med kilde", len(PROVIDER)),
        ("README.md", r"efter (\d+) regler", len(CONSUMER)),
        ("README.md", r"(\d+) situationer", len(load_situations())),
        ("CHANGELOG.md", r"udbyder efter (\d+) regler", len(PROVIDER)),
        ("CHANGELOG.md", r"efter (\d+) regler ud af", len(CONSUMER)),
        ("CHANGELOG.md", r"i (\d+) situationer", len(load_situations())),
    ],
)
def test_rules_and_situations_are_as_many_as_is_said(file: str, pattern: str, count: int) -> None:
    """Each number stands once on its page and is the catalogue's."""
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(pattern, text) == [str(count)]


def test_scenarios_are_as_many_as_is_said() -> None:
    """The number in CHANGELOG is that of the shipped catalogue."""
    file = ROOT / "fixtures" / "scenarier" / "katalog.yaml"
    count = len(re.findall(r"^  - id: ", file.read_text(encoding="utf-8"), re.MULTILINE))
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"Scenarier: (\d+) ", text) == [str(count)]


@pytest.mark.parametrize("profile", RuleProfile)
def test_a_profile_has_as_many_rules_as_is_said(profile: RuleProfile) -> None:
    """The table in docs/udbydere.md counts the rules on providers as the catalogue does."""
    (told,) = re.findall(rf"^\| `{profile.value}` \| (\d+) \|", page("udbydere.md"), re.MULTILINE)
    assert int(told) == sum(rule.within(profile) for rule in PROVIDER.values())


def options(*words: str) -> list[str]:
    """Return the options of the command that `words` call, as they are written."""
    command: click.Command = cli
    context = click.Context(command)
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None
        command = found
    return [opt for p in command.params if isinstance(p, click.Option) for opt in p.opts]


@pytest.mark.parametrize(
    ("words", "file"),
    [(("conform", "provider"), "udbydere.md"), (("stub",), "stubben.md")],
    ids=["provider", "stub"],
)
def test_every_option_is_on_the_commands_page(words: tuple[str, ...], file: str) -> None:
    """It stands there in backticks or in an example, so that none is found in the help alone."""
    text, known = page(file), options(*words)
    assert len(known) > 5
    assert [option for option in known if not re.search(rf"[` ]{option}\b", text)] == []
