"""What stands most in a ledger: the unit and the topic of the most tasks, and the act that most of them cite."""

from __future__ import annotations

from graph_query.ledger.concepts import shown
from graph_query.ledger.facets import Choice, counts
from graph_query.ledger.reading import Ledger
from graph_query.ledger.workload import topics_of

# Looked for among the units that are named most often: of some hundred thousand nobody is named more by a place.
UNITS = """
SELECT documents.place, name, count(DISTINCT task) AS n FROM (
  SELECT unit, name FROM assignments JOIN carriers USING (unit) WHERE NOT collective
  GROUP BY unit ORDER BY count(*) DESC, name LIMIT 100
) JOIN assignments USING (unit) JOIN tasks ON tasks.id = task JOIN documents ON documents.id = document
GROUP BY unit, documents.place ORDER BY n DESC, name LIMIT 1"""
# A topic's name counts where it stands in the text itself: a question with it finds the task.
HOLDING = "SELECT count(*) FROM tasks JOIN details ON task = id {where}"
IN_TEXT = "' ' || topics || ' ' LIKE ? AND instr(json_extract(said, '$[1]'), ?)"


def most_named(ledger: Ledger) -> dict[str, str]:
    """Return the names of the unit (with its place), the topic and the act, as far as there are any."""
    topic, numbers = _topic(ledger), counts(ledger, Choice(), "act")
    found = {"topic": topic} if topic else {}
    for place, name, _ in ledger.columns.rows(UNITS):
        at = ledger.place_names.get(place, "")
        found["unit"] = f"{at}的{name}" if at else name
    cited = [(-count, ledger.acts[iri].number) for iri, count in numbers.items() if ledger.acts[iri].number]
    return found | ({"act": min(cited)[1]} if cited else {})


def _topic(ledger: Ledger) -> str:
    """Return the name of the topic whose name stands in the texts of the most of its tasks; those of most are tried."""
    best, most = "", 0
    for topic, count in sorted(topics_of(ledger.tasks).items(), key=lambda it: (-it[1], shown("topics", it[0]))):
        if count <= most:
            break
        name = shown("topics", topic)
        found = ledger.tasks.counted(HOLDING, "task", IN_TEXT, f"% {topic} %", name)[0][0]
        best, most = (name, found) if found > most else (best, most)
    return best
