"""Snakemake's log as `phare run` shows it: stage, wave, done of total, elapsed.

One line that is rewritten on a terminal; elsewhere one line per finished step, with what
that step took at its end. Found by
Snakemake through its name (`--logger phare`). What steps found wrong is on the ledger and
told by `phare run` at the end; errors of Snakemake itself are printed here.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from typing import Any

from snakemake_interface_logger_plugins.base import LogHandlerBase
from snakemake_interface_logger_plugins.common import LogEvent

from phare.workflow.failures import PIPE

SILENT = ("StepError", "At least one job did not complete")


class LogHandler(LogHandlerBase):
    """Follows jobs from their start to their end."""

    def __post_init__(self) -> None:
        self.began = time.monotonic()
        self.jobs: dict[int, tuple[str, str, float]] = {}
        self.done = self.total = 0
        self.live = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    writes_to_stream = True
    writes_to_file = False
    has_filter = True
    has_formatter = True
    needs_rulegraph = False

    def emit(self, record: logging.LogRecord) -> None:
        """Show one event."""
        about: dict[str, Any] = record.__dict__
        match about.get("event"):
            case LogEvent.RUN_INFO:
                self.total = _steps(about["stats"])
            case LogEvent.JOB_INFO:
                rule, wildcards = about["rule_name"], dict(about.get("wildcards") or {})
                if rule != "all":
                    stage, _, kind = rule.partition("_")
                    names = [kind] if stage == "publish" else []
                    names += wildcards.values()
                    self.jobs[about["jobid"]] = stage, " ".join(names), time.monotonic()
                    self._show_running()
            case LogEvent.JOB_FINISHED:
                self._finished(about["job_id"])
            case LogEvent.ERROR:
                if PIPE not in os.environ or not any(w in record.getMessage() for w in SILENT):
                    self._print(record.getMessage())
            case None if record.getMessage().startswith("Nothing to be done"):
                self._print("Everything is up to date.")
            case None if record.levelno >= logging.ERROR:
                if not record.getMessage().startswith("Exiting because"):
                    self._print(record.getMessage())

    def close(self) -> None:
        """Leave the terminal on a line of its own."""
        if self.live and self.jobs:
            self._write("\r\x1b[K")
        super().close()

    def _finished(self, jobid: int) -> None:
        if jobid not in self.jobs:
            return
        stage, of, began = self.jobs.pop(jobid)
        self.done += 1
        if self.live:
            self._show_running()
        else:
            took = time.monotonic() - began
            self._print(f"{self._elapsed()}  {self._count()}  {stage:<9} {of:<40} {took:5.1f} s")

    def _show_running(self) -> None:
        if self.live:
            running = ", ".join(f"{stage} {of}".strip() for stage, of, _ in self.jobs.values())
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r\x1b[K{f'{self._elapsed()}  {self._count()}  {running}'[:width]}")

    def _elapsed(self) -> str:
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        return f"{minutes:02}:{seconds:02}"

    def _count(self) -> str:
        return f"{self.done:>{len(str(self.total))}}/{self.total}"

    def _print(self, text: str) -> None:
        self._write(("\r\x1b[K" if self.live else "") + text + "\n")

    @staticmethod
    def _write(text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _steps(stats: dict[str, int]) -> int:
    """Return how many steps there are to do, `rule all` apart."""
    return sum(int(count) for rule, count in stats.items() if rule not in ("all", "total"))
