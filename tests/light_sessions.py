"""Sessions of the app without a browser: they speak Streamlit's protocol, and draw nothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol


def turn_pages(address: str, pages: Sequence[str], sessions: int) -> tuple[list[float], list[str]]:
    """Let sessions ask for the same page at the same moment, page by page (`units?view=图表`).

    Return the seconds until each run is done, and what errors they were shown.
    """
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    seconds, errors = [], []
    with contextlib.ExitStack() as opened, ThreadPoolExecutor(sessions) as crew:
        open_ones = [
            opened.enter_context(connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None, proxy=None))
            for _ in range(sessions)
        ]
        for page in pages:
            for second, shown in crew.map(lambda one, page=page: _turn(one, page), open_ones):
                seconds.append(second)
                errors += shown
    return seconds, errors


def _turn(session: ClientConnection, page: str) -> tuple[float, list[str]]:
    asked = BackMsg()
    asked.rerun_script.page_name, _, asked.rerun_script.query_string = page.partition("?")
    begun, errors = time.perf_counter(), []
    session.send(asked.SerializeToString())
    while True:
        message = ForwardMsg.FromString(session.recv(decode=False))
        if message.HasField("delta") and message.delta.new_element.HasField("exception"):
            errors.append(message.delta.new_element.exception.message)
        if message.HasField("script_finished"):
            return time.perf_counter() - begun, errors
