"""The folders: where packages begin, that they are typed, and how large files and functions are."""

from .kildekode import FOLDERS, PACKAGES, ROOT, functions, place, python_files

MOST_LINES, MOST_IN_A_FUNCTION = 400, 60


def test_no_import_root_is_a_package() -> None:
    """An `__init__.py` directly in an import root would let its packages be imported twice."""
    roots = [folder.parent for folder in PACKAGES.values()]
    assert [root.name for root in roots if (root / "__init__.py").exists()] == []


def test_every_package_is_typed() -> None:
    """Each package says to type checkers that it has types."""
    assert [name for name, folder in PACKAGES.items() if not (folder / "py.typed").is_file()] == []


def test_every_folder_of_a_package_is_a_package() -> None:
    """Each folder with Python files in a package has an `__init__.py`, so that it is shipped."""
    folders = {file.parent for file in python_files("conformance", "src", "stub")}
    assert [str(f) for f in sorted(folders) if not (f / "__init__.py").is_file()] == []


def test_no_file_is_too_long() -> None:
    """A file of over 400 lines holds more than one concept."""
    lengths = {
        file: len(file.read_text(encoding="utf-8").splitlines()) for file in python_files(*FOLDERS)
    }
    assert [place(file, n, "lines") for file, n in lengths.items() if n > MOST_LINES] == []


def test_no_function_is_too_long() -> None:
    """A function of over 60 lines does more than one thing."""
    found = [
        place(file, length, name)
        for file in python_files(*FOLDERS)
        for name, length in functions(file)
        if length > MOST_IN_A_FUNCTION
    ]
    assert found == []


def test_no_folder_is_a_junk_drawer() -> None:
    """No module or folder is called by a name that says nothing."""
    empty = {"common", "helpers", "manager", "misc", "utils"}
    names = {part for file in python_files(*FOLDERS) for part in file.relative_to(ROOT).parts}
    assert sorted(names & (empty | {f"{name}.py" for name in empty})) == []
