"""Standard output and standard error of a run: languages, consoles, files that appear whole or not at all."""

import errno
import json
import locale
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from concentration.words.message import CannotRunError, Language, Message, Problem
from concentration.words.sentences import render

if TYPE_CHECKING:
    from rich.console import Console


CANNOT_RUN = 2


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


def print_problems(problems: Sequence[Problem], language: Language, heading: str = "heading_errors") -> None:
    """Print problems to standard error, as a person reads them; `heading` says what was not done."""
    from concentration.report.result import ErrorReport
    from concentration.report.rich import render_error_rich

    render_error_rich(ErrorReport(tuple(problems)), error_console(), language, show_all=True, heading=heading)


@contextmanager
def progress(language: Language) -> "Iterator[Callable[[int, int], None]]":
    """Yield a function that shows on standard error how much is done, once there is more than one step of it."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.progress import Progress

    with Progress(console=error_console(), transient=True) as bar:
        task = bar.add_task(render(Message("judging"), language), visible=False)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=done < total)

        yield step


def cannot_run(
    error: CannotRunError, format_: str | None, language: Language, heading: str = "heading_errors"
) -> int:
    """Say every problem, in the format asked for where it has one for errors; return the exit code.

    `heading` is the sentence that says what was not done.
    """
    from concentration.report import formats
    from concentration.report.result import ErrorReport

    written = formats.FORMATS.get(format_ or "")
    if written is not None and written.module is not None and written.name != "rich":
        write_bytes(formats.write(written, ErrorReport(error.problems), language, show_all=True))
    else:
        print_problems(error.problems, language, heading)
    return CANNOT_RUN


def write_json(document: object) -> None:
    """Write a document to standard output as JSON."""
    write_bytes((json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode())


def write_bytes(content: bytes) -> None:
    """Write bytes to standard output as they are; raise CannotRunError where it takes no more."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotRunError([not_written(Path("-"), error)]) from error


def write_text(text: str) -> None:
    """Write text to standard output in its own encoding; a sign that it lacks is replaced."""
    encoding = sys.stdout.encoding or "utf-8"
    write_bytes(text.replace("\n", os.linesep).encode(encoding, "replace"))


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write files so that all of them appear whole, or none; raise CannotRunError where one cannot be written."""
    written: dict[Path, Path] = {}
    problems = []
    try:
        for named, content in contents.items():
            file = named.resolve() if named.is_symlink() else named
            try:
                written[file] = _beside(file, content)
            except OSError as error:
                problems.append(not_written(file, error))
        if problems:
            raise CannotRunError(problems)
        with _held_back(signal.SIGINT):
            for file, temporary in written.items():
                try:
                    temporary.replace(file)
                except OSError as error:
                    raise CannotRunError([not_written(file, error)]) from error
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)


@contextmanager
def _held_back(number: signal.Signals) -> Iterator[None]:
    """Let a signal wait until the block is through: between two files of one set nothing may stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    before = signal.signal(number, lambda *_: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(number, before or signal.SIG_DFL)
        if waiting:
            signal.raise_signal(number)


def _beside(file: Path, content: bytes) -> Path:
    """Write a temporary file beside `file`, with the rights of an ordinary new file, and return its path."""
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    umask = os.umask(0)
    os.umask(umask)
    Path(temporary).chmod(0o666 & ~umask)
    return Path(temporary)


def not_written(file: Path, error: OSError) -> Problem:
    """Return the problem of a file, or a folder, that cannot be written."""
    return Problem(Message("cannot_write", {"reason": error.strerror or str(error)}), file=str(file))
