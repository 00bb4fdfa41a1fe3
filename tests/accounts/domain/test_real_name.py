import pytest

from accounts.domain.real_name import BadName, read_real_name


@pytest.mark.parametrize(
    "text, name",
    [
        ("张三", "张三"),
        (" 张 三 ", "张三"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("阿迪力・木沙", "阿迪力·木沙"),
        ("𠮷野", "𠮷野"),
        # One name is one text: the compatibility twin of 李 becomes 李.
        ("\uf9e1\u56db", "\u674e\u56db"),
    ],
)
def test_reads_names_of_identity_cards(text: str, name: str) -> None:
    assert read_real_name(text) == name


@pytest.mark.parametrize("text", ["张", "", "Zhang San", "张三<script>", "张３", "·张三", "张" * 41])
def test_refuses_anything_else(text: str) -> None:
    with pytest.raises(BadName):
        read_real_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "\u5f20\u200b\u4e09",  # a space that is not seen
        "\u5f20\u4e09\ufe00",  # a variation selector
        "\u2f00\u4e09",  # the radical that looks like the character for one
        "\u30cb\u4e09",  # katakana that looks like the character for two
        "\u5f20\u041e",  # a Cyrillic letter
        "\u5f20O",  # a Latin one
        "\u5f20\u202e\u4e09",  # turns the direction of reading
        "\u5f20\u3007\u3007\u110b",  # Hangul
    ],
)
def test_refuses_look_alikes_and_mixed_scripts(text: str) -> None:
    with pytest.raises(BadName):
        read_real_name(text)
