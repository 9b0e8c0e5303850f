"""The names of places, and of bodies whose lists are held: those that share a name are readings side by side."""

from __future__ import annotations

from graph_build.values.bodies import is_body, kind_names
from graph_build.vocabulary.levels import DIVISIONS
from graph_query.labels import Mention
from graph_query.labels.scopes import Scope
from graph_query.questions import words
from graph_query.understanding.formula import Atom
from graph_query.understanding.lattice import NAME, Question

# More than that are not asked back one by one.
MOST_NAMESAKES = 3
# What a name costs more that is a unit's of a task too, and one that says the kind alone (大学): as much as a topic.
UNIT_TOO, KIND_ALONE = 0.4, 0.7
# What it costs that a body is meant as a unit that carries tasks, where no task names it.
NO_UNIT = 0.5


def add_scopes(q: Question, mention: Mention) -> None:
    """Add a place, or a body whose list is held, by each of the things that its name can mean."""
    values = tuple(value for value in _narrowed(q, mention) if not _is_part(q, mention, value))
    if values and not (values := _of_division(q, mention, values)) and not _is_longer(q, mention):
        _add_unknown(q, mention)
    if len(values) > MOST_NAMESAKES:
        full = tuple(q.labels.names[value] for value in values)
        reason = f"叫“{mention.words}”的有{len(values)}个，请写明是哪一个。"
        atom = Atom("place", words=mention.words, shown=mention.words, reason=reason, alike=full)
        q.add(mention.start, mention.end, "PLACE", atom)
        return
    for value in values:
        if mention.kind == "place":
            atom = Atom("place", (value,), words=mention.words, shown=q.labels.names[value])
            q.add(mention.start, mention.end, "PLACE", atom)
        else:
            _add_body(q, mention, value)


def _is_part(q: Question, mention: Mention, value: str) -> bool:
    """Say whether a name is a part of a longer one, of a body that has nothing to do with it: 临江 of 临江师范学院."""
    longer = (
        key
        for other in q.labels.readings(q.text)
        if other.kind == "scope" and other.start <= mention.start and mention.end <= other.end
        if len(other.words) > len(mention.words)
        for key in other.values
    )
    return any(value != key and value not in q.labels.scopes[key].places for key in longer)


def _of_division(q: Question, mention: Mention, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the kind of place that is said behind a short name: 云溪|区 is not 云溪县."""
    said, behind = mention.words, q.text[mention.end : mention.end + 1]
    if behind not in tuple(DIVISIONS):
        return values
    others = {said + division for division in DIVISIONS if division != behind}
    # 荆门|县市区 are those that lie in it.
    several = q.text[mention.end + 1 : mention.end + 2] in tuple(DIVISIONS)
    return tuple(value for value in values if several or q.labels.names[value] not in others)


def _is_longer(q: Question, mention: Mention) -> bool:
    """Say whether a name with the character behind it is a name too."""
    return any(m.start == mention.start and m.end == mention.end + 1 for m in q.labels.readings(q.text))


def _add_unknown(q: Question, mention: Mention) -> None:
    """Add a place that no list is of, though others have its name: 云溪市 beside 云溪县."""
    name = q.text[mention.start : mention.end + 1]
    alike = tuple(dict.fromkeys(q.labels.names[value] for value in mention.values))
    reason = f"图谱里没有{name}的文件，有{'、'.join(alike)}的。"
    q.add(mention.start, mention.end + 1, "PLACE", Atom("place", words=name, shown=name, reason=reason, alike=alike))


def _add_body(q: Question, mention: Mention, key: str) -> None:
    start, end, said = mention.start, mention.end, mention.words
    alone = said in kind_names()
    if alone and _is_spoken_of(q.text[:start]):
        return
    of_units = _carries_tasks(q, said)
    q.add(start, end, "DOC", body(q, key, said), NAME + UNIT_TOO * of_units + KIND_ALONE * alone)
    if not of_units and is_body(said):
        reason = f"{q.labels.names[key]}的文件里没有任务写明由“{said}”承担。"
        q.add(start, end, "UNIT", Atom("unit", words=said, shown=said, reason=reason), NO_UNIT)


def body(q: Question, key: str, said: str) -> Atom:
    """Return the condition that documents are the lists of a body, or of a place outside of the register."""
    scope = q.labels.scopes[key]
    short = said != scope.name and scope.name.endswith(said)
    note = f"“{said}”按“{scope.name}”理解" if said and short else ""
    own, others = _own_lists(q, scope)
    if others:
        said_of = f"只算{scope.name}自己的文件，{others}的不在其内" if own else f"{scope.name}只收录了{others}的文件"
        note = "；".join(part for part in (note, said_of) if part)
    shown = f"{scope.name}的文件" if _carries_tasks(q, scope.name) else scope.name
    return Atom("document", own or scope.files, words=said, shown=shown, note=note)


def _own_lists(q: Question, scope: Scope) -> tuple[tuple[str, ...], str]:
    """Return the lists that are a place's own, and whose the others are that lie in it; a body's are all its own."""
    if is_body(scope.name):
        return scope.files, ""
    files = [file for file in q.labels.files if file.iri in scope.files]
    others = dict.fromkeys(file.whose for file in files if file.whose != scope.name)
    return tuple(file.iri for file in files if file.whose == scope.name), "、".join(others)


def _carries_tasks(q: Question, name: str) -> bool:
    """Say whether a name is that of a unit which carries tasks."""
    return any(q.labels.files_of_unit[unit] for unit in q.labels.of_name(name, "unit"))


def _is_spoken_of(before: str) -> bool:
    """Say whether what follows is what tasks speak of: 涉及|大学."""
    longest = words().longest
    ends = (before[-length:] for length in range(1, longest + 1))
    return any(entry.symbol == "ABOUT" for end in ends for entry in words().entries.get(end, ()))


def _narrowed(q: Question, mention: Mention) -> tuple[str, ...]:
    """Return what a name can mean: of several that share it those in a place that the question names too."""
    if len(mention.values) == 1:
        return mention.values
    named = {
        iri
        for other in q.labels.readings(q.text)
        if other.kind == "place" and (other.end <= mention.start or mention.end <= other.start)
        for iri in other.values
    }
    inside = tuple(value for value in mention.values if named & _around(q, value))
    return inside or mention.values


def _around(q: Question, value: str) -> frozenset[str]:
    if value in q.labels.scopes:
        return q.labels.scopes[value].places
    return frozenset(iri for file in q.labels.files if value in file.places for iri in _outside(file.places, value))


def _outside(places: tuple[str, ...], value: str) -> tuple[str, ...]:
    """Return the places around one, of a document's places from the inside out."""
    return places[places.index(value) + 1 :]
