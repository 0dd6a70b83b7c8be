"""The demo town, made once and served for each worker as ``make demo`` serves it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.request import urlopen

from tests.services.databases import ROOT, fingerprint, lock

# What the address of a visitor is read from, so that each test is a visitor of its own.
ADDRESS_HEADER = "X-Test-Address"
PASSWORD = "browser-tests-only-7351"
SOURCES = (
    "workdays",
    "serving",
    "operations",
    "search",
    "review",
    "catalogue",
    "disclosure_pages",
    "open_data",
    "api",
    "webhooks",
    "standards",
    "drafting",
    "imports",
    "notices",
    "monitor",
    "wording",
    "site",
)
DATABASE = "gongkai.sqlite3"
# The password is stretched on purpose: signing in by the form takes a test seconds.
SESSIONS = "test-sessions.json"
SIGN_IN = """
import json
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
found = {}
for user in get_user_model().objects.filter(is_active=True):
    client = Client()
    client.force_login(user)
    session = client.session
    session.set_expiry(10**9)
    session.save()
    found[user.get_username()] = session.session_key
print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "keys": found}))
"""


class DemoFailed(Exception):
    """The demo could not be made or served; the text is what it said."""


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Return the variables a command of the demo runs with."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return own | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "GONGKAI_DATA_DIR": str(data_dir),
        "GONGKAI_DEMO_PASSWORD": PASSWORD,
        # The content is put back for many tests, and vectors would be made anew each time.
        "GONGKAI_SEMANTIC": "off",
        # Nor does anything happen at times of its own.
        "GONGKAI_DEMO_SCHEDULER": "off",
        **more,
    }


def manage(data_dir: Path, *arguments: str) -> str:
    """Run a management command on a demo and return what it printed.

    Raises:
        DemoFailed: it did not end well.
    """
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(data_dir),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DemoFailed(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-4000:]}")
    return done.stdout


def source_fingerprint() -> str:
    """Return a name for the demo that the source would make now."""
    digest = hashlib.sha256(fingerprint().encode())
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def sign_all_in(data_dir: Path) -> None:
    """Begin a session for every account of a demo."""
    said = manage(data_dir, "shell", "--verbosity=0", "-c", SIGN_IN)
    (data_dir / SESSIONS).write_text(said.splitlines()[-1])


def copy_demo(target: Path) -> None:
    """Copy the data folder of a freshly made demo.

    It is made with ``prepare_demo`` once, with all its accounts signed in, and kept until the
    source changes. While working on tests, ``GONGKAI_TEST_DEMO`` names a data folder to take
    instead.
    """
    if given := os.environ.get("GONGKAI_TEST_DEMO"):
        shutil.copytree(given, target)
        sign_all_in(target)
        return
    cache = ROOT / ".test-cache"
    # Another run may make the demo anew and take this one away: not while it is copied.
    with lock(cache / "demo.lock"):
        folder = cache / f"demo-{source_fingerprint()}"
        if not folder.exists():
            for stale in cache.glob("demo-*"):
                shutil.rmtree(stale)
            draft = cache / f"demo-{os.getpid()}"
            manage(draft, "prepare_demo")
            sign_all_in(draft)
            with sqlite3.connect(draft / DATABASE) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            draft.rename(folder)
        shutil.copytree(folder, target)


def free_ports(number: int) -> list[int]:
    """Return ports that nobody listens on, each another one."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(number)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


class DemoSite:
    """A running demo of one worker.

    Attributes:
        url: the address, without a slash at its end.
        front_end_url: where a front end of its own may be served, which previews are shown in.
        data_dir: the folder of its data.
        password: the password of its accounts.
    """

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="gongkai-site-"))
        self.data_dir = self.home / "data"
        copy_demo(self.data_dir)
        self.pristine = self.home / "pristine.sqlite3"
        shutil.copyfile(self.data_dir / DATABASE, self.pristine)
        self.password = PASSWORD
        self.log = self.home / "server.log"
        self.port, front_end_port = free_ports(2)
        self.front_end_url = f"http://127.0.0.1:{front_end_port}"
        self.url = f"http://127.0.0.1:{self.port}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve_demo"],
                cwd=ROOT,
                env=environment(
                    self.data_dir,
                    PORT=str(self.port),
                    GONGKAI_CLIENT_ADDRESS_HEADER=ADDRESS_HEADER,
                    GONGKAI_FRONT_END_URL=f"{self.front_end_url}/",
                ),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        for line in self.process.stdout:
            if "serves at" in line:
                self.warm_up()
                return
        raise DemoFailed(f"the demo did not start:\n{self.log.read_text()[-4000:]}")

    def warm_up(self) -> None:
        """Ask for a page, so that no test waits while the code of the site is loaded."""
        with urlopen(f"{self.url}/catalogue/", timeout=120) as answer:  # noqa: S310 - our own
            answer.read()

    def reset(self) -> None:
        """Put the content back to what ``prepare_demo`` made; the server goes on."""
        source = sqlite3.connect(f"file:{self.pristine}?mode=ro&immutable=1", uri=True)
        target = sqlite3.connect(self.data_dir / DATABASE, timeout=20)
        try:
            source.backup(target)
            with target:
                target.execute("UPDATE wagtailcore_site SET port = ?", (self.port,))
        finally:
            source.close()
            target.close()

    def session(self, username: str) -> dict[str, str]:
        """Return the cookie of an account that is signed in."""
        kept = json.loads((self.data_dir / SESSIONS).read_text())
        return {"name": kept["cookie"], "value": kept["keys"][username], "url": self.url}

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site and return what it printed."""
        return manage(self.data_dir, *arguments)

    def query(self, sql: str, *values: object) -> list[tuple]:
        """Ask this site's database directly, or change it."""
        database = sqlite3.connect(self.data_dir / DATABASE, timeout=20)
        try:
            with database:
                return database.execute(sql, values).fetchall()
        finally:
            database.close()

    def stop(self) -> None:
        """Stop the server and take its data away."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.home, ignore_errors=True)
