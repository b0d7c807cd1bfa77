"""Why a log-in at a provider of OpenID Connect did not work."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "oidc_off": ("此处未启用统一身份认证", "There is no log-in at a provider here"),
    "oidc_silent": (
        "身份平台没有应答，请使用本地账号登录，或稍后再试",
        "The provider does not answer; log in with a local account, or try again later",
    ),
    "oidc_discovery": (
        "身份平台的配置文档有误（{why}），请管理员检查 security.oidc",
        "The provider's discovery document is wrong ({why}); let the administrator check security.oidc",
    ),
    "oidc_state": (
        "此次登录不是从本浏览器发起的，请重新登录",
        "This log-in was not begun in this browser; begin again",
    ),
    "oidc_expired": (
        "登录超时（{minutes} 分钟），请重新登录",
        "The log-in took longer than {minutes} min; begin again",
    ),
    "oidc_denied": ("身份平台拒绝了此次登录（{error}）", "The provider refused the log-in ({error})"),
    "oidc_code": (
        "身份平台不接受此次登录的授权码（{error}），请重新登录；仍不成功请管理员检查客户端密钥",
        "The provider does not accept the code of this log-in ({error}); begin again, or let the administrator check "
        "the client's secret",
    ),
    "oidc_form": ("身份平台的令牌无法读取", "The provider's token cannot be read"),
    "oidc_alg": (
        "身份平台的令牌使用了不允许的签名算法（{alg}）",
        "The provider's token is signed in a way that is not allowed ({alg})",
    ),
    "oidc_signature": ("身份平台的令牌签名无效", "The signature of the provider's token is wrong"),
    "oidc_iss": ("令牌不是由所配置的身份平台签发的", "The token is not of the provider that is set up here"),
    "oidc_aud": ("令牌不是签发给本系统的", "The token is not for this wall"),
    "oidc_nonce": ("令牌不属于此次登录，请重新登录", "The token is not of this log-in; begin again"),
    "oidc_time": (
        "令牌已过期或尚未生效，请检查服务器与身份平台的时钟",
        "The token is over or not valid yet; check the clocks of this server and of the provider",
    ),
    "oidc_sub": ("令牌中没有用户标识", "The token does not say who it is about"),
}
