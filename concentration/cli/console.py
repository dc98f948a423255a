"""Standard output and standard error of a run: languages, consoles, files that appear whole or not at all."""

import locale
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

if TYPE_CHECKING:
    from rich.console import Console


def system_language() -> Language:
    """Return zh where the system speaks Chinese, else en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].lower().startswith("zh") else "en"
    spoken = (locale.getlocale()[0] or "").lower()
    return "zh" if spoken.startswith(("zh", "chinese")) else "en"


def error_console() -> "Console":
    """Return a console on standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def output_console() -> "Console":
    """Return a console on standard output that never fails on a sign its encoding lacks."""
    from rich.console import Console

    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False)


def print_problems(problems: Sequence[Problem], language: Language) -> None:
    """Print problems to standard error, as a person reads them."""
    from concentration.report.result import ErrorReport
    from concentration.report.rich import render_error_rich

    render_error_rich(ErrorReport(tuple(problems)), error_console(), language, show_all=True)


@contextmanager
def progress(language: Language) -> "Iterator[Callable[[int, int], None]]":
    """Yield a function that shows on standard error how much is done, once there is more than one step of it."""
    from rich.progress import Progress

    with Progress(console=error_console(), transient=True) as bar:
        task = bar.add_task(render(Message("judging"), language), visible=False)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=done < total)

        yield step


def write_bytes(content: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all; raise CannotRunError where it cannot be written."""
    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            umask = os.umask(0)
            os.umask(umask)
            Path(temporary).chmod(0o666 & ~umask)
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = Message("cannot_write", {"reason": error.strerror or str(error)})
        raise CannotRunError([Problem(reason, file=str(file))]) from error
