"""How second factors and forgotten passwords change."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pyotp

from tests.application import PASSWORD
from tests.realtime.stage import Stage, scenario
from warmline.accounts import Installation, Visitor
from warmline.accounts.actions.password_reset import ask_for_reset
from warmline.kit import clock
from warmline.kit.ids import new_id
from warmline.kit.settings import Settings

Play = AsyncGenerator[None, None]
HERE = "/me/second-factor"


def code(secret: str, steps: int) -> str:
    """What an authenticator shows so many steps from now: now and a step later it counts, though one ends meanwhile."""
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + steps)


@scenario("agent.second_factor_set", "agent.recovery_codes_renewed", "agent.recovery_code_used")
async def second_factor(stage: Stage) -> Play:
    yield
    secret = (await stage.make(HERE, password=PASSWORD))["secret"]
    await stage.call("POST", f"{HERE}/confirm", code=code(secret, 0))
    renewed = await stage.call("POST", f"{HERE}/recovery-codes", password=PASSWORD, code=code(secret, 1))
    await stage.call("POST", f"{HERE}/recovery-codes", password=PASSWORD, code=renewed["codes"][0])


@scenario("agent.second_factor_removed")
async def second_factor_goes(stage: Stage) -> Play:
    secret = (await stage.make(HERE, password=PASSWORD))["secret"]
    await stage.call("POST", f"{HERE}/confirm", code=code(secret, 0))
    yield
    await stage.call("POST", f"{HERE}/disable", password=PASSWORD, code=code(secret, 1))


@scenario("password_reset.requested")
async def password_is_forgotten(stage: Stage) -> Play:
    mailing = Settings(
        data_dir=Path("unused"),
        secret_key="k" * 48,
        smtp_url="smtp://127.0.0.1:9",
        mail_from="desk@northlight.example",
    )
    yield
    # Whoever works off the queue later finds a server that does not answer; nothing is mailed.
    await ask_for_reset(
        stage.db, Installation(stage.db, mailing), email=stage.admin.email, visitor=Visitor(client=str(new_id()))
    )
