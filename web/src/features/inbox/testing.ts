import type { EventFrame } from "../../api/frames";
import type { Page } from "./paging";
import type { InboxRow } from "./rows";

/** A row as tests need one. */
export function rowFor(id: string, change: Partial<InboxRow> = {}): InboxRow {
  return {
    interaction_id: id,
    case_id: `case-${id}`,
    case_reference: "WL-1",
    case_title: "",
    case_status: "open",
    customer_id: "customer",
    customer_name: "Ada",
    channel: "email",
    medium: "text",
    direction: "inbound",
    status: "queued",
    automatic: false,
    subject: "My roof",
    category: null,
    queue_id: "q1",
    queue_name: "Claims",
    owner_id: null,
    owner_name: null,
    priority: 0,
    started_at: "2026-03-02T09:00:00Z",
    last_message_at: "2026-03-02T09:00:00Z",
    last_message: null,
    waiting_since: null,
    due_at: null,
    risk: null,
    unread: false,
    snoozed: false,
    snoozed_until: null,
    followed: false,
    offer_id: null,
    offer_expires_at: null,
    contacts: 1,
    version: 1,
    ...change,
  };
}

/** A minute of one morning. */
export const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, "0")}:00Z`;
/** What the socket says of a contact. */
export const frame = (id: string, change?: EventFrame["changes"][number]): EventFrame => ({
  op: "event",
  cursor: "1-1",
  type: "message.received",
  at: at(0),
  actor: "system:ingest",
  case_id: null,
  interaction_id: id,
  customer_id: null,
  changes: change ? [change] : [],
});

/** A server that has these rows, in this order. */
export function serving(rows: InboxRow[]) {
  const asked: string[][] = [];
  return {
    rows,
    asked,
    page: async (after: string | undefined, limit: number): Promise<Page> => {
      const begin = after ? Number(after) : 0;
      const end = begin + limit;
      return { items: rows.slice(begin, end), next: end < rows.length ? String(end) : null };
    },
    only: async (ids: string[]) => {
      asked.push(ids);
      return rows.filter((row) => ids.includes(row.interaction_id));
    },
  };
}
