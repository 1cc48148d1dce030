"""Entente: relationships and tension between states, read from news, with the sentences."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("entente")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.0.0"
