"""The names that the graph knows, found in a question: the longest first, each with the things that it can mean."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from graph_build.values.act_numbers import spellings
from graph_build.values.bodies import without_kind
from graph_build.values.functions import functions_of, parts_of
from graph_build.vocabulary.levels import without_level
from graph_build.vocabulary.simplify import simplified
from graph_query.labels.scopes import DIVISION, Documents, File
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select

Kind = Literal["place", "scope", "unit", "act", "document", "heading"]
# One heading's words may be a topic's too; a whole heading is long.
SHORTEST_HEADING = 7
LONGEST_NAME = 80
# So much must be left of a unit's name without that of its place.
SHORTEST_REST = 3
# Without its level a name is told from other words by its form: 财政局, 发展改革委.
BY_FORM = re.compile(r".{2,}(?:局|委|厅|委员会|办公室|分局|政府办|新闻办|网信办|管委会)$")
# The general office of a government, which people call 府办.
OFFICE = re.compile(r"(?:人民)?政府办(?:公室)?$")
# 〈 and 《 inside of titles are written either way, quotes in many.
SAME = str.maketrans("〈〉﹝﹞“”「」『』‘’", '《》〔〕""""""""')

UNITS = """SELECT DISTINCT ?unit ?label ?name ?place ?placeName WHERE {
  { ?unit skos:prefLabel|skos:altLabel ?name } UNION { ?assignment zr:unit ?unit ; zr:nameAsWritten ?name }
  ?unit a ?class ; skos:prefLabel ?label . FILTER (?class IN (zr:Agency, zr:AgencyGroup))
  { SELECT DISTINCT ?unit WHERE { ?held zr:unit ?unit } }
  OPTIONAL { ?unit zr:place ?place . ?place skos:prefLabel ?placeName }
}"""
ISSUERS = """SELECT DISTINCT ?unit ?name WHERE { ?file zr:issuerAsWritten ?name ; zr:fileOf/eli:passed_by ?unit }"""
USED = "SELECT DISTINCT ?unit ?file WHERE { ?assignment zr:unit ?unit ; zr:task/zr:document ?file }"
# Acts of the register that no document names are none of the graph's.
ACTS_NAMED = """SELECT DISTINCT ?act WHERE {
  { ?task zr:cites ?act } UNION { ?work zr:implements ?act } UNION { ?file zr:fileOf ?act }
}"""
ACT_NAMES = """SELECT DISTINCT ?act ?name WHERE {
  { ?act a eli:LegalResource ; eli:id_local|dcterms:title|zr:shortTitle ?name }
  UNION { ?citation zr:cited ?act ; zr:titleAsWritten|zr:numberAsWritten ?name }
}"""
HEADINGS = "SELECT DISTINCT ?name WHERE { ?task zr:section|zr:subsection ?name }"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a question that name something known, from `start` to `end`, and the IRIs (or heading) they can mean.

    `within` is the IRI of a place, or the key of a scope, that the words name too: 荆门市教育局; empty where several.
    """

    start: int
    end: int
    kind: Kind
    words: str
    values: tuple[str, ...]
    within: str | None = None


def plain(text: str) -> str:
    """Return a text as questions and names are compared: NFKC, simplified characters, without white space.

    >>> plain("荊門市　２０２２年 “减税”")
    '荆门市2022年"减税"'
    """
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(SAME)
    return simplified(bare)


