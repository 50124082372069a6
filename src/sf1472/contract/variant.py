"""The shipped contract in another namespace, made when it is asked for by name.

Which variants there are stands in the shipped profile's `[variants]`. A variant is a folder like
any other, with the namespace changed in WSDL, XSD and profile and nothing else, so that stub and
kit need not know of it. It lies in the temporary folder and goes with the process.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sf1472.contract.profile import FILENAME, load_profile
from sf1472.contract.service import read_service

_FOLDERS: list[TemporaryDirectory[str]] = []  # each is removed when the process ends


def find_variant(shipped: Path, name: str) -> Path | None:
    """Return the folder of the variant called `name` of `shipped`, or None: no such variant.

    A variant is called as the shipped folder, a hyphen and its key: `sf1472-1.0-uden-int`.
    """
    start = f"{shipped.name}-"
    if not name.startswith(start):
        return None
    namespace = load_profile(shipped).variants.get(name.removeprefix(start))
    return None if namespace is None else _written(shipped, name, namespace)


@cache
def _written(shipped: Path, name: str, namespace: str) -> Path:
    """Write the variant once per process, and return its folder."""
    temporary = TemporaryDirectory(prefix="sf1472-")
    _FOLDERS.append(temporary)
    folder = Path(temporary.name) / name
    shutil.copytree(shipped, folder)
    old = read_service(folder / load_profile(folder).wsdl).namespace
    for file in (*folder.rglob("*.wsdl"), *folder.rglob("*.xsd")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, namespace), encoding="utf-8")
    profile = folder / FILENAME
    text = profile.read_text(encoding="utf-8")
    profile.write_text(_renamed(text, old, namespace), encoding="utf-8")
    return folder


def _renamed(text: str, old: str, namespace: str) -> str:
    """Change the namespace in a profile's `[namespaces]`; the lists of others stay as they are."""
    head, table, tail = re.split(r"(^\[namespaces\]\n(?:(?!\[).*\n)*)", text, flags=re.MULTILINE)
    return head + table.replace(f'"{old}"', f'"{namespace}"') + tail
