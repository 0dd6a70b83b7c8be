"""Deliveries: tried again, in order, once at a time, and never where they must not go."""

from __future__ import annotations

import json
import socket
import uuid
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import ModelLogEntry

from tests.factories.catalogue import UserFactory
from tests.webhooks.receiver import Receiver, answer_with
from webhooks import operations_hooks
from webhooks.enums import Event, State
from webhooks.models import Delivery, Endpoint
from webhooks.services import delivering
from webhooks.services.delivering import deliver_due

pytestmark = pytest.mark.django_db


def queue(endpoint, *titles, **fields):
    """Notifications in the outbox."""
    return [
        Delivery.objects.create(
            **{
                "endpoint": endpoint,
                "event": Event.PUBLISHED,
                "page_id": number,
                "payload": {"item": {"title": title, "id": number}},
                **fields,
            }
        )
        for number, title in enumerate(titles, 1)
    ]


def later(**interval):
    """Let time pass for what waits."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(state=State.WAITING).update(next_at=past)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_what_fails_is_tried_again(endpoint, receiver):
    receiver.answers = [500, 503]
    (delivery,) = queue(endpoint, "一")
    assert deliver_due() == 1
    first = fresh(delivery)
    assert (first.state, first.attempts, first.status_code) == (State.WAITING, 1, 500)
    assert first.next_at > timezone.now() + timedelta(seconds=3)
    later()
    deliver_due()
    second = fresh(delivery)
    assert second.next_at - timezone.now() > timedelta(seconds=200)
    later()
    deliver_due()
    assert fresh(delivery).state == State.DELIVERED
    assert len({each.headers["webhook-id"] for each in receiver.received}) == 1


def test_the_series_of_attempts_lasts_three_days(endpoint, receiver, settings):
    from webhooks.conf import DEFAULTS

    assert 2.5 <= sum(DEFAULTS["GONGKAI_WEBHOOKS_RETRY_DELAYS"]) / 86400 <= 3.5


def test_not_every_notification_waits_equally_long(endpoint, receiver):
    receiver.answers = [500] * 20
    waits = set()
    for delivery in queue(endpoint, *"一二三四五", attempts=5):
        deliver_due()
        waits.add(round((fresh(delivery).next_at - timezone.now()).total_seconds()))
    assert len(waits) > 1


def test_the_receiver_may_ask_for_patience(endpoint, receiver):
    receiver.answers = [answer_with(429, Retry_After="3600")]
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    assert fresh(delivery).next_at > timezone.now() + timedelta(seconds=3500)


def test_they_arrive_in_order_while_the_first_one_fails(endpoint, receiver):
    receiver.answers = [500]
    queue(endpoint, "一", "二", "三")
    deliver_due()
    assert receiver.titles == ["一"]
    later()
    deliver_due()
    assert receiver.titles == ["一", "一", "二", "三"]


def test_one_that_cannot_be_digested_does_not_stop_the_others_for_ever(endpoint, receiver):
    poison, other = queue(endpoint, "毒", "好")
    for _attempt in range(4):
        receiver.answers = [500]
        later()
        deliver_due()
    receiver.answers = []
    deliver_due()
    assert fresh(other).state == State.DELIVERED
    assert fresh(poison).state == State.WAITING


def test_one_receiver_that_is_away_does_not_hold_up_another(endpoint, receiver, local):
    with Receiver() as healthy:
        second = Endpoint.objects.create(name="乙", url=healthy.url)
        receiver.answers = [500]
        queue(endpoint, "甲的")
        queue(second, "乙的")
        deliver_due()
        assert healthy.titles == ["乙的"]


def test_an_endpoint_that_is_gone_is_switched_off_at_once(endpoint, receiver, staff, committed):
    staff.office.email = "office@example.org"
    staff.office.save()
    receiver.answers = [410]
    (delivery, _next) = queue(endpoint, "一", "二")
    with committed():
        deliver_due()
    stopped = fresh(endpoint)
    assert not stopped.active
    assert "410" in stopped.disabled_because
    assert fresh(delivery).state == State.FAILED
    assert len(receiver.received) == 1
    assert [message.to for message in mail.outbox] == [["office@example.org"]]
    assert "市平台" in mail.outbox[0].body
    assert ModelLogEntry.objects.filter(action=delivering.DISABLED_ACTION).exists()


def test_an_endpoint_that_goes_on_failing_is_switched_off_in_the_end(endpoint, receiver, local):
    local.GONGKAI_WEBHOOKS_RETRY_DELAYS = [0, 0]
    receiver.answers = [500] * 9
    (delivery,) = queue(endpoint, "一")
    for _attempt in range(3):
        later()
        deliver_due()
    assert (fresh(delivery).state, fresh(delivery).attempts) == (State.FAILED, 3)
    assert not fresh(endpoint).active


def test_a_success_between_keeps_an_endpoint_on(endpoint, receiver, local):
    local.GONGKAI_WEBHOOKS_RETRY_DELAYS = [100, 100]
    queue(endpoint, "一", attempts=2)
    receiver.answers = [500]
    deliver_due()
    assert fresh(endpoint).active
    queue(endpoint, "二", event_id=uuid.uuid4())
    deliver_due()
    assert fresh(endpoint).failing_since is None


def test_nothing_is_sent_to_who_is_switched_off(endpoint, receiver):
    queue(endpoint, "一")
    Endpoint.objects.update(active=False)
    assert deliver_due() == 0
    Endpoint.objects.update(active=True)
    assert deliver_due() == 1


def test_who_does_not_answer_is_left_after_a_while(endpoint, receiver, local):
    local.GONGKAI_WEBHOOKS_TIMEOUT = 0.2
    receiver.answers = [receiver.says_nothing]
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    assert "规定时间" in fresh(delivery).error
    assert fresh(delivery).state == State.WAITING


def test_who_answers_drop_by_drop_is_left_as_well(endpoint, receiver, local):
    local.GONGKAI_WEBHOOKS_TIMEOUT = 0.3

    def drip(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not receiver.release.wait(0.05):
            try:
                handler.wfile.write(b"a")
                handler.wfile.flush()
            except OSError:
                return

    receiver.answers = [drip]
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    assert fresh(delivery).state == State.WAITING


def test_a_redirect_is_not_followed(endpoint, receiver):
    with Receiver() as elsewhere:
        receiver.answers = [answer_with(307, Location=elsewhere.url)]
        (delivery,) = queue(endpoint, "一")
        deliver_due()
        assert elsewhere.received == []
    assert "最终的地址" in fresh(delivery).error


def test_of_a_long_answer_little_is_kept(endpoint, receiver):
    receiver.answers = [answer_with(200, b"\xe5\xa5\xbd\0" * 100_000)]
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    assert fresh(delivery).state == State.DELIVERED
    assert 0 < len(fresh(delivery).excerpt) <= 500


def test_nobody_there_is_a_sentence(endpoint, receiver, local):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    Endpoint.objects.update(url=f"http://127.0.0.1:{port}/")
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    assert "拒绝连接" in fresh(delivery).error


def test_an_address_may_have_chinese_in_its_path(endpoint, receiver):
    root = receiver.url.partition("/hooks")[0]
    Endpoint.objects.update(url=f"{root}/接收/?部门=%E7%94%B2&类别=乙")
    (delivery,) = queue(endpoint, "一")
    deliver_due()
    assert fresh(delivery).state == State.DELIVERED
    assert unquote(receiver.received[0].path) == "/接收/?部门=甲&类别=乙"


@pytest.mark.parametrize("host", [f"{'长' * 60}.cn", "..cn"])
def test_a_name_that_is_none_is_a_sentence_and_holds_nobody_up(endpoint, receiver, local, host):
    Endpoint.objects.update(url=f"https://{host}/")
    other = Endpoint.objects.create(name="省平台", url=receiver.url)
    (delivery,), (behind,) = queue(endpoint, "一"), queue(other, "二")
    deliver_due()
    assert fresh(behind).state == State.DELIVERED
    assert fresh(delivery).state == State.WAITING
    assert "找不到接收地址中的主机" in fresh(delivery).error


def test_what_a_worker_left_behind_is_sent_by_the_schedule(endpoint, receiver, capsys):
    """It was killed after the commit and before it sent anything: only the row is there."""
    queue(endpoint, "一")
    Endpoint.objects.update(
        busy_with=uuid.uuid4(), busy_until=timezone.now() + timedelta(seconds=30)
    )
    call_command("deliver_webhooks")
    assert receiver.received == []
    Endpoint.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    call_command("deliver_webhooks")
    assert receiver.titles == ["一"]
    assert "发送1次" in capsys.readouterr().out


def test_a_worker_that_dies_while_it_sends_loses_nothing(endpoint, receiver, monkeypatch):
    """The receiver got it, and nobody noted that: it comes again, under the same number."""
    queue(endpoint, "一")

    def die(delivery, answer):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(delivering, "_note", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_due()
    deliver_due()
    assert receiver.titles == ["一", "一"]
    assert len({each.headers["webhook-id"] for each in receiver.received}) == 1


def test_who_lost_its_hold_stops(endpoint, receiver):
    """A process that slept too long does not send beside the one that took over."""
    queue(endpoint, "一", "二")

    def take_over(handler):
        answer_with(200)(handler)

    receiver.answers = [take_over]
    original = delivering._attempt

    def attempt_and_lose(delivery):
        original(delivery)
        Endpoint.objects.update(
            busy_with=uuid.uuid4(), busy_until=timezone.now() + timedelta(minutes=1)
        )

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delivering, "_attempt", attempt_and_lose)
        deliver_due()
    assert receiver.titles == ["一"]
    assert fresh(endpoint).busy_with is not None


def test_old_rows_of_the_log_are_deleted_and_what_waits_is_not(endpoint, receiver):
    long_ago = timezone.now() - timedelta(days=91)
    queue(endpoint, "旧", state=State.DELIVERED, created_at=long_ago)
    queue(endpoint, "等", created_at=long_ago, next_at=timezone.now() + timedelta(hours=1))
    call_command("deliver_webhooks", verbosity=0)
    assert [each.payload["item"]["title"] for each in Delivery.objects.all()] == ["等"]


def test_logs_hold_neither_address_nor_content(endpoint, receiver, caplog):
    receiver.answers = [answer_with(500, "回应里的内容".encode())]
    queue(endpoint, "张三的申请")
    deliver_due()
    assert caplog.text
    for secret in ("张三", "token", "127.0.0.1", "回应里的内容"):
        assert secret not in caplog.text


def test_a_test_is_sent_once_and_past_the_queue(endpoint, receiver):
    receiver.answers = [500]
    queue(endpoint, "一")
    deliver_due()
    receiver.answers = [500]
    queue(endpoint, "试", event=Event.TEST, payload={"item": None})
    deliver_due()
    assert Delivery.objects.get(event=Event.TEST).state == State.FAILED
    assert fresh(endpoint).active


def test_the_body_is_utf8_json(endpoint, receiver):
    queue(endpoint, "通知")
    deliver_due()
    (request,) = receiver.received
    assert request.headers["Content-Type"] == "application/json; charset=utf-8"
    assert "通知".encode() in request.body
    assert json.loads(request.body)["item"]["title"] == "通知"


def test_who_may_not_look_after_endpoints_gets_no_mail(endpoint, receiver, staff, committed):
    UserFactory(email="nobody@example.org")
    receiver.answers = [410]
    queue(endpoint, "一")
    with committed():
        deliver_due()
    assert "nobody@example.org" not in [to for message in mail.outbox for to in message.to]


def test_a_retry_waits_in_the_queue_where_that_can_wait(endpoint, receiver, local, committed):
    local.TASKS = {
        **local.TASKS,
        "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    }
    local.GONGKAI_WEBHOOKS_TASK_BACKEND = "background"
    receiver.answers = [500]
    (delivery,) = queue(endpoint, "一")
    with committed():
        deliver_due()
    waiting = DBTaskResult.objects.get()
    assert waiting.run_after == fresh(delivery).next_at


def test_operations_see_who_was_switched_off_and_warn_of_a_copy_that_sends(endpoint, receiver):
    stopped = {name: value for name, _help, value in operations_hooks.gauges()}
    assert stopped["gongkai_webhooks_stopped"] == 0
    assert "1个接收系统" in operations_hooks.warn_of_sending()[0]
    Endpoint.objects.update(active=False, disabled_because="对方应答410")
    stopped = {name: value for name, _help, value in operations_hooks.gauges()}
    assert stopped["gongkai_webhooks_stopped"] == 1
    assert operations_hooks.warn_of_sending() == []
