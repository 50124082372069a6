"""The project's Python files, parsed: what imports what, and which text stands in them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "sf1472": ROOT / "src" / "sf1472",
    "sf1472_conformance": ROOT / "conformance" / "sf1472_conformance",
    "sf1472_stub": ROOT / "stub" / "sf1472_stub",
}
FOLDERS = ("bench", "conformance", "src", "stub", "tests")


def python_files(*folders: str) -> list[Path]:
    """Return every Python file below some of the project's folders, sorted."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def tree(file: Path) -> ast.Module:
    """Return the file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def module(file: Path) -> str:
    """Return the dotted name of a file of one of the packages."""
    for name, folder in PACKAGES.items():
        if file.is_relative_to(folder):
            parts = file.relative_to(folder).with_suffix("").parts
            return ".".join((name, *(part for part in parts if part != "__init__")))
    raise ValueError(file)


def imports(file: Path, *, at_start: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and name of everything the file imports; `at_start` what it imports when loaded.

    For `from a import b` both `a` and `a.b` are named, since `b` may be a module.
    """
    for node in _loaded(tree(file)) if at_start else ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _source(file, node)
            yield node.lineno, source
            yield from ((node.lineno, f"{source}.{alias.name}") for alias in node.names)


def _source(file: Path, node: ast.ImportFrom) -> str:
    """Return the absolute name of what a `from` import names, relative ones resolved."""
    if not node.level:
        return node.module or ""
    package = module(file).split(".")
    if file.name != "__init__.py":
        package.pop()
    base = package[: len(package) - node.level + 1]
    return ".".join((*base, node.module)) if node.module else ".".join(base)


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when the module is loaded: no function bodies, nothing for type checkers."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from _loaded(child)


def texts(file: Path) -> Iterator[tuple[int, str]]:
    """Yield line and value of every text in the file, parts of f-strings too, docstrings not."""
    root = tree(file)
    docstrings = {id(text) for node in ast.walk(root) for text in _docstring(node)}
    for node in ast.walk(root):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            if isinstance(node.value, str):
                yield node.lineno, node.value
            elif isinstance(node.value, bytes):
                yield node.lineno, node.value.decode("utf-8", "replace")


def _docstring(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield every text that stands alone as a statement: docstrings, of attributes too."""
    for statement in (
        getattr(node, "body", ()) if not isinstance(node, ast.Lambda | ast.IfExp) else ()
    ):
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            yield statement.value


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Yield name and number of lines of every function in the file."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def place(file: Path, line: int, what: str) -> str:
    """Say where something stands, for a list of offenders."""
    return f"{file.relative_to(ROOT).as_posix()}:{line}: {what}"
