"""A backend for sendfile, as django-sendfile2 has them."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpResponse


def sendfile(request, filename, **kwargs):
    response = HttpResponse()
    response["X-Sendfile"] = Path(filename).name.encode().hex()
    return response
