"""Where the program keeps what is its own on this machine, by the custom of each system."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_NAME = "match-advisor"


def sessions_folder() -> Path:
    """Interviews that can be gone on with."""
    return Path(platformdirs.user_state_dir(_NAME, appauthor=False)) / "sessions"


def settings_file() -> Path:
    """What was chosen once."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False)) / "settings.json"


def log_folder() -> Path:
    """What helps to mend a bug, without anybody's words."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))
