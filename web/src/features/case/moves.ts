/** Which changes of status somebody may make from the case's menu: the record's own table, as far as it is offered here. Pure. */

export type Move = "hold" | "resume" | "wait" | "end" | "reopen" | "take";

const MOVES: Record<string, Move[]> = {
  received: ["take"],
  queued: ["take"],
  active: ["hold", "wait", "end"],
  on_hold: ["resume", "wait", "end"],
  waiting_customer: ["resume", "end"],
  wrap_up: ["resume", "wait"],
  resolved: ["reopen"],
  closed: ["reopen"],
  abandoned: ["reopen"],
};

export const movesFrom = (status: string): Move[] => MOVES[status] ?? [];

/** In somebody's hands: it can be answered. */
export const isAnswerable = (status: string): boolean =>
  ["active", "on_hold", "waiting_customer", "wrap_up"].includes(status);

export type CaseStatus = "open" | "pending_customer" | "pending_internal" | "resolved" | "closed";

const CASE_MOVES: Record<string, CaseStatus[]> = {
  open: ["pending_customer", "pending_internal", "resolved"],
  pending_customer: ["open", "pending_internal", "resolved"],
  pending_internal: ["open", "pending_customer", "resolved"],
  resolved: ["open", "closed"],
  closed: ["open"],
};

export const caseMovesFrom = (status: string): CaseStatus[] => CASE_MOVES[status] ?? [];
