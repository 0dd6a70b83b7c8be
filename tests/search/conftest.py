"""What the search's tests share."""

import pytest

from search.text import synonyms


@pytest.fixture
def no_synonyms(monkeypatch):
    """Queries are read without a database."""
    monkeypatch.setattr(synonyms, "read_thesaurus", synonyms.Thesaurus)


@pytest.fixture(autouse=True)
def _imports(imports):
    """Whether something was reviewed is not what the search is about."""
