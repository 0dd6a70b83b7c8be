"""Digests: who gets what, when, once, and what happens where the mail server is away."""

from __future__ import annotations

import smtplib
from datetime import date, datetime, timedelta

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from monitor.digests import outbox as digests
from monitor.digests.enums import Frequency, MailState, Weekday
from monitor.digests.models import DigestMail, DigestPreference, DigestSettings
from monitor.digests.people import Schedule
from monitor.models import Finding
from tests.factories.catalogue import UserFactory, make_column
from tests.monitor.letters import MONDAY, SHANGHAI, Broken, letter_to, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


class TestWhoGetsWhat:
    def test_an_editor_gets_their_organs_and_the_office_everything(self, staff, three):
        send()
        assert sorted(each.to[0] for each in outbox.outbox) == [
            "editor@example.org",
            "office@example.org",
        ]
        own, all_ = letter_to(staff.editor), letter_to(staff.office)
        assert "规范性文件" in own.body
        assert "统计信息" not in own.body
        assert "统计信息" in all_.body
        assert "2项" in own.body
        assert "3项" in all_.body

    def test_vetoes_come_first_and_stand_in_the_subject(self, staff, three):
        send()
        letter = letter_to(staff.office)
        assert letter.subject == "泗门镇政府信息公开监测简报：1项单项否决风险，共3项待处理"
        places = [letter.body.index(name) for name in ("工作动态", "规范性文件", "统计信息")]
        assert places == sorted(places)
        assert "期限：2026年3月10日" in letter.body
        assert "怎么办：" in letter.body

    def test_text_and_html_say_the_same_and_lead_to_the_admin(self, column, staff, three):
        send()
        letter = letter_to(staff.editor)
        [(html, kind)] = letter.alternatives
        assert kind == "text/html"
        edit = reverse("wagtailadmin_pages:edit", args=[column.home.pk])
        for text in (letter.body, html):
            assert f"https://gk.example.org{edit}" in text
            assert f"https://gk.example.org{reverse('gongkai_monitor:index')}" in text
            assert "规范性文件" in text
            assert "账户设置" in text or "/account/" in text
        assert letter.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_what_is_in_titles_is_masked_and_escaped(self, column, staff, look):
        look(
            date(2026, 3, 2),
            ("1", "<b>王某 身份证号330219197001010016</b>", "warning", column.office),
        )
        send()
        letter = letter_to(staff.editor)
        html = letter.alternatives[0][0]
        assert "330219197001010016" not in letter.body + html
        assert "<b>" not in html

    def test_nothing_open_is_no_letter(self, staff, look):
        look(date(2026, 3, 2))
        send()
        assert outbox.outbox == []
        assert set(DigestMail.objects.values_list("state", flat=True)) == {MailState.SKIPPED}

    def test_who_does_not_want_any_or_cannot_get_any(self, staff, three):
        DigestPreference.objects.create(user=staff.office, wanted=False)
        staff.editor.email = ""
        staff.editor.save()
        send()
        assert outbox.outbox == []
        [mail] = DigestMail.objects.all()
        assert (mail.user, mail.state) == (staff.editor, MailState.SKIPPED)
        assert "没有填写邮箱" in mail.error

    def test_who_left_gets_none(self, staff, three):
        digests.queue_due(MONDAY)
        staff.editor.is_active = False
        staff.editor.save()
        digests.deliver_due(MONDAY)
        assert [each.to for each in outbox.outbox] == [["office@example.org"]]

    def test_two_columns_have_letters_of_their_own(self, column, staff, look):
        other = make_column(name="朗霞街道", slug="langxia")
        someone = UserFactory()
        other.office.editors.add(someone)
        run = look(date(2026, 3, 2), ("1", "规范性文件", "warning", column.office))
        Finding.objects.create(
            run=run,
            rule="x",
            key="9",
            severity="info",
            organ=other.office,
            page=other.home.page_ptr,
            subject="朗霞动态",
            first_seen=run.day,
        )
        send()
        assert "朗霞动态" in letter_to(someone).body
        assert "朗霞动态" not in letter_to(staff.office).body

    def test_a_town_below_a_county_has_letters_of_its_own(self, column, staff, look):
        """The county's office gets one letter about all, and the town's people theirs alone."""
        town = make_column(name="朗霞街道", slug="langxia", as_site_root=False)
        town.government.parent = column.government
        town.government.save()
        someone = UserFactory()
        town.office.editors.add(someone)
        run = look(date(2026, 3, 2), ("1", "规范性文件", "warning", column.office))
        Finding.objects.create(
            run=run,
            rule="x",
            key="9",
            severity="info",
            organ=town.office,
            page=town.home.page_ptr,
            subject="朗霞动态",
            first_seen=run.day,
        )
        send()
        assert letter_to(someone).subject.startswith("朗霞街道")
        assert "朗霞动态" in letter_to(staff.office).body
        assert "朗霞动态" not in letter_to(staff.editor).body

    def test_figures_that_are_days_old_are_no_news(self, staff, column, look):
        look(date(2026, 2, 20), ("1", "规范性文件", "warning", column.office))
        assert send() == []

    def test_many_findings_are_named_in_part(self, column, staff, look):
        many = [(str(n), f"栏目{n}", "warning", column.office) for n in range(30)]
        look(date(2026, 3, 2), *many)
        send()
        letter = letter_to(staff.editor)
        assert "另有10项" in letter.body
        assert "另有10项" in letter.alternatives[0][0]

    def test_more_people_take_few_more_queries(
        self, column, staff, three, django_assert_max_num_queries
    ):
        column.office.editors.add(*[UserFactory() for _ in range(5)])
        with django_assert_max_num_queries(90):
            assert len(digests.queue_due(MONDAY)) == 7


