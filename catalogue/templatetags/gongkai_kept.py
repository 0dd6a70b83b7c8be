"""Parts of public pages that are rendered once while nothing public changes.

    {% load gongkai_kept %}
    {% gongkai_keep "article" %} … {% gongkai_endkeep %}

A part is kept for the page in the context, for the host it was asked at, and for what stands after
its name. It must not depend on who reads: whoever may see the page sees the same. So it serves
all whom the page cache does not: who is signed in, reads in large letters or comes by an address
that nobody asked for before. Previews are rendered anew.
"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from ..kept import is_as_stored, kept, shown_tag

register = template.Library()


class KeepNode(Node):
    """A part that is kept."""

    def __init__(self, nodelist: NodeList, names: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self._names = names

    def render(self, context: Context) -> SafeString:
        page, request = context.get("page"), context.get("request")
        if page is None or request is None or not is_as_stored(page, request):
            return self.nodelist.render(context)
        names = [str(each.resolve(context)) for each in self._names]
        place = (page.pk, page.path, request.get_host(), request.is_secure())
        tag = shown_tag(page, request)
        text: str = kept(tag, ("part", *names, *place), lambda: self._text(context))
        return mark_safe(text)  # noqa: S308 - what the template rendered

    def _text(self, context: Context) -> str:
        return str(self.nodelist.render(context))


@register.tag
def gongkai_keep(parser: Parser, token: Token) -> KeepNode:
    """Keep what stands up to ``gongkai_endkeep``."""
    names = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodelist = parser.parse(("gongkai_endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, names)
