"""A column, its people, a receiver, and an endpoint that leads there."""

from __future__ import annotations

import pytest

from review.services.withdrawal import withdraw
from tests.factories.catalogue import ItemPageFactory
from tests.factories.review import decide, submit
from tests.webhooks.receiver import Receiver
from webhooks.models import Endpoint


@pytest.fixture
def receiver():
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def local(settings):
    """Notifications may go to this machine, and are tried again at once."""
    settings.GONGKAI_WEBHOOKS_ALLOW_HTTP = True
    settings.GONGKAI_WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    return settings


@pytest.fixture
def endpoint(local, receiver, column):
    return Endpoint.objects.create(name="市平台", url=receiver.url)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block after which the transaction counts as stored."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def item(column, staff):
    return ItemPageFactory(
        parent=column.category,
        organ=column.office,
        owner=staff.editor,
        draft=True,
        title="关于养护公路的通知",
    )


@pytest.fixture
def told(endpoint, receiver):
    """The receiver that an endpoint leads to."""
    return receiver


@pytest.fixture
def publish(staff, committed):
    """Have the newest draft of an item reviewed and published."""

    def go(item):
        with committed():
            submit(item, staff.editor)
            decide(item, staff.reviewer)
            decide(item, staff.approver)
        return type(item).objects.get(pk=item.pk)

    return go


@pytest.fixture
def take_back(staff, committed):
    """Withdraw a public item."""

    def go(item, reason, **said):
        with committed():
            withdraw(item, staff.approver, reason, **said)

    return go
