"""Words of the search dictionary."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from search.models import DictionaryWord


class DictionaryWordFactory(DjangoModelFactory):
    """A word that is kept in one piece."""

    class Meta:
        model = DictionaryWord

    word = factory.Sequence(lambda n: f"词典用词{chr(0x4E00 + n)}")
    treatment = DictionaryWord.Treatment.KEPT
