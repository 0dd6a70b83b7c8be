"""Runs everything that can be tested, part by part, and says how long each took.

    python tests/run.py [lint] [sqlite] [postgres] [browser] [packaging] [deploy]

Without names it runs all. A part that fails does not keep the next from running. With CI=true
nothing may be left out.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.services import chromium, packages  # noqa: E402 - found by the line above

PYTHON = sys.executable
WORKERS = os.environ.get("GONGKAI_TEST_WORKERS") or str(min(os.cpu_count() or 1, 8))
ELSEWHERE = ("browser", "packaging", "deploy")
SUITE = ("tests", *(f"--ignore=tests/{part}" for part in ELSEWHERE))
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

LEFT_OUT, PASSED, FAILED = "left out", "passed", "FAILED"


def say(text: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run(*command: str, **variables: str) -> bool:
    """Run a command in the project's folder and tell whether it ended well."""
    shown = " ".join(command).replace(PYTHON, "python")
    say(f"\n$ {' '.join(f'{name}={value}' for name, value in variables.items())} {shown}".rstrip())
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables)
    try:
        return process.wait() == 0
    except BaseException:
        # Interrupted: pytest has servers to stop, and is given the time for it.
        process.terminate()
        process.wait(timeout=60)
        raise


def run_all(*commands: tuple[str, ...]) -> str:
    """Run every command, whatever the ones before did."""
    variables = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "PYTHONPATH": ".:site"}
    results = [run(*command, **variables) for command in commands]
    return PASSED if all(results) else FAILED


def lint() -> str:
    return run_all(
        (PYTHON, "-m", "ruff", "check", "."),
        (PYTHON, "-m", "ruff", "format", "--check", "."),
        (PYTHON, "-m", "mypy"),
        (str(Path(PYTHON).parent / "lint-imports"),),
        (PYTHON, "manage.py", "check"),
        (PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
    )


def pytest(*arguments: str, workers: str = WORKERS, **variables: str) -> str:
    command = (PYTHON, "-m", "pytest", "-q", "-n", workers, "--durations=10", *arguments)
    return PASSED if run(*command, **variables) else FAILED


def sqlite() -> str:
    packages.ensure_pango()
    return pytest(*SUITE, GONGKAI_TEST_DATABASE="sqlite")


def postgres() -> str:
    packages.ensure_pango()
    return pytest(*SUITE, GONGKAI_TEST_DATABASE="postgres")


def browser() -> str:
    if chromium.ensure() is None:
        say(f"Browser suite left out: {chromium.ABSENT}")
        return FAILED if IN_CI else LEFT_OUT
    packages.ensure_pango()
    return pytest("tests/browser", GONGKAI_TEST_DATABASE="sqlite")


def packaging() -> str:
    return pytest("tests/packaging", workers="0", GONGKAI_TEST_DATABASE="sqlite")


def deploy() -> str:
    if lacking := packages.ensure():
        say(f"Deployment suite left out: {lacking}")
        return FAILED if IN_CI else LEFT_OUT
    return pytest("tests/deploy", workers="0", GONGKAI_TEST_DATABASE="sqlite")


PARTS: dict[str, Callable[[], str]] = {
    part.__name__: part for part in (lint, sqlite, postgres, browser, packaging, deploy)
}


def main(names: list[str]) -> int:
    """Run the parts named, all when none is; return the exit status."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        say(f"No part {', '.join(unknown)}; there are: {', '.join(PARTS)}.")
        return 2
    results = []
    for name in names or PARTS:
        say(f"\n==== {name}")
        started = time.monotonic()
        results.append((name, PARTS[name](), time.monotonic() - started))
    say("\n==== summary")
    for name, result, seconds in results:
        say(f"  {name:<10} {result:<8} {seconds:6.0f} s")
    return int(any(result == FAILED for _, result, _ in results))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    sys.exit(main(sys.argv[1:]))
