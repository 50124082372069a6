"""Imports run one way: stub and conformance use sf1472, never each other, never back."""

from pathlib import Path

from .kildekode import PACKAGES, ROOT, imports, place, python_files, texts

CLI = ROOT / "src" / "sf1472" / "cli"


def forbidden(files: list[Path], *names: str, at_start: bool = False) -> list[str]:
    """Return where the files import one of the packages or modules named."""
    return [
        place(file, line, name)
        for file in files
        for line, name in imports(file, at_start=at_start)
        if any(name == banned or name.startswith(f"{banned}.") for banned in names)
    ]


def test_every_package_has_files_to_look_at() -> None:
    """The tests below look at something."""
    assert all((folder / "__init__.py").is_file() for folder in PACKAGES.values())
    assert len(python_files("src")) > 20


def test_sf1472_knows_neither_stub_nor_conformance() -> None:
    """What both sides share imports neither of them, but for the command line."""
    shared = [file for file in python_files("src") if not file.is_relative_to(CLI)]
    assert forbidden(shared, "sf1472_stub", "sf1472_conformance") == []
    named = [
        place(file, line, text)
        for file in shared
        for line, text in texts(file)
        if text.startswith(("sf1472_stub", "sf1472_conformance"))
    ]
    assert named == []


def test_sf1472_does_not_use_its_own_command_line() -> None:
    """The command line composes the parts; no part uses it."""
    shared = [file for file in python_files("src") if not file.is_relative_to(CLI)]
    assert forbidden(shared, "sf1472.cli") == []


def test_the_command_line_loads_the_parts_late() -> None:
    """The command line imports stub and conformance inside functions only."""
    files = python_files("src/sf1472/cli")
    assert forbidden(files, "sf1472_stub", "sf1472_conformance", at_start=True) == []


def test_the_stub_does_not_know_the_kit() -> None:
    """The stub never imports the conformance kit."""
    assert forbidden(python_files("stub"), "sf1472_conformance") == []


def test_the_kit_does_not_know_the_stub() -> None:
    """The conformance kit never imports the stub: it must work against any provider."""
    assert forbidden(python_files("conformance"), "sf1472_stub") == []


def test_the_kit_does_not_call_the_stubs_filter() -> None:
    """The conformance kit holds its own oracle and never imports the decision."""
    assert forbidden(python_files("conformance"), "sf1472.hjemmel") == []
