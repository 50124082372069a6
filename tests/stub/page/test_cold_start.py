"""The page costs a stub nothing before somebody looks."""

from __future__ import annotations

import subprocess
import sys


def test_jinja2_is_loaded_with_the_first_page() -> None:
    """Starting a stub does not import the template engine."""
    script = "import sys; from sf1472_stub import Stub; Stub(); print('jinja2' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == ["False"]
