"""Wheel and sdist hold exactly what git tracks of the packages and the data, and nothing else."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from .kildekode import ROOT

NAME = "sf1472_testkit"
MOVED = {
    "conformance/sf1472_conformance/": "sf1472_conformance/",
    "fixtures/": "sf1472/_data/fixtures/",
    "src/sf1472/": "sf1472/",
    "stub/sf1472_stub/": "sf1472_stub/",
    "wsdl/": "sf1472/_data/wsdl/",
}


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """Return the files that git tracks, or would with the next commit, and that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


@pytest.fixture(scope="module")
def built(tracked: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and sdist from a copy of the tracked files; return the folder they lie in."""
    source = tmp_path_factory.mktemp("kilde")
    for path in tracked:
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, source / path)
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel"]
    done = subprocess.run(
        [*command, "--outdir", str(out), str(source)], capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def moved(path: str) -> str | None:
    """Return where a tracked file lies in the wheel, or None when it does not belong there."""
    for old, new in MOVED.items():
        if path.startswith(old):
            return new + path.removeprefix(old)
    return None


def test_the_wheel_holds_packages_and_data_only(built: Path, tracked: list[str]) -> None:
    """Every tracked file of the packages and of `wsdl/` and `fixtures/` is in, and nothing else."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    info = sorted(name for name in names if ".dist-info/" in name)
    content = sorted(name for name in names if ".dist-info/" not in name)
    assert content == sorted(new for path in tracked if (new := moved(path)))
    assert [name.partition("/")[2] for name in info] == [
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    ]


def test_the_wheel_is_typed_and_has_its_data(built: Path) -> None:
    """The marks for type checkers, a contract and the test citizens are in the wheel."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        "sf1472/_data/fixtures/testborgere.yaml",
        "sf1472/_data/wsdl/sf1472-1.0/profile.toml",
        "sf1472/py.typed",
        "sf1472_conformance/py.typed",
        "sf1472_stub/py.typed",
    } <= names


def test_what_workers_need_comes_with_the_kit(built: Path) -> None:
    """`--workers`, and `-n` in a vendor's own tests, ask pytest for xdist."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        lines = archive.read(name).decode().splitlines()
    assert [line for line in lines if line.startswith("Requires-Dist: pytest-xdist")] == [
        "Requires-Dist: pytest-xdist>=3.6"
    ]


def test_the_sdist_holds_what_git_tracks(built: Path, tracked: list[str]) -> None:
    """Every tracked file is in, with the package's own information, and nothing else."""
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [member.name for member in archive.getmembers() if member.isfile()]
    inner = sorted(name.partition("/")[2] for name in names)
    assert {name.partition("/")[0].rpartition("-")[0] for name in names} == {NAME}
    assert inner == sorted([*tracked, "PKG-INFO"])


def test_the_installed_wheel_finds_its_data(built: Path, tmp_path: Path) -> None:
    """From the wheel alone, without the checkout, contract and data load."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import sf1472; from sf1472.contract import load_contract\n"
        "from sf1472.universe import load_data\n"
        "contract = load_contract(); load_data(contract.profile)\n"
        "print(sf1472.__file__); print(contract.folder)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    assert all(line.startswith(str(tmp_path)) for line in done.stdout.splitlines())
