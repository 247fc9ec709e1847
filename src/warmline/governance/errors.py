"""What can go wrong with vocabularies and templates."""

from warmline.kit.errors import Conflict, FieldError, Invalid, NotFound


class TermUnknown(Invalid):
    """{vocabulary} has no term {code}.{hint}"""

    @classmethod
    def of(cls, vocabulary: str, code: str, *, field: str, near: list[str]) -> "TermUnknown":
        """Names the field, and the terms that are nearest."""
        hint = f" Nearest: {', '.join(near)}." if near else ""
        problem = f"{vocabulary} has no term {code!r}.{hint}"
        return cls(vocabulary=vocabulary, code=repr(code), hint=hint, fields=[FieldError(field, problem)])


class TermNotInUse(Invalid):
    """Term {code} of {vocabulary} is {status}; only active terms can be put on a record."""

    @classmethod
    def of(cls, vocabulary: str, code: str, *, field: str, status: str) -> "TermNotInUse":
        """Names the field."""
        problem = f"term {code!r} of {vocabulary} is {status}; choose an active one"
        return cls(vocabulary=vocabulary, code=repr(code), status=status, fields=[FieldError(field, problem)])


class VocabularyUnknown(NotFound):
    """There is no vocabulary {code}."""


class TermNotFound(NotFound):
    """There is no term {id} that you may see."""


class TemplateNotFound(NotFound):
    """There is no capture template {id} that you may see."""


class VocabularyTaken(Conflict):
    """There is a vocabulary {code} already."""


class TermTaken(Conflict):
    """{vocabulary} has a term {code} already."""


class TermOfItself(Conflict):
    """Term {code} would be a part of itself."""


class TemplateTaken(Conflict):
    """There is a template for this moment, channel and category already; change that one."""


class PackUnknown(NotFound):
    """There is no pack {name}. There are: {known}."""


class ContinuityPolicyNotFound(NotFound):
    """There is no continuity policy {id}."""


class ContinuityPolicyTaken(Conflict):
    """There is a continuity policy for this switch already; change that one."""
