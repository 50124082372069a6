"""Reports from one `Report`: JSON, JUnit XML, SARIF and HTML in a folder, a table on screen."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sf1472.errors import KitError
from sf1472_conformance.report.jsonfile import as_json
from sf1472_conformance.report.junit import as_junit
from sf1472_conformance.report.page import as_html
from sf1472_conformance.report.run import Run
from sf1472_conformance.report.sarif import as_sarif
from sf1472_conformance.verdict.evidence import FOLDER


class Written(NamedTuple):
    """The files of one report."""

    json: Path
    junit: Path
    html: Path
    sarif: Path


def write_reports(run: Run, folder: Path, lang: str = "da") -> Written:
    """Write all files of `run` to `folder`, over those of an earlier run.

    The raw requests go to `requests/`, so that each failure can be repeated; they are the only
    files that hold the CPR numbers asked about. Raises KitError when the folder cannot be written.
    """
    names = ("rapport.json", "junit.xml", "rapport.html", "rapport.sarif")
    files = Written(*(folder / name for name in names))
    make_folder(folder)
    try:
        files.json.write_bytes(as_json(run.report))
        files.junit.write_bytes(as_junit(run.report, lang))
        files.html.write_text(as_html(run.report, lang), encoding="utf-8")
        files.sarif.write_bytes(as_sarif(run.report, lang))
        _write_requests(run, folder / FOLDER)
    except OSError as error:
        raise KitError(f"Rapporten kan ikke skrives i {folder}: {error.strerror}") from error
    return files


def make_folder(folder: Path) -> None:
    """Make the folder of a report where there is none. Raises KitError when it cannot be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KitError(
            f"Mappen {folder} kan ikke laves ({error.strerror}). Vælg en anden med --report"
        ) from error


def _write_requests(run: Run, folder: Path) -> None:
    """Write the raw requests and remove those of an earlier run."""
    for stale in folder.glob("[PC]-*.xml"):
        stale.unlink()
    if run.attachments:
        folder.mkdir(exist_ok=True)
    for name, body in run.attachments.items():
        (folder / name).write_bytes(body)
