"""The facts of a document, filled in from what was read and open to change: what is typed becomes corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from graph_build.corrections import FACTS, Correction, Fact, bare, label_of_fact, refusal
from graph_query.ledger.concepts import COPIES, shown
from graph_query.ledger.place_names import full_name, places_named

HELP: Mapping[Fact, str] = {
    "place": "写全称，如“江苏省南京市鼓楼区”。开发区、街道、学校等名录中没有的，照写它的名称，并写明所在的市县。",
    "year": "任务所属的年度，如 2026",
    "number": "如 国办发〔2026〕1号",
    "issued": "如 2026-01-31",
    "retrieved": "如 2026-01-31",
    "openness": "照文件所注，如“此件公开发布”；没有注明的为“未标明”",
}


class NotAFact(ValueError):
    """Says in one Chinese line what of the facts can't be taken, and how to write it."""


def show_inputs(facts: Mapping[Fact, str], key: str) -> dict[str, str]:
    """Show the facts in boxes and return what stands in these; `within` is where a place of its own name lies."""
    left, right = st.columns(2)
    place = left.text_input(label_of_fact("place"), full_name(facts["place"]), key=f"{key}-place", help=HELP["place"])
    within = right.text_input("所在市县（名录中没有这个地方时填写）", key=f"{key}-within")
    typed = {"place": place.strip(), "within": within.strip()}
    for n, fact in enumerate(fact for fact in FACTS if fact != "place"):
        box, label = (left, right)[n % 2], label_of_fact(fact)
        if fact == "kind":
            options = ("", *COPIES)
            at = options.index(facts[fact]) if facts[fact] in options else 0
            typed[fact] = box.selectbox(label, options, at, _kind, f"{key}-{fact}")
        else:
            typed[fact] = box.text_input(label, facts[fact], key=f"{key}-{fact}", help=HELP.get(fact)).strip()
    return typed


def _kind(kind: str) -> str:
    return shown("copyKinds", kind) or "未注明"


def facts_said(facts: Mapping[Fact, str], typed: Mapping[str, str], said: Correction) -> list[Correction]:
    """Return what is said of a document otherwise than it is read; `said` tells who and when. Raises NotAFact."""
    found = []
    for fact in FACTS:
        now, within = _place(typed, facts) if fact == "place" else (typed[fact], "")
        if bare(now) != bare(facts[fact]):
            found.append(replace(said, what="document", fact=fact, was=facts[fact], now=now, within=within))
    for one in found:
        if refused := refusal(one):
            raise NotAFact(f"{refused}。")
    return found


def _place(typed: Mapping[str, str], facts: Mapping[Fact, str]) -> tuple[str, str]:
    """Return the code of the place that is named, else its own name and the code of where it lies. Raises NotAFact."""
    name = bare(typed["place"])
    if name == bare(full_name(facts["place"])):
        if typed["within"]:
            raise NotAFact(f"地方已是“{name}”。要补写所在市县，请先撤回“地方”这一条更正，再一并填写地方和所在市县。")
        return facts["place"], ""
    if not name:
        return "", ""
    return _code(name) or name, _code(bare(typed["within"]), must=True)


def _code(name: str, *, must: bool = False) -> str:
    """Return the code of a place of the register; nothing where it has none of this name. Raises NotAFact."""
    found = places_named(name) if name else []
    if len(found) > 1:
        some = "、".join(map(full_name, found[:3]))
        raise NotAFact(f"叫“{name}”的地方有 {len(found)} 个，请写全称，如 {some}。")
    if must and name and not found:
        raise NotAFact(f"名录中没有“{name}”。请写省、市、县（区）的全称，或留空。")
    return found[0] if found else ""
