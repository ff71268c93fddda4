"""What holds for every test: no clock, no home, no guide of the machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), max_examples=200, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_XDG = ("CONFIG", "DATA", "STATE", "CACHE")


@pytest.fixture(scope="session")
def _nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(autouse=True)
def _frozen_environment(_nobody: Path) -> Iterator[None]:
    """Neither the machine's guide nor anybody's home can be seen."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ADVISOR_")]:
            patch.delenv(name)
        for name in _HOMES:
            patch.setenv(name, str(_nobody))
        for name in _XDG:
            patch.setenv(f"XDG_{name}_HOME", str(_nobody / name.lower()))
        yield
