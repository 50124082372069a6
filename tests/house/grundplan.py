"""The ground plan of some packages: who imports whom, how full the rooms are, what is loaded.

Each function takes the packages as folders by name, so that it can be tried on others than ours.
"""

import ast
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

Packages = Mapping[str, Path]
Graph = dict[str, set[str]]

_LOAD = """
import importlib, json, sys
order, forbidden, roots = json.loads(sys.stdin.read())
sys.path[:0] = roots
found, seen = [], set(sys.modules)
for name in order:
    importlib.import_module(name)
    for loaded in sorted(set(sys.modules) - seen):
        if any(loaded == no or loaded.startswith(no + ".") for no in forbidden):
            found.append(f"{name} loads {loaded}")
    seen = set(sys.modules)
print(json.dumps(found))
"""


def modules(packages: Packages) -> dict[str, Path]:
    """Return every file of the packages by its module's name; an `__init__` is its package."""
    found: dict[str, Path] = {}
    for name, folder in packages.items():
        for file in sorted(folder.rglob("*.py")):
            parts = file.relative_to(folder).with_suffix("").parts
            found[".".join((name, *(part for part in parts if part != "__init__")))] = file
    return found


def graph(packages: Packages) -> Graph:
    """Return which modules each imports, wherever in the file: late and for type checkers too.

    `from a import b` means the module `a.b` where there is one, else the `__init__` of `a`. That
    importing `a.b` runs the `__init__` of `a` first does not count: it is so for all in a folder.
    """
    known = modules(packages)
    return {name: set(_imported(name, file, known)) for name, file in known.items()}


def circles(edges: Graph) -> list[list[str]]:
    """Return the groups of modules that import each other, by whatever way round."""
    return sorted(
        sorted(group) for group in _components(edges) if len(group) > 1 or _itself(edges, group)
    )


def corridors(packages: Packages, most: int) -> list[str]:
    """Return the folders with more than `most` modules, `__init__` not counted."""
    folders = {file.parent for file in modules(packages).values()}
    counts = {
        folder: sum(file.name != "__init__.py" for file in folder.glob("*.py"))
        for folder in folders
    }
    return sorted(f"{folder.name}: {n} modules" for folder, n in counts.items() if n > most)


def loads(packages: Packages, wanted: Iterable[str], forbidden: Iterable[str]) -> list[str]:
    """Import modules one after the other in a process of their own; say what is loaded and may not.

    Each forbidden module is told once, with the first that loads it. `__main__` is never imported.
    """
    order = [name for name in wanted if not name.endswith(".__main__")]
    roots = [str(folder.parent) for folder in packages.values()]
    done = subprocess.run(
        [sys.executable, "-c", _LOAD],
        input=json.dumps([order, list(forbidden), roots]),
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


def _imported(name: str, file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join((*base, *([node.module] if node.module else [])))
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                if whole in known or source in known:
                    yield whole if whole in known else source


def _itself(edges: Graph, group: set[str]) -> bool:
    """Say whether a group of one imports itself."""
    return any(name in edges[name] for name in group)


def _components(edges: Graph) -> list[set[str]]:
    """Return the strongly connected components, after Kosaraju, without recursion."""
    order: list[str] = []
    seen: set[str] = set()
    for start in edges:
        order += _finished(edges, start, seen)
    back: Graph = {name: set() for name in edges}
    for name, targets in edges.items():
        for target in targets:
            back[target].add(name)
    seen = set()
    return [set(group) for start in reversed(order) if (group := _finished(back, start, seen))]


def _finished(edges: Graph, start: str, seen: set[str]) -> list[str]:
    """Return what is reached from `start` and not seen before, in the order of being done with."""
    if start in seen:
        return []
    seen.add(start)
    done: list[str] = []
    stack = [(start, iter(sorted(edges[start])))]
    while stack:
        name, targets = stack[-1]
        ahead = next((target for target in targets if target not in seen), None)
        if ahead is None:
            done.append(name)
            stack.pop()
        else:
            seen.add(ahead)
            stack.append((ahead, iter(sorted(edges[ahead]))))
    return done
