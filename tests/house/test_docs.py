"""The papers say what the house is: glossary, decisions, changes, and the commands the README names."""

import re

from script.catalogues.glossary import GLOSSARY, own_models, split_glossary, states_section
from tests.house.code import ROOT, listed, modules, own_files

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `([^`|]+)` \|$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(#[^)]*)?\)")
VARIABLE = re.compile(r"\bread_(?:text|flag|number|list|choice)\(\s*\"([A-Z_]+)\"")
COMMAND = re.compile(r"(?:^|[\s`])(script/[a-z]+|\.ci/run|manage\.py [a-z_]+)")


def words() -> list[tuple[str, str, str]]:
    return ROW.findall(split_glossary(GLOSSARY.read_text(encoding="utf-8"))[0])


def documents() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))]


def test_every_model_has_its_word() -> None:
    known = {code for _, _, code in words()}
    faults = [model._meta.label for model in own_models() if model.__name__ not in known]
    assert not faults, listed(faults, "Put these into docs/glossary.md in English, Chinese and code name:")


def test_every_code_name_of_the_glossary_exists() -> None:
    names = set()
    for module in modules():
        names.update(re.findall(r"\w+", module.text))
        names.update(module.path.with_suffix("").parts)
    faults = [f"{english}: {code}" for english, _, code in words() if code.split(".")[0] not in names]
    assert not faults, listed(faults, "The code has no such name any more:")


def test_no_word_means_two_things() -> None:
    for position, language in enumerate(("English", "Chinese", "code")):
        seen: dict[str, int] = {}
        for row in words():
            seen[row[position]] = seen.get(row[position], 0) + 1
        faults = [word for word, times in seen.items() if times > 1]
        assert not faults, listed(faults, f"These {language} words stand in the glossary twice:")


def test_every_word_is_there_in_chinese() -> None:
    faults = [english for english, chinese, _ in words() if not re.search(r"[\u4e00-\u9fff]", chinese)]
    assert not faults, listed(faults, "Write the Chinese of these words:")


def test_the_states_of_the_glossary_are_those_of_the_code() -> None:
    states = split_glossary(GLOSSARY.read_text(encoding="utf-8"))[1]
    assert states.split() == states_section().split(), "Run script/glossary."


def test_the_papers_are_there() -> None:
    for name in ("README.md", "CHANGELOG.md", "docs/README.md", "docs/decisions.md", "docs/glossary.md"):
        assert (ROOT / name).is_file(), f"{name} is missing."


def test_links_between_papers_lead_somewhere() -> None:
    faults = [
        f"{name}: {match[1]}"
        for name in documents()
        for match in LINK.finditer((ROOT / name).read_text(encoding="utf-8"))
        if not ((ROOT / name).parent / match[1]).exists()
    ]
    assert not faults, listed(faults, "These links lead nowhere:")


def test_the_commands_that_papers_name_exist() -> None:
    commands = {file.path.stem for file in own_files(".py") if "commands" in file.path.parts}
    commands |= {
        "migrate",
        "makemigrations",
        "check",
        "shell",
        "createcachetable",
        "test",
        "dbshell",
        "collectstatic",
    }
    faults = []
    for name in documents():
        for match in COMMAND.finditer((ROOT / name).read_text(encoding="utf-8")):
            command = match[1]
            exists = command.split()[-1] in commands if "manage.py" in command else (ROOT / command).exists()
            if not exists:
                faults.append(f"{name}: {command}")
    assert not faults, listed(faults, "These commands do not exist:")


def test_every_file_of_the_docs_is_in_their_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    faults = [
        path.name
        for path in (ROOT / "docs").glob("*.md")
        if path.name != "README.md" and path.name not in index
    ]
    assert not faults, listed(faults, "List these files in docs/README.md:")


def test_the_readme_names_every_variable_the_settings_read() -> None:
    read = set(VARIABLE.findall((ROOT / "config" / "settings.py").read_text(encoding="utf-8")))
    assert len(read) > 25
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    faults = sorted(name for name in read if f"`{name}`" not in readme)
    assert not faults, listed(faults, "Say in the README's table what these set:")
