"""What can go wrong on the read side.

QueryError              one Chinese line for the user
├── StoreUnavailable    the store's address is wrong, or nothing has been built there
├── QueryInvalid        the text is no SPARQL query, or not one that reads
├── QueryRefused        the query would do more than read the graph
├── QueryStopped        the query took more time or memory than it may
└── SlotInvalid         a value does not fit the slot of a ready-made query
"""


class QueryError(Exception):
    """Says in one Chinese line what is wrong, where, and what to do."""


class StoreUnavailable(QueryError):
    """The store's address is wrong, or nothing has been built there."""


class QueryInvalid(QueryError):
    """The text is no SPARQL query, or not one that reads."""


class QueryRefused(QueryError):
    """The query would do more than read the graph."""


class QueryStopped(QueryError):
    """The query took more time or memory than it may, or all processes for queries are busy."""


class SlotInvalid(QueryError):
    """A value does not fit the slot of a ready-made query."""
