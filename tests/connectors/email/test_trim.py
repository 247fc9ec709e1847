"""What was newly said, apart from history and signature."""

import importlib.util
import sys
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.connectors.email.mails import CORPUS
from warmline.connectors.email.trim import MAX_LINES, trim


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_trimming", ROOT / "bench" / "trimming.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "text",
    [
        "Am 12.03.2021 schrieb Ihr Mitarbeiter:\nSie zahlen nicht.\n\nDas stimmt nicht.",
        "On 3 May 2021 your agent wrote:\nwe will pay\n\nBut you did not.",
        "I was here on 3 May 2021 at 10:15, as I wrote: nobody came.",
        "My journey:\n\nFrom: Leeds\nTo: York\nDate: 3 May 2021",
        "> What is your policy number?\n\nIt is 4711.",
        "Claim details\n-------------\nPolicy: 4711\nDate: 3 May",
        "Costs:\n\n-----\n\nRepair 300\nTaxi 20",
        "Sent from my desk, since my phone is broken.",
        "I have sent from my account 300 pounds, as agreed, to yours.",
        "The original message is attached.",
        "Please write to\nbob@example.com\nand to Jane as well.",
        "```\n# On Mon, 1 Feb 2016 at 10:00, a wrote:\n> code\n```\nThat is the whole log.",
        "👍",
        "Value\n| a | b |\n| 1 | 2 |\nis the table.",
        "This is confidential. Please call me.",
    ],
)
def test_own_words_stay(text: str) -> None:
    assert trim(text) == (text, "", trim(text).passes_on)


ATTRIBUTIONS = [
    "On Mon, Feb 1, 2016 at 6:32 PM, Ann Lee <ann@example.com> wrote:",
    "On Mon, Feb 1, 2016 at 6:32 PM, Ann Lee <ann@example.com>\nwrote:",
    "Ann Lee <ann@example.com> wrote:",
    "Am Mo., 1. Feb. 2016 um 18:32 Uhr schrieb Ann Lee <ann@example.com>:",
    "Ann Lee <ann@example.com> schrieb am Mo., 1. Feb. 2016, 18:32:",
    "Le lun. 1 févr. 2016 à 18:32, Ann Lee <ann@example.com> a écrit :",
    "El lun., 1 feb. 2016 a las 18:32, Ann Lee (<ann@example.com>) escribió:",
    "Em seg., 1 de fev. de 2016 às 18:32, Ann Lee <ann@example.com> escreveu:",
    "Il giorno lun 1 feb 2016 alle ore 18:32 Ann Lee <ann@example.com> ha scritto:",
    "Op ma 1 feb. 2016 om 18:32 schreef Ann Lee <ann@example.com>:",
    "Den mån 1 feb. 2016 kl 18:32 skrev Ann Lee <ann@example.com>:",
    "ma 1. helmik. 2016 klo 18.32 Ann Lee (ann@example.com) kirjoitti:",
    "pon., 1 lut 2016 o 18:32 Ann Lee <ann@example.com> napisał(a):",
    "po 1. 2. 2016 v 18:32 odesílatel Ann Lee <ann@example.com> napsal:",
    "Ann Lee <ann@example.com> ezt írta (időpont: 2016. febr. 1., H, 18:32):",
    "пн, 1 февр. 2016 г. в 18:32, Ann Lee <ann@example.com>:",
    "1 лютого 2016, 18:32:00, Ann Lee <ann@example.com> пише:",
    "Ann Lee <ann@example.com>, 1 Şub 2016 Pzt, 18:32 tarihinde şunu yazdı:",
    "Στις Δευ, 1 Φεβ 2016 στις 6:32 μ.μ., ο χρήστης Ann Lee <ann@example.com> έγραψε:",
    "2016年2月1日(月) 18:32 Ann Lee <ann@example.com>:",
    "Ann Lee <ann@example.com> 于2016年2月1日周一 下午6:32写道：",
    "2016년 2월 1일 (월) 오후 6:32, Ann Lee <ann@example.com>님이 작성:",
]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_attribution_begins_the_history(attribution: str) -> None:
    history = f"{attribution}\n\n> When?"
    assert trim(f"On Monday.\n\n{history}")[:2] == ("On Monday.", history)


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_answer_below_its_quote(attribution: str) -> None:
    assert trim(f"{attribution}\n> When?\n\nOn Monday.").text == "On Monday."


