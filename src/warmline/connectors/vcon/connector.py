"""The connector: vCons as history, or as a feed."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec

from warmline import sdk
from warmline.connectors.vcon.read import contact, uuid_of
from warmline.connectors.vcon.unwrap import MEDIA_TYPE, key_set, unwrapped
from warmline.connectors.vcon.validate import faults
from warmline.sdk import ChannelType, Medium, Synchrony

SIGNATURE = "x-warmline-signature"


class VconSettings(msgspec.Struct, frozen=True, kw_only=True):
    """``signing_keys`` is a JWK or a JWK set as JSON: with it signed vCons are verified. ``require_signature`` refuses
    others. ``own_addresses`` are telephone numbers, addresses and @domains of this side. ``strict`` holds every vCon
    against the schemas. ``signing_secret`` opens the webhook."""

    signing_keys: str = ""
    require_signature: bool = False
    own_addresses: tuple[str, ...] = ()
    strict: bool = True
    signing_secret: str = ""


def _channel(code: str, medium: Medium, scheme: str) -> ChannelType:
    # A vCon is one conversation that is over: a session, and never the next part of another.
    synchrony = Synchrony.LIVE if medium in (Medium.VOICE, Medium.VIDEO, Medium.IN_PERSON) else Synchrony.SESSION
    return ChannelType(
        code=code, medium=medium, synchrony=synchrony, scheme=scheme, threads=True, outbound=False, replies=False
    )


CHANNELS = (
    _channel("voice", Medium.VOICE, "phone"),
    _channel("video", Medium.VIDEO, "email"),
    _channel("email", Medium.TEXT, "email"),
    _channel("sms", Medium.TEXT, "phone"),
    _channel("webchat", Medium.TEXT, "web_visitor"),
    _channel("whatsapp", Medium.TEXT, "whatsapp"),
    _channel("telegram", Medium.TEXT, "telegram"),
    _channel("messenger", Medium.TEXT, "messenger"),
    _channel("in_person", Medium.IN_PERSON, "crm_id"),
)


class VconConnector(sdk.Base):
    """Takes conversations in; it has no way out, so a reply goes by another account of the same channel."""

    manifest = sdk.Manifest(
        code="vcon",
        name="vCon",
        version="1.0.0",
        channels=CHANNELS,
        settings=VconSettings,
        secrets=frozenset({"signing_secret"}),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> None:
        secret = account.settings.signing_secret
        if not secret:
            raise sdk.BadSignature("this account has no signing_secret, so its webhook is shut.")
        proof = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(proof.encode(), headers.get(SIGNATURE, "").encode("utf-8", "replace")):
            raise sdk.BadSignature(f"the header {SIGNATURE} does not fit the body.")

    def raws(self, body: bytes, headers: Mapping[str, str], account: sdk.Account) -> Sequence[sdk.Raw]:
        return [raw(body, settings=account.settings)]

    def parse(self, envelope: sdk.Envelope, account: sdk.Account) -> list[sdk.Parsed]:
        return read(envelope.body, account.settings)[1]

    async def check(self, account: sdk.Account) -> AsyncIterator[sdk.CheckStep]:
        settings = account.settings
        detail = "The webhook takes signed vCons." if settings.signing_secret else (
            "The webhook is shut, because there is no signing_secret; vCons come in by import."
        )  # fmt: skip
        yield sdk.CheckStep(code="webhook", title="Webhook", detail=detail, settings=("signing_secret",))
        status, detail = sdk.CheckStatus.OK, "Signatures are verified."
        if settings.signing_keys:
            try:
                key_set(settings.signing_keys)
            except sdk.Unparsable:
                status = sdk.CheckStatus.FAILED
                detail = "signing_keys is no JWK or JWK set; paste it as JSON."
        elif settings.require_signature:
            status = sdk.CheckStatus.FAILED
            detail = "Signatures are required, and there are no keys to verify them by: enter signing_keys."
        else:
            detail = "Signatures are not verified: there are no signing_keys."
        yield sdk.CheckStep(
            code="signatures", title="Signatures", status=status, detail=detail, settings=("signing_keys",)
        )

    async def send(self, message: sdk.Outbound, account: sdk.Account) -> sdk.Sent:
        raise sdk.Rejected("This account only takes conversations in; answer from an account that can send.")


def read(body: bytes, settings: VconSettings) -> tuple[str, list[sdk.Parsed]]:
    """The vCon's uuid, and what it says. Raises ``Unparsable``."""
    found = unwrapped(body, settings.signing_keys, signed=settings.require_signature)
    uuid = str(uuid_of(found.document))
    if settings.strict and (problems := faults(found.document)):
        raise sdk.Unparsable("the vCon does not keep to the schema: " + "; ".join(problems))
    return uuid, contact(found.document, found.signature, settings.own_addresses)


def raw(body: bytes, place: str = "", settings: VconSettings | None = None) -> sdk.Raw:
    """A vCon as a delivery, whatever is in it; ``place`` tells people where it was.

    It is known by its uuid. One that cannot be read has the hash of its bytes, so that it is kept, and kept once; and
    so that, once mended, it is another.
    """
    meta = {"place": place} if place else {}
    try:
        external_id, _ = read(body, settings or VconSettings())
    except sdk.Unparsable:
        external_id = f"sha256:{hashlib.sha256(body).hexdigest()}"
    return sdk.Raw(external_id=external_id, body=body, content_type=MEDIA_TYPE, meta=meta)
