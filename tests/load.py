"""How busy the machine is: tests that measure the clock allow for what others do on it."""

from __future__ import annotations

import os
import time


def slowness() -> float:
    """Return how many times longer than its CPU a piece of work takes by the clock just now, 1 on a quiet machine."""
    begun, end = time.monotonic(), time.thread_time() + 0.3
    while time.thread_time() < end:
        pass
    return max(1.0, (time.monotonic() - begun) / 0.3)


def seconds_of_ended_processes() -> float:
    """Return how many seconds of CPU processes have used that this one started and that have ended."""
    return sum(os.times()[2:4])
