"""Files are read by as many processes as there are cores; what comes of them keeps their order."""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from queue import LifoQueue
from types import TracebackType

from graph_build.errors import DocumentError
from graph_build.files import shown
from graph_build.iris import slug_of
from graph_build.model import Origin
from graph_build.reading import DIED
from graph_build.registers.units import Register
from graph_build.sandbox.bounded import Worker
from graph_build.snapshots.cache import Cache
from graph_build.snapshots.copies import Particulars
from graph_build.snapshots.making import Context, Prepared, prepare

# What is told while a build goes on: how many files are done, of how many, and the name of the one that is begun.
Progress = Callable[[int, int, str], None]
SIZE = os.cpu_count() or 1
# So many files a process are under way or wait to be taken.
AHEAD = 4
# They stay for the next build; the one that was used last comes first, so that few files start few processes.
_free: LifoQueue[Worker] = LifoQueue()
for _worker in [Worker(DocumentError, DIED) for _ in range(SIZE)]:
    _free.put(_worker)
    atexit.register(_worker.stop)


class Crew(AbstractContextManager["Crew"]):
    """Processes that make documents' graphs, and what they need to know for it."""

    def __init__(self, origins: Mapping[str, Origin], register: Register, cache: Cache) -> None:
        self._origins, self._register, self._cache = origins, register, cache
        self._threads = ThreadPoolExecutor(SIZE)

    def prepare(self, paths: Sequence[Path], progress: Progress) -> Iterator[Prepared]:
        """Return what is made of files, in their order; tell of each when it is begun.

        A file whose reading was stopped is tried once more, alone.
        """
        waiting = iter(paths)
        under_way: deque[Future[Prepared]] = deque()
        done = 0
        while True:
            for path in islice(waiting, AHEAD * SIZE - len(under_way)):
                progress(done, len(paths), shown(path))
                under_way.append(self._threads.submit(self.again, path, slug_of(path)))
            if not under_way:
                return
            prepared = under_way.popleft().result()
            if prepared.stopped:
                wait(under_way)
                prepared = self.again(prepared.path, slug_of(prepared.path))
            yield prepared
            done += 1

    def again(self, path: Path, slug: str, lent: Particulars | None = None) -> Prepared:
        """Return what is made of a file under a slug, and with what a copy of it tells.

        It is what was made before, where nothing has changed.
        """
        origin = self._origins.get(slug, Origin())
        key = self._cache.key(path, slug, origin, lent)
        found = self._cache.get(key, path) if key else None
        if found:
            return found
        worker = _free.get()
        try:
            prepared = prepare(path, Context(slug, origin, self._register, lent), worker)
        finally:
            _free.put(worker)
        if key:
            self._cache.put(key, prepared)
        return prepared

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Begin nothing new; the processes stay for the next build."""
        self._threads.shutdown(cancel_futures=True)
