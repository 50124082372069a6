"""Reading data files: the shipped folder under a vendor's own, with errors that name the line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from sf1472.data.toml import load_toml
from sf1472.errors import DataError
from sf1472.resources import data_folder

_T = TypeVar("_T")
_FREE = r"scenarier/[^/]+\.yaml"  # a vendor's scenarios may stand in files of any name
# Every scalar as text: a CPR number or KLE subject must never become a number on the way.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Fixtures:
    """The data files: those in `overlay` where it has them, else the shipped ones."""

    def __init__(self, overlay: Path | None = None) -> None:
        self.shipped = data_folder("fixtures")
        self.overlay = overlay
        if overlay is not None:
            _check_overlay(overlay, self.shipped)

    def find(self, name: str) -> Path:
        """Return the file called `name`, a path with forward slashes."""
        if self.overlay is not None and (self.overlay / name).is_file():
            return self.overlay / name
        return self.shipped / name

    def all(self, folder: str, pattern: str) -> list[Path]:
        """Return the files of a folder, shipped ones first; of two alike the vendor's own."""
        names = sorted(file.name for file in (self.shipped / folder).glob(pattern))
        if self.overlay is not None:
            own = sorted(file.name for file in (self.overlay / folder).glob(pattern))
            names += [name for name in own if name not in names]
        return [self.find(f"{folder}/{name}") for name in names]

    def rows(self, name: str, *columns: str) -> Iterator[Row]:
        """Yield the rows of a CSV file: semicolons, `#` comments, a header with `columns`."""
        file = self.find(name)
        lines = _text(file).splitlines()
        content = [
            (n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")
        ]
        if not content:
            raise DataError(file, f"filen er tom; forventet overskriften {';'.join(columns)}")
        reader = csv.reader([line for _, line in content], delimiter=";")
        for (number, _), values in zip(content, reader, strict=True):
            if number == content[0][0]:
                if tuple(values) != columns:
                    raise DataError(
                        file, f"forventet overskriften {';'.join(columns)}", line=number
                    )
                continue
            if len(values) != len(columns):
                raise DataError(
                    file, f"forventet {len(columns)} felter, fandt {len(values)}", line=number
                )
            yield Row(file, number, dict(zip(columns, values, strict=True)))

    def table(self, name: str) -> tuple[Path, dict[str, Any]]:
        """Return a TOML file and its content."""
        file = self.find(name)
        return file, load_toml(file, _text(file))

    def records(self, name: str, kind: type[_T]) -> _T:
        """Return a TOML file as `kind`. Raises DataError with file, element, what was expected."""
        file, table = self.table(name)
        return convert(file, table, kind)

    def named_records(self, name: str, kind: type[_T]) -> dict[str, _T]:
        """Return a TOML file of tables, each as `kind`. Raises DataError as `records` does."""
        file, table = self.table(name)
        return {key: convert(file, value, kind, key) for key, value in table.items()}

    def document(self, file: Path, kind: type[_T]) -> tuple[_T, Lines]:
        """Return the YAML in `file` as `kind`, and where its parts stand.

        Raises DataError with file, line, element and what was expected.
        """
        text = _text(file)
        try:
            node = yaml.compose(text, Loader=_LOADER)
            data = yaml.load(text, Loader=_LOADER)  # noqa: S506 - BaseLoader makes text only
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise DataError(file, f"er ikke gyldig YAML: {error.problem}", line=line) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise DataError(file, "er ikke gyldig YAML: et ulovligt tegn", line=line) from error
        lines = Lines(file, node)
        try:
            return msgspec.convert(data, kind, strict=False), lines
        except msgspec.ValidationError as error:
            problem, _, path = str(error).partition(" - at ")
            raise lines.error(path.strip("`") or "$", _danish(problem)) from error


class Row(dict[str, str]):
    """One row of a CSV file that knows where it stands."""

    def __init__(self, file: Path, line: int, values: dict[str, str]) -> None:
        super().__init__(values)
        self.file = file
        self.line = line

    def error(self, column: str, problem: str) -> DataError:
        """Return the error for `column` of this row."""
        return DataError(self.file, problem, line=self.line, element=column)


class Lines:
    """Where the parts of a YAML document stand, by msgspec's paths (`$.borgere[3].cpr`)."""

    def __init__(self, file: Path, root: yaml.Node | None) -> None:
        self.file = file
        self._root = root

    def error(self, path: str, problem: str) -> DataError:
        """Return the error for the part at `path`."""
        node, line = self._root, 1
        for key, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
            if isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if k.value == key), None)
            elif isinstance(node, yaml.SequenceNode) and index:
                node = node.value[int(index)]
            if node is None:
                break
            line = node.start_mark.line + 1
        return DataError(self.file, problem, line=line, element=path.removeprefix("$.") or None)


def convert(
    file: Path | str, value: Any, kind: type[_T], key: str = "", *, strict: bool = True
) -> _T:
    """Return decoded data as `kind`. Raises DataError with element, in Danish.

    `file` is where the data came from, as errors show it; `key` the element it stood under; with
    `strict` False numbers and truth may be written as text.
    """
    try:
        return msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).partition(" - at ")
        element = f"{key}{path.strip('`').removeprefix('$')}".lstrip(".")
        raise DataError(file, _danish(problem), element=element or None) from error


def _check_overlay(overlay: Path, shipped: Path) -> None:
    """Refuse a folder that is not there, and files in it that nobody would read."""
    if not overlay.is_dir():
        raise DataError(overlay, "mappen med egne data findes ikke")
    unknown = set(_data_files(overlay)) - set(_data_files(shipped))
    for name in sorted(name for name in unknown if not re.fullmatch(_FREE, name)):
        raise DataError(
            overlay / name, "kendes ikke; egne datafiler skal hedde som de medfølgende i fixtures/"
        )


def _data_files(folder: Path) -> list[str]:
    """Return the data files below a folder, with forward slashes."""
    suffixes = (".csv", ".toml", ".yaml", ".yml")
    files = (file for file in sorted(folder.rglob("*")) if file.suffix in suffixes)
    return [file.relative_to(folder).as_posix() for file in files]


def _text(file: Path) -> str:
    """Read a file; a byte order mark, as spreadsheets write it, does no harm."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(file, "filen findes ikke eller kan ikke læses") from error
    except UnicodeDecodeError as error:
        raise DataError(file, "filen skal være UTF-8") from error


def _danish(problem: str) -> str:
    """Put msgspec's most common words into Danish."""
    for pattern, words in (
        (r"Object missing required field `(.+)`", r"mangler feltet '\1'"),
        (
            r"Object contains unknown field `(.+)`",
            r"feltet '\1' kendes ikke; ret stavningen eller fjern det",
        ),
        (r"Invalid enum value (.+)", r"værdien \1 er ikke en af de tilladte"),
        (r"Expected `(.+)`, got `(.+)`", r"forventet \1, fandt \2"),
        (r"Expected `(.+)`", r"forventet \1"),
    ):
        if re.fullmatch(pattern, problem):
            return re.sub(pattern, words, problem)
    return problem
