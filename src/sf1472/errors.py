"""The kit's exceptions, one small tree.

KitError                     anything the kit itself reports; its text is meant for the user
└── DataError                a data file is wrong: names file, line, element and what was expected
    ├── ContractError        the contract folder (WSDL, XSD) cannot be used
    └── ProfileError         the contract's profile.toml cannot be used
"""

from __future__ import annotations

from pathlib import Path


class KitError(Exception):
    """Base of every error the kit reports; the text is Danish and says what to do."""


class DataError(KitError):
    """A data file holds something that cannot be used.

    Parameters: `file` the file; `problem` what is wrong and what to do about it, in Danish;
    `line` 1-based line number or None; `element` the key, path or element concerned.
    """

    def __init__(
        self, file: Path | str, problem: str, *, line: int | None = None, element: str | None = None
    ) -> None:
        self.file = Path(file)
        self.problem = problem
        self.line = line
        self.element = element
        where = str(file) if line is None else f"{file}, linje {line}"
        what = f"{where}: {element}: {problem}" if element else f"{where}: {problem}"
        super().__init__(what)


class ContractError(DataError):
    """The contract folder is missing something or does not hold together."""


class ProfileError(DataError):
    """The contract's profile does not fit the contract."""