@pytest.mark.parametrize(
    "block",
    [
        "From: Ann Lee <ann@example.com>\nSent: Monday, 1 February 2016 18:32\nTo: Bob\nSubject: Claim",
        "Von: Ann Lee\nGesendet: Montag, 1. Februar 2016 18:32\nAn: Bob\nBetreff: Schaden",
        "De : Ann Lee\nEnvoyé : lundi 1 février 2016 18:32\nÀ : Bob\nObjet : Sinistre",
        "De: Ann Lee\nEnviado el: lunes, 1 de febrero de 2016 18:32\nPara: Bob\nAsunto: Siniestro",
        "Da: Ann Lee\nInviato: lunedì 1 febbraio 2016 18:32\nA: Bob\nOggetto: Sinistro",
        "Van: Ann Lee\nVerzonden: maandag 1 februari 2016 18:32\nAan: Bob\nOnderwerp: Schade",
        "Fra: Ann Lee\nSendt: 1. februar 2016 18:32\nTil: Bob\nEmne: Skade",
        "Od: Ann Lee\nWysłano: 1 lutego 2016 18:32\nDo: Bob\nTemat: Szkoda",
        "发件人: Ann Lee\n发送时间: 2016年2月1日 18:32\n收件人: Bob\n主题: 索赔",
        "差出人: Ann Lee\n送信日時: 2016年2月1日 18:32\n宛先: Bob\n件名: 請求",
        "*From:* Ann Lee\n*Sent:* 1 February 2016\n*To:* Bob\n*Subject:* Claim",
        "-----Original Message-----\nFrom: Ann Lee\nSubject: Claim",
        "-----Ursprüngliche Nachricht-----\nVon: Ann Lee\nBetreff: Schaden",
        "________________________________\nFrom: Ann Lee\nDate: 1 February 2016\nSubject: Claim",
    ],
)
def test_header_block_begins_the_history(block: str) -> None:
    history = f"{block}\n\nWhen?"
    found = trim(f"On Monday.\n\n{history}")
    assert found == ("On Monday.", history, True)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Bob,\nsee below.\n\nOn Mon, 1 Feb 2016 at 10:00, Bob wrote:\n> How much?\n\n300 pounds.",
        "Please see my answer.\n\n> On 1 Feb 2016, at 10:00, Bob <b@x.example> wrote:\n> How much?\n\n300 pounds.",
    ],
)
def test_few_words_below_a_quote_may_be_the_answer(text: str) -> None:
    assert "> How much?\n\n300 pounds." in trim(text).text


@pytest.mark.parametrize(
    "footer",
    [
        "This mail is confidential. If you are not the intended recipient, delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Sind Sie nicht der richtige Adressat, löschen Sie sie.",
        "Virus-free. www.avast.com",
        "-- \nAnn Lee",
        "Sent from my iPhone",
    ],
)
def test_footer_below_the_history(footer: str) -> None:
    text = f"On Monday.\n\nOn 1 Feb 2016 at 10:00, Bob wrote:\n> When?\n\n{footer}"
    assert trim(text).text == "On Monday."


def test_answers_between_quotes_keep_the_quotes() -> None:
    text = "On Mon, 1 Feb 2016 at 10:00, Ann wrote:\n> When?\n\nOn Monday.\n\n> Where?\n\nIn Leeds.\n\n> Bye"
    assert trim(text).text == "> When?\n\nOn Monday.\n\n> Where?\n\nIn Leeds."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "发自我的iPhone",
        "나의 iPhone에서 보냄",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "-- \nAnn Lee\nLeeds",
        "--\nAnn Lee",
        "The content is confidential and for the use of the intended recipient only.",
        "________________\nclaims mailing list",
    ],
)
def test_signature_goes(line: str) -> None:
    assert trim(f"Please call me.\n\n{line}")[:2] == ("Please call me.", line)


def test_nothing_said_above_a_forward() -> None:
    found = trim("---------- Forwarded message ---------\nFrom: a@b.c\nDate: 1 Feb\nSubject: x\n\nThe letter.")
    assert found.text == "The letter."
    assert found.passes_on


def test_endless_mail_stays_whole() -> None:
    text = "x\n" * MAX_LINES
    assert trim(text).text == text


LINES = st.sampled_from(
    [
        *(
            "",
            "> q",
            ">> q",
            "text",
            "Hi,",
            "--",
            "-- ",
            "____",
            "----",
            "```",
            "| x",
            "<",
            "wrote:",
            "From: a@b.c",
            "To: b",
        ),
        *(
            "On 1 Feb 2016 at 10:00, Ann wrote:",
            "Ann <a@b.c> wrote:",
            "On Mon, 1 Feb 2016",
            "> On 1 Feb 2016, b wrote:",
        ),
        *(
            "Subject: s",
            "-----Original Message-----",
            "Sent from my iPhone",
            "confidential, for the intended recipient",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=40))
def test_no_line_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines).replace("\r\n", "\n")
    split = trim(text)
    kept = [line for side in split[:2] for line in side.split("\n") if line.strip()]
    assert sorted(kept) == sorted(line for line in text.split("\n") if line.strip())


def test_labelled_mails() -> None:
    """All that people labelled, but for two things that we keep on purpose: signatures without any delimiter, and the
    few words below a quote that one label takes for a signature."""
    measure = bench()
    wrong = [case for case in measure.cases(CORPUS) if not measure.same(trim(case.mail).text, case.said)]
    assert [case.name for case in wrong if case.set != "talon signatures"] == ["embedded_email_1.txt"]
    assert len(wrong) == 6
