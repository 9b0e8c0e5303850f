"""What people say of readings: corrections and confirmations, as data, and how they are applied.

For pages, the command line and the pipeline. Entries are `Correction`s; one file a document holds them,
data/corrections/<slug>.toml.

- `read(folder, slug)`, `read_all(folder)`: what is said of a document, of all.
- `add(folder, slug, corrections)` -> conflicts: writes what does not contradict another's word; a `Conflict` holds
  `mine`, `theirs` and a `message`, and mine is not written: show it, and let the person start from `theirs.now`.
- `withdraw(folder, slug, keys)`: undo, by `Correction.key`.
- `today()`, `as_line(correction)`, `told(correction)`: the day of what is said now; a line for users; its parts.
- `refusal(correction)`: why one could never hold, to say so while a person types; `add` refuses it too.
- `limit_of(words, year)`: the time limit that words are, None where none that is understood.
- `facts_of(task_list, origin)`, `label_of_fact(fact)`: what is read of the document itself, as `was`; and its name.
- `reading_of(task)`, `reading_of_all(tasks)`: the `was` of `checked` and `document_checked`.
- `targets_of(tasks)`: (words, repeat) of each, by which a correction names it.
- `applied(task_list, origin, corrections)` -> `Corrected`: the reading as people say it is; what is left out and why.

- `own_words(folder)`, `keep(folder, words)`, `drop(folder, word)`: the office's own words; `offers(folder, places)`:
  those that corrections speak for; `as_sentence(word)`: a line for users.
- `changes(folder)`: the change log, newest first; `as_atom(changes, titles)` the feed, which builds write too.

What is written holds after the next build. `graph_build.pipeline.review(folder, slug)` reads a document with its
corrections, as a page needs it.
"""

from graph_build.corrections.applying import Corrected, applied, reading_of, reading_of_all
from graph_build.corrections.changes import Change, as_atom, changes, ordered
from graph_build.corrections.desk import Applied
from graph_build.corrections.entering import refusal
from graph_build.corrections.file import (
    Corrections,
    add,
    as_toml,
    of_entry,
    parse,
    path_of,
    read,
    read_all,
    today,
    withdraw,
)
from graph_build.corrections.learning import USES, Offer, as_sentence, drop, keep, offers
from graph_build.corrections.model import APART, CHECKS, FACTS, KINDS, SAME, Conflict, Correction, Fact, What, bare
from graph_build.corrections.of_documents import facts_of, label_of_fact
from graph_build.corrections.of_tasks import act_named, cited_as, limit_of
from graph_build.corrections.targets import targets_of, words_of
from graph_build.corrections.telling import as_line, told
from graph_build.registers.words import read_words as own_words
from graph_build.vocabulary.own_words import OwnWord

__all__ = [
    "APART",
    "CHECKS",
    "FACTS",
    "KINDS",
    "SAME",
    "USES",
    "Applied",
    "Change",
    "Conflict",
    "Corrected",
    "Correction",
    "Corrections",
    "Fact",
    "Offer",
    "OwnWord",
    "What",
    "act_named",
    "add",
    "applied",
    "as_atom",
    "as_line",
    "as_sentence",
    "as_toml",
    "bare",
    "changes",
    "cited_as",
    "drop",
    "facts_of",
    "keep",
    "label_of_fact",
    "limit_of",
    "of_entry",
    "offers",
    "ordered",
    "own_words",
    "parse",
    "path_of",
    "read",
    "read_all",
    "reading_of",
    "reading_of_all",
    "refusal",
    "targets_of",
    "today",
    "told",
    "withdraw",
    "words_of",
]
