"""The site with Wagtail's writing API, as a host may mount it."""

from django.urls import path
from wagtail.api.v3.urls import api

from portal.urls import urlpatterns as site

urlpatterns = [path("api/v3/", api.urls), *site]
