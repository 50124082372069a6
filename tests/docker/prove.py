"""Prove the Dockerfile's steps without a Docker engine.

Reads the Dockerfile and does what it says below a temporary folder: copies the build context (what
.dockerignore lets through), runs each RUN line, moves the COPY --from tree, then starts ENTRYPOINT
and CMD as the USER with the ENV and nothing else, and runs the HEALTHCHECK command the same way.
What stays unproved: the base image itself, and that the tree may lie elsewhere than where it was
built (it is copied to the same path, as in the image).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).parents[2]
Instruction = tuple[str, str]


def instructions(text: str) -> list[Instruction]:
    """Return the Dockerfile's instructions as (word, rest)."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def copy_context(target: Path) -> None:
    """Copy what .dockerignore lets into the build context."""
    lines = (REPO / ".dockerignore").read_text(encoding="utf-8").split()
    for name in (line[1:] for line in lines if line.startswith("!")):
        source = REPO / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=ignore)
        else:
            shutil.copy2(source, target / name)


class Image:
    """The steps of one Dockerfile, done below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bin = root / "bin"  # holds the base image's `python`
        self.env = {"PATH": f"{self.bin}:/usr/bin:/bin", "HOME": str(root)}
        self.user: int | None = None
        self.commands: dict[str, list[str]] = {}

    def path(self, text: str) -> str:
        """Put the image's absolute paths below the root."""
        return re.sub(r"/(src|opt/sf1472)\b", lambda m: f"{self.root}/{m[1]}", text)

    def build(self, steps: list[Instruction]) -> None:
        """Do the steps; those about how to start are kept for later."""
        for word, rest in steps:
            print(f"{word} {rest}", flush=True)
            if word == "FROM":
                self.install_python()
            elif word == "COPY" and not rest.startswith("--from"):
                copy_context(Path(self.path(rest.split()[1])))
            elif word == "RUN":
                subprocess.run(self.path(rest), shell=True, check=True, env=self.build_env())
            elif word == "USER":
                self.user = int(rest.partition(":")[0])
            elif word == "ENV":
                for name, value in re.findall(r'(\w+)=(?:"([^"]*)"|\S+)', rest):
                    self.env[name] = self.path(value).replace("$PATH", self.env["PATH"]) or "1"
            elif word in ("ENTRYPOINT", "CMD"):
                self.commands[word] = json.loads(rest)
            elif word == "HEALTHCHECK":
                self.commands[word] = json.loads(rest.partition(" CMD ")[2])

    def install_python(self) -> None:
        """Make the machine's Python the base image's; every user must be able to run it."""
        for found in (sys.executable, shutil.which("python3", path="/usr/bin:/usr/local/bin")):
            real = Path(found or "/").resolve()
            if real.is_file() and all(folder.stat().st_mode & 0o001 for folder in real.parents):
                self.bin.mkdir(exist_ok=True)
                (self.bin / "python").unlink(missing_ok=True)
                (self.bin / "python").symlink_to(found or "")
                return
        raise SystemExit("Ingen Python, som andre brugere kan køre; installér Debians python3-venv")

    def build_env(self) -> dict[str, str]:
        """Return the environment of RUN: the machine's, for its package settings."""
        return {**os.environ, "PATH": self.env["PATH"], "PIP_QUIET": "1"}

    def start(self, command: list[str], stderr: int | None = None) -> subprocess.Popen[bytes]:
        """Start a command as the image's user, with the image's environment only."""
        if os.geteuid() != 0:
            print("(ikke root: kommandoen køres som den nuværende bruger)")
        user = self.user if os.geteuid() == 0 else None
        return subprocess.Popen(
            command, env=self.env, user=user, group=user, cwd="/", stderr=stderr
        )


def main() -> int:
    """Build, start, check the health, stop."""
    steps = instructions((REPO / "Dockerfile").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="sf1472-image-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        (root / "src").mkdir()
        image = Image(root)
        image.build(steps)
        stub = image.start([*image.commands["ENTRYPOINT"], *image.commands["CMD"]])
        try:
            healthy = wait_healthy(image, stub)
        finally:
            stub.terminate()
            code = stub.wait(20)
    print(f"HEALTHCHECK {'bestået' if healthy else 'FEJLET'}; stubben sluttede med kode {code}")
    return 0 if healthy and code == 0 else 1


def wait_healthy(image: Image, stub: subprocess.Popen[bytes], seconds: float = 20) -> bool:
    """Run the health check until it passes, as Docker does, or until the stub or time has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and stub.poll() is None:
        if image.start(image.commands["HEALTHCHECK"], subprocess.DEVNULL).wait() == 0:
            return True
    return False


if __name__ == "__main__":
    raise SystemExit(main())
