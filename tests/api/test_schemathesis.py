"""Whatever is asked, no answer is an internal error or other than the OpenAPI document says."""

from __future__ import annotations

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from tests.api.content import UNLIMITED, public_content
from tests.services.api_fuzz import fuzz

pytestmark = pytest.mark.django_db

EXAMPLES = 60


@override_settings(**UNLIMITED)
def test_no_answer_is_outside_of_the_document():
    content = public_content()
    outcome = fuzz(get_wsgi_application(), EXAMPLES, known=content.known)
    assert outcome.failures == []
    found = {label for label, status in outcome.statuses if status == 200}
    asked = {label for label, _status in outcome.statuses}
    assert asked - found == set(), "some operations were never asked well"