class Labels:
    """The names of a snapshot's documents, those whose lists they are, units, acts and headings."""

    def __init__(self, store: Store) -> None:
        self._names: defaultdict[str, dict[tuple[Kind, str | None], dict[str, None]]] = defaultdict(dict)
        self.names: dict[str, str] = {}
        self._functions: dict[str, set[str]] = {}
        self.files_of_unit: defaultdict[str, set[str]] = defaultdict(set)
        documents = self._add_documents(store)
        self.files, self.scopes = documents.files, documents.scopes
        self._of_no_register = tuple(documents.of_no_register())
        for row in _rows(store, USED):
            self.files_of_unit[row["unit"]].add(row["file"])
        units = _rows(store, UNITS)
        self._add_units(units)
        self._add_units(self._of_all_each(units))
        self.issuers: set[str] = set()
        for row in _rows(store, ISSUERS):
            self._add(row["name"], "unit", row["unit"])
            self.issuers.add(row["unit"])
        acts = {row["act"] for row in _rows(store, ACTS_NAMED)}
        for row in _rows(store, ACT_NAMES):
            if row["act"] in acts:
                self._add_act(row["act"], row["name"])
        for row in _rows(store, HEADINGS):
            if len(plain(row["name"])) >= SHORTEST_HEADING:
                self._add(row["name"], "heading", row["name"])
        self._doubtful = self._doubtful_names()
        by_kind: defaultdict[str, set[str]] = defaultdict(set)
        for name, meanings in self._names.items():
            for kind, _ in meanings:
                by_kind[kind].add(name)
        self._of_kind = {kind: frozenset(names) for kind, names in by_kind.items()}
        self._longest = max(map(len, self._names), default=0)

    def readings(self, question: str) -> Iterator[Mention]:
        """Yield all names that stand in a question, those that overlap too, each once for every kind that it can be.

        Units that doubtful documents alone name are known where one of these, or its place, is named too.
        """
        found = list(self._all_readings(question))
        named = {value for mention in found if mention.kind in ("place", "document") for value in mention.values}
        asked = {file.iri for file in self.files if file.doubtful and named & {file.iri, *file.places}}
        for mention in found:
            doubtful = self._doubtful.get(mention.words) if mention.kind == "unit" else None
            if doubtful is None or doubtful & asked:
                yield mention

    def _all_readings(self, question: str) -> Iterator[Mention]:
        for start in range(len(question)):
            for end in range(start + 2, min(start + min(self._longest, LONGEST_NAME), len(question)) + 1):
                meanings = self._names.get(question[start:end], {})
                for kind in dict.fromkeys(kind for kind, _ in meanings):
                    yield self._of_kind_at(start, question[start:end], kind, meanings)

    def of_name(self, words: str, kind: Kind) -> tuple[str, ...]:
        """Return what a name alone can mean, of a kind."""
        meanings = self._names.get(words, {})
        return tuple(iri for (its, _), iris in meanings.items() if its == kind for iri in iris)

    def names_of(self, kind: Kind) -> frozenset[str]:
        """Return all names of a kind."""
        return self._of_kind.get(kind, frozenset())

    @cached_property
    def place_names(self) -> frozenset[str]:
        """The names of places with their 市, 区, 县, which a name that sounds the same can be taken for."""
        return frozenset(name for name in self.names_of("place") if DIVISION.search(name))

    def files_in(self, places: Iterable[str], years: Iterable[int]) -> tuple[File, ...]:
        """Return the documents of any of the places and any of the years; none given means all."""
        wanted_places, wanted_years = set(places), set(years)
        return tuple(
            file
            for file in self.files
            if (not wanted_places or wanted_places & set(file.places))
            and (not wanted_years or file.year in wanted_years)
        )

    def units_of_functions(self, functions: Iterable[str]) -> tuple[str, ...]:
        """Return the units whose names name all of some fields of work; 教育体育局 names 教育 too."""
        wanted = set(functions)
        return tuple(unit for unit, has in self._functions.items() if wanted and wanted <= has)

    def _doubtful_names(self) -> dict[str, set[str]]:
        """Return the names of units that doubtful documents alone name, each with these documents."""
        doubtful = {file.iri for file in self.files if file.doubtful}
        found: dict[str, set[str]] = {}
        for name, meanings in self._names.items() if doubtful else ():
            units = [iri for (kind, _), iris in meanings.items() if kind == "unit" for iri in iris]
            files = set().union(*(self.files_of_unit.get(unit, set()) for unit in units))
            if files and files <= doubtful:
                found[name] = files
        return found

    @staticmethod
    def _of_kind_at(
        at: int, words: str, kind: Kind, meanings: Mapping[tuple[Kind, str | None], Mapping[str, None]]
    ) -> Mention:
        values = {iri: None for (its, _), iris in meanings.items() if its == kind for iri in iris}
        within = {place for its, place in meanings if its == kind}
        only = next(iter(within)) if len(within) == 1 else None if None in within else ""
        return Mention(at, at + len(words), kind, words, tuple(values), only)

    def _add(self, name: str, kind: Kind, iri: str, within: str | None = None) -> None:
        words = plain(name)
        if len(words) > 1:
            self._names[words].setdefault((kind, within), {})[iri] = None
            self.names.setdefault(iri, name)

    def _add_documents(self, store: Store) -> Documents:
        documents = Documents(store)
        self.names |= documents.place_names
        for place, name in documents.names_of_places():
            self._add(name, "place", place)
        for key, scope in documents.scopes.items():
            self.names[key] = scope.name
            for name in sorted(scope.names):
                self._add(name, "scope", key)
        for file in documents.files:
            self._add(file.label, "document", file.iri)
        return documents

    def _add_act(self, iri: str, name: str) -> None:
        words = plain(name)
        self._add(name, "act", iri)
        self._add(f"《{words}》", "act", iri)
        bare = words.removeprefix("中华人民共和国")
        if bare != words:
            self._add(bare, "act", iri)
            self._add(f"《{bare}》", "act", iri)
        for spelling in spellings(words):
            self._add(spelling, "act", iri)

    def _add_units(self, rows: list[Mapping[str, str]]) -> None:
        for row in rows:
            unit, name, place = row["unit"], row["name"], row["place"] or None
            self.names.setdefault(unit, row["label"])
            self._functions.setdefault(unit, set()).update(functions_of(name), parts_of(functions_of(name)))
            for spelling in _spellings(name) | {unquote(unit.rsplit("/", 1)[-1])}:
                self._add(spelling, "unit", unit)
                bare = without_level(spelling)
                if bare != spelling and BY_FORM.fullmatch(bare):
                    self._add(bare, "unit", unit)
                for place_name in self._place_names(row["placeName"]):
                    for rest in {spelling, bare} if bare != spelling else {spelling}:
                        self._add(place_name + rest, "unit", unit, place)
                for key, scope in () if place else self._scopes_of(unit):
                    for rest in {spelling, bare}:
                        self._add(scope + rest, "unit", unit, key)
                    # 派出所 of a town that calls it by its own name.
                    if spelling.startswith(scope) and len(spelling) - len(scope) >= SHORTEST_REST:
                        self._add(spelling.removeprefix(scope), "unit", unit)
                # 行政审批局 of a zone whose list calls it 开发区行政审批局.
                own = without_kind(spelling)
                if own != spelling and BY_FORM.fullmatch(own):
                    self._add(own, "unit", unit)

    def _of_all_each(self, rows: list[Mapping[str, str]]) -> list[Mapping[str, str]]:
        """Return collectives by their names without 各, where no unit of the same document has that name."""
        found: list[Mapping[str, str]] = []
        for row in rows:
            bare = row["name"].removeprefix("各")
            others = {file for unit in self.of_name(plain(bare), "unit") for file in self.files_of_unit[unit]}
            if bare != row["name"] and not others & self.files_of_unit[row["unit"]]:
                found.append({**row, "name": bare})
        return found

    def _scopes_of(self, unit: str) -> list[tuple[str, str]]:
        """Return those in whose lists alone a unit of no place stands, by their names: 明水区 of its 教育局."""
        files = self.files_of_unit[unit]
        found = [(key, name) for key, scope in self.scopes.items() if files <= set(scope.files) for name in scope.names]
        return found + [(place, name) for place, name, its in self._of_no_register if files <= its]

    def _place_names(self, name: str) -> set[str]:
        return {name, DIVISION.sub("", name)} if len(name) > 2 else set()  # noqa: PLR2004 (a name with its 市, 区)


def _spellings(name: str) -> set[str]:
    """Return a unit's name in the ways in which it is commonly shortened.

    >>> sorted(_spellings("区政府办公室")), sorted(_spellings("各街道办事处"))
    (['区府办', '区政府办', '区政府办公室'], ['各街道办', '各街道办事处'])
    """
    office = name.removesuffix("公室") if name.endswith("办公室") else name
    return {name, office, OFFICE.sub("府办", name), name.replace("街道办事处", "街道办")}


_by_store: WeakKeyDictionary[Store, Labels] = WeakKeyDictionary()


def labels_of(store: Store) -> Labels:
    """Return the names of a store's snapshot, read once."""
    if store not in _by_store:
        _by_store[store] = Labels(store)
    return _by_store[store]


def _rows(store: Store, query: str) -> list[Mapping[str, str]]:
    return list(select(store, with_prefixes(query)).values())
