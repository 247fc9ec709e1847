"""What an auditor asks for: the sealed audit trail, and the words that records are kept in."""

from warmline.governance.actions.seal import seal, seal_all
from warmline.governance.actions.verify import verify, verify_audit
from warmline.governance.actions.words import active_terms, capture_template, require_term, vocabulary_version
from warmline.governance.model import CaptureTemplate, Finding, Report, Tampering, Term

__all__ = [
    "CaptureTemplate",
    "Finding",
    "Report",
    "Tampering",
    "Term",
    "active_terms",
    "capture_template",
    "require_term",
    "seal",
    "seal_all",
    "verify",
    "verify_audit",
    "vocabulary_version",
]
