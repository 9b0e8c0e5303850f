"""Questions that go on from the one before: an edit said in Chinese gives the edited formula, all else stands alone."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from graph_query.answering import NOTHING_BEFORE, Answer, ask
from graph_query.errors import NotKnown
from graph_query.stores import Store
from graph_query.understanding import Before, resolved, understand
from graph_query.understanding.antecedents import units_in
from graph_query.understanding.formula import Atom, Formula, all_of, atoms, conjuncts, mapped, negated
from graph_query.understanding.saying import question_of
from tests.conftest import CASES, FIVE
from tests.formulas import Maker, entries

TODAY = date(2026, 11, 22)
SAMPLE, ALL = 40, 2000
WHOLE = "荆门市审批局牵头的任务有哪些？"


@pytest.fixture(scope="module")
def maker(five: Store) -> Maker:
    return Maker(five, entries(five, {name: next((CASES / name).glob("source.*")) for name in FIVE}), seed=2)


def said_in_turn(store: Store, *questions: str) -> Answer:
    """Return the answer to the last of several questions, each going on from the one before."""
    answer = None
    for question in questions:
        answer = ask(question, store, TODAY, before=answer)
    assert answer
    return answer


# Random formulas, random edits

Edit = Callable[[Formula, random.Random], "tuple[str, Formula] | None"]


def other_place(formula: Formula, pick: random.Random) -> tuple[str, Formula] | None:
    """Say another place; what it lacks is refused, so only of conditions that every place can have."""
    if any(atom.kind in ("unit", "only", "topic") for atom in atoms(formula.of)):
        return None
    place = pick.choice(PLACES)
    kept = (part for part in conjuncts(formula.of) if not (isinstance(part, Atom) and part.kind == "place"))
    words = pick.choice((f"{place.shown}呢？", f"那{place.shown}呢", f"换成{place.shown}"))
    return words, replace(formula, of=all_of([place, *kept]))


def other_role(formula: Formula, pick: random.Random) -> tuple[str, Formula] | None:
    """Say another role of the units that are named, or that are asked for."""
    role, words = pick.choice(
        (("cooperating", "那配合的呢"), ("responsible", "作为责任单位的呢？"), ("lead", "牵头的呢"))
    )
    negative = any(atom.kind in ("unit", "only") for part in conjuncts(formula.of) for atom in atoms(part))
    if units_in(formula.of) and formula.wants != "units":
        return words, replace(formula, of=mapped(formula.of, lambda atom: in_role(atom, role)))
    return (words, replace(formula, roles=(role,))) if formula.wants == "units" and not negative else None


def in_role(atom: Atom, role: str) -> Atom:
    return replace(atom, roles=(role,)) if atom.kind in ("unit", "only") else atom


def one_more(formula: Formula, pick: random.Random) -> tuple[str, Formula] | None:
    """Say one more condition."""
    has = Atom("has", (pick.choice(("lead", "deadline", "citation")),))
    name = {"lead": "牵头单位", "deadline": "时限", "citation": "依据文件"}[has.values[0]]
    return f"其中没有{name}的", replace(formula, of=all_of([formula.of, negated(has)]))


def other_thing(formula: Formula, pick: random.Random) -> tuple[str, Formula] | None:
    """Ask for another thing of the same."""
    words, asked = pick.choice(
        (
            ("什么时候完成？", Formula("limits", formula.of)),
            ("一共几项", Formula("tasks", formula.of, "count")),
            ("引用了哪些文件", Formula("acts", formula.of)),
            ("依据什么文件", Formula("why", formula.of)),
            ("谁牵头？", Formula("units", formula.of, roles=("lead",))),
        )
    )
    return (words, asked) if formula.wants not in ("documents", "places") else None


EDITS: tuple[Edit, ...] = (other_place, other_role, one_more, other_thing)
PLACES: list[Atom] = []


def check_edits(store: Store, maker: Maker, count: int) -> None:
    pick = random.Random(3)
    PLACES[:] = [
        Atom("place", (file.places[0],), words=file.place, shown=file.place)
        for file in understand("荆门市有哪些任务", store, TODAY)[0].labels.files
        if file.places
    ]
    done = 0
    while done < count:
        before = maker.formula()
        said = question_of(before)
        edit = pick.choice(EDITS)(before, pick)
        if edit is None:
            continue
        words, wanted = edit
        q, found = understand(words, store, TODAY, Before(understand(said, store, TODAY)[1][0][1]))
        assert resolved(found[0][1], q) == resolved(wanted, q), (said, words)
        done += 1


def test_an_edit_said_in_chinese_gives_the_edited_formula(five: Store, maker: Maker) -> None:
    check_edits(five, maker, SAMPLE)


@pytest.mark.long
def test_many_edits(five: Store, maker: Maker) -> None:
    check_edits(five, maker, ALL)


# What stays, what goes


@pytest.mark.parametrize(
    ("before", "question", "understood"),
    [
        (WHOLE, "换成市住建局", "荆门市，市住建局牵头的任务有哪些？"),
        (WHOLE, "其中市发改委也牵头的有几项", "荆门市，市发改委牵头，市审批局牵头的任务有多少项？"),
        (WHOLE, "责任单位是哪些", "荆门市，市审批局牵头的任务由哪些单位作为责任单位？"),
        ("荆门市政府公报由谁牵头？", "厦门市的政策解读归谁负责", "厦门市，涉及“政策解读”的任务由哪些单位负责？"),
        ("荆门市政府公报由谁牵头？", "反垄断由谁负责？", "荆门市，涉及“反垄断”的任务由哪些单位负责？"),
        ("荆门市政府公报由谁牵头？", "库里一共几项任务", "收录的文件的任务有多少项？"),
        ("厦门市有哪些任务", "按季度分别几项", "厦门市的任务按季度统计各有多少项？"),
        ("渝中区财政局负责哪些任务", "槐荫区呢", "槐荫区，区财政局负责的任务有哪些？"),
        ("哪份文件的任务最多", "它有几项任务", "《2022年槐荫区政务公开重点工作任务分解表》的任务有多少项？"),
        ("荆门市牵头任务最多的三个单位是哪些", "最少的呢", "荆门市，牵头的任务最少的3个单位是哪些？"),
        (
            WHOLE,
            "其中第二项的责任单位",
            "《2022年荆门市政务公开重点工作任务分解》，第3项的任务由哪些单位作为责任单位？",
        ),
        ("深圳市有哪些任务", "那厦门市呢", "厦门市的任务有哪些？"),
    ],
)
def test_what_is_said_takes_the_place_of_its_kind(before: str, question: str, understood: str, five: Store) -> None:
    assert said_in_turn(five, before, question).understood == understood


@pytest.mark.parametrize("question", ["厦门市第3项由谁负责？", "全部文件一共几项任务", "荆门市教育局牵头哪些任务"])
def test_a_whole_question_stays_itself(question: str, five: Store) -> None:
    second = said_in_turn(five, WHOLE, question)
    assert second == ask(question, five, TODAY)
    assert not second.follows


def test_what_can_be_an_edit_or_a_question_of_its_own_is_asked_back(five: Store) -> None:
    answer = said_in_turn(five, "槐荫区没有牵头单位的任务有几项", "渝中区有几项任务")
    assert [reading.values["count"] for reading in answer.clarify] == [33, 0]
    answer = said_in_turn(five, WHOLE, "政策解读由谁负责？")
    assert [reading.question[:3] for reading in answer.clarify] == ["荆门市", "涉及“"]


@pytest.mark.parametrize("question", ["荆门呢？", "那配合的呢", "它们什么时候完成"])
def test_a_fragment_alone_is_refused(question: str, five: Store) -> None:
    alone = ask(question, five, TODAY)
    assert not alone.answerable
    assert alone.suggestions
    assert ask(question, five, TODAY, before=NOTHING_BEFORE).answer.startswith("请接着哪一句问？")


def test_a_pronoun_of_several_units_is_not_guessed(five: Store) -> None:
    answer = said_in_turn(five, "荆门市政府公报由谁牵头？", "它还牵头哪些任务")
    assert (answer.answerable, answer.answer[:13]) == (False, "前一句说到的单位不止一个（")
    assert "市审批局" in answer.answer


def test_what_was_not_understood_is_nothing_to_go_on_from(five: Store) -> None:
    assert "接不上" in said_in_turn(five, "？？？", "荆门呢").answer


def test_a_word_that_says_something_is_not_dropped(five: Store) -> None:
    for question in ("那加急的呢", "其中归口管理处的", "荆门领导包保的呢"):
        answer = said_in_turn(five, "厦门市有哪些任务", question)
        assert not answer.answerable, question


def test_an_answer_can_be_kept(five: Store) -> None:
    before = pickle.loads(pickle.dumps(ask(WHOLE, five, TODAY)))
    assert ask("那配合的呢", five, TODAY, before=before) == said_in_turn(five, WHOLE, "那配合的呢")


def test_no_question_before_is_said(five: Store) -> None:
    with pytest.raises(NotKnown, match="请接着哪一句问"):
        understand("荆门呢", five, TODAY)
