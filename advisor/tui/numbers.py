"""Numbers typed digit by digit in a list."""

from __future__ import annotations


class Typed:
    """A number as it is typed; it is meant as soon as no longer one can be.

    In a list of nine a digit is enough. In a list of twelve `1` may become `10`, `11` or `12`, so it waits for the next
    digit or for Enter.

    Attributes:
        begun: The number so far, 0 for none.
    """

    def __init__(self) -> None:
        """Nothing is typed yet."""
        self.begun = 0

    def add(self, key: str, count: int) -> int | None:
        """Take a key.

        Args:
            key: A key's name.
            count: How many things the list has.

        Returns:
            The number that is meant, 1 to `count`; 0 where it may still go on (`begun`) or is none of the list; None
            where the key is none of a number's, which ends what was begun.
        """
        begun, self.begun = self.begun, 0
        if key == "enter" and begun:
            return begun
        if not (len(key) == 1 and key.isdigit() and key.isascii()) or (key == "0" and not begun):
            return None
        number = 10 * begun + int(key)
        if 10 * number <= count:
            self.begun = number
            return 0
        return number if number <= count else 0
