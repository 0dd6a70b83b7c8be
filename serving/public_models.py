"""Models beside pages whose rows visitors see, whichever column they are in."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import models
from wagtail.contrib.settings.registry import registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

# An app names its own by this attribute of its AppConfig, as labels.
ATTRIBUTE = "gongkai_public_models"
_OF_WAGTAIL = (
    "wagtailcore.Site",
    "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.CollectionViewRestriction",
    "wagtailredirects.Redirect",
    "wagtailsearchpromotions.SearchPromotion",
)


@cache
def files() -> frozenset[type[models.Model]]:
    """Documents, images and renditions: a new one stands on no page yet, a page that makes a
    rendition is the first to show it."""
    found: set[type[models.Model]] = set()
    if apps.is_installed("wagtail.documents"):
        found.add(get_document_model())
    if apps.is_installed("wagtail.images"):
        found |= {get_image_model(), get_image_model().get_rendition_model()}
    return frozenset(found)


@cache
def public_models() -> frozenset[type[models.Model]]:
    """Every such model: those that apps name, settings, files, and Wagtail's own."""
    labels = {
        label for config in apps.get_app_configs() for label in getattr(config, ATTRIBUTE, ())
    }
    labels |= {each for each in _OF_WAGTAIL if apps.is_installed(_app_of(each))}
    return frozenset({apps.get_model(label) for label in labels} | {*registry} | files())


def _app_of(label: str) -> str:
    return next(
        (
            config.name
            for config in apps.get_app_configs()
            if config.label == label.partition(".")[0]
        ),
        label,
    )
