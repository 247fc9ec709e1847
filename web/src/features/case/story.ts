import type { Schema } from "../../api/client";
import type { EventFrame } from "../../api/frames";

/** A case told by time: merging what is read with what is heard, and the rows in which it is shown. Pure. */

export type Message = Schema<"MessageView">;
export type Step = Schema<"StoryStep">;
export type StoryItem = Schema<"StoryItem">;

export interface Story {
  items: StoryItem[];
  /** Reads back; null at the beginning. */
  older: string | null;
  /** Reads on. */
  newer: string | null;
}

export type Row =
  | { kind: "day"; key: string; at: string }
  | { kind: "contact"; key: string; at: string; channel: string; subject: string | null; interactionId: string }
  | { kind: "message"; key: string; message: Message; continued: boolean }
  | { kind: "steps"; key: string; steps: StoryItem[] }
  | { kind: "unread"; key: string };

// Messages of one author within this time share a heading.
const TOGETHER_MS = 5 * 60_000;

const before = (one: StoryItem, other: StoryItem): number => {
  const gap = Date.parse(one.at) - Date.parse(other.at);
  return gap || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);
};

/** Both in the order of time, each once. Of a message that both have, the later version stays. */
export function merged(held: StoryItem[], more: StoryItem[]): StoryItem[] {
  if (more.length === 0) return held;
  const byKey = new Map(held.map((each) => [each.key, each]));
  for (const each of more) {
    const old = byKey.get(each.key);
    if (!old?.message || !each.message || each.message.version >= old.message.version) byKey.set(each.key, each);
  }
  return [...byKey.values()].sort(before);
}

/** The id of the newest message of a contact; ids are in the order in which messages were recorded. */
export function newestOf(items: StoryItem[], interactionId: string): string | null {
  let newest: string | null = null;
  for (const { message } of items)
    if (message?.interaction_id === interactionId && (newest === null || message.id > newest)) newest = message.id;
  return newest;
}

/**
 * The items after these events: new messages are in their place at once, changed ones change, and what was taken back
 * or went out of sight is gone. The same array where nothing changed.
 */
export function heard(items: StoryItem[], caseId: string, frames: EventFrame[]): StoryItem[] {
  let next = items;
  for (const frame of frames) {
    for (const change of frame.changes) {
      if (change.kind !== "message") continue;
      const held = next.find((each) => each.key === change.id);
      if (change.value === null) {
        if (held) next = next.filter((each) => each !== held);
      } else if (held || frame.case_id === caseId) {
        const message = change.value as unknown as Message;
        if (held?.message && held.message.version >= message.version) continue;
        next = merged(held ? next.filter((each) => each !== held) : next, [
          { at: message.at, key: message.id, message },
        ]);
      }
    }
  }
  return next;
}

/** Whether these events can have brought steps, or moved a contact, so that the server is to be asked. */
export function toAsk(caseId: string, frames: EventFrame[]): "on" | "anew" | null {
  const ours = frames.filter((each) => each.case_id === caseId && each.type !== "case.viewed");
  if (ours.some((each) => each.type && MOVING.has(each.type))) return "anew";
  return ours.length > 0 ? "on" : null;
}

const MOVING = new Set(["case.joined", "case.split", "case.decided"]);

const dayOf = (at: string): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth()}-${day.getDate()}`;
};

/** The rows of a story: days, contacts, messages, and the steps between them in one row each. */
export function rowsOf(
  items: StoryItem[],
  { steps, unreadAfter }: { steps: boolean; unreadAfter?: string | null },
): Row[] {
  const rows: Row[] = [];
  let day = "";
  let contact = "";
  let last: Message | null = null;
  let marked = !unreadAfter;
  for (const item of items) {
    if (item.step && !steps) continue;
    if (dayOf(item.at) !== day) {
      day = dayOf(item.at);
      rows.push({ kind: "day", key: `day ${item.key}`, at: item.at });
      last = null;
    }
    if (!item.message) {
      const latest = rows.at(-1);
      if (latest?.kind === "steps") latest.steps.push(item);
      else rows.push({ kind: "steps", key: item.key, steps: [item] });
      last = null;
      continue;
    }
    const message = item.message;
    if (!marked && unreadAfter && Date.parse(item.at) > Date.parse(unreadAfter) && message.direction === "inbound") {
      marked = true;
      rows.push({ kind: "unread", key: "unread" });
      last = null;
    }
    // A transcript is sent in a contact of its own, which nobody had with us until it is answered.
    if (message.interaction_id !== contact && message.visibility === "public" && !isTranscript(message)) {
      contact = message.interaction_id;
      rows.push({
        kind: "contact",
        key: `contact ${item.key}`,
        at: item.at,
        channel: message.channel,
        subject: message.subject ?? null,
        interactionId: contact,
      });
      last = null;
    }
    rows.push({ kind: "message", key: item.key, message, continued: last !== null && goesOn(last, message) });
    last = message;
  }
  return rows;
}

function goesOn(last: Message, next: Message): boolean {
  return (
    last.author_id === next.author_id &&
    last.author_role === next.author_role &&
    last.visibility === next.visibility &&
    last.interaction_id === next.interaction_id &&
    Date.parse(next.at) - Date.parse(last.at) < TOGETHER_MS
  );
}

/** Whose side a message is on. */
export const sideOf = (message: Message): "theirs" | "ours" | "note" =>
  message.visibility === "private" ? "note" : message.direction === "inbound" ? "theirs" : "ours";

/** Whether it is a chat that was mailed to who had it, as the chat's own connector writes it. */
export const isTranscript = (message: Message): boolean =>
  message.direction === "outbound" &&
  message.author_role === "bot" &&
  message.author_name === "webchat" &&
  message.channel === "email";

/** About how high a row is, in pixels, before it is measured. */
export function heightOf(row: Row | undefined): number {
  if (row?.kind !== "message") return row?.kind === "steps" ? 24 * Math.min(row.steps.length, 3) + 8 : 36;
  if (isTranscript(row.message)) return 36;
  const { text, attachments } = row.message;
  const lines = text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 80), 0);
  return 36 + (row.continued ? 0 : 24) + lines * 22 + attachments.length * 40;
}

const isAnswer = (message: Message): boolean => message.direction === "outbound" && !isTranscript(message);

/** The answer that somebody else gave since what is being written was begun; it may say the same. */
export function answeredMeanwhile(items: StoryItem[], since: string | null, me: string): Message | null {
  if (!since) return null;
  const later = items.filter((each) => Date.parse(each.at) > Date.parse(since));
  const found = later.findLast((each) => each.message && isAnswer(each.message) && each.message.author_id !== me);
  return found?.message ?? null;
}
