"""config.yaml: a mistake is one sentence naming the file, the line, the key and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from models.base.expectations import expectation
from models.base.paths import ROOT
from models.base.sections.security import OidcSettings
from models.base.settings import SOURCE_FORMS, Feed, Settings, UserError, load_settings

CONFIG = ROOT / "config.yaml"
OIDC = "security:\n  oidc: {{client_id: wall, {}}}\n"
FEED = "feeds:\n  - id: shore\n    source: {source}\n"


def load(folder: Path, text: str) -> Settings:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(UserError) as refused:
        load(folder, text)
    message = str(refused.value)
    assert "\n" not in message and str(folder / "config.yaml") in message
    return message


def test_the_supplied_file_holds_the_defaults() -> None:
    assert load_settings(CONFIG) == Settings()


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "site: zhoushan\n"])
def test_an_empty_file_is_all_defaults(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == Settings()


@pytest.mark.parametrize(
    ("text", "line", "key", "expected"),
    [
        ("site: zhoushan\ntraking:\n  max_speed_kn: 60\n", 2, "traking", "unknown key"),
        ("tracking:\n  coast_after_s: 30\n  max_sped_kn: 60\n", 3, "tracking.max_sped_kn", "unknown key"),
        ("tracking:\n  max_speed: 60\n", 2, "tracking.max_speed", "unknown key"),
        ("tracking:\n  max_speed_kn: fast\n", 2, "tracking.max_speed_kn", "expected a number"),
        ("tracking:\n  max_speed_kn: 60 kn\n", 2, "tracking.max_speed_kn", "found '60 kn'"),
        ("tracking:\n  max_speed_kn: [60]\n", 2, "tracking.max_speed_kn", "expected a number"),
        ("tracking:\n  max_speed_kn: -1\n", 2, "tracking.max_speed_kn", "expected a number above 0; found -1"),
        ("tracking:\n  max_speed_kn: .nan\n", 2, "tracking.max_speed_kn", "expected a number above 0; found nan"),
        ("tracking:\n  confirm_reports: 2.5\n", 2, "tracking.confirm_reports", "expected a whole number; found 2.5"),
        ("tracking:\n  jump_reports: 1\n", 2, "tracking.jump_reports", "expected a number of at least 2; found 1"),
        ("tracking: 3\n", 1, "tracking", "expected keys with values; found 3"),
        ("exercise:\n  run_up_min: 5\n", 2, "exercise.run_up_min", "this key is now called exercise.pre_roll_min"),
        ("risk:\n  prior: 0.5\n", 2, "risk.prior", "expected a number of at most 0.15; found 0.5"),
        ("risk:\n  up: [0.3, 0.55]\n", 2, "risk.up.2", "it is missing; add it"),
        ("risk:\n  up: [0.3, 0.55, 1.8]\n", 2, "risk.up.2", "expected a number of at most 1; found 1.8"),
        ("risk:\n  up: [0.8, 0.55, 0.3]\n", 1, "risk", "expected rising `up`"),
        ("risk:\n  down: [0.4, 0.45, 0.7]\n", 1, "risk", "each `down` below its `up`"),
        ("risk:\n  up_held: 6\n", 1, "risk", "`up_held` no larger than `up_of`"),
        ("\ndashboard:\n  port: 70000\n", 3, "dashboard.port", "expected a number of at most 65535; found 70000"),
        ("dashboard:\n  language: fr\n", 2, "dashboard.language", "'zh' or 'en'"),
        ("security:\n  oidc: yes\n", 2, "security.oidc", "expected keys with values"),
        ("security:\n  oidc: {client_id: a}\n", 2, "security.oidc.issuer", "it is missing; add it"),
        (
            OIDC.format("issuer: 'http://id.example'"),
            2,
            "security.oidc.issuer",
            "such as https://id.example/realms/port",
        ),
        (OIDC.format("issuer: 'https://id.example?a=1'"), 2, "security.oidc.issuer", "without ? and #"),
        (OIDC.format("issuer: id"), 2, "security.oidc.issuer", "expected the provider's issuer"),
        (
            OIDC.format("issuer: 'https://i.d', client_id: ' '"),
            2,
            "security.oidc.client_id",
            "under which the provider",
        ),
        (OIDC.format("issuer: 'https://i.d', scopes: [email]"), 2, "security.oidc.scopes", "openid among them"),
        (OIDC.format("issuer: 'https://i.d', prompt: now"), 2, "security.oidc.prompt", "'login' or 'select_account'"),
        (OIDC.format("issuer: 'https://i.d', secret: x"), 2, "security.oidc.secret", "unknown key"),
        (
            OIDC.format("issuer: 'https://i.d', client_secret_env: A, client_secret_file: b"),
            2,
            "security.oidc",
            "not both",
        ),
        ("feeds:\n  - source: 'stdin:'\n", 2, "feeds.0.id", "it is missing; add it"),
        ("feeds:\n  - id: shore\n", 2, "feeds.0.source", "it is missing; add it"),
        (
            "feeds:\n  - id: Shore One\n    source: 'stdin:'\n",
            2,
            "feeds.0.id",
            "expected 1 to 32 small letters, digits, - or _",
        ),
        ("feeds:\n  - id: a\n    source: 'stdin:'\n    kind: radar\n", 4, "feeds.0.kind", "'ais'"),
        ("feeds:\n  - id: a\n    source: 'stdin:'\n    baud: 1\n", 4, "feeds.0.baud", "unknown key"),
    ],
)
def test_a_mistake_names_line_key_and_what_was_expected(
    tmp_path: Path, text: str, line: int, key: str, expected: str
) -> None:
    message = refusal(tmp_path, text)
    assert f"line {line}: {key}: " in message
    assert expected in message


def test_two_feeds_of_one_name_are_refused(tmp_path: Path) -> None:
    feed = "  - id: shore\n    source: 'stdin:'\n"
    message = refusal(tmp_path, "site: zhoushan\nfeeds:\n" + feed + feed)
    assert message.endswith("line 2: feeds: expected a different id for every feed, `shore` is used twice")


@pytest.mark.parametrize("source", ["stdin:", "file:log.txt", "file:/var/log/ais.txt.gz", *SOURCE_FORMS.values()])
def test_every_form_of_source_is_accepted(tmp_path: Path, source: str) -> None:
    if "host:port" in source:
        source = source.replace("host:port", "10.0.0.1:5631")
    assert load(tmp_path, FEED.format(source=f"'{source}'")).feeds[0].source == source


@pytest.mark.parametrize(
    "source",
    ["", "udp", "ftp://host:21", "udp://", "udp://10110", "udp://0.0.0.0", "tcp://host", "tcp://host:port",
     "tcp://:10110", "tcp://host:0", "tcp://host:99999", "zmq://host", "file:", "serial://", "log.txt", "tcp://[::1"],
)  # fmt: skip
def test_a_bad_source_names_a_good_one(tmp_path: Path, source: str) -> None:
    message = refusal(tmp_path, FEED.format(source=f"'{source}'"))
    assert "line 3: feeds.0.source: " in message
    assert f"found '{source}'" in message


def test_a_bad_source_is_answered_with_the_valid_forms(tmp_path: Path) -> None:
    message = refusal(tmp_path, FEED.format(source="'ftp://host:21'"))
    assert all(form in message for form in SOURCE_FORMS.values())
    assert "udp://0.0.0.0:10110" in refusal(tmp_path, FEED.format(source="'udp://0.0.0.0'"))


@pytest.mark.parametrize(
    "text",
    [
        "site: [",
        "site: 'zhou\n",
        "a: b: c\n",
        "\tsite: x\n",
        "? [a]\n: b\n",
        "- 1\n",
        "7\n",
        "site: 2023-13-45\n",
        "site: &a [*a]\n",
        "1: 2\n",
    ],
)
def test_a_file_that_is_not_a_mapping_is_refused(tmp_path: Path, text: str) -> None:
    refusal(tmp_path, text)


def test_broken_yaml_names_the_line(tmp_path: Path) -> None:
    assert "line 3: not valid YAML" in refusal(tmp_path, "site: zhoushan\nrisk:\n  prior: ]\n")


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"site: \xff\xfe\n")
    with pytest.raises(UserError, match="not valid YAML"):
        load_settings(path)


def test_the_error_for_a_missing_file_names_the_option_for_another(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.yaml: cannot be read .* --config"):
        load_settings(tmp_path / "nowhere.yaml")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.text(alphabet="site:rkup[]{}-,'\"&*!?|> \n0123.\t#", max_size=40))
def test_any_text_is_accepted_or_refused_with_a_user_error(tmp_path: Path, text: str) -> None:
    try:
        load(tmp_path, text)
    except UserError:
        return


def test_settings_do_not_change_after_loading() -> None:
    with pytest.raises(ValueError):
        Settings().tracking.max_speed_kn = 1.0  # type: ignore[misc]


ODD = ["x", [["x"]], {"x": {"y": 1}}, None, 1e12, -1e12, 0.123456, float("nan"), [1, 2, 3, 4, 5]]
PYDANTIC = ("Input ", "Field ", "valid", "parse", "String ", "Tuple ", "instance of", "class ")


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_no_wrong_value_is_answered_in_the_words_of_pydantic(odd: Any) -> None:
    sections = {
        name: field.default for name, field in Settings.model_fields.items() if isinstance(field.default, BaseModel)
    }
    forms = [Settings, Feed, OidcSettings, *map(type, sections.values())]
    for form in forms:
        try:
            form.model_validate(dict.fromkeys(form.model_fields, odd))
        except ValidationError as problem:
            for error in problem.errors():
                assert not any(word in expectation(error) for word in PYDANTIC), error