class TestNews:
    def test_what_is_new_and_what_was_solved_since_the_last_letter(self, column, staff, look):
        office = column.office
        look(
            date(2026, 3, 2), ("1", "规范性文件", "warning", office), ("2", "旧的", "info", office)
        )
        send()
        first = letter_to(staff.editor)
        assert "新增" not in first.body
        outbox.outbox.clear()
        look(
            date(2026, 3, 9), ("1", "规范性文件", "warning", office), ("3", "新的", "info", office)
        )
        send(MONDAY + timedelta(days=7))
        second = letter_to(staff.editor)
        assert "自3月2日以来新增1项，已解决1项" in second.body
        assert "（新增）新的" in second.body
        assert "- 旧的" in second.body

    def test_everything_solved_is_worth_a_letter(self, column, staff, look):
        look(date(2026, 3, 2), ("1", "规范性文件", "warning", column.office))
        send()
        outbox.outbox.clear()
        look(date(2026, 3, 9))
        send(MONDAY + timedelta(days=7))
        assert "已全部解决" in letter_to(staff.editor).subject
        outbox.outbox.clear()
        look(date(2026, 3, 16))
        send(MONDAY + timedelta(days=14))
        assert outbox.outbox == []

    def test_what_nobody_got_is_still_news(self, column, staff, look):
        office = column.office
        look(date(2026, 3, 2), ("1", "规范性文件", "warning", office))
        send()
        look(
            date(2026, 3, 9), ("1", "规范性文件", "warning", office), ("2", "新的", "info", office)
        )
        digests.queue_due(MONDAY + timedelta(days=7))
        DigestMail.objects.filter(period="2026-W11").update(state=MailState.FAILED)
        outbox.outbox.clear()
        look(date(2026, 3, 16), ("2", "新的", "info", office))
        send(MONDAY + timedelta(days=14))
        assert "（新增）新的" in letter_to(staff.editor).body


class TestWhen:
    @pytest.mark.parametrize(
        ("frequency", "weekday", "now", "period"),
        [
            (Frequency.WEEKLY, Weekday.MONDAY, MONDAY, "2026-W10"),
            (Frequency.WEEKLY, Weekday.MONDAY, MONDAY.replace(hour=7, minute=59), ""),
            (Frequency.WEEKLY, Weekday.MONDAY, MONDAY.replace(hour=8, minute=0), "2026-W10"),
            (Frequency.WEEKLY, Weekday.WEDNESDAY, MONDAY + timedelta(days=1), ""),
            (Frequency.WEEKLY, Weekday.WEDNESDAY, MONDAY + timedelta(days=2), "2026-W10"),
            # Nobody was there on the day itself.
            (Frequency.WEEKLY, Weekday.MONDAY, MONDAY + timedelta(days=6), "2026-W10"),
            # The first days of January may belong to the last week of the year before.
            (
                Frequency.WEEKLY,
                Weekday.MONDAY,
                datetime(2027, 1, 1, 9, tzinfo=SHANGHAI),
                "2026-W53",
            ),
            (Frequency.DAILY, Weekday.MONDAY, MONDAY + timedelta(days=5), "2026-03-07"),
            (Frequency.OFF, Weekday.MONDAY, MONDAY, ""),
        ],
    )
    def test_periods(self, frequency, weekday, now, period):
        assert Schedule(frequency, weekday).period_due(now) == period

    def test_the_office_sets_another_day(self, column, staff, three):
        DigestSettings.objects.create(column=column.home.page_ptr, weekday=Weekday.TUESDAY)
        assert send() == []
        assert len(send(MONDAY + timedelta(days=1))) == 2

    def test_each_person_gets_a_period_once(self, staff, three):
        send()
        assert send() == []
        assert send(MONDAY + timedelta(days=1)) == []
        assert len(outbox.outbox) == 2
        with pytest.raises(IntegrityError), transaction.atomic():
            old = DigestMail.objects.first()
            DigestMail.objects.create(
                user=old.user, column=old.column, period=old.period, as_of=old.as_of
            )


