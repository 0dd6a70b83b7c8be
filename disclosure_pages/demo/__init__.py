"""The demo town 泗门镇: organs, categories, items and texts as plain data.

Nothing in this package's data modules imports Django, so that the content can be read, tested
and reused on its own; only the loader modules (``loader*.py``) know the models.
"""
