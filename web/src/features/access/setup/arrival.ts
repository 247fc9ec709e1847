import { useCallback, useEffect, useRef, useState } from "react";
import { api, newKey } from "../../../api/client";
import type { Change, EventFrame } from "../../../api/frames";
import { live } from "../../../api/live";

// After so long something is wrong: usually nothing does the background work.
const LATE_MS = 15_000;

/** Our message as the desk got it, `after` so many milliseconds. */
export interface Arrival {
  interactionId: string;
  caseId: string | null;
  after: number;
}

type State = "idle" | "sending" | "waiting" | "late" | "arrived";

/** The contact on this account among what an event changed, once it belongs to a case. */
export function arrivedIn(frames: readonly EventFrame[], accountId: string): Omit<Arrival, "after"> | null {
  for (const change of frames.flatMap((frame): Change[] => frame.changes)) {
    const value = change.value;
    if (change.kind === "interaction" && value?.account_id === accountId && typeof value.case_id === "string") {
      return { interactionId: change.id, caseId: value.case_id };
    }
  }
  return null;
}

/** Say something on a web chat as a visitor, through the public interface, and wait for it on the desk's own socket. */
export function useArrival(accountId: string) {
  const [state, setState] = useState<State>("idle");
  const [arrival, setArrival] = useState<Arrival | null>(null);
  const [error, setError] = useState<unknown>(null);
  const sent = useRef<number | null>(null);
  const late = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => {
    live.start();
    live.follow("org");
    const stop = live.onFrames((frames) => {
      const found = sent.current === null ? null : arrivedIn(frames, accountId);
      if (!found || sent.current === null) return;
      setArrival({ ...found, after: performance.now() - sent.current });
      sent.current = null;
      clearTimeout(late.current);
      setState("arrived");
    });
    return () => {
      stop();
      clearTimeout(late.current);
      live.leave("org");
      live.stop();
    };
  }, [accountId]);

  const send = useCallback(
    async (text: string) => {
      setState("sending");
      setError(null);
      setArrival(null);
      const path = { account_id: accountId };
      try {
        const visitor = await api.POST("/channels/webchat/{account_id}/session", { params: { path }, body: {} });
        sent.current = performance.now();
        await api.POST("/channels/webchat/{account_id}/messages", {
          params: { path },
          headers: { Authorization: `Bearer ${visitor.data?.token ?? ""}` },
          body: { client_id: newKey(), text },
        });
        // It may have arrived before this answer.
        setState((now) => (now === "sending" ? "waiting" : now));
        clearTimeout(late.current);
        if (sent.current !== null) late.current = setTimeout(() => setState("late"), LATE_MS);
      } catch (problem) {
        sent.current = null;
        setError(problem);
        setState("idle");
      }
    },
    [accountId],
  );
  return { arrival, state, error, send };
}
