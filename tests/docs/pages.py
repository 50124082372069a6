"""The pages that people write, and what stands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (
    *(ROOT / name for name in ("README.md", "CHANGELOG.md")),
    *sorted(DOCS.glob("*.md")),
    *(ROOT / folder / "README.md" for folder in ("examples", "fixtures", "wsdl")),
)


def page(name: str) -> str:
    """Return the text of one of the pages in docs/."""
    return (DOCS / name).read_text(encoding="utf-8")


def links(file: Path) -> list[str]:
    """Return the links of a page that point into the project, without their anchors."""
    found = re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8"))
    return [link.partition("#")[0] for link in found if "://" not in link and link[0] != "#"]


def paths(text: str) -> list[str]:
    """Return the words in backticks, outside of blocks, that have a slash; none in `.venv/`."""
    outside = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    words = (word for quoted in re.findall(r"`([^`\n]+)`", outside) for word in quoted.split())
    return [word for word in words if "/" in word and not word.startswith(".venv/")]


def there(path: str) -> bool:
    """Say whether the tree has it, a file or a folder; `<…>` and `*` stand for part of a name."""
    pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
    return any(ROOT.glob(pattern))
