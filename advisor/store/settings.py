"""How the program looks and what it keeps, chosen once: one small file."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor import wording
from advisor.output.files import write_file

SCHEMA: Final = 1
MAX_BYTES: Final = 100_000


class Settings(BaseModel):
    """What a person chose.

    Attributes:
        theme: Name of a theme; None for the one that the program begins with. A face passes over a name
            that it does not know.
        save: Whether interviews are kept on this machine.
    """

    # Keys of a later version are passed over.
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    schema_: int = Field(SCHEMA, alias="schema")
    theme: str | None = None
    save: bool = True


class SettingsFile:
    """The file of the settings."""

    def __init__(self, file: Path) -> None:
        """Nothing is read yet.

        Args:
            file: Where it is; it is made when something is chosen.
        """
        self.file = file

    def read(self) -> tuple[Settings, str | None]:
        """The settings, and a sentence where the file cannot be used; a damaged one is set aside."""
        try:
            with self.file.open("rb") as stream:
                raw = stream.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return _begin(), None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return _begin(), wording.SETTINGS_UNREADABLE.format(file=self.file, reason=reason)
        try:
            return Settings.model_validate_json(raw), None
        except (ValidationError, ValueError):
            aside = self.file.with_suffix(".damaged")
            with contextlib.suppress(OSError):
                self.file.replace(aside)
            return _begin(), wording.SETTINGS_DAMAGED.format(file=aside)

    def write(self, settings: Settings) -> None:
        """Keep the settings.

        Raises:
            UsageError: They could not be written. What was there before is still there.
        """
        with contextlib.suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = settings.model_dump_json(by_alias=True, indent=1) + "\n"
        write_file(self.file, text, overwrite=True, private=True, quick=True)


def _begin() -> Settings:
    return Settings(schema=SCHEMA)
