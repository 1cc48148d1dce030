"""The package's exceptions: one base, a few children of built-ins.

Messages name file, row, column and value where they are known.
"""


class EntenteError(Exception):
    """Base of every error that the package raises on purpose."""


class InputError(EntenteError, ValueError):
    """A file, folder, row or argument that cannot be used as given."""


class FrameError(EntenteError, ValueError):
    """A frame that does not keep its schema (see `analysis.schemas`)."""


class GraphError(EntenteError, ValueError):
    """A graph whose attributes cannot be analysed as asked."""


class ReportError(EntenteError, RuntimeError):
    """A notebook that failed or was given a parameter that it does not have."""
