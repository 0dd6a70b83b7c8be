from .attachments import ItemAttachment
from .corrections import ItemCorrection
from .items import ItemPage
from .loads import SampleLoad
from .merges import MergedVocabulary, VocabularyMerge
from .numbers import IndexNumber, IndexNumberSeries
from .organs import Organ, OrganName
from .pages import CataloguePage, CategoryPage
from .saved_filters import SavedFilter
from .settings import DisclosureSiteSettings
from .tallies import ItemTally, ListedItem, TallyScope
from .vocabularies import Audience, Genre, Topic

__all__ = [
    "Audience",
    "CataloguePage",
    "CategoryPage",
    "DisclosureSiteSettings",
    "Genre",
    "IndexNumber",
    "IndexNumberSeries",
    "ItemAttachment",
    "ItemCorrection",
    "ItemPage",
    "ItemTally",
    "ListedItem",
    "MergedVocabulary",
    "Organ",
    "OrganName",
    "SampleLoad",
    "SavedFilter",
    "TallyScope",
    "Topic",
    "VocabularyMerge",
]
