"""The loop: looks which jobs are due, takes them, and runs each in a thread of its own.

A job that takes hours keeps no other from its time, and itself from starting twice. Two loops, on
two machines even, share the work: a row in the database says who has a job (``states.py``). When
the one that has it is killed, the other takes it after a minute.
"""

from __future__ import annotations

import logging
import threading
import uuid
from concurrent.futures import Future, ThreadPoolExecutor

from django.core.management import call_command
from django.db import DatabaseError, connections

from ..offers import Job
from . import states

logger = logging.getLogger("gongkai.scheduler")
_AT_ONCE = 4


class Loop:
    """Runs jobs until it is told to stop.

    Args:
        jobs: what there is to run.
        pause: seconds between two looks.
    """

    def __init__(self, jobs: list[Job], pause: float = 1.0) -> None:
        self.jobs = jobs
        self.pause = pause
        self.holder = uuid.uuid4().hex
        self.stopped = threading.Event()
        self.running: dict[str, Future[None]] = {}

    def run(self) -> None:
        """Run until :meth:`stop`; jobs that were begun are ended first."""
        known = False
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job") as threads:
            while not self.stopped.is_set():
                try:
                    if not known:
                        states.acquaint(self.jobs)
                        known = True
                    self.look(threads)
                except DatabaseError:
                    # It is started anew, or not migrated yet.
                    logger.exception("The scheduler cannot ask the database")
                    connections.close_all()
                self.stopped.wait(self.pause)
        connections.close_all()

    def look(self, threads: ThreadPoolExecutor) -> None:
        """Take what is due, and say that what was taken goes on."""
        self.running = {name: each for name, each in self.running.items() if not each.done()}
        if self.running:
            states.keep(list(self.running), self.holder)
        for job in self.jobs:
            if len(self.running) >= _AT_ONCE:
                return
            if job.name not in self.running and states.take(job, self.holder):
                self.running[job.name] = threads.submit(run, job, self.holder)

    def stop(self) -> None:
        """Take no more jobs."""
        self.stopped.set()


def run(job: Job, holder: str) -> None:
    """Run one job, and note how it ended."""
    failed = False
    try:
        call_command(*job.command)
    except (Exception, SystemExit):
        # Whatever a command raises, the others go on; the metrics tell of it.
        logger.exception("Job %s failed", job.name)
        failed = True
    else:
        logger.info("Job %s done", job.name)
    try:
        states.give_back(job, holder, failed=failed)
    except DatabaseError:
        logger.exception("The end of job %s cannot be noted; it will run again", job.name)
    finally:
        connections.close_all()
