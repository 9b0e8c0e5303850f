"""All that the ledger counts, answers say, pages show and exports hold of a home folder, as JSON.

Run on its own, with the home folder, for the copy of the project in whose folder it lies, or for this one.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

TODAY = date(2022, 6, 30)
ADDRESSES: tuple[tuple[str, dict[str, str]], ...] = (
    ("home", {}),
    ("home", {"q": "渝中区第21项任务由哪些单位牵头？"}),
    ("home", {"q": "荆门市的政府公报由哪些单位牵头？", "without": "lead"}),
    ("network", {"place": "荆门市", "role": "lead", "topic": "tax_cuts"}),
    ("units", {}),
    ("units", {"view": "图表"}),
    ("units", {"unit": "unit/370104/区教育体育局"}),
    ("tasks", {"role": "lead"}),
    ("tasks", {"basis": "merged_supposed"}),
    ("tasks", {"view": "月历"}),
    ("tasks", {"task": "task/xiamen-2022/d9ae5f857d55"}),
    ("acts", {}),
    ("documents", {}),
    ("console", {}),
)


def everything(home: Path, questions: list[str]) -> dict[str, Any]:
    from graph_query.ledger.reading import ledger_of
    from graph_query.stores import open_store

    store = open_store("memory:data/graph/current", home)
    ledger = ledger_of(store)
    return {
        "counts": counts(store, ledger),
        "answers": {question: answer(store, question) for question in questions},
        "pages": {f"{page} {address}": page_at(page, address) for page, address in ADDRESSES},
        "exports": exports(store, ledger),
    }


def counts(store: Any, ledger: Any) -> dict[str, Any]:
    from graph_query.ledger.duties import duties_of
    from graph_query.ledger.facets import FACETS, Choice
    from graph_query.ledger.facets import counts as counted

    assignments = [assignments for task in ledger.tasks for assignments in task.assignments]
    limits = [limit for task in ledger.tasks for limit in task.all_limits]
    return {
        "supposed": [sum(it.supposed for it in assignments), sum(it.supposed for it in limits)],
        "templates": sum(document.copy == "template" for document in ledger.documents.values()),
        "roles": Counter(it.role for it in assignments),
        "duties": {unit: Counter(duty.way for duty in duties_of(store, ledger, unit)) for unit in ledger.units},
        "facets": {key: counted(ledger, Choice(), key) for key in FACETS},
    }


def answer(store: Any, question: str) -> dict[str, Any]:
    from graph_query.answering import as_json, ask

    return dict(json.loads(as_json(ask(question, store, TODAY))))


def page_at(page: str, address: dict[str, str]) -> list[str]:
    """Return what a page says, and the tables that it shows."""
    from streamlit.testing.v1 import AppTest

    import app_pages

    app = AppTest.from_file(str(Path(str(app_pages.__file__)).parents[1] / "app.py"), default_timeout=60)
    if page != "home":
        app.switch_page(f"app_pages/{page}.py")
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.text, app.warning, app.info)
    texts = [str(element.value) for kind in kinds for element in kind]
    chosen = [option for kind in (app.multiselect, app.selectbox) for box in kind for option in box.options]
    return [*texts, *chosen, *(html.proto.body for html in app.get("html"))]


def exports(store: Any, ledger: Any) -> dict[str, Any]:
    from graph_query.drawing.network import network_of
    from graph_query.drawing.pictures import as_graphml
    from graph_query.exports.calendar import as_calendar
    from graph_query.exports.graph_export import neo4j
    from graph_query.exports.ledgers import unit_ledger
    from graph_query.exports.rdf import as_turtle
    from graph_query.exports.sheet import Edition, task_sheet
    from graph_query.ledger.duties import WAYS, duties_of

    edition = Edition("", "2022-06-01", "", TODAY)
    unit = next(iri for iri in ledger.units if iri.endswith("/370104/区教育体育局"))
    network = network_of(ledger, ledger.tasks[:30])
    sheet = task_sheet("", ledger.tasks, edition)
    paper = unit_ledger(ledger.units[unit], duties_of(store, ledger, unit), (*WAYS,), edition)
    tables = [table for table in (paper.table, paper.behind) if table]
    with zipfile.ZipFile(io.BytesIO(neo4j(ledger, ""))) as archive:
        graph = {name: archive.read(name).decode() for name in archive.namelist()}
    return {
        "sheet": [sheet.columns, [[str(value) for value in row] for row in sheet.rows]],
        "ledger": [paper.title, paper.under, paper.mark, [[str(line) for line in table.lines()] for table in tables]],
        "calendar": as_calendar("全部", ledger.tasks, edition, lambda task: task.iri).decode().replace("\r\n ", ""),
        "turtle": as_turtle(store, ledger.tasks[:30], edition).decode(),
        "graphml": as_graphml(network, ()).decode(),
        "neo4j": graph,
    }


def main() -> None:
    home = Path(sys.argv[1])
    os.environ["ZEREN_HOME"] = str(home)
    from streamlit.components.v2 import manifest_scanner

    from graph_build.pipeline import build

    # As in page_runs.py, which a copy of the project has not.
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    report = build(home)
    found = everything(home, json.load(sys.stdin))
    print(json.dumps(found | {"snapshot": report.snapshot.name}, ensure_ascii=False))


if __name__ == "__main__":
    main()
