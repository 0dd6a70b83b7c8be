"""Nothing of Wagtail's admin is left in English, and what we say for it holds together."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils.translation import gettext, ngettext, override, trans_real

from wording import catalogues, checks
from wording.management.commands import wording_missing
from wording.po import BadCatalogue, Entry, read_mo, read_po

pytestmark = pytest.mark.once

TAG = re.compile(r"</?[a-z]+[ />]?")
HAN = "[\u4e00-\u9fff]"
HOLE = r"(?:%\(\w+\)[a-z]|%[sdr]|\{\w*\})"
# How one sees at once that a translation was not written for an office.
CARELESS = {
    "says 你": "你",
    "has a blank beside what is filled in": f"{HAN} +['\"]?{HOLE}|{HOLE}['\"]? +{HAN}",
    "has half-width punctuation": f"{HAN} ?[,!?;:(]|[,!?;:)] ?{HAN}|{HAN}\\.(?:$| )",
    "has three dots or six": r"\.\.\.|……",
    "has straight quotes": f"['\"](?:{HAN}|{HOLE})|(?:{HAN}|{HOLE})['\"]",
}
# Django takes it apart at its commas.
EXEMPT = {"yes,no,maybe"}


def faults(entry):
    """What is wrong with an entry of ours, in words."""
    (text,) = entry.texts
    english = entry.plural or entry.message
    if entry.is_fuzzy:
        yield "nobody has looked at it (fuzzy)"
    if not text.strip():
        yield "it is empty"
    if differing := entry.disagreement(text):
        yield f"placeholders differ: {differing}"
    if sorted(set(TAG.findall(english))) != sorted(set(TAG.findall(text))):
        yield "tags differ"


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_every_message_of_the_libraries_is_said_in_chinese(domain):
    left = [f"{each.package}: {each.entry.message!r}" for each in catalogues.missing(domain)]
    assert not left, (
        "The libraries say more than our catalogue knows. `manage.py wording_missing` prints the "
        f"entries to fill in at wording/locale/zh_Hans/LC_MESSAGES/{domain}.po:\n" + "\n".join(left)
    )


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_nothing_of_ours_is_stale(domain):
    left = [entry.message for entry in catalogues.stale(domain)]
    assert not left, "No library asks for these any more; strike them out:\n" + "\n".join(left)


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_what_is_compiled_is_what_is_written(domain):
    written = {entry.key: entry.texts[0] for entry in catalogues.our_entries(domain)}
    assert catalogues.said_by_us(domain) == written, "run msgfmt (docs/wording.md)"


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_an_entry_keeps_what_code_fills_in(domain):
    found = [
        f"{entry.message!r}: {fault}"
        for entry in catalogues.our_entries(domain)
        for fault in faults(entry)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("message", "plural", "text", "fault"),
    [
        ("%(n)s page", "%(n)s pages", "页", "placeholders differ: %(n)s"),
        ("{user} did", "", "{name}做了", "placeholders differ: {name}、{user}"),
        ("<b>you</b>", "", "您", "tags differ"),
        ("you", "", " ", "it is empty"),
    ],
)
def test_a_faulty_entry_is_told(message, plural, text, fault):
    assert list(faults(Entry(message=message, plural=plural, texts=[text]))) == [fault]


def carelessness(text):
    """What is wrong with a Chinese text at first sight, in words."""
    plain = re.sub("<[^>]*>", "", text)
    return [told for told, pattern in CARELESS.items() if re.search(pattern, plain)]


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_no_careless_chinese_of_the_libraries_is_left(domain):
    asked = {each.entry.key for each in catalogues.messages(domain)} - EXEMPT
    asked -= set(catalogues.said_by_us(domain))
    found = {
        f"{package}: {key!r} {', '.join(told)}: {text}"
        for package, folder, _language in catalogues.sources()
        for key, text in read_mo(
            folder / catalogues.CHINESE / "LC_MESSAGES" / f"{domain}.mo"
        ).items()
        if key in asked and (told := carelessness(text))
    }
    assert not found, "Say it ourselves (docs/wording.md):\n" + "\n".join(sorted(found))


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_ours_is_not_careless(domain):
    said = catalogues.said_by_us(domain).values()
    assert not {text: told for text in said if (told := carelessness(text))}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("输入你的密码", ["says 你"]),
        ("编辑 %(title)s", ["has a blank beside what is filled in"]),
        ("否, 不移动", ["has half-width punctuation"]),
        ("正在保存...", ["has three dots or six"]),
        ("页面'%(title)s'已删除", ["has straight quotes"]),
        ('<a href="%(url)s">页面“%(title)s”</a>已删除，共%(n)s个。', []),
    ],
)
def test_careless_chinese_is_told(text, told):
    assert carelessness(text) == told


def test_no_message_is_said_twice():
    for domain in catalogues.DOMAINS:
        keys = [entry.key for entry in catalogues.our_entries(domain)]
        assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("live", "已发布"),  # Wagtail: 在用
        ("Schedule to publish", "定时发布"),
        ("Autosave is paused", "自动保存已暂停"),
        ("Search all pages…", "检索全部页面…"),
        ("Locked by you", "由您锁定"),
        ("'%(object)s' unpublished.", "“%(object)s”已取消发布。"),  # Wagtail: 未发布
    ],
)
def test_django_finds_ours_first(english, chinese):
    with override("zh-hans"):
        assert gettext(english) == chinese


def test_plurals_have_one_form():
    with override("zh-hans"):
        for number in (1, 2):
            assert (
                ngettext("%(num_pages)d page", "%(num_pages)d pages", number)
                % {"num_pages": number}
                == f"{number}个页面"
            )


def test_other_languages_are_left_alone():
    with override("de"):
        assert gettext("Publish") == "Veröffentlichen"


def test_every_key_is_found_by_django_itself():
    said = trans_real.translation("zh-hans")._catalog
    for entry in catalogues.our_entries("django"):
        key = (entry.key, 0) if entry.plural else entry.key
        assert said.get(key) == entry.texts[0], entry.message


def test_the_command_is_content():
    out = StringIO()
    call_command("wording_missing", stdout=out)
    assert "后台用语都有中文" in out.getvalue()


def test_the_command_prints_what_to_fill_in(monkeypatch, tmp_path):
    entry = Entry(context="verb", message='Say "%(x)s"\n', plural="Say %(x)s times")
    message = catalogues.Message("wagtail.new", "django", entry)
    monkeypatch.setattr(
        wording_missing, "missing", lambda domain: [message] if domain == "django" else []
    )
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("wording_missing", stdout=out, stderr=err)
    assert stopped.value.code == 1
    assert "1条" in err.getvalue()
    file = tmp_path / "django.po"
    file.write_text(out.getvalue(), encoding="utf-8")
    (again,) = read_po(file)
    assert (again.key, again.plural) == (entry.key, entry.plural)


PO = """
#, fuzzy
msgid ""
msgstr "head"

