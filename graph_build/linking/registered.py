"""Which unit of the registers a name means."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from graph_build.linking.identity import Home, body_of
from graph_build.model import RegisteredUnit
from graph_build.registers.places import around, places
from graph_build.registers.units import Register
from graph_build.values.names import is_group


class Registered:
    """The registers of the places that a document's units can be of; units that ended before its day come last."""

    def __init__(self, register: Register, home: Home, on: date | None) -> None:
        self._register, self._home, self._on = register, home, on

    def of_place(self, place: str | None) -> tuple[RegisteredUnit, ...]:
        """Return the units of a place."""
        return self._register.get(place or "", ())

    def unit(self, name: str) -> RegisteredUnit | None:
        """Return the unit that a name means: by its names, else by what the name stands for; None where several fit."""
        if is_group(name) or not self._register:
            return None
        body = body_of(name, self._home)
        near = [place.code for place in around(places().get(self._home.place or ""))]
        known = [unit for code in dict.fromkeys([body.place, *near]) for unit in self.of_place(code)]
        exact = [unit for unit in known if name in (unit.name, *unit.short_names)]
        # 市城管局 for 荆门市城市管理局: without its place, and with what stands for it.
        alike = [unit for unit in self.of_place(body.place) if body.key in _keys(unit)]
        return self._only(exact) or (self._only(alike) if not exact else None)

    def key(self, unit: RegisteredUnit) -> str:
        """Return the last part of a unit's IRI: its key, or its full name where another of its place has that key."""
        key = body_of(unit.name, Home(unit.place)).key
        same = [u for u in self.of_place(unit.place) if body_of(u.name, Home(u.place)).key == key]
        return key if len(same) == 1 else unit.name

    def _only(self, units: Iterable[RegisteredUnit]) -> RegisteredUnit | None:
        found = list(units)
        there = [unit for unit in found if unit.until is None or self._on is None or unit.until >= self._on]
        chosen = there or found
        return chosen[0] if len(chosen) == 1 else None


def _keys(unit: RegisteredUnit) -> set[str]:
    return {body_of(name, Home(unit.place)).key for name in (unit.name, *unit.short_names)}
