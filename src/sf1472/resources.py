"""Where the shipped data lies: inside the wheel, or in the checkout's own folders."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def data_folder(name: str) -> Path:
    """Return the folder of shipped data called `name` (`wsdl` or `fixtures`).

    In a wheel the folders lie in `sf1472/_data`; in a checkout at its top. Raises
    FileNotFoundError when neither is there, which means a broken installation.
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(
        f"Installationen mangler mappen {name!r}; installér sf1472-testkit igen"
    )
