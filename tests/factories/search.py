"""Words of the search dictionary."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from search.models import AnsweredQuestion, DictionaryWord, SynonymGroup


class DictionaryWordFactory(DjangoModelFactory):
    """A word that is kept in one piece."""

    class Meta:
        model = DictionaryWord

    word = factory.Sequence(lambda n: f"词典用词{chr(0x4E00 + n)}")
    treatment = DictionaryWord.Treatment.KEPT


class SynonymGroupFactory(DjangoModelFactory):
    """Words of which each finds the other."""

    class Meta:
        model = SynonymGroup

    kind = SynonymGroup.Kind.MUTUAL
    words = "低保\n最低生活保障"


class AnsweredQuestionFactory(DjangoModelFactory):
    """A question; which page answers it, the test says."""

    class Meta:
        model = AnsweredQuestion

    question = factory.Sequence(lambda n: f"第{n}个问题怎么办")