#: here
#, fuzzy, python-format
msgid "a"
" b"
msgstr "甲"

#~ msgid "gone"
#~ msgstr "无"

msgctxt "noun"
msgid "c"
msgid_plural "cs %(n)s"
msgstr[0] "%(n)s丙"
"""


def test_po_files_are_read_as_gettext_reads_them(tmp_path):
    file = tmp_path / "django.po"
    file.write_text(PO, encoding="utf-8")
    first, second = read_po(file)
    assert (first.message, first.texts, first.is_fuzzy) == ("a b", ["甲"], True)
    assert (second.key, second.plural, second.texts) == ("noun\x04c", "cs %(n)s", ["%(n)s丙"])
    assert second.disagreement("丙") == "%(n)s"
    assert second.disagreement("%(n)s丙{x}") == "{x}"
    assert read_mo(tmp_path / "none.mo") == {}


def test_a_line_that_is_none_is_named(tmp_path):
    file = tmp_path / "django.po"
    file.write_text('msgid "a"\nmsgstr 甲\n', encoding="utf-8")
    with pytest.raises(BadCatalogue, match=r"django\.po:2"):
        list(read_po(file))


def test_the_check_is_content_with_our_order():
    assert checks.check_order(None) == []


def test_an_order_in_which_wagtail_wins_is_told(monkeypatch):
    configs = sorted(apps.get_app_configs(), key=lambda config: config.name == "wording")
    monkeypatch.setattr(checks.apps, "get_app_configs", lambda: configs)
    (warning,) = checks.check_order(None)
    assert warning.id == "gongkai_wording.W001"
    assert "wagtail.admin" in warning.msg
    assert "top of INSTALLED_APPS" in warning.hint
