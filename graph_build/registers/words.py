"""An office's own words, checked against the ontology: what each means must be known there."""

from __future__ import annotations

from pathlib import Path

from graph_build.errors import SettingsError
from graph_build.folders import WORDS
from graph_build.vocabulary.concepts import columns_named, concepts_of, words_of
from graph_build.vocabulary.own_words import OwnWord, own_words


def read_words(folder: Path) -> tuple[OwnWord, ...]:
    """Return the words of folder/data/registers/words.toml; none where there is no such file.

    Raises SettingsError where one can't be used.
    """
    found = own_words(folder)
    for one in found:
        if why := refusal(one):
            raise SettingsError(f"{WORDS.name}：“{one.word}”：{why}。请改正。")
    return found


def refusal(one: OwnWord) -> str:
    """Return why a word can't mean what it is said to mean; nothing where it can."""
    if one.word == one.means:
        return "word 和 means 相同，没有用处"
    if one.what == "column" and one.means not in columns_named():
        return f"不认识栏目“{one.means}”，可写“备注栏”“责任单位”等已认得的表头用词"
    fields = {word for code in concepts_of("functions") for word in words_of("functions", code)}
    if one.what == "function" and one.means not in fields:
        return f"不认识职能“{one.means}”，可写“教育”“发展改革”等"
    if one.what == "ending" and one.means not in words_of("unitForms", "agency"):
        return f"“{one.means}”不是已认得的单位名词尾，可写“局”“中心”等"
    return ""
