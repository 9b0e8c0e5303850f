"""Tasks known by their numbers alone: those that are looked at are made, what is counted is counted in the columns."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, overload

from graph_query.ledger.columns import Columns
from graph_query.ledger.model import Task

# So many tasks are made at once where one after the other is looked at.
CHUNK = 500
Make = Callable[[Sequence[int]], Iterable[Task]]


class Tasks(Sequence[Task]):
    """Some tasks of a ledger in order; a part of them is of the same kind.

    `is_all` says that they are all there are. Two are the same only if they are one: what is counted is remembered.
    """

    def __init__(self, columns: Columns, make: Make, numbers: array[int], *, is_all: bool = False) -> None:
        self.columns, self.numbers = columns, numbers
        self._make, self._is_all = make, is_all

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> Task: ...
    @overload
    def __getitem__(self, index: slice) -> Tasks: ...
    def __getitem__(self, index: int | slice) -> Task | Tasks:
        if isinstance(index, slice):
            return self.numbered(self.numbers[index])
        return next(iter(self._make([self.numbers[index]])))

    def __iter__(self) -> Iterator[Task]:
        numbers = iter(self.numbers)
        while chunk := list(islice(numbers, CHUNK)):
            yield from self._make(chunk)

    def within(self, others: Tasks) -> Tasks:
        """Return those that are among others."""
        if others._is_all:
            return self
        wanted = set(others.numbers)
        return self.numbered(number for number in self.numbers if number in wanted)

    def counted(self, query: str, column: str = "task", where: str = "", *values: object) -> list[Any]:
        """Return the rows of a query of the columns, which has {where} in it, of these tasks alone."""
        among = "" if self._is_all else f"{column} IN (SELECT value FROM json_each(?))"
        conditions = list(filter(None, (where, among)))
        every = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        own = () if self._is_all else (self._as_json,)
        return self.columns.rows(query.replace("{where}", every), *values, *own)

    def chosen(self, query: str, *values: object) -> Tasks:
        """Return the tasks whose numbers a query gives, in its order."""
        return self.numbered(number for (number,) in self.columns.rows(query, *values))

    def numbered(self, numbers: Iterable[int]) -> Tasks:
        """Return the tasks of some numbers, in the order of these."""
        return Tasks(self.columns, self._make, array("q", numbers))

    @property
    def once(self) -> Tasks:
        """Each of them once."""
        return self.numbered(dict.fromkeys(self.numbers))

    @cached_property
    def _as_json(self) -> str:
        return json.dumps(list(self.numbers))
