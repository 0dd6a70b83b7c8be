"""Models of the search, by what they serve."""

from .answers import AnsweredQuestion
from .dictionary import DictionaryWord
from .extracts import ExtractedFile
from .queries import QueryCount
from .suggestions import SuggestedPhrase, SuggestionKey
from .synonyms import SynonymGroup
from .tools import SearchJob
from .vectors import Vector, VectorLedger, VectorRun

__all__ = [
    "AnsweredQuestion",
    "DictionaryWord",
    "ExtractedFile",
    "QueryCount",
    "SearchJob",
    "SuggestedPhrase",
    "SuggestionKey",
    "SynonymGroup",
    "Vector",
    "VectorLedger",
    "VectorRun",
]
