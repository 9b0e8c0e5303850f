"""The pages of the app, in the order of its menu: one file a page."""

from __future__ import annotations

# The file of a page and its title; the first one is the app's own address.
PAGES = (
    ("home", "首页"),
    ("network", "关系图"),
    ("units", "单位清单"),
    ("tasks", "任务台账"),
    ("acts", "文件依据"),
    ("documents", "文件库"),
    ("console", "查询台"),
)
