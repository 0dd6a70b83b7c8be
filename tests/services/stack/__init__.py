"""All that a town in service runs, from packages and by the scripts of ``deploy/``."""

from tests.services.stack.stack import CannotStart, Stack, StackFailed

__all__ = ["CannotStart", "Stack", "StackFailed"]
