"""What the catalogue adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from . import (  # noqa: F401 - they register what other apps ask for
    operations_hooks,
    search_hooks,
    search_words,
    statistics_hooks,
    vocabulary_hooks,
)
from .columns import column_of
from .tallies import hooks as tally_hooks  # noqa: F401 - registers
from .viewsets.items import (
    CategoryChildrenViewSet,
    ItemViewSet,
    is_structure,
    may_build,
)
from .viewsets.records import CatalogueGroup
from .viewsets.scale import children_by_range

register_snippet(CatalogueGroup)
hooks.register("construct_page_chooser_queryset", children_by_range)


@hooks.register("register_admin_viewset")
def page_views() -> list[Any]:
    """Views of single pages; the lists and their menu are registered as a group."""
    return [ItemViewSet(), CategoryChildrenViewSet()]


@hooks.register("insert_editor_js")
def editor_scripts() -> str:
    """Hold a submitted form back while an autosave of it is on its way; keywords at a click."""
    return format_html_join(
        "",
        '<script src="{}"></script>',
        (
            (static(f"gongkai_catalogue/admin/{name}.js"),)
            for name in ("autosave-guard", "keyword-hints")
        ),
    )


@hooks.register("before_create_page")
def only_builders_create_structure(
    request: HttpRequest, parent: Page, page_class: type[Page]
) -> HttpResponse | None:
    """Who may add but not change pages of a column writes items, and builds nothing else."""
    in_column = getattr(column_of(parent), "is_disclosure_column", False)
    concerned = is_structure(page_class) or (in_column and not hasattr(page_class, "index_number"))
    if not concerned or may_build(request.user, parent):
        return None
    messages.error(
        request,
        _("您可以起草条目，但不能新建“%(type)s”。需要调整栏目结构的，请联系党政办。")
        % {"type": page_class.get_verbose_name()},
    )
    return redirect("wagtailadmin_explore", parent.pk)
