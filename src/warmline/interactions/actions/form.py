"""The form that a capture template asks for at a moment, as it is filled in so far."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal
from uuid import UUID

import msgspec

from warmline.accounts import Actor
from warmline.governance import capture_template, require_term, together
from warmline.interactions.actions.codes import VOCABULARIES
from warmline.interactions.actions.packet import packet_of
from warmline.interactions.actions.switching import switching
from warmline.interactions.capture import completeness, filled, missing
from warmline.interactions.guard import visible_interaction
from warmline.interactions.packets import answers
from warmline.interactions.store import reading
from warmline.interactions.views import InteractionView
from warmline.kit.db import Conn

Moment = Literal["wrap_up", "hand_off"]
TEXTS = ("notes", "summary")


class FormField(msgspec.Struct, frozen=True, kw_only=True):
    """One field. ``vocabulary`` names the list that the value must be in; ``value`` is what is known now, and where
    that is nothing, ``default`` is what a form begins with: it counts once it is sent."""

    field: str
    label: str
    required: bool
    vocabulary: str | None
    help: str
    value: Any
    default: str | None
    filled: bool


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for now: no fields where no template applies. ``completeness`` is 0 to 1; ``missing`` names the
    required fields that are empty."""

    moment: Moment
    template_id: UUID | None
    name: str | None
    category: str | None
    fields: list[FormField]
    missing: list[str]
    completeness: float


async def known_at_wrap_up(conn: Conn, actor: Actor, interaction: InteractionView) -> dict[str, Any]:
    """What is known already, by the names that templates use. What nobody said the contact is about, it is about as
    its case."""
    known = {**interaction.fields, **{name: getattr(interaction, name) for name in (*VOCABULARIES, *TEXTS)}}
    if interaction.case_id and not interaction.subcategory:
        [case] = await reading.all_cases(conn, actor.org_id, [interaction.case_id])
        if interaction.category in (None, case.category):
            known |= {"category": case.category, "subcategory": case.subcategory}
    return known


async def form(conn: Conn, actor: Actor, interaction_id: UUID, moment: Moment, *, category: str | None = None) -> Form:
    """The form for the interaction's channel and category, or for the ``category`` that it is to get."""
    interaction = await visible_interaction(conn, actor, interaction_id)
    if moment == "hand_off":
        known = answers(await packet_of(conn, actor, interaction, {}))
        known["category"] = interaction.category
    else:
        known = await known_at_wrap_up(conn, actor, interaction)
    if category and category != known["category"]:
        known |= {"category": category, "subcategory": None}
    category = known["category"]
    template = await capture_template(conn, moment, interaction.channel, category)
    asked = template.fields if template else []
    if moment == "hand_off":
        rules = (await switching(conn, actor, interaction)).policies
        asked = together([asked, *(each.fields for each in rules)])
    return Form(
        moment=moment,
        template_id=template.id if template else None,
        name=template.name if template else None,
        category=category,
        fields=[_field(each, known) for each in asked],
        missing=[each.field for each in missing(asked, known)],
        completeness=completeness(asked, known),
    )


def _field(asked: Mapping[str, Any], known: Mapping[str, Any]) -> FormField:
    value = known.get(asked["field"])
    return FormField(
        field=asked["field"],
        label=asked.get("label", asked["field"]),
        required=asked.get("required", True),
        vocabulary=asked.get("vocabulary"),
        help=asked.get("help", ""),
        value=value,
        default=asked.get("default"),
        filled=filled(value),
    )


async def check_answers(conn: Conn, asked: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> None:
    """Raise the vocabulary's error for an answer that is no term of the list that its field names."""
    for each in asked:
        name, vocabulary = each["field"], each.get("vocabulary")
        if vocabulary and name not in VOCABULARIES and filled(given.get(name)):
            await require_term(conn, vocabulary, str(given[name]), field=f"fields.{name}")
