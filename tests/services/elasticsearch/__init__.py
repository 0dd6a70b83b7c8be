"""An Elasticsearch node for one test run: the real server, without its distribution.

Its home is made once, which takes Maven and a minute, and kept in ``.test-cache/``; then a node
starts in some six seconds and takes 700 MB. Only the tests that ask for it start it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.services.databases import ROOT, lock
from tests.services.elasticsearch.home import CannotStart, build, find_java

__all__ = ["URL", "CannotStart", "shared", "start", "stop_shared"]

URL = "GONGKAI_TEST_ELASTICSEARCH_URL"
CACHE = ROOT / ".test-cache" / "elasticsearch"
MEMORY = ("-Xms512m", "-Xmx1g")
STARTUP_SECONDS = 120


class Node:
    """A running node.

    Args:
        folder: where its data, its log and its number are kept; must be there.
        owner: number of the process that it ends with.

    Attributes:
        url: its address, without a slash at its end.

    Raises:
        CannotStart: with a sentence that says what to do.
    """

    def __init__(self, folder: Path, owner: int) -> None:
        java = find_java()
        with lock(CACHE.with_suffix(".lock")):
            home = build(CACHE, java)
        self.log = folder / "node.log"
        port, transport = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        settings = {
            "cluster.name": "gongkai-test",
            "node.name": "node-1",
            "discovery.type": "single-node",
            "network.host": "127.0.0.1",
            "http.port": port,
            "transport.port": transport,
            "path.data": folder / "data",
            "path.logs": folder / "logs",
            # A disk that is nearly full is no matter for a minute's data.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        command = [
            java / "bin" / "java",
            *MEMORY,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            f"{home / 'classes'}:{home / 'lib'}/*",
            "ElasticsearchNode",
            home,
            str(owner),
            *(f"{name}={value}" for name, value in settings.items()),
        ]
        with self.log.open("w") as log:
            # A session of its own: Ctrl-C is for the run, which stops the node in its time.
            self.process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        (folder / "pid").write_text(str(self.process.pid))
        self.wait()

    def serves(self) -> bool:
        """Tell whether the node answers."""
        health = f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=5s"
        try:
            with urlopen(health, timeout=10) as answer:  # noqa: S310 - our own
                answer.read()
        except (URLError, ConnectionError, TimeoutError):
            return False
        return True

    def wait(self) -> None:
        """Return when the node answers."""
        deadline = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.serves():
                return
            time.sleep(0.25)
        self.process.kill()
        end = "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])
        raise CannotStart(
            f"Elasticsearch did not start; the end of its log:\n{end}\n"
            f"A server of your own can be used instead: set {URL} to its address."
        )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start() -> Callable[[], None]:
    """Start a node, name its address in ``GONGKAI_TEST_ELASTICSEARCH_URL``, return what stops it.

    Raises:
        CannotStart: with a sentence that says what to do.
    """
    if os.environ.get(URL):
        return lambda: None
    folder = Path(tempfile.mkdtemp(prefix="gongkai-elasticsearch-"))
    os.environ[URL] = Node(folder, os.getpid()).url

    def stop() -> None:
        os.environ.pop(URL, None)
        _stop(folder)
        shutil.rmtree(folder, ignore_errors=True)

    return stop


def shared(run_dir: Path, owner: int) -> str:
    """Return the address of the one node of a test run, which the first that asks starts.

    Args:
        run_dir: the folder of the run, which all its workers know.
        owner: number of the process that started the run.

    Raises:
        CannotStart: with a sentence that says what to do.
    """
    if given := os.environ.get(URL):
        return given
    folder = run_dir / "elasticsearch"
    with lock(run_dir / "elasticsearch.lock"):
        address = folder / "url"
        if not address.exists():
            folder.mkdir(exist_ok=True)
            address.write_text(Node(folder, owner).url)
        return address.read_text()


def stop_shared(run_dir: Path) -> None:
    """Stop the node of a test run, if any test asked for one."""
    _stop(run_dir / "elasticsearch")


def _stop(folder: Path) -> None:
    file = folder / "pid"
    if not file.exists():
        return
    process = int(file.read_text())
    file.unlink()
    # Nothing of its data outlives the run, so nothing has to be closed.
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
