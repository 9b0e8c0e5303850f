"""Places by the names that people type: 鼓楼区, 南京市鼓楼区, 江苏省南京市鼓楼区."""

from __future__ import annotations

from graph_build.registers.places import Place, around, places


def full_name(code: str) -> str:
    """Return a place's name with those that it lies in, from the outside in; what is no code of one, as it is.

    >>> full_name("320106"), full_name("雄安新区")
    ('江苏省南京市鼓楼区', '雄安新区')
    """
    place = places().get(code)
    return _full(place) if place else code


def places_named(name: str) -> list[str]:
    """Return the codes of the places that a name is the end of: one where it is written whole enough.

    >>> places_named("南京市鼓楼区"), len(places_named("鼓楼区")) > 1, places_named("雄安新区")
    (['320106'], True, [])
    """
    found = [place for place in places().values() if name.endswith(place.name)]
    return [place.code for place in found if _full(place).endswith(name)]


def _full(place: Place) -> str:
    return "".join(outer.name for outer in reversed(around(place)))
