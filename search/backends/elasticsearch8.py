"""The Chinese search in an Elasticsearch 8 cluster, for ``WAGTAILSEARCH_BACKENDS``."""

from __future__ import annotations

from modelsearch.backends.elasticsearch8 import (
    Elasticsearch8Index,
    Elasticsearch8Mapping,
    Elasticsearch8SearchBackend,
    Elasticsearch8SearchQueryCompiler,
    Elasticsearch8SearchResults,
)

from .elastic_documents import ChineseMapping
from .elasticsearch import (
    ChineseAutocompleteQueryCompiler,
    ChineseElasticsearchMixin,
    ChineseIndex,
    ChineseQueryCompiler,
    ChineseSearchResults,
)


class Mapping(ChineseMapping, Elasticsearch8Mapping):
    """Documents."""


class Index(ChineseIndex, Elasticsearch8Index):
    """An index of the cluster."""


class QueryCompiler(ChineseQueryCompiler, Elasticsearch8SearchQueryCompiler):
    """Searches."""

    mapping_class = Mapping


class AutocompleteQueryCompiler(
    ChineseAutocompleteQueryCompiler, Elasticsearch8SearchQueryCompiler
):
    """Completions."""

    mapping_class = Mapping


class SearchResults(ChineseSearchResults, Elasticsearch8SearchResults):
    """Hits."""


class SearchBackend(ChineseElasticsearchMixin, Elasticsearch8SearchBackend):
    """The backend."""

    mapping_class = Mapping
    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = SearchResults
