"""The docs are true: rules that code cites, commands, paths, figures, the map of folders, how to add to a family."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest
from typer.core import TyperGroup
from typer.main import get_command

import app_pages
import zeren
from app_pages import PAGES
from graph_build import layouts, readers
from graph_build.model import Fate
from graph_build.pipeline import extract_json
from graph_build.rdf import sureness
from graph_build.snapshots.origins import read_origins
from graph_query import questions, stores
from graph_query.answering import ask
from graph_query.model import SlotKind
from graph_query.questions import KINDS, Kind
from graph_query.sparql.ready_queries import HEADER, checks, ready_queries
from graph_query.stores import Store
from tests.conftest import CASES, PROJECT

README, CHINESE = PROJECT / "README.md", PROJECT / "README.zh-CN.md"
DOCS = PROJECT / "docs"
ENGLISH_AND_CHINESE = [README, CHINESE]
MARKDOWN = [
    *ENGLISH_AND_CHINESE,
    PROJECT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
    *sorted((PROJECT / "benchmarks").glob("*.md")),
]
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
# Made by running the program: no file of the project.
MADE = (
    *("data/uploads", "data/corrections", "data/graph"),
    *("data/registers/units", "data/registers/words.toml", "words.toml"),
)
# The annotators' own scorers, kept as they are.
NOT_OURS = {"score.py", "score_answers.py"}


def words_of(page: Path) -> str:
    return FENCED.sub("", page.read_text("utf-8"))


def inline(page: Path) -> list[str]:
    """What a page says in backticks, outside of its examples."""
    return [token.replace("\\|", "|") for token in INLINE.findall(words_of(page))]


def named(pages: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("page", pages, ids=lambda page: str(page.relative_to(PROJECT)))


def folders() -> set[str]:
    """The folders of the project, without those that tools make."""
    ignored = {line.strip("/") for line in (PROJECT / ".gitignore").read_text("utf-8").splitlines()}
    found = {path.name for path in PROJECT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    return {name for name in found - ignored if not name.endswith(".egg-info")}


def code() -> Iterator[Path]:
    """The files that people write, but for the docs."""
    for folder in folders() - {"docs", "data"}:
        for suffix in ("py", "ttl", "rq", "toml"):
            yield from (path for path in (PROJECT / folder).rglob(f"*.{suffix}") if path.name not in NOT_OURS)
    yield from PROJECT.glob("*.py")


# Rules of reading

RULE = re.compile(r"^- \*\*([A-Z]\d+)\*\* \S", re.MULTILINE)
NOT_YET = re.compile(r"^\| ([A-Z]\d+) \| \S", re.MULTILINE)
CITED = re.compile(r"docs/reading\.md\s+([A-Z]\d+(?:(?:,|\s+and|\s+to)\s+[A-Z]\d+)*)")


def rules() -> list[str]:
    return RULE.findall((DOCS / "reading.md").read_text("utf-8"))


def cited_in(text: str) -> list[str]:
    return [rule for cited in CITED.findall(text) for rule in re.findall(r"[A-Z]\d+", cited)]


def test_rules_of_reading_are_counted_through() -> None:
    sections = [list(run) for _, run in groupby(rules(), lambda rule: rule[0])]
    letters = re.findall(r"^## ([A-Z])\. ", (DOCS / "reading.md").read_text("utf-8"), re.MULTILINE)
    assert [section[0][0] for section in sections] == letters
    assert len(letters) == len(set(letters))
    for section in sections:
        assert section == [f"{section[0][0]}{n}" for n in range(1, len(section) + 1)]


def test_every_rule_has_an_example() -> None:
    text = (DOCS / "reading.md").read_text("utf-8").split("## Not read yet")[0]
    entries = re.split(r"^(?=- \*\*)", text, flags=re.MULTILINE)[1:]
    assert [entry for entry in entries if "例：" not in entry] == []
    assert len(entries) == len(rules())


def test_what_is_not_read_yet_are_rules_each_once_and_in_order() -> None:
    text = (DOCS / "reading.md").read_text("utf-8")
    not_yet = NOT_YET.findall(text.split("## Not read yet")[1])
    assert not_yet == [rule for rule in rules() if rule in not_yet]


def test_code_cites_rules_that_there_are() -> None:
    known = set(rules())
    cited = {(path.relative_to(PROJECT), rule) for path in code() for rule in cited_in(path.read_text("utf-8"))}
    assert {entry for entry in cited if entry[1] not in known} == set()
    # At least what reads units, limits, citations, particulars and aliases says whose rules it follows.
    assert {"C1", "D7", "L30", "R14", "U1", "U22"} <= {rule for _, rule in cited}


def test_several_rules_can_be_cited_at_once() -> None:
    assert cited_in("(docs/reading.md U1 to U21, R4\nand R9), B2") == ["U1", "U21", "R4", "R9"]


def test_code_cites_pages_that_there_are() -> None:
    pattern = re.compile(r"(?<![\w/.-])(?:docs/[\w/.-]+\.md|[A-Z]{3,}\.md)")
    cited = {(path, page) for path in code() for page in pattern.findall(path.read_text("utf-8"))}
    assert {entry for entry in cited if not (PROJECT / entry[1]).is_file()} == set()


# Commands

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
ROW = re.compile(r"^\| `zeren ([a-z]+)[^\n]*$", re.MULTILINE)


def commands() -> dict[str, set[str]]:
    """The commands of the command line, each with its options, but for those that are hidden."""
    group = get_command(zeren.app)
    assert isinstance(group, TyperGroup)
    return {
        name: {option for one in command.params if one.param_type_name == "option" for option in one.opts}
        - {option for one in command.params if getattr(one, "hidden", False) for option in one.opts}
        for name, command in group.commands.items()
        if not command.hidden
    }


@named(MARKDOWN)
def test_commands_of_the_docs_are_those_of_the_program(page: Path) -> None:
    known = commands()
    for token in inline(page):
        if match := re.match(r"zeren ([a-z]+)(?![\w.])", token):
            assert match[1] in known, token
            assert set(OPTION.findall(token)) <= known[match[1]], token


@named(ENGLISH_AND_CHINESE)
def test_every_command_and_option_stands_in_the_readme(page: Path) -> None:
    text = page.read_text("utf-8")
    rows = {match[1]: set(OPTION.findall(match[0])) for match in ROW.finditer(text)}
    anywhere = set(OPTION.findall(ROW.sub("", text)))
    assert set(rows) == set(commands())
    for name, options in commands().items():
        assert options <= rows[name] | anywhere, name


# Paths

SOURCES = (".py", ".md", ".toml", ".ttl", ".rq")


def is_path(token: str) -> bool:
    """Say whether words are a path of this project: below a folder that there is, or with the ending of a source."""
    first, slash, _ = token.partition("/")
    if not re.fullmatch(r"\.?\w[\w./*<>-]*", token) or token.startswith(MADE):
        return False
    return token.endswith(SOURCES) or bool(slash and first and (PROJECT / first).is_dir())


def is_there(path: str) -> bool:
    """Say whether a path leads somewhere; a name alone is that of a file somewhere."""
    places = [PROJECT] if "/" in path else [PROJECT, *(PROJECT / folder / "**" for folder in folders())]
    pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
    return any(next(PROJECT.glob(str((place / pattern).relative_to(PROJECT))), None) for place in places)


@named(MARKDOWN)
def test_paths_of_the_docs_are_there(page: Path) -> None:
    assert [token for token in inline(page) if is_path(token) and not is_there(token)] == []


@named(MARKDOWN)
def test_links_of_the_docs_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", words_of(page))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_map_of_folders_in_the_readme() -> None:
    section = README.read_text("utf-8").split("## Where things are")[1]
    rows = dict(re.findall(r"^\| ((?:`[\w./]+`(?:, )?)+) \| (.+) \|$", section, re.MULTILINE))
    tops = {token for key in rows for token in INLINE.findall(key)}
    assert {token.rstrip("/") for token in tops if token.endswith("/")} == folders()
    assert {token for token in tops if not token.endswith("/")} == {path.name for path in PROJECT.glob("*.py")} - {
        "conftest.py"
    }
    for package in ("graph_build", "graph_query"):
        rooms = {path.parent.name for path in (PROJECT / package).glob("*/__init__.py")}
        rooms_named = [token for token in INLINE.findall(rows[f"`{package}/`"]) if token.endswith("/")]
        assert sorted(room.rstrip("/") for room in rooms_named) == sorted(rooms)


def test_the_example_of_documents_toml_is_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```toml\n(.*?)^```", CHINESE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (tmp_path / "documents.toml").write_text(example, "utf-8")
    assert list(read_origins(tmp_path / "documents.toml")) == ["我的文件"]


# Figures

ONES = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: n for n, word in enumerate(ONES) if word} | {
    f"{ten}-{one}".strip("-"): 10 * n + m for n, ten in enumerate(TENS, 2) for m, one in enumerate(ONES)
}


def number(written: str) -> int | None:
    """A number in digits or English words; None where it is none.

    >>> [number(written) for written in ("31", "Thirty-one", "nine", "forty", "the")]
    [31, 31, 9, 40, None]
    """
    return int(written) if written.isdecimal() else NUMBERS.get(written.lower())


def figures() -> Iterator[tuple[str, str, int]]:
    """A page, the words around a figure of it, and what the figure must be."""
    cases = sum(path.is_dir() for path in CASES.iterdir())
    asked = sorted((PROJECT / "tests" / "questions").glob("*.jsonl"))
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in asked)
    yield "README.md", r"([\w-]+) ready-made queries", len(ready_queries())
    yield "README.md", r"([\w-]+) questions of \w+ writers", lines
    yield "README.md", r"questions of ([\w-]+) writers", len(asked)
    yield "CHANGELOG.md", r"([\w-]+) ready-made\s+queries", len(ready_queries())
    yield "CHANGELOG.md", r"([\w-]+) checks", len(checks())
    yield "CHANGELOG.md", r"([\w-]+) kinds as data", len(KINDS)
    yield "CHANGELOG.md", r"has ([\w-]+) pages", len(PAGES)
    yield "CHANGELOG.md", r"([\w-]+) golden cases", cases


@pytest.mark.parametrize(("page", "pattern", "right"), list(figures()))
def test_figures_of_the_docs(page: str, pattern: str, right: int) -> None:
    figures = [number(word) for word in re.findall(pattern, (PROJECT / page).read_text("utf-8"))]
    # A change log goes on: the last one counts.
    assert [figure for figure in figures if figure is not None][-1:] == [right]


def test_the_weights_of_sureness() -> None:
    section = (DOCS / "report.md").read_text("utf-8").split("## Sureness")[1].split("##")[0]
    weights = {float(figure) for figure in re.findall(r"\((\d\.\d+)[ )]", section)}
    assert weights == {*sureness.WEIGHTS.values(), sureness.SMALL}


def test_the_pages_of_the_app() -> None:
    titles = [title for _, title in PAGES]
    english = README.read_text("utf-8").split("| page | what users do there |")[1].split("\n\n")[0]
    chinese = CHINESE.read_text("utf-8").split("## 网页")[1].split("\n## ")[0]
    assert re.findall(r"^\| ([\u4e00-\u9fff]+) \|", english, re.MULTILINE) == titles
    assert re.findall(r"^- \*\*([\u4e00-\u9fff]+)\*\*", chinese, re.MULTILINE) == titles


def test_what_extract_prints_is_described() -> None:
    tables, _, fates = (DOCS / "extract.md").read_text("utf-8").partition("| fate |")
    rows = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)
    keys = {key for row in rows.findall(tables) for key in INLINE.findall(row)}
    assert {fate for row in rows.findall(fates) for fate in INLINE.findall(row)} == {*get_args(Fate)}
    printed = extract_json(CASES / "xiamen-2022" / "source.txt")
    there = {*printed, *printed["tasks"][0]}
    assert {key for key in keys if not key.endswith("_raw")} == there


def test_questions_of_the_docs_are_answered(five: Store) -> None:
    page = words_of(DOCS / "questions.zh-CN.md")
    table = re.findall(r"^\| [^|]+ \| ([^|]+？) \|$", page, re.MULTILINE)
    asked = [f"{question}？" for row in table for question in row.strip("？").split("？")]
    assert len(asked) > len(table) > 5
    asked += re.findall(r'`zeren ask "([^"]+)"', page)
    answers = [ask(question, five) for question in asked]
    assert [one.question for one in answers if not one.answerable or "没有理解" in one.answer] == []


# How to add something

# What extending.md calls a member, the folder of its family, and the name of the family's list.
FAMILIES: dict[str, tuple[ModuleType, str]] = {
    "A file format": (readers, "READERS"),
    "A way of writing tasks": (layouts, "LAYOUTS"),
    "A thing that can be asked for": (questions, "KINDS"),
    "A backend": (stores, "BACKENDS"),
    "A page": (app_pages, "PAGES"),
}
RECIPE = re.compile(r"^- \*\*(.+?)\*\*(.+?)(?=^- |^\S|\Z)", re.DOTALL | re.MULTILINE)
# A list of a family in the __init__ of its folder: READERS: tuple[ModuleType, ...] = tuple(…, PAGES = (…
LIST = re.compile(r"^([A-Z]+)(?:: tuple\[.+\])? = (?:tuple)?\((?=\n|\w)", re.MULTILINE)


def recipes() -> dict[str, str]:
    return {title: " ".join(text.split()) for title, text in RECIPE.findall(words_of(DOCS / "extending.md"))}


def folder_of(family: ModuleType) -> Path:
    return Path(str(family.__file__)).parent.relative_to(PROJECT)


def test_every_list_of_a_family_has_its_recipe() -> None:
    listed = {
        (path.parent.relative_to(PROJECT), name)
        for package in ("graph_build", "graph_query", "app_pages")
        for path in (PROJECT / package).rglob("__init__.py")
        for name in LIST.findall(path.read_text("utf-8"))
    }
    assert listed == {(folder_of(family), name) for family, name in FAMILIES.values()}


@pytest.mark.parametrize("title", FAMILIES)
def test_how_to_add_to_a_family(title: str) -> None:
    family, name = FAMILIES[title]
    tokens = INLINE.findall(recipes()[title])
    assert f"{folder_of(family)}/" in tokens
    assert name in tokens
    assert getattr(family, name)


@pytest.mark.parametrize("title", [title for title, (_, name) in FAMILIES.items() if name not in ("KINDS", "PAGES")])
def test_members_have_what_the_docs_ask_of_them(title: str) -> None:
    family, name = FAMILIES[title]
    tokens = [token for token in INLINE.findall(recipes()[title]) if token != name]
    attributes = [token for token in tokens if re.fullmatch(r"[A-Z]+", token)]
    functions = [match for token in tokens if (match := re.fullmatch(r"(\w+)\(([\w, ]*)\)(?: -> (\w+))?", token))]
    assert functions
    for member in getattr(family, name):
        assert all(hasattr(member, attribute) for attribute in attributes), member
        for function in functions:
            signature = inspect.signature(getattr(member, function[1]))
            assert list(signature.parameters) == function[2].split(", "), member
            assert function[3] in (None, signature.return_annotation), member


def test_a_kind_of_question_has_what_the_docs_ask_of_it() -> None:
    tokens = INLINE.findall(recipes()["A thing that can be asked for"])
    asked = {token for token in tokens if re.fullmatch(r"[a-z]+", token)}
    optional = {"name", "columns", "suggestion"}
    assert asked == {field.name for field in fields(Kind)} - optional


def test_a_page_is_a_file_of_the_list() -> None:
    files = {path.stem for path in (PROJECT / "app_pages").glob("*.py")} - {"__init__"}
    assert files == {name for name, _ in PAGES}


def test_a_ready_made_query_has_the_headers_that_the_docs_name() -> None:
    text = recipes()["A ready-made query"]
    known = re.findall(r"\(([a-z|]+)\)", HEADER.pattern)
    assert [set(headers.split("|")) for headers in known] == [set(re.findall(r"`# (\w+):", text))]
    kinds = re.findall(r"`# slot: name ([a-z|]+) ", text)
    assert [set(kind.split("|")) for kind in kinds] == [set(get_args(SlotKind))]


@named(MARKDOWN)
def test_terms_of_the_docs_are_defined(page: Path) -> None:
    ontology = "".join((PROJECT / "ontology" / name).read_text("utf-8") for name in ("core.ttl", "concepts.ttl"))
    defined = set(re.findall(r"^zr:(\w+)", ontology, re.MULTILINE))
    assert set(re.findall(r"\bzr:(\w+)", page.read_text("utf-8"))) - defined == set()
