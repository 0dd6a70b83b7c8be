"""The office registers receivers, hands out secrets, and sees what was sent."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.webhooks.test_delivering import fresh, queue
from webhooks.enums import Event, State
from webhooks.models import Delivery, Endpoint
from webhooks.services.delivering import deliver_due
from webhooks.services.endpoints import RESEND_ACTION, SECRET_ACTION
from webhooks.signatures import secret_of

pytestmark = pytest.mark.django_db
ENDPOINTS, DELIVERIES = "gongkai_webhooks_endpoints", "gongkai_webhooks_deliveries"


@pytest.fixture
def office(staff):
    client = Client()
    client.force_login(staff.office)
    return client


@pytest.fixture
def editor(staff):
    client = Client()
    client.force_login(staff.editor)
    return client


def test_an_endpoint_is_registered_and_its_secret_shown_once(office, staff, column):
    response = office.post(
        reverse(f"{ENDPOINTS}:add"),
        {
            "name": "市平台",
            "url": "https://www.example.org/hooks",
            "events": ["item.published", "item.withdrawn"],
            "column": "",
            "active": "on",
        },
    )
    endpoint = Endpoint.objects.get()
    secret_url = reverse(f"{ENDPOINTS}:secret", args=[endpoint.pk])
    assert response["Location"] == secret_url
    assert endpoint.created_by == staff.office
    assert endpoint.events == ["item.published", "item.withdrawn"]
    assert "whsec_" not in office.get(secret_url).content.decode()
    shown = office.post(secret_url)
    assert secret_of(endpoint) in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "whsec_" not in office.get(secret_url).content.decode()
    assert ModelLogEntry.objects.get(action=SECRET_ACTION).user == staff.office


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("url", "http://www.example.org/", "https://"),
        ("url", "https://10.0.0.1/", "内部网络"),
        ("url", "https://a:b@www.example.org/", "用户名和密码"),
        ("events", [], "至少选择一个"),
        ("events", ["test"], "test"),
        ("name", "", "此栏必填"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(office, field, value, sentence):
    data = {
        "name": "市平台",
        "url": "https://www.example.org/hooks",
        "events": ["item.published"],
        "column": "",
        "active": "on",
    }
    response = office.post(reverse(f"{ENDPOINTS}:add"), data | {field: value})
    assert response.status_code == 200
    assert not Endpoint.objects.exists()
    assert sentence in str(response.context["form"].errors[field])


def test_lists_log_and_history_are_shown(office, endpoint, receiver):
    receiver.answers = [500]
    (delivery,) = queue(endpoint, "关于养护公路的通知")
    deliver_due()
    listing = office.get(reverse(f"{ENDPOINTS}:index")).content.decode()
    assert "市平台" in listing
    assert "连续发送失败" in listing
    log = office.get(reverse(f"{DELIVERIES}:index"), {"endpoint": endpoint.pk, "state": "waiting"})
    assert "关于养护公路的通知" in log.content.decode()
    page = office.get(reverse(f"{DELIVERIES}:inspect", args=[delivery.pk])).content.decode()
    assert "对方应答500" in page
    edit = office.get(reverse(f"{ENDPOINTS}:edit", args=[endpoint.pk])).content.decode()
    for name in ("secret", "test"):
        assert reverse(f"{ENDPOINTS}:{name}", args=[endpoint.pk]) in edit
    assert office.get(reverse(f"{ENDPOINTS}:history", args=[endpoint.pk])).status_code == 200


def test_the_log_costs_the_same_for_any_number(
    office, endpoint, django_assert_max_num_queries, receiver
):
    queue(endpoint, *"一二三四五六七八九")
    url = reverse(f"{DELIVERIES}:index")
    office.get(url)
    with django_assert_max_num_queries(30):
        office.get(url)


def test_a_test_is_sent_by_a_button(office, endpoint, receiver, committed):
    url = reverse(f"{ENDPOINTS}:test", args=[endpoint.pk])
    assert office.get(url).status_code == 200
    assert receiver.received == []
    with committed():
        response = office.post(url)
    (request,) = receiver.received
    assert request.data["type"] == "test"
    assert office.get(response["Location"]).status_code == 200
    Endpoint.objects.update(active=False)
    office.post(url)
    assert Delivery.objects.filter(event=Event.TEST).count() == 1


def test_a_delivery_is_sent_again_under_its_number(office, endpoint, receiver, staff, committed):
    receiver.answers = [410]
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    Endpoint.objects.update(active=True)
    with committed():
        office.post(reverse(f"{DELIVERIES}:resend", args=[delivery.pk]))
    assert fresh(delivery).state == State.DELIVERED
    assert len({each.headers["webhook-id"] for each in receiver.received}) == 1
    assert ModelLogEntry.objects.get(action=RESEND_ACTION).user == staff.office


def test_what_left_the_public_is_not_sent_again(office, endpoint, receiver):
    (delivery,) = queue(endpoint, "一", state=State.DELIVERED)
    (_later,) = queue(endpoint, "一", event=Event.WITHDRAWN, state=State.DELIVERED)
    url = reverse(f"{DELIVERIES}:resend", args=[delivery.pk])
    response = office.post(url, follow=True)
    assert "已经撤下" in response.content.decode()
    assert fresh(delivery).state == State.DELIVERED
    assert office.get(url).status_code == 405


def test_an_endpoint_that_is_switched_on_again_begins_anew(office, endpoint):
    Endpoint.objects.update(active=False, disabled_because="对方应答410")
    office.post(
        reverse(f"{ENDPOINTS}:edit", args=[endpoint.pk]),
        {
            "name": "市平台",
            "url": "https://www.example.org/hooks",
            "events": ["item.published"],
            "column": "",
            "active": "on",
        },
    )
    assert (fresh(endpoint).active, fresh(endpoint).disabled_because) == (True, "")


def test_only_the_office_gets_there(editor, endpoint, receiver):
    (delivery,) = queue(endpoint, "一")
    for name, key in (
        (f"{ENDPOINTS}:index", None),
        (f"{ENDPOINTS}:add", None),
        (f"{ENDPOINTS}:edit", endpoint.pk),
        (f"{ENDPOINTS}:secret", endpoint.pk),
        (f"{ENDPOINTS}:test", endpoint.pk),
        (f"{DELIVERIES}:index", None),
        (f"{DELIVERIES}:inspect", delivery.pk),
        (f"{DELIVERIES}:resend", delivery.pk),
    ):
        url = reverse(name, args=[key] if key else [])
        for answer in (editor.get(url), editor.post(url)):
            assert answer.status_code in {302, 403, 405}, name
    assert fresh(endpoint).secret_shown_at is None


def test_nobody_writes_the_log_by_hand(staff, endpoint, receiver):
    (delivery,) = queue(endpoint, "一")
    client = Client()
    client.force_login(staff.admin)
    listing = client.get(reverse(f"{DELIVERIES}:index")).content.decode()
    assert reverse(f"{DELIVERIES}:edit", args=[delivery.pk]) not in listing
    for name, arguments in (("add", []), ("edit", [delivery.pk]), ("delete", [delivery.pk])):
        answer = client.post(reverse(f"{DELIVERIES}:{name}", args=arguments))
        assert answer.status_code in {302, 403}
    assert re.match("item.published", fresh(delivery).event)
