"""A new password by mail. Whoever asks learns nothing: not whether the address is known, nor from how long it takes."""

import time
from uuid import UUID

from warmline.accounts import events, letters, passwords, tokens
from warmline.accounts.actions.agents import ended
from warmline.accounts.actions.attempts import CLIENT_FACTOR, count
from warmline.accounts.actions.sign_in import Visitor, linger
from warmline.accounts.actor import system
from warmline.accounts.errors import ResetByMailOff, ResetLinkUnusable
from warmline.accounts.installation import Installation
from warmline.accounts.store import access, people
from warmline.accounts.store import factors as store
from warmline.kit.db import Database
from warmline.kit.events import publish
from warmline.kit.ids import new_id
from warmline.kit.jobs import enqueue

JOB = "accounts.reset_mail"
# Mails to one address within the minutes of the sign-in limit.
MAILS = 3
NAME = "password_reset"


async def ask_for_reset(db: Database, installation: Installation, *, email: str, visitor: Visitor) -> None:
    """Have a link sent to whoever has the address, in every organisation where somebody does.

    Raises ``TooMany``, for addresses that nobody has as well, and ``ResetByMailOff``.
    """
    began = time.monotonic()
    if installation.mailer is None:
        raise ResetByMailOff()
    email = email.strip().lower()
    by_address, by_client = tokens.subject("reset", email), tokens.subject("reset client", visitor.client)
    await count(db, {by_address: MAILS, by_client: MAILS * CLIENT_FACTOR}, installation.limits)
    async with db.transaction(None) as conn:
        org_ids = await access.sign_in_organizations(conn, email)
    for org_id in org_ids:
        await _ask(db, org_id, email, visitor.request_id)
    await linger(began)


async def send_reset(db: Database, installation: Installation, org_id: UUID, reset_id: UUID) -> None:
    """Send the link. Its token is made now, and forgotten but for its hash; another attempt makes another."""
    if installation.mailer is None:
        return
    token = tokens.new_reset(org_id)
    async with db.transaction(org_id) as conn:
        row = await store.arm_reset(conn, org_id, reset_id, tokens.digest(token))
    if row is None:
        return
    link = f"{installation.base_url}/reset-password#{token}"
    letter = letters.reset_letter(row["locale"], name=row["name"], organization=row["organization"], link=link)
    await installation.mailer.send(row["email"], subject=letter.subject, text=letter.text)


async def reset_by_link(
    db: Database, installation: Installation, *, token: str, password: str, visitor: Visitor
) -> None:
    """Set the password by the token of a link; all the agent's sessions end. A second factor stays: its code is asked
    for at the next sign-in. Raises ``ResetLinkUnusable`` and ``TooMany``."""
    by_client = tokens.subject("reset token", visitor.client)
    await count(db, {by_client: installation.limits.attempts * CLIENT_FACTOR}, installation.limits)
    org_id = tokens.organization_of(token, tokens.RESET)
    if org_id is None:
        raise ResetLinkUnusable()
    hashed = await passwords.hash_password(password)
    actor = system(org_id, NAME)
    async with db.transaction(org_id) as conn:
        agent_id = await store.use_reset(conn, org_id, tokens.digest(token))
        if agent_id is None:
            raise ResetLinkUnusable()
        await people.set_password(conn, org_id, agent_id, hashed)
        await store.void_resets(conn, org_id, agent_id)
        gone = await ended(conn, actor, agent_id, "password_set")
        told = [events.AgentPasswordSet(agent_id=agent_id), *gone]
        await publish(conn, org_id, actor.ref, told, request_id=visitor.request_id)


async def _ask(db: Database, org_id: UUID, email: str, request_id: str | None) -> None:
    async with db.transaction(org_id) as conn:
        agent_id = await store.reset_candidate(conn, org_id, email)
        if agent_id is None:
            return
        id_ = new_id()
        await store.insert_reset(conn, org_id, id_, agent_id=agent_id, minutes=letters.MINUTES)
        await enqueue(conn, org_id, JOB, {"reset_id": str(id_)}, key=str(id_))
        event = events.PasswordResetRequested(agent_id=agent_id)
        await publish(conn, org_id, f"system:{NAME}", [event], request_id=request_id)
