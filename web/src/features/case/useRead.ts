import { useCallback, useEffect, useMemo, useRef } from "react";
import { api } from "../../api/client";
import { useMe } from "../../api/me";
import { sparing } from "../../lib/sparing";
import { noteSeen } from "./seen";
import { newestOf, type StoryItem } from "./story";

// In a lively conversation one mark for some messages says the same as one for each.
const BETWEEN_MS = 1000;

/** Up to when a case was read; of one contact, up to which message. */
interface Seen {
  at: string;
  contact: string | null;
  message: string | null;
}

/**
 * What is on the screen of somebody who looks at it counts as read: call what is returned when the end is in sight, and
 * when it is another function. With `mine` the contact is in one's own hands: only of these the customer may hear, so it
 * is said again.
 */
export function useRead(
  caseId: string | null,
  interactionId: string | null,
  items: StoryItem[],
  mine: boolean,
): () => void {
  const me = useMe();
  const seen = useRef<Seen | null>(null);
  const mark = useRef(() => {});
  mark.current = () => {
    if (!seen.current) return;
    const { at, contact, message } = seen.current;
    if (caseId) noteSeen(me.id, caseId, at);
    if (!contact || !me.may("interaction.work")) return;
    // A mark that is not set is set with the next message.
    api
      .PUT("/api/v1/interactions/{interaction_id}/read-mark", {
        params: { path: { interaction_id: contact } },
        body: { message_id: message },
      })
      .catch(() => undefined);
  };
  const marks = useMemo(() => sparing(BETWEEN_MS, () => mark.current()), []);
  useEffect(() => () => marks.end(), [marks]);

  const latest = useRef(items);
  latest.current = items;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another one once the contact is in one's own hands.
  return useCallback(() => {
    const at = latest.current.at(-1)?.at;
    if (!at || document.visibilityState === "hidden") return;
    seen.current = { at, contact: interactionId, message: interactionId && newestOf(latest.current, interactionId) };
    marks.ask();
  }, [interactionId, mine, marks]);
}
