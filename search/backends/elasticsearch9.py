"""The Chinese search in an Elasticsearch 9 cluster, for ``WAGTAILSEARCH_BACKENDS``."""

from __future__ import annotations

from modelsearch.backends.elasticsearch9 import (
    Elasticsearch9Index,
    Elasticsearch9Mapping,
    Elasticsearch9SearchBackend,
    Elasticsearch9SearchQueryCompiler,
    Elasticsearch9SearchResults,
)

from .elastic_documents import ChineseMapping
from .elasticsearch import (
    ChineseAutocompleteQueryCompiler,
    ChineseElasticsearchMixin,
    ChineseIndex,
    ChineseQueryCompiler,
    ChineseSearchResults,
)


class Mapping(ChineseMapping, Elasticsearch9Mapping):
    """Documents."""


class Index(ChineseIndex, Elasticsearch9Index):
    """An index of the cluster."""


class QueryCompiler(ChineseQueryCompiler, Elasticsearch9SearchQueryCompiler):
    """Searches."""

    mapping_class = Mapping


class AutocompleteQueryCompiler(
    ChineseAutocompleteQueryCompiler, Elasticsearch9SearchQueryCompiler
):
    """Completions."""

    mapping_class = Mapping


class SearchResults(ChineseSearchResults, Elasticsearch9SearchResults):
    """Hits."""


class SearchBackend(ChineseElasticsearchMixin, Elasticsearch9SearchBackend):
    """The backend."""

    mapping_class = Mapping
    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = SearchResults
