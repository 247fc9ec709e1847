import { useCallback, useEffect, useState } from "react";
import { api } from "../../api/client";
import { useNow } from "../../lib/clock";
import { tellFailure } from "../../ui/tell";
import type { Message } from "./story";

/** The reply that was just sent and can be taken back: for how many seconds still, and how. */
export function useHeld(onBack: (message: Message) => void) {
  const [held, setHeld] = useState<Message | null>(null);
  const now = useNow();
  const left = held?.send_at ? Math.ceil((Date.parse(held.send_at) - now) / 1000) : 0;
  const over = held !== null && left <= 0;
  useEffect(() => {
    if (over) setHeld(null);
  }, [over]);
  const takeBack = useCallback(() => {
    if (!held) return;
    setHeld(null);
    api
      .POST("/api/v1/messages/{message_id}/take-back", { params: { path: { message_id: held.id } } })
      .then(({ data }) => data && onBack(data), tellFailure);
  }, [held, onBack]);
  return { held: over ? null : held, left, hold: setHeld, takeBack };
}
