"""One builder at a time: a lock beside the file, which says who holds it and dies with them."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from metaleos.catalog.store.outputs import drafts
from metaleos.catalog.store.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_POLL_SECONDS = 0.1


@contextmanager
def building_alone(path: Path, notice: Callable[[str], None]) -> Iterator[None]:
    """Be the only one who builds the file at `path`, for a ``with`` block.

    Who comes second waits as long as the first one builds: in another thread, process or
    container. The lock is the operating system's, and ends with the process that has it.

    Parameters
    ----------
    path : Path
        Its folder is made where it is missing.
    notice : callable
        Told who builds, where one has to wait.

    Raises
    ------
    CatalogError
        If the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # only to build

    target = Path(os.path.realpath(path))  # one lock, by whatever link the file is named
    place = target.with_name(f".{target.name}.lock")
    lock = FileLock(place, poll_interval=_POLL_SECONDS, on_acquired=_sign)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            notice(f"waiting for {_signature(place)}, which builds {path}")
            lock.acquire()
    except OSError as error:
        raise refusal(path, error) or error from None
    try:
        for left in drafts(target):  # by a builder that died
            left.unlink(missing_ok=True)
        yield
    finally:
        # Who has waited for a lock file that is gone makes a new one.
        with suppress(OSError):
            place.unlink()
        lock.release()


def _sign(descriptor: int) -> None:
    now = datetime.now(UTC).isoformat(" ", "seconds")
    text = f"process {os.getpid()} on {socket.gethostname()} (since {now})"
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text.encode())


def _signature(place: Path) -> str:
    with suppress(OSError):
        return place.read_text(encoding="utf-8") or "another process"
    return "another process"
