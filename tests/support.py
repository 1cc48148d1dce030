"""What tests share: where the clone lies, and the command run as a user runs it."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHOSEN = {"actors": "RUS,PRK,KOR,USA", "period": "2023-01-01/2024-01-19", "freq": "Q"}


def entente(*words, where=None, **environment):
    """Run the command as a user does; return what came of it."""
    program = [sys.executable, "-m", "analysis.cli", *map(str, words)]
    return subprocess.run(
        program, cwd=where, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
