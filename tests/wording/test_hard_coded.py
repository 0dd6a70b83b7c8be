"""What Wagtail writes in English past its own catalogue is Chinese all the same."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
import wagtail.admin
from django.contrib.auth.models import Group
from django.core.management.sql import emit_post_migrate_signal
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task, Workflow

from tests.factories.catalogue import make_column
from wording import names

TEMPLATES = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin"
# Wagtail's templates of which we keep a copy with Chinese in it, as they were when it was made.
COPIED = {
    "tables/boolean_cell.html": "f52d1f7945b2b176",
    "shared/user_avatar.html": "10cbd09a2e9434e5",
    "shared/headers/_actions.html": "facea723b6b91762",
}


@pytest.mark.once
@pytest.mark.parametrize("name", COPIED)
def test_a_copied_template_is_still_wagtails(name):
    digest = sha256((TEMPLATES / name).read_bytes()).hexdigest()[:16]
    assert digest == COPIED[name], f"Wagtail has changed {name}: look at it, change ours, note it."
    ours = Path(get_template(f"wagtailadmin/{name}").origin.name)
    assert "wording" in ours.parts


@pytest.mark.django_db
def test_the_sign_in_form_asks_for_a_password_in_chinese(client):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    label = re.search(r'<label[^>]*for="id_password"[^>]*>\s*(.*?)<', page, re.DOTALL)
    assert label[1].strip() == "密码"


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
    Group.objects.all().delete()
    Group.objects.create(name="Editors")
    Task.objects.create(name="Moderators approval")
    Workflow.objects.create(name="Moderators approval")
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    names.rename()
    root = Page.objects.get(depth=1)
    assert (root.title, root.draft_title) == ("根目录", "根目录")
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
