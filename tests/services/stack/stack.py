"""PostgreSQL, Redis, Elasticsearch, gunicorn, worker, scheduler, nginx, and an editor."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.services import elasticsearch, packages, postgres
from tests.services.databases import ROOT
from tests.services.elasticsearch import free_port
from tests.services.stack.editor import PASSWORD, USERNAME
from tests.services.stack.processes import CannotStart, Service, StackFailed
from tests.services.stack.visitor import Visitor

__all__ = ["PASSWORD", "USERNAME", "CannotStart", "Stack", "StackFailed"]

BIN = ROOT / "deploy" / "bin"
DATABASE = "gongkai_stack"


def listens(port: int) -> Callable[[], bool]:
    """A function that tells whether somebody listens on a port of this machine."""

    def ask() -> bool:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return False
        return True

    return ask


class Stack:
    """Everything, running.

    Args:
        tls: nginx ends TLS with a certificate of its own making; else something in front is
            supposed to, and requests say so in ``X-Forwarded-Proto``.
        workers: of gunicorn.

    Attributes:
        url: the site's address, through nginx.
        services: by name: redis, elasticsearch, web, worker, scheduler, nginx.
        town: addresses of what the editor made.

    Raises:
        CannotStart: something is not installed.
        StackFailed: with the log of what did not start.
    """

    def __init__(self, *, tls: bool = True, workers: int = 2) -> None:
        if lacking := packages.ensure():
            raise CannotStart(lacking)
        self.home = Path(tempfile.mkdtemp(prefix="gongkai-stack-"))
        self.home.chmod(0o755)
        self.tls = tls
        self.ports = {name: free_port() for name in ("nginx", "plain", "web", "redis")}
        self.metrics_token = secrets.token_hex(24)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://localhost:{self.ports['nginx']}"
        self.certificate = self.home / "certificate.pem" if tls else None
        self.services: dict[str, Service] = {}
        self.stop_postgres: Callable[[], None] = lambda: None
        self.editor: subprocess.Popen[str] | None = None
        try:
            self._start(workers)
        except BaseException:
            self.stop()
            raise

    def _start(self, workers: int) -> None:
        try:
            self.stop_postgres = postgres.start()
        except postgres.CannotStart as error:
            raise CannotStart(str(error)) from error
        self.environment = self._environment(workers)
        with ThreadPoolExecutor() as threads:
            waited = [
                threads.submit(step)
                for step in (self._elasticsearch, self._redis, self._static, self._certificate)
            ]
            self._database()
            for each in waited:
                each.result()
        self._run("migrate")
        self.editor = subprocess.Popen(
            [sys.executable, "-m", "tests.services.stack.editor"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.home / "editor.log").open("w"),
            text=True,
        )
        self.town: dict[str, Any] = self.edit("make_town")
        for service in self._own_services():
            self.services[service.name] = service
            service.start(wait=False)
        for service in self.services.values():
            service.wait()

    def _environment(self, workers: int) -> dict[str, str]:
        usual = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GONGKAI_", "DJANGO_", "PYTEST_"))
            and name not in {"CI", "DEBUG"}
        }
        host = quote(os.environ[postgres.HOST], safe="")
        (self.home / "data" / "media").mkdir(parents=True)
        return usual | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "GONGKAI_PYTHON": sys.executable,
            "GONGKAI_SECRET_KEY": secrets.token_urlsafe(60),
            "GONGKAI_ALLOWED_HOSTS": "localhost",
            "GONGKAI_BASE_URL": f"https://localhost:{self.ports['nginx']}",
            "GONGKAI_DATABASE_URL": f"postgres://postgres@{host}/{DATABASE}",
            "GONGKAI_CACHE_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "GONGKAI_ELASTICSEARCH_PREFIX": "stack_",
            "GONGKAI_DATA_DIR": str(self.home / "data"),
            "GONGKAI_SEMANTIC": "off",
            "GONGKAI_BEHIND_PROXY": "true",
            "GONGKAI_CLIENT_ADDRESS_HEADER": "X-Real-IP",
            "GONGKAI_SEARCHES_PER_MINUTE": "100000",
            "GONGKAI_API_REQUESTS_PER_MINUTE": "1000000",
            "GONGKAI_ACCEL_LOCATION": "/protected/",
            "GONGKAI_PROXY_KEEPS_PAGES": "true",
            "GONGKAI_METRICS_TOKEN": self.metrics_token,
            "GONGKAI_BACKUP_DIR": str(self.home / "backups"),
            "GONGKAI_WEB_BIND": f"unix:{self.home}/web.sock 127.0.0.1:{self.ports['web']}",
            "GONGKAI_WEB_WORKERS": str(workers),
            "GONGKAI_HEALTH_ADDRESS": f"127.0.0.1:{self.ports['web']}",
            "GONGKAI_WEB_ADDRESSES": f"unix:{self.home}/web.sock",
            "GONGKAI_STATIC_DIR": str(self.home / "data" / "static"),
            "GONGKAI_MEDIA_DIR": str(self.home / "data" / "media"),
            "GONGKAI_NGINX_RUN": str(self.home / "nginx"),
            "GONGKAI_NGINX_ACCESS_LOG": str(self.home / "nginx-access.log"),
            "GONGKAI_NGINX_WORKERS": "1",
            # Text of files is compressed in a moment by gzip, and not by brotli.
            "GONGKAI_COMPRESS_OPTIONS": "--no-brotli",
            **self._of_nginx(),
        }

    def _of_nginx(self) -> dict[str, str]:
        if not self.tls:
            return {"GONGKAI_NGINX_HTTP": f"127.0.0.1:{self.ports['nginx']}"}
        return {
            "GONGKAI_NGINX_HTTP": f"127.0.0.1:{self.ports['plain']}",
            "GONGKAI_NGINX_HTTPS": f"127.0.0.1:{self.ports['nginx']}",
            "GONGKAI_TLS_CERTIFICATE": str(self.home / "certificate.pem"),
            "GONGKAI_TLS_KEY": str(self.home / "key.pem"),
        }

    def _database(self) -> None:
        with psycopg.connect(
            host=os.environ[postgres.HOST], user="postgres", dbname="postgres", autocommit=True
        ) as maintenance:
            maintenance.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            maintenance.execute(f"CREATE DATABASE {DATABASE}")

    def _redis(self) -> None:
        command = [
            *(str(packages.find("redis-server")), "--port", str(self.ports["redis"])),
            *("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
            *("--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru"),
            *("--dir", str(self.home)),
        ]
        self._service("redis", command, listens(self.ports["redis"])).start()

    def _elasticsearch(self) -> None:
        folder = self.home / "elasticsearch"
        folder.mkdir()
        try:
            node = elasticsearch.Node(folder, os.getpid())
        except elasticsearch.CannotStart as error:
            raise CannotStart(str(error)) from error
        port = int(node.url.rpartition(":")[2])
        command = [str(each) for each in node.process.args]
        service = self._service("elasticsearch", command, node.serves)
        service.process, service.log = node.process, node.log
        self.environment["GONGKAI_ELASTICSEARCH_URL"] = node.url
        self.ports["elasticsearch"] = port

    def _static(self) -> None:
        self._run("static")

    def _certificate(self) -> None:
        if not self.tls:
            return
        subprocess.run(
            [
                *(str(packages.find("openssl")), "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
                *("-keyout", "key.pem", "-out", "certificate.pem", "-days", "2"),
                *("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"),
            ],
            cwd=self.home,
            check=True,
            capture_output=True,
        )

    def _own_services(self) -> list[Service]:
        def script(name: str, is_ready: Callable[[], bool] = lambda: True) -> Service:
            return self._service(name, [str(BIN / name)], is_ready)

        return [
            script("web", self._web_serves),
            script("worker"),
            script("scheduler"),
            script("nginx", listens(self.ports["nginx"])),
        ]

    def _web_serves(self) -> bool:
        visitor = Visitor(f"http://localhost:{self.ports['web']}")
        try:
            return visitor.ask("/healthz/ready").status == 200
        except OSError:
            return False

    def _service(self, name: str, command: list[str], is_ready: Callable[[], bool]) -> Service:
        self.services[name] = Service(
            name, command, self.environment, self.home / f"{name}.log", is_ready
        )
        return self.services[name]

    def _run(self, script: str) -> None:
        done = subprocess.run(
            [BIN / script],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StackFailed(f"deploy/bin/{script} failed:\n{done.stdout[-4000:]}")

    def manage(self, *arguments: str) -> str:
        """Run a management command with the stack's settings and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StackFailed(f"manage.py {' '.join(arguments)} failed:\n{done.stdout[-4000:]}")
        return done.stdout

    def edit(self, name: str, *arguments: object) -> Any:
        """Let the editor do something (functions of ``editor.py``) and return what it gave."""
        assert self.editor and self.editor.stdin and self.editor.stdout
        self.editor.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.editor.stdin.flush()
        line = self.editor.stdout.readline()
        if not line:
            raise StackFailed((self.home / "editor.log").read_text()[-4000:])
        answer = json.loads(line)
        if "failed" in answer:
            raise StackFailed(answer["failed"])
        return answer["gave"]

    def visitor(self, **headers: str) -> Visitor:
        """Somebody new, who comes through nginx."""
        if self.tls:
            return Visitor(self.url, str(self.certificate), **headers)
        return Visitor(self.url, **({"X_Forwarded_Proto": "https"} | headers))

    def stop(self) -> None:
        """Stop everything and take its data away."""
        if self.editor is not None:
            self.editor.kill()
            self.editor.wait()
        for name in ("nginx", "scheduler", "worker", "web", "redis", "elasticsearch"):
            if name in self.services:
                service = self.services[name]
                (service.kill if name == "elasticsearch" else service.stop)()
        self.stop_postgres()
        shutil.rmtree(self.home, ignore_errors=True)
