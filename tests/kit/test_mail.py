"""The installation's own mails, by real SMTP."""

import socket
from pathlib import Path

import pytest

from tests.mailservers import MailServers, free_ports
from tests.post import post_office
from warmline.kit.doctor import Ailment, Subject
from warmline.kit.doctor.host import HOST_CHECKS
from warmline.kit.mail import Mailer, MailNotSent
from warmline.kit.settings import SettingInvalid, Settings, load

SENDER = "Desk <desk@northlight.example>"
TO = "jo@elsewhere.test"
[MAIL] = [each for each in HOST_CHECKS if each.name == "mail"]


@pytest.mark.parametrize(("url", "sender"), [(None, None), ("smtp://127.0.0.1", None), (None, SENDER)])
def test_it_takes_a_server_and_a_sender(tmp_path: Path, url: str | None, sender: str | None) -> None:
    assert Mailer.of(Settings(data_dir=tmp_path, smtp_url=url, mail_from=sender)) is None


@pytest.mark.parametrize(("name", "value"), [("SMTP_URL", "http://127.0.0.1"), ("MAIL_FROM", "nobody"),
                                             ("MAIL_FROM", "a@b.test\nBcc: c@d.test")])  # fmt: skip
def test_what_cannot_be_is_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingInvalid, match=name):
        load({f"WARMLINE_{name}": value})


def test_a_password_is_not_shown() -> None:
    shown = str(load({"WARMLINE_SMTP_URL": "smtp://jo:hush@mail.example.com:587"}))
    assert "hush" not in shown
    assert "mail.example.com" in shown


async def test_nobody_there_is_told_without_names() -> None:
    [port] = free_ports(1)
    with pytest.raises(MailNotSent, match="did not take the mail") as failed:
        await Mailer(f"smtp://127.0.0.1:{port}", SENDER).send(TO, subject="Hello", text="Hello.")
    assert TO not in str(failed.value)


async def test_a_server_that_is_silent_is_not_waited_for_long() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(MailNotSent):
            await Mailer(f"smtp://127.0.0.1:{silent.getsockname()[1]}", SENDER, seconds=0.2).check()


async def test_a_mail_arrives() -> None:
    with post_office() as post:
        mailer = Mailer(f"smtp://127.0.0.1:{post.port}", SENDER)
        await mailer.check()
        assert post.mails == []
        await mailer.send(TO, subject="Grüße", text="Schöne Grüße.\n.\nEnde\n")
        mail = await post.next(TO)
    assert (mail["subject"], mail["from"]) == ("Grüße", SENDER)
    assert mail.get_content().splitlines() == ["Schöne Grüße.", ".", "Ende"]
    assert mail["message-id"].endswith("@northlight.example>")


async def test_a_login_is_used_and_its_refusal_hides_the_password() -> None:
    with post_office(login=("desk", "p@ss/word")) as post:
        right = Mailer(f"smtp://desk:p%40ss%2Fword@127.0.0.1:{post.port}", SENDER)
        await right.send(TO, subject="Hello", text="Hello.")
        assert await post.next(TO)
        with pytest.raises(MailNotSent, match="535") as failed:
            await Mailer(f"smtp://desk:wrong@127.0.0.1:{post.port}", SENDER).check()
    assert "wrong" not in str(failed.value)


async def test_a_real_server_takes_it(mailservers: MailServers) -> None:
    mailbox = mailservers.mailbox()
    mailer = Mailer(f"smtp://127.0.0.1:{mailservers.ports['smtp']}", f"desk@{mailservers.domain}")
    await mailer.send(mailbox.address, subject="Hello", text="Hello.")


async def test_the_doctor_names_what_is_missing(tmp_path: Path) -> None:
    [port] = free_ports(1)
    alone = (
        (Settings(data_dir=tmp_path, smtp_url="smtp://127.0.0.1"), "MAIL_FROM"),
        (Settings(data_dir=tmp_path, mail_from=SENDER), "SMTP_URL"),
    )
    for given, missing in alone:
        with pytest.raises(Ailment) as found:
            await MAIL.run(Subject(given))
        assert missing in found.value.mend
    away = Settings(data_dir=tmp_path, smtp_url=f"smtp://127.0.0.1:{port}", mail_from=SENDER)
    with pytest.raises(Ailment):
        await MAIL.run(Subject(away))
    assert "not set up" in await MAIL.run(Subject(Settings(data_dir=tmp_path)))
    with post_office() as post:
        there = Settings(data_dir=tmp_path, smtp_url=f"smtp://127.0.0.1:{post.port}", mail_from=SENDER)
        assert await MAIL.run(Subject(there)) == "127.0.0.1 takes mails"
