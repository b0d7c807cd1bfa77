"""Texts of the log-in page and of the bar that shows who is logged in."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "log_in": ("登录", "Log in"),
    "log_out": ("退出登录", "Log out"),
    "log_in_account": ("账号", "Account"),
    "log_in_password": ("密码", "Password"),
    "log_in_code": ("动态码", "One-time code"),
    "log_in_code_hint": ("请输入验证器中的六位数字", "The six digits of your authenticator"),
    "log_in_demo": ("演练账户", "Accounts of the exercise"),
    "log_in_demo_hint": (
        "仅供演练，点击即可登录，无需密码；演练结束后失效。实际值班须使用本人账户。",
        "For the exercise only: one click, no password. They end with the exercise; a real watch needs accounts "
        "of its own.",
    ),
    "log_in_none": (
        "尚未建立账户：只能在本机使用，姓名由使用者自行登记，未经核实。建立账户：run.py user add",
        "There are no accounts yet: only this machine is served, and names are taken as they are typed. "
        "To add one: run.py user add",
    ),
    "log_in_at": ("通过{name}登录", "Log in with {name}"),
    "log_in_or": ("或使用本地账号", "Or with a local account"),
    "log_in_dead": (
        "{name}暂无应答，请使用本地账号登录",
        "The provider ({name}) does not answer; log in with a local account",
    ),
    "log_in_replay": (
        "回放不设账户：只能在本机打开，所作标记只属于本次回放",
        "A replay has no accounts: only this machine is served, and what is marked here belongs to this replay",
    ),
    "log_in_elsewhere": (
        "尚未建立账户，其他机器不能使用。请在值守服务器上运行 run.py user add",
        "There are no accounts yet, so other machines are not served. Run `run.py user add` on the machine of the wall",
    ),
    "log_in_no_right": (
        "当前账户的角色不能打开 {page}，请换用其他账户",
        "The roles of this account may not open {page}; log in with another",
    ),
    "log_in_waiting": (
        "账本进程没有应答，恢复后自动继续",
        "The ledger does not answer; this page goes on when it does",
    ),
    "log_in_not_sent": ("服务器没有应答，请稍后再试", "The server does not answer; try again in a moment"),
    "log_in_to_wall": ("态势大屏", "The wall"),
    "log_in_to_desk": ("值守席", "The desk"),
    "log_in_change": ("修改密码", "Change password"),
    "log_in_old": ("原密码", "Present password"),
    "log_in_new": ("新密码（至少 12 个字符）", "New password (12 characters or more)"),
    "log_in_again": ("再输一次新密码", "New password again"),
    "log_in_differ": ("两次输入的新密码不一致", "The new passwords differ"),
    "log_in_changed": ("密码已修改，其他设备上的登录已失效", "Changed. Other devices of this account are logged out"),
    "log_in_site": ("全市", "Whole site"),
    "who_none": ("无账户 · 仅本机", "No accounts · this machine only"),
    "who_guest": ("演练观摩 · 未登录", "Exercise · not logged in"),
    "who_nobody": ("未登录", "Not logged in"),
    "role_viewer": ("大屏", "Viewer"),
    "role_duty": ("值班员", "Duty officer"),
    "role_commander": ("指挥长", "Commander"),
    "role_grid": ("网格执法员", "Grid officer"),
    "role_legal": ("法制审核", "Legal reviewer"),
    "role_supervisor": ("督办员", "Supervisor"),
    "role_oversight": ("监督观察", "Oversight"),
    "role_integrator": ("接口程序", "Integrator"),
    "role_director": ("导调员", "Exercise director"),
    "role_admin": ("管理员", "Administrator"),
}
