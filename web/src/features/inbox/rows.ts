import type { Schema } from "../../api/client";
import type { Change } from "../../api/frames";

export type InboxRow = Schema<"InboxRow">;

const ENDED = new Set(["resolved", "closed", "abandoned"]);
export const WAITING = new Set(["received", "queued", "offered", "transferred", "reopened"]);
// Fields of a row that an interaction's frame has by the same name.
const FIELDS = [
  "status",
  "owner_id",
  "queue_id",
  "priority",
  "category",
  "subject",
  "last_message_at",
  "version",
] as const;

export const isEnded = (row: InboxRow): boolean => ENDED.has(row.status);
export const isWaiting = (row: InboxRow): boolean => WAITING.has(row.status);

/** The row as a frame says it is; the same object where it says nothing new. */
export function laidOver(row: InboxRow, change: Change): InboxRow {
  if (!change.value) return row;
  if (change.kind === "message") return withMessage(row, change.value);
  if (change.kind !== "interaction" || (change.version ?? 0) <= row.version) return row;
  const value = change.value;
  const fields = Object.fromEntries(FIELDS.filter((name) => name in value).map((name) => [name, value[name]]));
  // Who and where are names that the next answer brings; a name of somebody else would be worse than none.
  const owner = value.owner_id === row.owner_id ? {} : { owner_name: null };
  const queue = value.queue_id === row.queue_id ? {} : { queue_name: null };
  return { ...row, ...fields, ...owner, ...queue };
}

function withMessage(row: InboxRow, value: Record<string, unknown>): InboxRow {
  const id = value.id;
  if (typeof id !== "string" || (row.last_message && id <= row.last_message.id)) return row;
  const role = value.author_role === "supervisor" ? "agent" : String(value.author_role);
  return {
    ...row,
    unread: role === "customer" ? true : row.unread,
    last_message: {
      id,
      text: String(value.text ?? "").slice(0, 160),
      who: role,
      name: String(value.author_name ?? ""),
      at: String(value.at),
      private: value.visibility === "private",
      delivery: (value.delivery as string | null) ?? null,
      attachments: Array.isArray(value.attachments) ? value.attachments.length : 0,
    },
  };
}

/** How a row stands to its service level at this moment: the server's rule, with the clock running. */
export function riskAt(row: InboxRow, nowMs: number): Schema<"Risk"> | null {
  if (!row.waiting_since || !row.due_at) return null;
  const [since, due] = [Date.parse(row.waiting_since), Date.parse(row.due_at)];
  if (nowMs >= due) return "breached";
  return nowMs >= due - (due - since) / 4 ? "at_risk" : null;
}
