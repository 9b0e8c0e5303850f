"""The documents of a snapshot and whose lists they are: places of the register, what a title or issuer names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_build.model import SURE
from graph_build.values.bodies import bodies_named, kind_names, short_names, stem_of
from graph_build.vocabulary.simplify import simplified
from graph_query.sparql.prefixes import with_prefixes
from graph_query.stores import Store, select

DIVISION = re.compile(r"(?:省|市|区|县|旗|盟|自治州)$")

DOCUMENTS = """SELECT ?file ?label ?place ?placeName ?year ?work ?number ?sureness ?confirmed ?issuer ?copy WHERE {
  ?file a zr:Document ; skos:prefLabel ?label ; zr:fileOf ?work .
  OPTIONAL { ?file zr:copyKind/skos:notation ?copy }
  OPTIONAL { ?file zr:place ?place . ?place skos:prefLabel ?placeName } OPTIONAL { ?file zr:issuerAsWritten ?issuer }
  OPTIONAL { ?file zr:year ?year } OPTIONAL { ?work eli:id_local ?number } OPTIONAL { ?file zr:sureness ?sureness }
  BIND (EXISTS { ?check zr:checks ?file } AS ?confirmed)
} ORDER BY ?file"""
OUTER = """SELECT DISTINCT ?place ?outer ?name WHERE {
  ?file zr:place ?place . ?place zr:within+ ?outer . ?outer skos:prefLabel ?name
}"""


@dataclass(frozen=True, slots=True)
class File:
    """A document of the graph: IRI, slug, label; codes of the place and of those that it lies in; year; its work.

    `place` is the place's name, with the one around it where several are called so. `bodies` are those whose list it
    is, and not the place's government: 苏州工业园区, 市水务局. A `template` is no place's document. Where a reading is
    `doubtful` units that it alone names can be no units: 10月底前.
    """

    iri: str
    slug: str
    label: str
    places: tuple[str, ...]
    place: str
    year: int | None
    work: str
    number: str
    doubtful: bool
    template: bool = False
    bodies: tuple[str, ...] = ()

    @property
    def whose(self) -> str:
        """Whose list it is, or its title where that is not known."""
        return self.bodies[0] if self.bodies else self.place or f"《{self.label}》"


@dataclass(slots=True)
class Scope:
    """A body or a place outside of the register, all names that it goes by, its documents and their places."""

    name: str
    names: frozenset[str]
    files: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


class Documents:
    """The documents of a snapshot, the names of their places, and the scopes that these are not."""

    def __init__(self, store: Store) -> None:
        rows = _rows(store, DOCUMENTS)
        self._names: dict[str, str] = {}
        self._outer: defaultdict[str, list[str]] = defaultdict(list)
        for row in _rows(store, OUTER):
            self._outer[row["place"]].append(row["outer"])
            self._names[row["outer"]] = row["name"]
        for outer in self._outer.values():
            # The further out a place is, the more zeros its code ends with.
            outer.sort(key=lambda iri: -len(iri.rstrip("0")))
        self._names |= {row["place"]: row["placeName"] for row in rows if row["place"]}
        self.place_names = {iri: self._full(iri) for iri in self._names}
        self.scopes: dict[str, Scope] = {}
        self.files = tuple(self._file(row) for row in rows)

    def names_of_places(self) -> Iterator[tuple[str, str]]:
        """Yield places with the names that they go by: 鼓楼区, 鼓楼, 徐州市鼓楼区, 徐州鼓楼区."""
        for iri, name in self._names.items():
            around = {"", *(form for outer in self._outer[iri] for form in _forms(self._names[outer]))}
            for form in self._forms(iri, name):
                yield from ((iri, outer + form) for outer in sorted(around))

    def of_no_register(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Yield places that people named and no register has, with each of their names, and their documents."""
        for iri, name in self._names.items():
            if _is_own(iri):
                files = frozenset(file.iri for file in self.files if file.places[:1] == (iri,))
                yield from ((iri, form, files) for form in self._forms(iri, name))

    def _forms(self, iri: str, name: str) -> tuple[str, ...]:
        """Return the names that a place goes by; one of its own name also without that of the place around it."""
        if not _is_own(iri):
            return _forms(name)
        near = tuple(form for outer in self._outer[iri] for form in _forms(self._names[outer]))
        # The kind alone (大学) is what tasks speak of.
        return (name, *sorted(short_names(name, near) - {name} - kind_names()))

    def _full(self, iri: str) -> str:
        """Return a place's name, with that of the place around it where another is called so too."""
        same = Counter(self._names.values())[self._names[iri]] > 1
        return self._names[self._outer[iri][0]] + self._names[iri] if same and self._outer[iri] else self._names[iri]

    def _file(self, row: Mapping[str, str]) -> File:
        place = row["place"]
        return File(
            iri=row["file"],
            slug=row["file"].rsplit("/", 1)[-1],
            label=row["label"],
            places=(place, *self._outer.get(place, ())) if place else (),
            place=self.place_names.get(place, ""),
            year=int(row["year"]) if row["year"] else None,
            work=row["work"],
            number=row["number"],
            doubtful=float(row["sureness"] or 1) <= SURE and row["confirmed"] != "true",
            template=row["copy"] == "template",
            bodies=self._bodies(row),
        )

    def _bodies(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """Return whose list a document is beside its place's government; note these as scopes."""
        place = row["place"]
        near = [name for iri in (place, *self._outer.get(place, ())) if iri for name in _forms(self._names[iri])]
        own = {"".join(parts) for name in near for parts in ((name,), *((outer, name) for outer in near))}
        found: dict[str, None] = {}
        for said in (row["label"], row["issuer"]):
            for body in bodies_named(simplified(said)):
                stem = stem_of(body)
                if stem not in own:
                    found[stem] = None
                    self._note(row, stem, {body}, near)
        return tuple(found)

    def _note(self, row: Mapping[str, str], stem: str, names: set[str], near: Sequence[str]) -> None:
        """Note a scope; those that have one name in one place are one."""
        scope = self.scopes.setdefault(f"{row['place']}|{stem}", Scope(stem, frozenset()))
        scope.names |= names | {stem} | short_names(stem, tuple(near))
        scope.files = tuple(dict.fromkeys((*scope.files, row["file"])))
        scope.places |= {row["place"], *self._outer.get(row["place"], ())} - {""}


def _is_own(place: str) -> bool:
    """Say whether a place is one of its own name: place/130600/雄安新区."""
    return "/" in place.rpartition("/place/")[2]


def _forms(name: str) -> tuple[str, ...]:
    """Return a place's name with its 市, 区 and without, where enough is left."""
    short = DIVISION.sub("", name)
    return (name, short) if len(short) > 1 and short != name else (name,)


def _rows(store: Store, query: str) -> list[Mapping[str, str]]:
    return list(select(store, with_prefixes(query)).values())
