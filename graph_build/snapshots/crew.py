"""Files are read by all hands that there are; what comes of them keeps their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType

from graph_build.corrections import Correction
from graph_build.files import shown
from graph_build.iris import slug_of
from graph_build.model import Origin
from graph_build.registers.units import Register
from graph_build.snapshots.cache import Cache
from graph_build.snapshots.copies import Particulars
from graph_build.snapshots.hands import OWN, Hands, Wanted
from graph_build.snapshots.making import Context, Prepared

# What is told while a build goes on: how many files are done, of how many, and the name of the one that is begun.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a build reads: who is told how far it is, and whose hands do it."""

    progress: Progress
    hands: Hands = OWN


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of files beside their content: by slug their origin and what people say of them; the registers."""

    origins: Mapping[str, Origin]
    register: Register
    said: Mapping[str, tuple[Correction, ...]]


class Crew(AbstractContextManager["Crew"]):
    """Hands that make documents' graphs, and what they need to know for it."""

    def __init__(self, manner: Manner, known: Known, cache: Cache) -> None:
        self._progress, self._hands = manner.progress, manner.hands
        self._known, self._cache = known, cache
        self._threads = ThreadPoolExecutor(self._hands.size)

    def prepare(self, paths: Sequence[Path]) -> Iterator[Prepared]:
        """Return what is made of files, in their order; tell of the first of each lot when it is begun.

        A file whose reading was stopped is tried once more here, alone.
        """
        waiting = iter(paths)
        under_way: deque[Future[list[Prepared]]] = deque()
        done = 0
        while True:
            while len(under_way) < self._hands.ahead and (lot := [*islice(waiting, self._hands.lot)]):
                self._progress(done, len(paths), shown(lot[0]))
                under_way.append(self._threads.submit(self._of_lot, lot))
            if not under_way:
                return
            for prepared in under_way.popleft().result():
                if prepared.stopped:
                    wait(under_way)
                yield self.again(prepared.path, slug_of(prepared.path)) if prepared.stopped else prepared
                done += 1

    def again(self, path: Path, slug: str, lent: Particulars | None = None) -> Prepared:
        """Return what is made here of a file under a slug, and with what a copy of it tells."""
        (prepared,) = self._made(OWN, [self._wanted(path, slug, lent)])
        return prepared

    def _of_lot(self, lot: Sequence[Path]) -> list[Prepared]:
        return self._made(self._hands, [self._wanted(path, slug_of(path)) for path in lot])

    def _wanted(self, path: Path, slug: str, lent: Particulars | None = None) -> Wanted:
        known = self._known
        context = Context(slug, known.origins.get(slug, Origin()), known.register, lent, known.said.get(slug, ()))
        return Wanted(path, context, self._cache.key(path, context))

    def _made(self, hands: Hands, wanted: Sequence[Wanted]) -> list[Prepared]:
        """Return what is made of files; it is what was made before, where nothing has changed."""
        before = [self._cache.get(one.key, one.path) if one.key else None for one in wanted]
        anew = [one for one, found in zip(wanted, before, strict=True) if found is None]
        made = iter(hands.make(anew)) if anew else iter(())
        return [found or self._kept(one, next(made)) for one, found in zip(wanted, before, strict=True)]

    def _kept(self, wanted: Wanted, prepared: Prepared) -> Prepared:
        return self._cache.put(wanted.key, prepared) if wanted.key else prepared

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Begin nothing new; the hands stay for the next build."""
        self._threads.shutdown(cancel_futures=True)
