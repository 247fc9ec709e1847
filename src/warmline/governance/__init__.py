"""What an auditor asks for: the sealed audit trail, and the words that records are kept in."""

from warmline.governance.actions.continuity import continuity_policies, extend_policy
from warmline.governance.actions.install import install_pack
from warmline.governance.actions.seal import seal, seal_all
from warmline.governance.actions.trail import note_export, search_audit
from warmline.governance.actions.verify import verify, verify_audit
from warmline.governance.actions.words import active_terms, capture_template, require_term, vocabulary_version
from warmline.governance.continuity import ContinuityPolicy, Switch, together
from warmline.governance.model import (
    AuditFilter,
    AuditRecord,
    CaptureField,
    CaptureTemplate,
    Finding,
    Place,
    Report,
    Tampering,
    Term,
)
from warmline.governance.packs import pack_names, read_pack
from warmline.governance.snapshots import SNAPSHOTS

__all__ = [
    "SNAPSHOTS",
    "AuditFilter",
    "AuditRecord",
    "CaptureField",
    "CaptureTemplate",
    "ContinuityPolicy",
    "Finding",
    "Place",
    "Report",
    "Switch",
    "Tampering",
    "Term",
    "active_terms",
    "capture_template",
    "continuity_policies",
    "extend_policy",
    "install_pack",
    "note_export",
    "pack_names",
    "read_pack",
    "require_term",
    "seal",
    "seal_all",
    "search_audit",
    "together",
    "verify",
    "verify_audit",
    "vocabulary_version",
]
