"""Receivers can check what they get, with the example of docs/webhooks.md."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.services.databases import ROOT
from tests.webhooks.test_delivering import queue
from webhooks.models import Endpoint
from webhooks.services.delivering import deliver_due
from webhooks.services.endpoints import renew_secret
from webhooks.signatures import headers_for, secret_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def verify():
    """The receiver's function, as the documentation prints it."""
    text = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict = {}
    exec(compile(code, "docs/webhooks.md", "exec"), names)  # noqa: S102 - our own documentation
    return names["verify"]


def test_the_example_accepts_what_is_sent(endpoint, receiver, staff, verify):
    secret = renew_secret(endpoint, staff.office)
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    queue(endpoint, "一")
    deliver_due()
    (request,) = receiver.received
    assert verify(secret, request.headers, request.body)


def test_it_refuses_what_was_changed_what_is_old_and_what_is_from_others(
    endpoint, staff, verify, receiver
):
    secret = renew_secret(endpoint, staff.office)
    endpoint.refresh_from_db()
    now = timezone.now()
    headers = headers_for(endpoint, "1", b"{}", now)
    assert verify(secret, headers, b"{}")
    assert not verify(secret, headers, b"{ }")
    assert not verify(secret, {**headers, "webhook-id": "2"}, b"{}")
    assert not verify(secret, {}, b"{}")
    assert not verify(secret, headers_for(endpoint, "1", b"{}", now - timedelta(minutes=6)), b"{}")
    stranger = Endpoint.objects.create(name="别人", url=receiver.url)
    assert not verify(secret_of(stranger), headers, b"{}")


def test_the_old_secret_signs_for_some_days_beside_the_new_one(endpoint, staff, verify):
    old = renew_secret(endpoint, staff.office)
    new = renew_secret(endpoint, staff.office)
    assert old != new
    endpoint.refresh_from_db()
    headers = headers_for(endpoint, "1", b"{}", timezone.now())
    assert verify(old, headers, b"{}")
    assert verify(new, headers, b"{}")
    endpoint.old_seed_until = timezone.now() - timedelta(seconds=1)
    headers = headers_for(endpoint, "1", b"{}", timezone.now())
    assert not verify(old, headers, b"{}")
    assert verify(new, headers, b"{}")


def test_a_rotated_secret_key_signs_for_both_while_the_old_one_is_a_fallback(
    endpoint, staff, verify, settings
):
    secret = renew_secret(endpoint, staff.office)
    endpoint.refresh_from_db()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-site"
    headers = headers_for(endpoint, "1", b"{}", timezone.now())
    assert verify(secret, headers, b"{}")
    settings.SECRET_KEY_FALLBACKS = []
    headers = headers_for(endpoint, "1", b"{}", timezone.now())
    assert not verify(secret, headers, b"{}")


def test_the_secret_is_not_in_the_database(endpoint, staff):
    secret = renew_secret(endpoint, staff.office)
    row = Endpoint.objects.filter(pk=endpoint.pk).values().get()
    assert secret.removeprefix("whsec_") not in str(row)


def test_only_who_looks_after_endpoints_makes_secrets(endpoint, staff):
    with pytest.raises(PermissionDenied):
        renew_secret(endpoint, staff.editor)
