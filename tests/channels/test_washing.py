"""Whatever a channel says can be stored."""

from datetime import UTC, datetime

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from warmline import sdk
from warmline.channels import washing
from warmline.channels.lanes import LANES, groups, lane_of

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANY_TEXT = st.text(st.characters())


def _storable(text: str) -> bool:
    return "\x00" not in text and text.encode().decode() == text


@given(ANY_TEXT)
def test_any_text_becomes_storable(text: str) -> None:
    assert _storable(washing.text(text))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert washing.text(text) == text


def test_replaces_what_cannot_be_stored() -> None:
    assert washing.text("a\x00b\ud800c\U0001f600") == "a\ufffdb\ufffdc\U0001f600"


@given(ANY_TEXT)
def test_an_id_is_bounded_and_stays_itself(text: str) -> None:
    long = text * 700
    assert len(washing.external_id(long)) <= washing.LONGEST_ID
    assert washing.external_id(long) == washing.external_id(long)


def test_long_ids_that_differ_at_the_end_stay_different() -> None:
    assert washing.external_id("x" * 3000 + "a") != washing.external_id("x" * 3000 + "b")


@given(ANY_TEXT, ANY_TEXT, st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3))
def test_every_string_of_a_contact_becomes_storable(one: str, two: str, pairs: dict[str, str]) -> None:
    contact = sdk.Inbound(
        external_id=one,
        at=AT.replace(tzinfo=None),
        sender=sdk.Handle("email", two, name=one),
        subject=one,
        thread=sdk.Thread(session=one, replies_to=(two,)),
        fields=pairs,
        headers=pairs,
        messages=(
            sdk.Content(
                at=AT, text=one, html=two, external_id=two, attachments=(sdk.Attachment(name=one, content_type=two),)
            ),
        ),
    )
    washed = washing.parsed(contact)
    assert isinstance(washed, sdk.Inbound)
    assert washed.at == AT
    assert b"\\u0000" not in msgspec.json.encode(washed).replace(rb"\\", b"")


def test_a_clean_contact_is_not_touched() -> None:
    content = sdk.Content(at=AT, text="hello")
    contact = sdk.Inbound(external_id="1", at=AT, sender=sdk.Handle("email", "a@b.example"), messages=(content,))
    assert washing.parsed(contact) == contact


@given(ANY_TEXT)
def test_a_key_always_has_the_same_lane(key: str) -> None:
    assert lane_of(key) == lane_of(key) in range(LANES)


def test_lanes_do_not_change_between_versions() -> None:
    assert [lane_of(key) for key in ("ana@example.com", " Ana@Example.com", "+12025550110", "")] == [11, 11, 7, 0]


def test_workers_share_all_lanes() -> None:
    for count in (1, 2, 4, 16):
        assert sorted(lane for group in groups(count) for lane in group) == list(range(LANES))
