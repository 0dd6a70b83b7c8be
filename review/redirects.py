"""Old addresses: none leads to a page that was never public, whose address tells its title."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect


class RedirectMiddleware(middleware.RedirectMiddleware):  # type: ignore[misc]  # Wagtail is untyped
    """Wagtail's, except that it waits until the page was published.

    Until then the answer stays 404. A redirect for good would tell readers the title of a draft,
    and lead them to a page that is not there, each time: browsers keep it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Redirect where something was not found and there is an old address of that name."""
        if response.status_code != 404:  # noqa: PLR2004 - not found
            return response
        found = _redirect_of(request)
        if found is None or was_never_public(found.redirect_page):
            return response
        answer: HttpResponse = super().process_response(request, response)
        return answer


def was_never_public(page: Any) -> bool:
    """Whether a redirect leads to a draft that nobody has seen; None: it leads elsewhere."""
    return page is not None and not page.live and page.first_published_at is None


def _redirect_of(request: HttpRequest) -> Any:
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    for each in dict.fromkeys((path, urlsplit(path).path)):
        if found := middleware.get_redirect(request, each):
            return found
    return None
