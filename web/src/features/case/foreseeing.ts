import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { $api } from "../../api/client";
import { storyOptions, type Told } from "./useStory";

// Who rests so long on something will perhaps open it.
const REST_MS = 80;
// What was asked for so lately is not asked for again.
const LATELY_MS = 5000;

/**
 * What a case needs to be drawn, asked for at once and not one after the other: `now` as it is opened, `soon` when the
 * pointer or the keys rest on it.
 */
export function useForeseeing(): { now: (told: Told) => void; soon: (told: Told) => void } {
  const client = useQueryClient();
  const resting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(resting.current), []);
  const now = useCallback(
    (told: Told) => {
      const { caseId, interactionId } = told;
      clearTimeout(resting.current);
      void client.prefetchQuery({ ...storyOptions(told), staleTime: LATELY_MS });
      if (interactionId)
        void client.prefetchQuery(
          $api.queryOptions("get", "/api/v1/interactions/{interaction_id}", {
            params: { path: { interaction_id: interactionId } },
          }),
        );
      if (!caseId) return;
      const path = { case_id: caseId };
      void client.prefetchQuery($api.queryOptions("get", "/api/v1/cases/{case_id}", { params: { path } }));
      void client.prefetchQuery(
        $api.queryOptions("get", "/api/v1/cases/{case_id}/interactions", { params: { path, query: { limit: 50 } } }),
      );
    },
    [client],
  );
  const soon = useCallback(
    (told: Told) => {
      clearTimeout(resting.current);
      resting.current = setTimeout(() => now(told), REST_MS);
    },
    [now],
  );
  return { now, soon };
}
