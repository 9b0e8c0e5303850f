"""A question while it is taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from graph_query.errors import NotKnown
from graph_query.labels import Labels, labels_of, plain
from graph_query.snapshots.text_index import TextIndex
from graph_query.stores import Store
from graph_query.understanding.conditions import Part

LETTERS = {"place": "Ｐ", "unit": "Ｕ", "act": "Ａ", "document": "Ｔ", "heading": "Ｈ"}
MASKS = "ＰＵＦＹＤＡＮＨＱＴＸ"
NEXT_ONE = re.compile(r"那(?=些|个|几|份|家|项|里)")
# 何单位, 何年何月何日, and the names of columns in quotes.
WHICH = re.compile(r"何(?=单位|部门|机构|机关|文件|地方?|项|处)")
WHEN = re.compile(r"何年何月(?:何日)?|何月何日|哪年哪月(?:哪日|哪天)?")
FORM = re.compile(r'"((?:完成|截止)?(?:时限|期限)|(?:牵头|责任|配合|主办)(?:单位|部门))"')
THIS_YEAR = re.compile(r"今年(?:就)?是((?:20|19)\d\d)年?[，,。]?")
LAST_OF_ANY_MONTH = 28
QUESTION_WORD = re.compile(r"哪|谁|什么|啥|多少|几")


@dataclass(slots=True)
class Question:
    """A question while it is taken apart: its text, and the same with letters for what was understood."""

    text: str
    masked: str
    labels: Labels
    store: Store
    today: date
    parts: list[Part] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    most: int | None = None
    features: frozenset[str] = frozenset()

    @property
    def index(self) -> TextIndex:
        """The words of the tasks."""
        return self.store.snapshot.index

    def mask(self, start: int, end: int, letter: str) -> None:
        """Put a letter for what was understood."""
        self.masked = self.masked[:start] + letter * (end - start) + self.masked[end:]


def opened(question: str, store: Store, today: date) -> Question:
    """Return a question with its text as names are compared, and question words written one way.

    Raises NotKnown where the graph is empty.
    """
    text = WHICH.sub("哪个", FORM.sub(r"\1", WHEN.sub("什么时候", plain(question)))).rstrip("?？。！!")
    if not QUESTION_WORD.search(text):
        text = NEXT_ONE.sub("哪", text)
    labels = labels_of(store)
    if not labels.files:
        raise NotKnown("图谱是空的，还没有文件。请先放入任务分解表，再运行 zeren build。")
    this_year = THIS_YEAR.search(text)
    if this_year:
        text = THIS_YEAR.sub("", text)
        today = today.replace(year=int(this_year[1]), day=min(today.day, LAST_OF_ANY_MONTH))
    return Question(text, text, labels, store, today)
