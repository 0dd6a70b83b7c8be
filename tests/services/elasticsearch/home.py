"""The home of an Elasticsearch node, put together from published libraries.

The distribution is in no package index, but the server, its HTTP transport and Lucene are Maven
libraries. Two pieces that are not published are stood in for by ``java/StandInModules.java``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCES = (HERE / "pom.xml", *sorted((HERE / "java").glob("*.java")))
OLDEST_JAVA = 21
JAVA_HOMES = Path("/usr/lib/jvm")
TRANSPORT_JARS = re.compile(r"^(transport-netty4|netty-|elasticsearch-ssl-config)")


class CannotStart(Exception):
    """Elasticsearch is not there, with the way out."""


def find_java() -> Path:
    """Return the home of the newest JDK that is new enough.

    Raises:
        CannotStart: there is none.
    """
    named = os.environ.get("JAVA_HOME")
    candidates = [Path(named)] if named else []
    candidates += sorted(JAVA_HOMES.glob("*")) if JAVA_HOMES.exists() else []
    found: list[tuple[int, Path]] = []
    for home in candidates:
        compiler = home / "bin" / "javac"
        if not compiler.exists():
            continue
        said = subprocess.run([compiler, "-version"], capture_output=True, text=True, check=False)
        version = re.search(r"javac (\d+)", said.stdout + said.stderr)
        if version and int(version[1]) >= OLDEST_JAVA:
            found.append((int(version[1]), home))
    if not found:
        raise CannotStart(
            f"Elasticsearch needs a JDK of version {OLDEST_JAVA} or later, and none is in "
            f"{JAVA_HOMES}: install one (Temurin, or a package like openjdk-21-jdk), or set "
            "JAVA_HOME to where one is."
        )
    return max(found)[1]


def version() -> str:
    """Return the version of Elasticsearch that ``pom.xml`` names."""
    found = re.search(r"<elasticsearch.version>(.+?)<", (HERE / "pom.xml").read_text())
    assert found, "pom.xml names no version"
    return found[1]


def build(cache: Path, java: Path) -> Path:
    """Return a home in ``cache``, made there unless it is: lib/, classes/, modules/, config/.

    Raises:
        CannotStart: Maven is missing, or it could not get the libraries.
    """
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES))
    home = cache / digest.hexdigest()[:16]
    if home.exists():
        return home
    if not shutil.which("mvn"):
        raise CannotStart(
            "Maven is needed once, to get Elasticsearch's libraries: install the package `maven`."
        )
    shutil.rmtree(cache, ignore_errors=True)
    draft = cache / f"draft-{os.getpid()}"
    try:
        _lay_out(draft, java)
    except subprocess.CalledProcessError as error:
        said = (error.stdout or "")[-2000:]
        raise CannotStart(
            f"Elasticsearch's libraries could not be put together: {error}\n{said}\n"
            "Maven needs a repository that it can reach (~/.m2/settings.xml names one)."
        ) from error
    draft.rename(home)
    return home


def _lay_out(home: Path, java: Path) -> None:
    lib, classes, work = home / "lib", home / "classes", home / "work"
    transport = home / "modules" / "transport-netty4"
    stand_in = home / "modules" / "stand-in-modules"
    for folder in (lib, classes, home / "config", home / "plugins", transport, stand_in):
        folder.mkdir(parents=True)
    copy = ["dependency:copy-dependencies", f"-DoutputDirectory={lib}"]
    _run("mvn", "-q", "-B", "-f", HERE / "pom.xml", *copy)
    for jar in lib.glob("*.jar"):
        if TRANSPORT_JARS.match(jar.name):
            jar.rename(transport / jar.name)
    compiler = (java / "bin" / "javac", "-cp", f"{lib}/*", "-d")
    _run(*compiler, classes, HERE / "java" / "ElasticsearchNode.java")
    _run(*compiler, work, HERE / "java" / "StandInModules.java")
    _run(java / "bin" / "jar", "cf", stand_in / "modules.jar", "-C", work, ".")
    _describe(transport, "org.elasticsearch.transport.netty4.Netty4Plugin")
    _describe(stand_in, "StandInModules")


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def _describe(module: Path, class_name: str) -> None:
    """Write the descriptor by which Elasticsearch knows a module."""
    fields = {
        "name": module.name,
        "description": module.name,
        "version": version(),
        "elasticsearch.version": version(),
        "java.version": str(OLDEST_JAVA),
        "classname": class_name,
    }
    lines = (f"{name}={value}\n" for name, value in fields.items())
    (module / "plugin-descriptor.properties").write_text("".join(lines))
