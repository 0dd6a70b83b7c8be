from .attachments import ItemAttachment
from .corrections import ItemCorrection
from .items import ItemPage
from .loads import SampleLoad
from .numbers import IndexNumber, IndexNumberSeries
from .organs import Organ
from .pages import CataloguePage, CategoryPage
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
    "Organ",
    "SampleLoad",
    "TallyScope",
    "Topic",
]
