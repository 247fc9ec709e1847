import { useCallback, useEffect, useMemo, useRef } from "react";
import { $api, type Schema } from "../../api/client";
import { live } from "../../api/live";

// Counting is asked for after something happened, and not more often than this.
const AGAIN_MS = 3000;
const SOON_MS = 300;
const NOW_AND_THEN_MS = 60_000;

export type Counts = ReadonlyMap<string, Schema<"Count">>;

/** How much each view has, and a way to have it counted again at once. */
export function useCounts(views: string[]): [Counts, () => void] {
  const counts = $api.useQuery(
    "get",
    "/api/v1/inbox/counts",
    { params: { query: { views: [views.join(",")] } } },
    {
      meta: { live: false },
      enabled: views.length > 0,
      refetchInterval: NOW_AND_THEN_MS,
      placeholderData: (before) => before,
    },
  );
  const { refetch } = counts;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(0);
  const again = useCallback(() => {
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        asked.current = Date.now();
        void refetch();
      },
      Math.max(SOON_MS, asked.current + AGAIN_MS - Date.now()),
    );
  }, [refetch]);
  useEffect(() => {
    const stopFrames = live.onFrames(again);
    const stopAnew = live.onAnew(again);
    return () => {
      stopFrames();
      stopAnew();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [again]);
  const now = useCallback(() => void refetch(), [refetch]);
  const found = useMemo(() => new Map((counts.data ?? []).map((each) => [each.view, each])), [counts.data]);
  return [found, now];
}
