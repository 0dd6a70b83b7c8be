"""Names of the addresses of the admin's pages."""

from __future__ import annotations

_CATALOGUES = "wagtailsnippets_gongkai_standards_standardcatalogue"
LIST = f"{_CATALOGUES}:list"
EDIT = f"{_CATALOGUES}:edit"
COVERAGE = f"{_CATALOGUES}:coverage"
EXPORT = f"{_CATALOGUES}:export"
ROW_EDIT = "wagtailsnippets_gongkai_standards_standardrow:edit"
ROW_LIST = "wagtailsnippets_gongkai_standards_standardrow:list"
IMPORT = "gongkai_standards_import"
STATUTORY = "gongkai_standards_statutory"
