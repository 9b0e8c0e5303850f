"""Typer in Chinese: its help, and its errors of a command line that it can't follow."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

HELP_WORDS = (
    ("Usage:", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]…"),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示本说明。"),
    ("[default: ", "[默认："),
    ("[default:\n", "[默认：\n"),
    ("[required]", "[必填]"),
    (" TEXT ", " 文字 "),
    (" INTEGER RANGE ", " 整数 "),
)
USAGE_ERRORS = (
    (r"Missing argument '?(\w+)", r"缺少参数 \1"),
    (r"Missing option '?([\w-]+)", r"缺少选项 \1"),
    (r"Missing command", r"缺少命令"),
    (r"No such option:? '?([\w-]+)", r"没有选项 \1"),
    (r"No such command '?([^']+)'?", r"没有命令 \1"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", r"多出了参数 \1"),
    (r"Option '?([\w-]+)'? requires", r"选项 \1 后面缺少值"),
    (r"Invalid value for '?([\w-]+)'?", r"\1 的值不对"),
)


class ChineseCommand(TyperCommand):
    """A command whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (Typer's own context type is private)
        """Return the help text."""
        return _in_chinese(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help is in Chinese."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 (Typer's own context type is private)
        """Return the help text."""
        return _in_chinese(super().get_help(ctx))


def _in_chinese(text: str) -> str:
    for english, chinese in HELP_WORDS:
        text = text.replace(english, chinese)
    return text


def usage_error(message: str) -> str:
    """Return what is wrong with a command line as one line, from Typer's own words.

    >>> usage_error("No such command 'biuld'.")
    '命令有误：没有命令 biuld。用法见 zeren --help。'
    """
    found = (match.expand(chinese) for pattern, chinese in USAGE_ERRORS if (match := re.match(pattern, message)))
    return f"命令有误：{next(found, message)}。用法见 zeren --help。"
