"""Names as they stand on a resident identity card."""

import re
import unicodedata

# Han characters, and the middle dot of names that were written from other languages of the country.
FORM = re.compile(
    "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+(·[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)*"
)
DOTS = str.maketrans(dict.fromkeys("•‧∙・●.．﹒", "·"))
LONGEST = 40


class BadName(ValueError):
    """A text that is no name of an identity card."""


def read_real_name(text: str) -> str:
    """Return the name without white space, with one kind of dot and one code for each character.

    Some characters stand twice in Unicode and look the same (U+674E and U+F9E1): both give the first, so that
    one name is one text. Refuses (BadName) all but Han characters: letters of other scripts that look like them,
    radicals, what is not seen at all.
    """
    name = unicodedata.normalize("NFC", "".join(text.split())).translate(DOTS)
    if not 2 <= len(name) <= LONGEST or not FORM.fullmatch(name):
        raise BadName
    return name


def has_rare_characters(name: str) -> bool:
    """Tell whether registers often lack or spell the name in another way: a middle dot, or beyond GB 2312."""
    if "·" in name:
        return True
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
