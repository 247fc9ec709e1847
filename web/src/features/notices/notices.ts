import type { Schema } from "../../api/client";
import type { EventFrame } from "../../api/frames";

export type Notice = Schema<"Notification">;

const MOST = 99;

/** What stands at the bell. */
export const shownCount = (count: number): string => (count > MOST ? `${MOST}+` : String(count));

/** Those of these events that call upon me by a note: they are worth to leave what one does. */
export function callsIn(frames: EventFrame[]): Notice[] {
  return frames
    .filter((frame) => frame.type === "notification.created")
    .flatMap((frame) => frame.changes)
    .flatMap(({ kind, value }) => (kind === "notification" && value ? [value as unknown as Notice] : []))
    .filter((notice) => notice.kind === "mention" && notice.read_at === null);
}

/** Where it leads: to the contact, else to the case; null where I do not see it any more. */
export function pathOf(notice: Notice): string | null {
  if (notice.interaction_id) return `/desk/mine/${notice.interaction_id}`;
  return notice.case_id ? `/cases/${notice.case_id}` : null;
}
