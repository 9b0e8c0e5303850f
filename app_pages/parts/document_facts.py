"""The facts of a document, filled in from what was read and open to change: what is typed becomes corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from app_pages.parts.refused import say_refused
from graph_build.corrections import FACTS, Correction, Fact, bare, label_of_fact, refusal, told
from graph_query.ledger.concepts import COPIES, shown
from graph_query.ledger.place_names import full_name, places_named

# Said in a box that is empty: a sign to be opened would stand between the boxes for who works without a mouse.
EXAMPLES: Mapping[Fact, str] = {
    "place": "写全称，如 江苏省南京市鼓楼区",
    "year": "任务所属的年度，如 2026",
    "number": "如 国办发〔2026〕1号",
    "issued": "如 2026-01-31",
    "retrieved": "如 2026-01-31",
    "openness": "照文件所注，如 此件公开发布",
}
NOTE = (
    "开发区、街道、学校等名录中没有的地方，照写它的名称，并写明所在的市县。"
    "公开属性照文件所注，如“此件公开发布”；没有注明的为“未标明”。"
)


class NotAFact(ValueError):
    """Says in one Chinese line what of the facts can't be taken, and how to write it; `box` is where it was typed."""

    def __init__(self, box: str, line: str) -> None:
        super().__init__(line)
        self.box = box


def boxes_of_facts(key: str) -> tuple[str, ...]:
    """Return the keys of the boxes of facts."""
    return tuple(f"{key}-{box}" for box in ("place", "within", *(fact for fact in FACTS if fact != "place")))


def show_inputs(facts: Mapping[Fact, str], key: str) -> dict[str, str]:
    """Show the facts in boxes and return what stands in these; `within` is where a place of its own name lies."""
    left, right = st.columns(2)
    with left:
        typed = {"place": _line("place", full_name(facts["place"]), key)}
    with right:
        say_refused(f"{key}-within")
        typed["within"] = st.text_input("所在市县（名录中没有这个地方时填写）", key=f"{key}-within").strip()
    for n, fact in enumerate(fact for fact in FACTS if fact != "place"):
        with (left, right)[n % 2]:
            typed[fact] = _kind_of(facts[fact], key) if fact == "kind" else _line(fact, facts[fact], key)
    st.caption(NOTE)
    return typed


def _line(fact: Fact, value: str, key: str) -> str:
    say_refused(f"{key}-{fact}")
    return st.text_input(label_of_fact(fact), value, key=f"{key}-{fact}", placeholder=EXAMPLES.get(fact)).strip()


def _kind_of(kind: str, key: str) -> str:
    options = ("", *COPIES)
    at = options.index(kind) if kind in options else 0
    return st.selectbox(label_of_fact("kind"), options, at, _kind, f"{key}-kind")


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
            raise NotAFact(one.fact, f"{told(one)[0]}“{one.now}”：{refused}。")
    return found


def _place(typed: Mapping[str, str], facts: Mapping[Fact, str]) -> tuple[str, str]:
    """Return the code of the place that is named, else its own name and the code of where it lies. Raises NotAFact."""
    name = bare(typed["place"])
    if name == bare(full_name(facts["place"])):
        if typed["within"]:
            raise NotAFact(
                "within", f"地方已是“{name}”。要补写所在市县，请先撤回“地方”这一条更正，再一并填写地方和所在市县。"
            )
        return facts["place"], ""
    if not name:
        return "", ""
    return _code(name, "place") or name, _code(bare(typed["within"]), "within")


def _code(name: str, box: str) -> str:
    """Return the code of a place of the register; nothing where it has none of this name, which one `within` must.

    Raises NotAFact.
    """
    found = places_named(name) if name else []
    if len(found) > 1:
        some = "、".join(map(full_name, found[:3]))
        raise NotAFact(box, f"叫“{name}”的地方有 {len(found)} 个，请写全称，如 {some}。")
    if box == "within" and name and not found:
        raise NotAFact(box, f"名录中没有“{name}”。请写省、市、县（区）的全称，或留空。")
    return found[0] if found else ""
