"""English that Wagtail writes without gettext, so that no catalogue reaches it.

Each line says what to look for when Wagtail changes; tests/wording/test_hard_coded.py looks.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

# Columns of Settings > Sites are named after their fields.
_SITE_COLUMNS = {
    "port": _("端口号"),
    "site_name": _("站点名称"),
    "root_page": _("根页面"),
}
# So are fields of forms that have no label: app, form, labels by field. A model's own field is
# named in the form alone, for a migration would be made of another name.
_LINK_TEXT = _("链接文字")
_FIELDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("wagtail.admin", "wagtail.admin.forms.auth.LoginForm", {"password": _("密码")}),
    ("wagtail.admin", "wagtail.admin.forms.workflows.WorkflowPageForm", {"page": _("页面")}),
    (
        "wagtail.admin",
        "wagtail.admin.forms.choosers.ExternalLinkChooserForm",
        {"url": _("网址"), "link_text": _LINK_TEXT},
    ),
    (
        "wagtail.admin",
        "wagtail.admin.forms.choosers.AnchorLinkChooserForm",
        {"url": _("锚点（#）"), "link_text": _LINK_TEXT},
    ),
    (
        "wagtail.admin",
        "wagtail.admin.forms.choosers.EmailLinkChooserForm",
        {
            "email_address": _("电子邮件地址"),
            "link_text": _LINK_TEXT,
            "subject": _("邮件主题"),
            "body": _("邮件正文"),
        },
    ),
    (
        "wagtail.admin",
        "wagtail.admin.forms.choosers.PhoneLinkChooserForm",
        {"phone_number": _("电话号码"), "link_text": _LINK_TEXT},
    ),
    (
        "wagtail.users",
        "wagtail.users.forms.PagePermissionsForm",
        {"page": _("页面"), "permissions": _("权限")},
    ),
    (
        "wagtail.users",
        "wagtail.users.views.bulk_actions.assign_role.RoleForm",
        {"role": _("角色")},
    ),
    (
        "wagtail.contrib.search_promotions",
        "wagtail.contrib.search_promotions.forms.SearchPromotionsFormSet.form",
        {"external_link_text": _("外部链接文字")},
    ),
)


def say_in_chinese() -> None:
    """Name fields of forms, columns of the list of sites, and permissions on pages."""
    for app, form, labels in _FIELDS:
        if apps.is_installed(app):
            fields = _form(form).base_fields
            for name, label in labels.items():
                fields[name].label = label
    _name_types_of_tasks()
    _name_found_pages()
    if apps.is_installed("wagtail.sites"):
        from wagtail.sites.views import IndexView

        for column in IndexView.columns:
            column.label = _SITE_COLUMNS.get(column.name, column.label)
    if apps.is_installed("wagtail.images"):
        _name_picture_of_blocks()
    if apps.is_installed("wagtail.users"):
        from wagtail.users.forms import PagePermissionsForm

        PagePermissionsForm.base_fields["permissions"].label_from_instance = _name_on_pages


def _form(path: str) -> Any:
    """The form at ``path``, which may be that of a set of forms."""
    path, _dot, attribute = path.rpartition(".") if path.endswith(".form") else (path, "", "")
    found = import_string(path)
    return getattr(found, attribute) if attribute else found


def _name_types_of_tasks() -> None:
    """The filter of the chooser of tasks, a field that is made anew for each form."""
    from wagtail.admin.forms.workflows import TaskChooserSearchForm as Form

    made = Form.__init__

    def named(self: Any, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        if "task_type" in self.fields:
            self.fields["task_type"].label = _("任务类型")

    Form.__init__ = named


def _name_picture_of_blocks() -> None:
    """The picture within a block of a picture, which each such block makes for itself."""
    from wagtail.images.blocks import ImageBlockAdapter as Adapter

    told = Adapter.js_args

    def named(self: Any, block: Any) -> Any:
        block.child_blocks["image"].label = _("图片")
        return told(self, block)

    Adapter.js_args = named


def _name_found_pages() -> None:
    """The search for pages says how many it found of what, and knows not of what: 8个None."""
    from wagtail.admin.views.pages.search import SearchView
    from wagtail.models import Page

    SearchView.verbose_name = Page._meta.verbose_name
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural


def _name_on_pages(permission: Any) -> Any:
    """What the column of a permission is called; the database has its name in English."""
    from wagtail.models import Page

    names = {codename: name for codename, _short, name in Page.permission_types}
    return names.get(permission.codename, permission.name)
