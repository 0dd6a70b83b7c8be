"""What Wagtail writes in English past its own catalogue is Chinese all the same."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
import wagtail
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.management.sql import emit_post_migrate_signal
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, Page, Task, Workflow

from tests.factories.catalogue import make_column
from wording import names

WAGTAIL = Path(wagtail.__file__).parent
# Wagtail's templates of which we keep a copy with Chinese in it, as they were when it was made.
COPIED = {
    ("admin", "wagtailadmin/tables/boolean_cell.html"): "f52d1f7945b2b176",
    ("admin", "wagtailadmin/shared/user_avatar.html"): "10cbd09a2e9434e5",
    ("admin", "wagtailadmin/shared/headers/_actions.html"): "facea723b6b91762",
    ("users", "wagtailusers/groups/includes/formatted_permissions.html"): "2ab61ce5aa2bbeba",
}


def labels_on(page):
    """The labels of all fields, also of those that a script adds from a template."""
    texts = ("".join(each(string=True)) for each in BeautifulSoup(page, "html.parser")("label"))
    return [" ".join(text.split()).removesuffix("*") for text in texts]


@pytest.mark.once
@pytest.mark.parametrize(("app", "name"), COPIED)
def test_a_copied_template_is_still_wagtails(app, name):
    digest = sha256((WAGTAIL / app / "templates" / name).read_bytes()).hexdigest()[:16]
    told = f"Wagtail has changed {name}: look at it, change ours, note it."
    assert digest == COPIED[app, name], told
    ours = Path(get_template(name).origin.name)
    assert "wording" in ours.parts


@pytest.mark.django_db
def test_the_sign_in_form_asks_for_a_password_in_chinese(client):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    label = re.search(r'<label[^>]*for="id_password"[^>]*>\s*(.*?)<', page, re.DOTALL)
    assert label[1].strip() == "密码"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("wagtailadmin_workflows:add", ("页面",)),
        ("wagtailsearchpromotions:add", ("外部链接文字",)),
        ("wagtailadmin_choose_page_external_link", ("网址", "链接文字")),
        ("wagtailadmin_choose_page_anchor_link", ("锚点（#）", "链接文字")),
        ("wagtailadmin_choose_page_phone_link", ("电话号码", "链接文字")),
        (
            "wagtailadmin_choose_page_email_link",
            ("电子邮件地址", "链接文字", "邮件主题", "邮件正文"),
        ),
    ],
)
def test_fields_that_have_no_label_of_their_own_are_named(admin_client, name, labels):
    answer = admin_client.get(reverse(name))
    is_dialog = answer.headers["Content-Type"].startswith("application/json")
    page = answer.json()["html"] if is_dialog else answer.content.decode()
    assert set(labels) <= set(labels_on(page))


@pytest.mark.django_db
def test_permissions_are_named_in_chinese(admin_client):
    group = Group.objects.create(name="办事员")
    page = admin_client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    found = labels_on(page)
    assert {"添加 机构", "更改 机构", "删除 机构", "编辑任意页面", "删除页面及其子页面"} <= set(
        found
    )
    assert not [each for each in found if re.search(r"Can |[a-z]+ page", each)]


@pytest.mark.django_db
def test_the_search_for_pages_says_what_it_found(admin_client):
    make_column()
    page = admin_client.get(reverse("wagtailadmin_pages:search"), {"q": "规范性文件"})
    assert re.search(r"共\d+个页面", page.content.decode())


@pytest.mark.django_db
def test_the_chooser_of_tasks_names_its_filter(admin_client):
    page = admin_client.get(reverse("wagtailadmin_workflows:task_chooser")).json()["html"]
    assert "任务类型" in labels_on(page)


@pytest.mark.django_db
def test_the_list_of_sites_names_its_columns_in_chinese(admin_client):
    page = admin_client.get(reverse("wagtailsites:index")).content.decode()
    for english, chinese in {
        "Port": "端口号",
        "Site name": "站点名称",
        "Root page": "根页面",
    }.items():
        assert english not in page
        assert chinese in page


@pytest.mark.django_db
def test_yes_and_no_are_said_in_chinese(admin_client):
    page = admin_client.get(reverse("wagtailusers_users:index")).content.decode()
    said = re.findall(r'<span class="w-sr-only">\s*(True|False|是|否)\s*</span>', page)
    assert said == ["是"]


@pytest.mark.django_db
def test_nobody_is_not_called_none(admin_client):
    home = make_column().home
    Page.objects.filter(pk=home.pk).update(last_published_at=timezone.now())
    page = admin_client.get(reverse("wagtailadmin_reports:aging_pages")).content.decode()
    assert "泗门镇政府信息公开" in page
    assert not re.search(r">\s*None\s*<", page)


@pytest.mark.django_db
def test_buttons_of_search_forms_are_given_a_chinese_name(admin_client):
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert re.search(r'gongkai_wording/search_buttons[^"]*\.js" data-name="检索"', page)
    assert "Search all pages" not in page
    assert '<div class="submit w-sr-only"><input type="submit" value="Search"' in page, (
        "Wagtail names the button otherwise now; search_buttons.js may be superfluous"
    )


@pytest.mark.django_db
def test_what_migrations_made_has_chinese_names():
    Page.objects.filter(depth=1).update(title="Root", draft_title="Root")
    Collection.objects.filter(depth=1).update(name="Root")
    Group.objects.all().delete()
    Group.objects.create(name="Editors")
    Task.objects.create(name="Moderators approval")
    Workflow.objects.create(name="Moderators approval")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    names.rename()
    root = Page.objects.get(depth=1)
    assert (root.title, root.draft_title) == ("根目录", "根目录")
    assert Collection.objects.get(depth=1).name == "根目录"
    assert [group.name for group in Group.objects.all()] == ["编辑（系统自带）"]
    for model in (Task, Workflow):
        assert not model.objects.filter(name="Moderators approval").exists()
        assert model.objects.filter(name="审核员批准（系统自带）").exists()


@pytest.mark.django_db
def test_names_of_the_hosts_own_are_left_alone(settings):
    Page.objects.filter(depth=1).update(title="全部")
    Group.objects.all().delete()
    for name in ("Editors", "编辑（系统自带）"):
        Group.objects.create(name=name)
    names.rename()
    assert Page.objects.get(depth=1).title == "全部"
    assert Group.objects.filter(name="Editors").exists()
    Page.objects.filter(depth=1).update(title="Root")
    settings.LANGUAGE_CODE = "en"
    names.rename()
    assert Page.objects.get(depth=1).title == "Root"
