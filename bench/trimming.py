"""How well quoted history and signatures are told from what was newly said: ours beside two libraries.

    python -m bench.trimming [FOLDER]

FOLDER holds the sets of mails of ``../shared/data/email``. A case counts where all lines are right, but for white space
at their ends and blank lines around. The two libraries are shown where they are installed.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module, util
from pathlib import Path
from typing import NamedTuple

from bench._report import Clock, Figure, Report
from warmline.connectors.email import mime
from warmline.connectors.email.body import body_of
from warmline.connectors.email.html import to_text
from warmline.connectors.email.trim import trim

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "tests" / "connectors" / "email" / "data" / "replies.toml"
LANGUAGES = ["en", "de", "fr", "it", "nl", "pl", "sv", "cs", "da", "es", "ja", "ko", "zh"]


class Case(NamedTuple):
    set: str
    name: str
    mail: str
    said: str
    elided: str | None = None


def cases(folder: Path) -> Iterator[Case]:
    """Every mail with its answer."""
    test = folder / "discourse_email_reply_trimmer" / "test"
    for path in sorted((test / "emails").iterdir()):
        said, elided = (_read(test / side / path.name) for side in ("trimmed", "elided"))
        yield Case("discourse", path.name, _read(path), said, elided)
    for name, labels in tomllib.loads(LABELS.read_text(encoding="utf-8")).items():
        for file, ranges in labels.items():
            lines = _read(folder / name / "test" / "emails" / file).split("\n")
            said = "\n".join("\n".join(lines[first - 1 : last]) for first, last in ranges)
            yield Case(name.removeprefix("email_reply_parser_"), file, "\n".join(lines), said)
    fixtures = folder / "talon" / "tests" / "fixtures"
    for path in sorted((fixtures / "standard_replies").glob("*.eml")):
        yield Case("talon replies", path.name, body_of(mime.read(path.read_bytes()), 0).text, "Hello")
    for path in sorted((fixtures / "html_replies").iterdir()):
        yield Case("talon HTML", path.name, to_text(_read(path)), "Hi. I am fine.\nThanks,\nAlex")
    for path in sorted((fixtures / "signature" / "emails" / "stripped").glob("*_body")):
        signature = _read(path.with_name(path.name.replace("_body", "_signature")))
        yield Case("talon signatures", path.name, _read(path), _read(path).removesuffix(signature))


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").strip("\n")


def same(ours: str, theirs: str) -> bool:
    return _lines(ours) == _lines(theirs)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def by_mail_parser_reply() -> Callable[[str], str]:
    parser = import_module("mailparser_reply").EmailReplyParser(languages=LANGUAGES)
    return lambda mail: parser.read(text=mail).latest_reply or ""


def by_quotequail() -> Callable[[str], str]:
    quotequail = import_module("quotequail")

    def said(mail: str) -> str:
        if (found := quotequail.unwrap(mail)) is not None:
            return str(found.get("text_top") or "")
        return "\n".join(text for shown, text in quotequail.quote(mail) if shown)

    return said


def ways() -> dict[str, Callable[[str], str]]:
    found: dict[str, Callable[[str], str]] = {"ours": lambda mail: trim(mail).text}
    if util.find_spec("mailparser_reply"):
        found["mail-parser-reply"] = by_mail_parser_reply()
    if util.find_spec("quotequail"):
        found["quotequail"] = by_quotequail()
    return found


def speed(mails: Sequence[str]) -> float:
    """Mails a second: the best of five rounds, since other work on the machine only slows them."""
    times = []
    for _ in range(5):
        clock = Clock()
        for mail in mails:
            trim(mail)
        times.append(clock.seconds)
    return len(mails) / min(times)


def split_speed(mails: Sequence[str]) -> float:
    """The floor of it: each mail looked at line by line."""
    clock = Clock()
    for mail in mails:
        for line in mail.split("\n"):
            line.strip().startswith(">")
    return len(mails) / clock.seconds


def main(folder: Path) -> None:
    all_cases = list(cases(folder))
    report = Report("Trimming of quoted history and signatures")
    mails = [case.mail for case in all_cases]
    report.add(Figure(what="speed", size=str(len(mails)), unit="mails/s", floor=split_speed(mails), ours=speed(mails)))
    for what, way in ways().items():
        for name in dict.fromkeys(case.set for case in all_cases):
            of_set = [case for case in all_cases if case.set == name]
            right = sum(same(way(case.mail), case.said) for case in of_set)
            share = 100 * right / len(of_set)
            report.add(Figure(what=f"{what}: {name}", size=str(len(of_set)), unit="% right", ours=share))
    report.show()
    triples = [(case, trim(case.mail)) for case in all_cases if case.elided is not None]
    elided = [same(split.elided, case.elided or "") for case, split in triples]
    words = [split.elided.split() == (case.elided or "").split() for case, split in triples]
    both = [same(split.text, case.said) and right for (case, split), right in zip(triples, elided, strict=True)]
    print(f"\ndiscourse, elided side: {sum(elided)} of {len(triples)}; {sum(words)} but for line breaks", end="")
    print(f"; both sides {sum(both)}")
    for case in all_cases:
        if not same(trim(case.mail).text, case.said):
            print(f"wrong: {case.set}, {case.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "email")
