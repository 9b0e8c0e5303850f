"""Sessions of the app without a browser: they speak Streamlit's protocol, and draw nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


def turn_pages(address: str, pages: Sequence[str], sessions: int) -> tuple[list[float], list[str]]:
    """Let sessions ask for the same page at the same moment, page by page (`units?view=图表`).

    Return the seconds until each run is done, and what errors they were shown.
    """
    return asyncio.run(_turn_pages(address.removeprefix("http://"), pages, sessions))


async def _turn_pages(host: str, pages: Sequence[str], number: int) -> tuple[list[float], list[str]]:
    opening = (
        connect(f"ws://{host}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], max_size=None)
        for _ in range(number)
    )
    sessions = await asyncio.gather(*opening)
    turns = [turn for page in pages for turn in await asyncio.gather(*(_turn(session, page) for session in sessions))]
    for session in sessions:
        await session.close()
    return [seconds for seconds, _ in turns], [error for _, errors in turns for error in errors]


async def _turn(session: ClientConnection, page: str) -> tuple[float, list[str]]:
    asked = BackMsg()
    asked.rerun_script.page_name, _, asked.rerun_script.query_string = page.partition("?")
    begun, errors = time.perf_counter(), []
    await session.send(asked.SerializeToString())
    while True:
        told = ForwardMsg.FromString(await session.recv(decode=False))
        if told.HasField("delta") and told.delta.new_element.HasField("exception"):
            errors.append(told.delta.new_element.exception.message)
        if told.HasField("script_finished"):
            return time.perf_counter() - begun, errors
