"""Invented names in the manner of the country's peoples, with and without a patronymic."""

import random
from typing import Any

RUSSIAN_ENDINGS = ("ов", "ев", "ёв", "ин")
STYLES_BY_REGION = {
    "KG-GO": ("kyrgyz", "kyrgyz", "uzbek", "russian"),
    "KG-O": ("kyrgyz", "kyrgyz", "uzbek"),
    "KG-J": ("kyrgyz", "kyrgyz", "uzbek"),
    "KG-B": ("kyrgyz", "kyrgyz", "kyrgyz", "uzbek"),
    "KG-C": ("kyrgyz", "kyrgyz", "russian", "dungan"),
    "KG-GB": ("kyrgyz", "kyrgyz", "kyrgyz", "russian"),
    "KG-Y": ("kyrgyz", "kyrgyz", "kyrgyz", "russian"),
}
LATIN = dict(
    zip(
        "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n ng o o p r s t u u f h c ch sh sh - y - e iu ia".replace("-", "").split(" "),
        strict=True,
    )
)


def latin(text: str) -> str:
    return "".join(
        LATIN.get(letter, letter if letter.isascii() and letter.isalnum() else "") for letter in text.lower()
    )


class Names:
    """Draws names from the source lists; the same random numbers give the same names."""

    def __init__(self, lists: dict[str, Any], chance: random.Random) -> None:
        self.lists = lists
        self.chance = chance

    def style(self, region: str) -> str:
        return self.chance.choice(STYLES_BY_REGION.get(region, ("kyrgyz",)))

    def full(self, style: str, gender: str) -> tuple[str, str, str]:
        """Last, first and middle name; some people have no middle name."""
        names = self.lists[style]
        first = self.chance.choice(names[gender])
        if style == "kyrgyz" and self.chance.random() < 0.15:
            return f"{self.chance.choice(names['fathers'])} {'кызы' if gender == 'female' else 'уулу'}", first, ""
        last = self._surname(style, gender)
        if self.chance.random() < 0.08:
            return last, first, ""
        return last, first, self.chance.choice(names["patronymics"]) + ("на" if gender == "female" else "ич")

    def _surname(self, style: str, gender: str) -> str:
        surname = self._agreeing(self.chance.choice(self.lists[style]["surnames"]), gender)
        if gender == "female" and self.chance.random() < 0.08:
            other = self.chance.choice(("kyrgyz", "russian", "uzbek"))
            surname += "-" + self._agreeing(self.chance.choice(self.lists[other]["surnames"]), gender)
        return surname

    @staticmethod
    def _agreeing(surname: str, gender: str) -> str:
        return surname + "а" if gender == "female" and surname.endswith(RUSSIAN_ENDINGS) else surname
