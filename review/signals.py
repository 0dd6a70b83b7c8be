"""What other apps hear from the review: each signal is sent inside the transaction of what it
tells, so that whatever a receiver writes is stored with it or not at all.

A receiver that raises undoes what was done; slow work belongs behind ``transaction.on_commit``.

``records_written``: records were added to the chain. Sender: ``ReviewRecord``. Arguments:
    ``records``, in the order of their numbers. A record is no publication: what is approved for a
    later day has its record today.
``page_released``: a page is public as it stands in its row now. Sender: the page's class.
    Arguments: ``page``; ``record``, on the strength of which; ``was_public``, whether another text
    of the same page was public before. What is loaded in bulk (``services.imports``) sends
    ``records_written`` alone.
``page_left``: a page is not public any more. Sender: the page's class, or ``Page`` where only a
    plain row was deleted. Arguments: ``page``; ``withdrawal``, the notice that stands in its place,
    or None.
"""

from __future__ import annotations

from django.dispatch import Signal

records_written = Signal()
page_released = Signal()
page_left = Signal()
