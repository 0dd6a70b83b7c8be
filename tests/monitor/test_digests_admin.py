"""Who sees the outbox, links and sites in the admin, and what they may do there."""

from __future__ import annotations

import pytest
from django.core import mail as outbox
from django.urls import reverse

from catalogue.services.roles import setup_moderation
from monitor.digests import outbox as digests
from monitor.digests.enums import MailState
from monitor.digests.models import DigestMail, DigestPreference, DigestSettings
from monitor.links.models import AllowedHost, Link
from tests.factories.catalogue import UserFactory, make_column
from tests.monitor.letters import letter_to, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


class TestAdmin:
    @pytest.fixture
    def sent(self, staff, three):
        send()
        return DigestMail.objects.get(user=staff.editor)

    @pytest.mark.parametrize(
        ("role", "may"),
        [("editor", False), ("reviewer", False), ("approver", False), ("office", True)],
    )
    def test_the_office_alone_sees_the_outbox(self, client, staff, sent, role, may):
        client.force_login(getattr(staff, role))
        answers = [
            client.get(reverse("gongkai_monitor_digests:index")),
            client.get(reverse("gongkai_monitor_digests:inspect", args=[sent.pk])),
            client.get(reverse("gongkai_monitor_digest_settings:index")),
        ]
        assert [answer.status_code == 200 for answer in answers] == [may] * 3
        if may:
            assert "已发出" in answers[0].content.decode()
            assert "规范性文件" in answers[1].content.decode()

    def test_the_office_of_another_town_sees_nothing_of_it(self, client, sent):
        other = make_column(name="朗霞街道", slug="langxia")
        groups = setup_moderation(other.home, prefix="朗霞")
        stranger = UserFactory(groups=[groups.office])
        client.force_login(stranger)
        url = reverse("gongkai_monitor_digests:inspect", args=[sent.pk])
        assert client.get(url).status_code == 404
        url = reverse("gongkai_monitor_digests:resend", args=[sent.pk])
        assert client.post(url).status_code == 404

    def test_a_letter_is_sent_again(self, client, staff, sent):
        client.force_login(staff.office)
        url = reverse("gongkai_monitor_digests:resend", args=[sent.pk])
        assert client.get(url).status_code == 405
        client.post(url)
        sent.refresh_from_db()
        assert sent.state == MailState.QUEUED
        answer = client.post(url, follow=True)
        assert "正在等待发送" in answer.content.decode()
        outbox.outbox.clear()
        digests.deliver_due()
        assert letter_to(staff.editor).body == sent.text

    def test_the_office_sets_the_day(self, client, staff, column):
        client.force_login(staff.office)
        url = reverse("gongkai_monitor_digest_settings:add")
        assert client.get(url).status_code == 200
        client.post(url, {"column": column.home.pk, "frequency": "daily", "weekday": "2"})
        row = DigestSettings.objects.get()
        assert (row.column_id, row.frequency) == (column.home.pk, "daily")

    def test_a_column_of_others_is_not_offered(self, client, staff):
        other = make_column(name="朗霞街道", slug="langxia")
        client.force_login(staff.office)
        url = reverse("gongkai_monitor_digest_settings:add")
        client.post(url, {"column": other.home.pk, "frequency": "off", "weekday": "0"})
        assert not DigestSettings.objects.exists()

    def test_a_person_says_no_in_the_account(self, client, staff):
        staff.editor.first_name, staff.editor.last_name = "三", "张"
        staff.editor.save()
        client.force_login(staff.editor)
        url = reverse("wagtailadmin_account")
        assert "接收监测简报" in client.get(url).content.decode()
        form = client.get(url).context["panels_by_tab"]
        data = {}
        for panels in form.values():
            for panel in panels:
                bound = panel.get_form()
                data |= {
                    bound.add_prefix(name): bound[name].value() or ""
                    for name in bound.fields
                    if name not in {"avatar"}
                }
        data["gongkai_digests-wanted"] = ""
        answer = client.post(url, {key: value for key, value in data.items() if value != ""})
        assert answer.status_code == 302, [
            panel.get_form().errors
            for panels in answer.context["panels_by_tab"].values()
            for panel in panels
        ]
        assert DigestPreference.objects.get(user=staff.editor).wanted is False

    def test_who_has_nothing_there_is_not_asked(self, client, staff):
        client.force_login(staff.reviewer)
        assert "接收监测简报" not in client.get(reverse("wagtailadmin_account")).content.decode()


class TestLinkAdmin:
    @pytest.mark.parametrize(
        ("role", "may"), [("editor", False), ("reviewer", False), ("office", True)]
    )
    def test_the_office_sees_links_and_lists_sites(self, client, staff, role, may):
        link = Link.objects.create(key="k", url="https://www.yy.gov.cn/", kind="external")
        client.force_login(getattr(staff, role))
        answers = [
            client.get(reverse("gongkai_monitor_links:index")),
            client.get(reverse("gongkai_monitor_links:inspect", args=[link.pk])),
            client.get(reverse("gongkai_monitor_hosts:index")),
            client.get(reverse("gongkai_monitor_hosts:add")),
        ]
        assert [answer.status_code == 200 for answer in answers] == [may] * 4
        client.post(reverse("gongkai_monitor_hosts:add"), {"host": "WWW.yy.gov.cn"})
        assert AllowedHost.objects.filter(host="www.yy.gov.cn").exists() is may

    def test_nobody_writes_links_or_letters_by_hand(self, client, staff):
        client.force_login(staff.admin)
        for name in ("gongkai_monitor_links", "gongkai_monitor_digests"):
            assert client.get(reverse(f"{name}:add")).status_code == 302
