"""What can be known of images and containers without an engine that runs them."""

from __future__ import annotations

import os
import re
import subprocess

import pytest
import yaml

from tests.services.databases import APPS, ROOT

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
EXAMPLE = (DEPLOY / ".env.example").read_text()
WRITES_ITS_OWN_FOLDER = {"search"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_little(name):
    service = SERVICES[name]
    assert not service.get("privileged")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["read_only"] or name in WRITES_ITS_OWN_FOLDER
    assert re.fullmatch(r"[1-9]\d*:\d+", service["user"])
    assert not any("docker.sock" in str(volume) for volume in service.get("volumes", []))
    assert "network_mode" not in service
    assert "pid" not in service


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_has_a_version(name):
    image = SERVICES[name]["image"]
    assert re.search(r":(\$\{GONGKAI_RELEASE:-1\}|[\w.-]*\d[\w.-]*)$", image)
    assert not image.endswith(":latest")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_whether_it_is_well(name):
    """Or is none that answers."""
    own = name in {"migrate", "worker", "scheduler"}
    built = "build" in SERVICES[name]
    assert own or built or SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", SERVICES)
def test_only_nginx_is_reached_from_outside(name):
    assert bool(SERVICES[name].get("ports")) == (name == "nginx")


def test_no_secret_stands_in_the_file():
    text = (DEPLOY / "compose.yaml").read_text()
    for line in re.findall(r"(?:PASSWORD|SECRET_KEY|TOKEN): (.*)", text):
        assert line.startswith("${"), line
    for name in re.findall(r"^(\w*(?:PASSWORD|SECRET_KEY|TOKEN))=(.*)$", EXAMPLE, re.MULTILINE):
        assert not name[1]


def test_what_must_be_set_is_in_the_example():
    text = (DEPLOY / "compose.yaml").read_text()
    must = set(re.findall(r"\$\{(\w+):\?\}", text))
    assert must <= set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))


@pytest.mark.parametrize("name", [each for each in SERVICES if "command" in SERVICES[each]])
def test_commands_of_ours_are_scripts_that_run_by_hand(name):
    command = SERVICES[name]["command"]
    if "gongkai" not in SERVICES[name]["image"]:
        return
    (script,) = command
    assert os.access(ROOT / script, os.X_OK)


@pytest.mark.parametrize(
    "script", ["web", "worker", "scheduler", "migrate", "static", "healthy", "nginx"]
)
def test_scripts_are_plain_sh(script):
    done = subprocess.run(
        ["sh", "-n", DEPLOY / "bin" / script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (DEPLOY / "bin" / script).read_text().startswith("#!/bin/sh\n")


@pytest.mark.parametrize(("told", "known"), [("3", "3"), ("", str(2 * (os.cpu_count() or 1)))])
def test_every_script_knows_how_many_processes_there_are(told, known):
    script = '. deploy/bin/common.sh; echo "$WEB_CONCURRENCY"'
    done = subprocess.run(
        ["sh", "-c", script, "deploy/bin/migrate"],
        cwd=ROOT,
        env=os.environ | {"GONGKAI_WEB_WORKERS": told},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == known


@pytest.mark.parametrize(
    ("accepted", "named"),
    [
        ("gzip, deflate, br, zstd", "br, gzip"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br, gzip"),
        ("br;q=0.5", "br, gzip"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=1.0, br ; q=0.000", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("identity", ""),
    ],
)
def test_nginx_names_no_encoding_that_is_refused(accepted, named):
    template = (DEPLOY / "nginx" / "nginx.conf.template").read_text()
    (block,) = re.findall(r"map \$http_accept_encoding \$\w+ \{(.*?)\n\t\}", template, re.DOTALL)
    known = re.findall(r'"~\*(.+)" "(.+)";', block)
    assert len(known) == 2
    found = [value for pattern, value in known if re.search(pattern, accepted, re.IGNORECASE)]
    assert (found or [""])[0] == named


def test_the_image_has_every_app_and_nothing_else():
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    # The words have no table, and so no place among the apps that have.
    assert copied == {*APPS, "wording", "site", "deploy"}
    let_in = set(re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert let_in >= copied
    assert not {"tests", "var", "bench"} & let_in


def test_the_image_is_pinned_and_runs_as_nobody_in_particular():
    for image in re.findall(r"^ARG \w+_IMAGE=(\S+)", DOCKERFILE, re.MULTILINE):
        assert re.search(r":\d+\.\d+\.\d+", image)
    assert "--only-binary=:all: --require-hashes" in DOCKERFILE
    stages = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]
    for stage in stages:
        if " AS build" not in stage.splitlines()[0]:
            assert re.search(r"^USER [1-9]\d*:\d+$", stage, re.MULTILINE)
            assert "HEALTHCHECK" in stage


def test_elasticsearch_is_the_version_that_the_tests_search_in():
    from tests.services.elasticsearch.home import version

    assert SERVICES["search"]["image"].endswith(f":{version()}")


def test_units_start_the_same_scripts():
    for unit in (DEPLOY / "systemd").glob("*.service"):
        script = re.search(r"^ExecStart=/srv/gongkai/(\S+)$", unit.read_text(), re.MULTILINE)
        assert script, unit.name
        assert os.access(ROOT / script[1], os.X_OK)
        assert "NoNewPrivileges=true" in unit.read_text()
