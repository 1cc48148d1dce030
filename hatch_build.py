"""What travels in the wheel beside the code: tables, notebooks and the seed article, where `analysis.paths` finds them.

An editable install reads them from the clone, so it takes no copies.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHARED = ("data", "notebooks", "seeds")


class ShareHook(BuildHookInterface):  # type: ignore[type-arg]
    """Add the shared folders to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Tell hatchling the folders, unless `version` is an editable one."""
        if version != "editable":
            build_data["force_include"].update({name: f"analysis/_share/{name}" for name in SHARED})
