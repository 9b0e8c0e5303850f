"""How nodes and lines of a drawing look: on the page, in pictures, in the legend."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """How a kind of node is drawn: its name, what fills its box, its border (in dashes or not), how round it is.

    `words` say what it looks like.
    """

    name: str
    fill: str
    line: str
    round: int
    words: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """How a role is drawn: colour, width, and dashes (empty for a whole line)."""

    colour: str
    width: float
    dashes: tuple[int, ...] = ()
    words: str = ""

    @property
    def sign(self) -> str:
        """What stands for it in the legend."""
        return "┅" if self.dashes else "━" if self.width > 1.5 else "─"  # noqa: PLR2004 (a thick line)


# Colours that a colour-blind reader can tell apart (Okabe and Ito); shape or stroke says the same again.
NODES = {
    "agency": NodeStyle("机关", "#E8F2F9", "#0072B2", 14, "圆角实线框"),
    "group": NodeStyle("统称单位", "#E5F5EF", "#00795A", 14, "圆角断续框", dashed=True),
    "task": NodeStyle("任务", "#FFF6DC", "#9A7208", 2, "直角框，前为编号"),
    "act": NodeStyle("所引文件", "#FCEBD3", "#A85F00", 2, "橙色直角框"),
    "topic": NodeStyle("主题", "#F5F1C4", "#7A6F00", 8, "黄色框"),
    "words": NodeStyle("词语", "#F5F1C4", "#7A6F00", 8, "黄色框"),
}
FRAME = NodeStyle("文件", "#F6F8FA", "#C5CCD4", 4, "灰底")
INK, PALE = "#1B2A38", "#4A5560"
EDGES = {
    "lead": EdgeStyle("#D55E00", 3, words="粗线"),
    "responsible": EdgeStyle("#8A8A8A", 1.4, words="细线"),
    "cooperating": EdgeStyle("#CC79A7", 2, (2, 6), "点线"),
    "cites": EdgeStyle("#E69F00", 1.4, words="细线"),
    "about": EdgeStyle("#B8AE00", 1.4, words="细线"),
    "holds": EdgeStyle("#B8AE00", 1.4, words="细线"),
}
# Of bars: the grey of a thin line would look as if it said nothing.
BARS = {"lead": "#D55E00", "responsible": "#0072B2", "cooperating": "#CC79A7"}
SUPPOSED_DASHES = (8, 6)
# What is behind the letter of a role in a table.
TINTS = {"lead": "#F9CFAE", "responsible": "#E1E5EA", "cooperating": "#F2D5E6"}
FACES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
