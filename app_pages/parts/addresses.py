"""What a page shows stands in its address: choices that are read from it and written to it, links to other pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from urllib.parse import quote

import streamlit as st

from graph_query.ledger.concepts import notation_of
from graph_query.ledger.model import Task
from graph_query.ledger.reading import Ledger

# So many options are listed as they are; of more, so many that hold the words that are sought.
MOST_LISTED, MOST_FOUND = 2_000, 200
# IRIs stand in addresses without it.
BASE = "https://w3id.org/zeren/id/"


def short(iri: str) -> str:
    """Return an IRI as it stands in addresses.

    >>> short("https://w3id.org/zeren/id/unit/350200/市税务局")
    'unit/350200/市税务局'
    """
    return iri.removeprefix(BASE)


def link(page: str, carry: Iterable[str] = (), **values: str) -> str:
    """Return the address of a page with values; IRIs are shortened; place, year and what to `carry` go along."""
    return links_to(page, carry)(**values)


def links_to(page: str, carry: Iterable[str] = ()) -> Callable[..., str]:
    """Return what makes addresses of a page as `link` does: what goes along is read once for many of them."""
    there = st.query_params.keys()
    kept = [(key, value) for key in ("place", "year", *carry) if key in there for value in st.query_params.get_all(key)]

    def to(**values: str) -> str:
        still = (pair for pair in kept if pair[0] not in values)
        pairs = [*still, *((key, short(value)) for key, value in values.items() if value)]
        query = "&".join(f"{key}={quote(value, safe='/')}" for key, value in pairs)
        return f"/{page}?{query}" if query else f"/{page}"

    return to


def link_here(**values: str) -> str:
    """Return the address of the page that is shown with other values, and no page of a list."""
    kept = [(key, value) for key in st.query_params for value in st.query_params.get_all(key)]
    others = ((key, value) for key, value in kept if key not in values and not key.startswith("page"))
    pairs = [*others, *((key, short(value)) for key, value in values.items() if value)]
    return "?" + "&".join(f"{key}={quote(value, safe='/')}" for key, value in pairs)


def value_of(key: str, options: Collection[str]) -> str | None:
    """Return the option that the address names; None where it names none that there is."""
    wanted = st.query_params.get(key)
    return next((option for option in (wanted, f"{BASE}{wanted}") if wanted and option in options), None)


def task_named(ledger: Ledger, key: str = "task") -> Task | None:
    """Return the task that the address names; None where it names none that there is."""
    wanted = st.query_params.get(key)
    return ledger.task(wanted) if wanted else None


def concepts_named(key: str, scheme: str) -> tuple[str, ...]:
    """Return the concepts that the address names, by notation; one with labels, as links once had, is written anew."""
    wanted = tuple(st.query_params.get_all(key))
    found = tuple(dict.fromkeys(notation_of(scheme, word) for word in wanted))
    if found != wanted:
        keep(key, found)
    return found


def several(
    label: str, key: str, options: Sequence[str], words_of: Callable[[str], str] = str, none: str = "不限"
) -> tuple[str, ...]:
    """Show a choice of several options, and return those chosen; `none` is said where nothing is."""
    wanted = st.query_params.get_all(key)
    chosen = [option for option in options if option in wanted or short(option) in wanted]
    box = f"box-{key}"
    st.session_state[box] = chosen
    label_of = distinct_labels(options, words_of).__getitem__
    st.multiselect(
        label,
        options,
        key=box,
        format_func=label_of,
        on_change=_keep,
        args=(key,),
        placeholder=none,
        select_all=False,
    )
    return tuple(chosen)


def one(label: str, key: str, options: Sequence[str], words_of: Callable[[str], str] = str) -> str | None:
    """Show a choice of one option or none, and return it; the address keeps it.

    A browser is not sent thousands of options: where there are more than MOST_LISTED, words narrow them first.
    """
    if len(options) > MOST_LISTED:
        options = _narrowed(label, key, options, words_of)
    box = f"box-{key}"
    st.session_state[box] = value_of(key, options)
    label_of = distinct_labels(options, words_of).__getitem__
    st.selectbox(label, options, key=box, format_func=label_of, on_change=_keep, args=(key,), placeholder="请选择")
    return value_of(key, options)


def _narrowed(label: str, key: str, options: Sequence[str], words_of: Callable[[str], str]) -> tuple[str, ...]:
    """Show a box for words of the options; return the first that hold them, and the one that is chosen."""
    words = typed(f"{label}（共 {len(options)} 个，写几个字查找）", f"{key}-find").split()
    found = (option for option in options if all(word in words_of(option) for word in words))
    chosen = value_of(key, options)
    return tuple(dict.fromkeys([*([chosen] if chosen else []), *islice(found, MOST_FOUND)]))


def distinct_labels(options: Iterable[str], words_of: Callable[[str], str]) -> dict[str, str]:
    """Return the words for each option, a number behind those that another has too: Streamlit knows options by them.

    >>> distinct_labels(["a", "b"], lambda _: "通知")
    {'a': '通知', 'b': '通知 [2]'}
    """
    seen = Counter[str]()
    names = {}
    for option in options:
        words = words_of(option)
        seen[words] += 1
        names[option] = words if seen[words] == 1 else f"{words} [{seen[words]}]"
    return names


def typed(label: str, key: str, placeholder: str = "") -> str:
    """Show a box for words, and return them; the address keeps them."""
    box = f"box-{key}"
    st.session_state[box] = st.query_params.get(key, "")
    st.text_input(label, key=box, on_change=_keep, args=(key,), placeholder=placeholder)
    return st.query_params.get(key, "").strip()


def keep(key: str, value: str | Sequence[str] | None) -> None:
    """Put a value into the address, or take it away."""
    if value:
        st.query_params[key] = short(value) if isinstance(value, str) else [short(one) for one in value]
    else:
        st.query_params.pop(key, None)


def _keep(key: str) -> None:
    keep(key, st.session_state[f"box-{key}"])
    st.query_params.pop("page", None)
