"""The resources of the API, one module each; ``api.py`` says where they stand."""
