"""Industry packs: vocabularies and capture templates as data. Reads ``warmline/packs/*.toml``; writes nothing."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from warmline.governance.changes import NewTemplate, NewTerm
from warmline.governance.errors import PackUnknown
from warmline.governance.model import TermStatus

CATEGORY, SUBCATEGORY = "inquiry_category", "inquiry_subcategory"
# The lists of a pack whose terms have no parent; categories hold their subcategories.
FLAT = ("outcome", "disposition", "handoff_reason", "sentiment")


class _PackTerm(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: str
    label: str
    definition: str
    synonyms: list[str]


class _PackCategory(_PackTerm, frozen=True, forbid_unknown_fields=True, kw_only=True):
    subcategories: list[_PackTerm]


class _PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    label: str
    version: int
    includes: list[str] = []
    vocabularies: dict[str, str] = {}
    outcome: list[_PackTerm] = []
    disposition: list[_PackTerm] = []
    handoff_reason: list[_PackTerm] = []
    sentiment: list[_PackTerm] = []
    category: list[_PackCategory] = []
    template: list[NewTemplate] = []


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack brings, what it includes among it. Terms come by vocabulary, wider ones first."""

    name: str
    label: str
    version: int
    vocabularies: dict[str, str]
    terms: dict[str, list[NewTerm]]
    templates: list[NewTemplate]


@cache
def _file(name: str) -> _PackFile:
    text = resources.files("warmline").joinpath("packs", f"{name}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _PackFile)


@cache
def pack_names() -> list[str]:
    """The packs that can be installed."""
    files = resources.files("warmline").joinpath("packs").iterdir()
    names = sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))
    return [name for name in names if name != "common"]


def read_pack(name: str) -> Pack:
    """The pack of that name; raises ``PackUnknown``."""
    if name not in pack_names():
        raise PackUnknown(name=name, known=", ".join(pack_names()))
    file = _file(name)
    files = [*(_file(each) for each in file.includes), file]
    terms: dict[str, list[NewTerm]] = {}
    for each in files:
        for vocabulary, new in _terms(each):
            terms.setdefault(vocabulary, []).append(new)
    return Pack(
        name=name,
        label=file.label,
        version=max(each.version for each in files),
        vocabularies={code: label for each in files for code, label in each.vocabularies.items()},
        terms={vocabulary: terms[vocabulary] for vocabulary in (CATEGORY, SUBCATEGORY, *FLAT)},
        templates=[template for each in files for template in each.template],
    )


def _terms(file: _PackFile) -> list[tuple[str, NewTerm]]:
    found = [(vocabulary, _term(each)) for vocabulary in FLAT for each in getattr(file, vocabulary)]
    for category in file.category:
        found.append((CATEGORY, _term(category)))
        found += [
            (SUBCATEGORY, _term(each, parent=category.code, parent_vocabulary=CATEGORY))
            for each in category.subcategories
        ]
    return found


def _term(term: _PackTerm, **parent: Any) -> NewTerm:
    return NewTerm(
        code=term.code,
        label=term.label,
        definition=term.definition,
        synonyms=term.synonyms,
        status=TermStatus.ACTIVE,
        **parent,
    )
