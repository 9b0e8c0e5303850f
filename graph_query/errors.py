"""What can go wrong on the read side.

QueryError              one Chinese line for the user
├── StoreUnavailable    the store's address is wrong, nothing has been built there, or what has is damaged
├── QueryInvalid        the text is no SPARQL query, or not one that reads
├── QueryRefused        the query would do more than read the graph
├── QueryStopped        the query took more time or memory than it may
├── SlotInvalid         a value does not fit the slot of a ready-made query
└── NotKnown            the graph can't answer a question, and why
"""

from collections.abc import Sequence


class QueryError(Exception):
    """Says in one Chinese line what is wrong, where, and what to do."""


class StoreUnavailable(QueryError):
    """The store's address is wrong, nothing has been built there, or it is damaged or of another version."""


class QueryInvalid(QueryError):
    """The text is no SPARQL query, or not one that reads."""


class QueryRefused(QueryError):
    """The query would do more than read the graph."""


class QueryStopped(QueryError):
    """The query took more time or memory than it may, or all processes for queries are busy."""


class SlotInvalid(QueryError):
    """A value does not fit the slot of a ready-made query."""


class NotKnown(QueryError):
    """The graph can't answer a question; `alike` are names that it does know, `instead` what it can be asked.

    `words` are those of the question that it does not know.
    """

    def __init__(self, reason: str, alike: Sequence[str] = (), instead: Sequence[str] = (), words: str = "") -> None:
        super().__init__(reason)
        self.reason, self.alike, self.instead, self.words = reason, tuple(alike), tuple(instead), words
