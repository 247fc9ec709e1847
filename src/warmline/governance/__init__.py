"""What an auditor asks for: the sealed audit trail, and the words that records are kept in."""

from warmline.governance.actions.seal import seal, seal_all
from warmline.governance.actions.verify import verify, verify_audit
from warmline.governance.model import Finding, Report, Tampering

__all__ = [
    "Finding",
    "Report",
    "Tampering",
    "seal",
    "seal_all",
    "verify",
    "verify_audit",
]
