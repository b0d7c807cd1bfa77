"""One-time codes against the values that RFC 6238 gives, and each code once."""

from __future__ import annotations

import base64

import pytest

from models.casework.access.totp import STEP_S, address, code, new_secret, step_of

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("t_s", "eight"),
    [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924")],
)
def test_the_codes_are_those_of_the_standard(t_s: int, eight: str) -> None:
    assert code(SECRET, t_s // STEP_S) == eight[-6:]


def test_a_code_is_good_for_a_step_before_and_after_and_only_once() -> None:
    step, t_s = 1000, 1000.0 * STEP_S
    assert [step_of(SECRET, code(SECRET, step + late), t_s, 0) for late in (-2, -1, 0, 1, 2)] == [
        *(None, 999, 1000, 1001, None)
    ]
    assert step_of(SECRET, code(SECRET, step), t_s, used=step) is None
    assert step_of(SECRET, f" {code(SECRET, step)[:3]} {code(SECRET, step)[3:]}", t_s, 0) == step
    assert step_of(SECRET, "密码", t_s, 0) is None


def test_secrets_differ_and_are_read_by_authenticators() -> None:
    secret = new_secret()
    assert secret != new_secret() and len(base64.b32decode(secret)) == 20
    assert address(secret, "li", "望海").startswith("otpauth://totp/%E6%9C%9B%E6%B5%B7:li?secret=")
