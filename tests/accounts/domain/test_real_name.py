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
    ],
)
def test_reads_names_of_identity_cards(text: str, name: str) -> None:
    assert read_real_name(text) == name


@pytest.mark.parametrize("text", ["张", "", "Zhang San", "张三<script>", "张３", "·张三", "张" * 41])
def test_refuses_anything_else(text: str) -> None:
    with pytest.raises(BadName):
        read_real_name(text)
