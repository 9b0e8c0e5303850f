"""A reading within a place and a year that were chosen beside the question."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from graph_query.errors import NotKnown
from graph_query.labels import labels_of, plain
from graph_query.ledger.model import years_of
from graph_query.stores import Store
from graph_query.understanding.conditions import Part, PartKind, Reading

# A question that says one of these itself says more than the choice beside it.
OWN_PLACE: tuple[PartKind, ...] = ("place", "document", "issuer")
OWN_YEAR: tuple[PartKind, ...] = ("year", "document", "issued")


def without(reading: Reading, store: Store, keys: Collection[str]) -> Reading:
    """Return a reading without some of its conditions, by their keys or by how they are shown.

    Without its place a unit's name means all units of that name.
    """
    parts = tuple(part for part in reading.parts if not {part.key, part.shown} & set(keys))
    if reading.of("place") == tuple(part for part in parts if part.kind == "place"):
        return replace(reading, parts=parts)
    labels = labels_of(store)
    places = {place for part in parts if part.kind == "place" for place in part.values}
    files = labels.files if not places else tuple(file for file in labels.files if places & set(file.places))
    everywhere = {part: labels.of_name(plain(part.words), "unit") for part in parts if part.kind == "unit"}
    parts = tuple(replace(part, values=everywhere.get(part) or part.values) for part in parts)
    return replace(reading, parts=parts, files=files)


def within(reading: Reading, store: Store, place: str, year: str) -> Reading:
    """Return a reading with a place and a year (names, empty for any) as conditions, where it says none of its own.

    Raises NotKnown where no document, or no unit of the question, is of them.
    """
    labels = labels_of(store)
    parts, files = list(reading.parts), reading.files
    if place and not any(reading.of(kind) for kind in OWN_PLACE):
        iris = labels.of_name(plain(place), "place")
        inside = set(labels.files_in(iris, ()))
        files = tuple(file for file in files if file in inside)
        parts += [Part("place", place, place, (iri,)) for iri in iris]
    if year and not any(reading.of(kind) for kind in OWN_YEAR):
        files = tuple(file for file in files if year in years_of(file.label, str(file.year or "")))
        shown = f"{year}年"
        if all(str(file.year) == year for file in files):
            parts.append(Part("year", year, shown, (year,)))
        else:  # the graph holds the first year of a plan for several
            parts.append(Part("document", year, shown, tuple(file.iri for file in files)))
    if not files:
        raise NotKnown(
            f"所选的{place}{f'{year}年' if year else ''}没有这个问题所问的文件。请改选地方、年度，或写明地方。"
        )
    file_iris = {file.iri for file in files}
    kept = [_in(part, tuple(unit for unit in part.values if labels.files_of_unit[unit] & file_iris)) for part in parts]
    return replace(reading, parts=tuple(kept), files=files)


def _in(part: Part, units: tuple[str, ...]) -> Part:
    """Return a unit's condition with only those units of its name that are of the place."""
    if part.kind != "unit":
        return part
    if not units:
        raise NotKnown(f"所选的地方和年度里没有“{part.words}”。请改选地方、年度。")
    return replace(part, values=units)
