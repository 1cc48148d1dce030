"""The kernels that run notebooks, with what they print on their own standard error kept in a file.

A kernel that shuts down may print a traceback of its sockets, which says nothing about the notebook:
nobody should see it. One that cannot start says there why: whoever reads the error should see that.
"""

from pathlib import Path
from typing import Any, BinaryIO

from jupyter_client.manager import AsyncKernelManager
from traitlets import Unicode
from traitlets.config import Config

# A kernel warns that its local connection is not encrypted, and that it is interrupted when it shuts down.
QUIET = Config(
    {
        "KernelManager": {"transport_encryption": "auto"},
        "NotebookClient": {"extra_arguments": ["--IPKernelApp.log_level=50"]},
    }
)


class LoggedKernelManager(AsyncKernelManager):
    """Starts a kernel whose standard error goes to a file."""

    error_log = Unicode(help="path of the file").tag(config=True)

    def _log(self) -> BinaryIO:
        return Path(self.error_log).open("ab")

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        with self._log() as log:  # the kernel inherits the open file
            await super()._async_launch_kernel(kernel_cmd, **{**kw, "stderr": log})


def settings(error_log: Path) -> Config:
    """The settings of a notebook's run whose kernel prints its own messages to a file."""
    logged = {
        "LoggedKernelManager": {"error_log": str(error_log)},
        "NotebookClient": {"kernel_manager_class": f"{__name__}.{LoggedKernelManager.__name__}"},
    }
    chosen = Config(logged)
    chosen.merge(QUIET)
    return chosen


def last_words(error_log: Path) -> str:
    """The last line that a kernel printed on its standard error, or nothing."""
    lines = error_log.read_text(encoding="utf-8", errors="replace").split("\n") if error_log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