class TestDelivery:
    def test_a_server_that_is_away_is_tried_again_later_and_later(self, staff, three, settings):
        settings.GONGKAI_MONITOR_DIGEST_DELAYS = [60, 600]
        Broken.error = ConnectionRefusedError()
        send()
        assert outbox.outbox == []
        mail = DigestMail.objects.get(user=staff.editor)
        assert (mail.state, mail.attempts) == (MailState.QUEUED, 1)
        assert mail.error == "连不上邮件服务器。"
        assert MONDAY < mail.next_at <= MONDAY + timedelta(seconds=72)
        digests.deliver_due(MONDAY)
        mail.refresh_from_db()
        assert mail.attempts == 1, "it is not due yet"
        digests.deliver_due(MONDAY + timedelta(minutes=2))
        digests.deliver_due(MONDAY + timedelta(hours=1))
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.FAILED, 3)

    def test_it_arrives_when_the_server_is_back(self, staff, three):
        Broken.error = smtplib.SMTPServerDisconnected()
        send()
        Broken.error = None
        digests.deliver_due(MONDAY + timedelta(hours=1))
        assert len(outbox.outbox) == 2
        mail = DigestMail.objects.get(user=staff.editor)
        assert (mail.state, mail.error, mail.attempts) == (MailState.SENT, "", 2)
        assert mail.sent_at

    def test_no_address_is_kept_or_logged(self, staff, three, caplog):
        refused = {"editor@example.org": (550, b"editor@example.org unknown")}
        Broken.error = smtplib.SMTPRecipientsRefused(refused)
        send()
        mail = DigestMail.objects.get(user=staff.editor)
        assert "不接受收件地址" in mail.error
        assert "editor@example.org" not in mail.error + mail.text + mail.html
        assert "editor" not in caplog.text

    def test_a_process_that_dies_after_sending_sends_again_under_the_same_id(
        self, staff, three, monkeypatch
    ):
        digests.queue_due(MONDAY)
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):

            def die(mail, **changes):
                raise KeyboardInterrupt

            patched.setattr(digests, "_write_down", die)
            digests.deliver_due(MONDAY)
        assert len(outbox.outbox) == 1
        digests.deliver_due(MONDAY)
        assert len(outbox.outbox) == 2, "another process may still be at it"
        digests.deliver_due(MONDAY + timedelta(minutes=6))
        assert len(outbox.outbox) == 3
        first, _other, again = outbox.outbox
        assert first.to == again.to
        assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]

    def test_one_bad_address_keeps_no_other_waiting(self, column, staff, three):
        bad = UserFactory(email="a@example.org\nBcc: x@example.org")
        column.office.editors.add(bad)
        send()
        assert len(outbox.outbox) == 2
        assert "写法有误" in DigestMail.objects.get(user=bad).error

    def test_without_a_mail_server_nothing_counts_as_sent(self, staff, three, settings, capsys):
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        call_command("send_digests")
        assert "没有设置发信服务器" in capsys.readouterr().out
        assert not DigestMail.objects.exists()

    def test_old_letters_are_taken_away(self, staff, three):
        send()
        assert digests.purge(MONDAY + timedelta(days=179)) == 0
        assert digests.purge(MONDAY + timedelta(days=181)) == 2


class TestCommand:
    @pytest.fixture(autouse=True)
    def _now(self, monkeypatch):
        monkeypatch.setattr(digests.timezone, "now", lambda: MONDAY)

    def test_it_sends(self, staff, three, capsys):
        call_command("send_digests")
        assert "写出2期，发出2封，未能发出0封" in capsys.readouterr().out

    def test_a_dry_run_only_tells(self, staff, three, capsys):
        call_command("send_digests", "--dry-run")
        said = capsys.readouterr().out
        assert "2026-W10\teditor\t" in said
        assert "@" not in said
        assert not DigestMail.objects.exists()
        assert outbox.outbox == []
