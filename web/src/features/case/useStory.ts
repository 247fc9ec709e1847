import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../../api/client";
import type { EventFrame } from "../../api/frames";
import { live, mayLack, useFrames } from "../../api/live";
import { heard, merged, type Story, type StoryItem, toAsk } from "./story";

const PAGE = 100;
const ASK_MS = 250;
const NOTHING: Story = { items: [], older: null, newer: null };

/** A case by its id; or, of what is in no case, a contact. */
export interface Told {
  caseId: string | null;
  interactionId: string | null;
}

async function latest({ caseId, interactionId }: Told): Promise<Story> {
  if (caseId) {
    const { data } = await api.GET("/api/v1/cases/{case_id}/story", {
      params: { path: { case_id: caseId }, query: { limit: PAGE } },
    });
    return storyOf(data);
  }
  if (!interactionId) return NOTHING;
  const { data } = await api.GET("/api/v1/interactions/{interaction_id}/messages", {
    params: { path: { interaction_id: interactionId }, query: { limit: 200 } },
  });
  const items = (data?.items ?? []).map((message) => ({ at: message.at, key: message.id, message }));
  return { items, older: null, newer: null };
}

const storyOf = (page: { items: StoryItem[]; older?: string | null; newer?: string | null } | undefined): Story =>
  page ? { items: page.items, older: page.older ?? null, newer: page.newer ?? null } : NOTHING;

/** What is asked for a story. It is asked again each time it is opened: nobody listened in between. */
export const storyOptions = (told: Told) => ({
  queryKey: ["story", told.caseId ?? told.interactionId],
  queryFn: () => latest(told),
  meta: { live: false },
  structuralSharing: false as const,
  staleTime: 0,
});

/** The story as it is now. New messages are in it as they are heard; steps are asked for a moment later. */
export function useStory(of: Told) {
  const { caseId, interactionId } = of;
  const client = useQueryClient();
  const id = caseId ?? interactionId;
  const query = useQuery(storyOptions(of));
  const { refetch } = query;
  const [reading, setReading] = useState(false);
  const asking = useRef<ReturnType<typeof setTimeout> | null>(null);

  const change = useCallback(
    (by: (story: Story) => Story) =>
      client.setQueryData<Story>(["story", id], (story) => (story === undefined ? story : by(story))),
    [client, id],
  );
  const page = useCallback(
    async (where: { before: string } | { after: string }) => {
      if (!caseId) return;
      const { data } = await api.GET("/api/v1/cases/{case_id}/story", {
        params: { path: { case_id: caseId }, query: { limit: PAGE, ...where } },
      });
      const more = storyOf(data);
      change((story) => ({
        items: merged(story.items, more.items),
        older: "before" in where ? more.older : story.older,
        newer: "after" in where ? more.newer : story.newer,
      }));
    },
    [caseId, change],
  );
  const readBack = useCallback(async () => {
    const { older } = client.getQueryData<Story>(["story", id]) ?? NOTHING;
    if (!older || reading) return;
    setReading(true);
    await page({ before: older }).finally(() => setReading(false));
  }, [client, id, page, reading]);

  const onFrames = useCallback(
    (frames: EventFrame[]) => {
      if (!id) return;
      change((story) => {
        const items = heard(story.items, caseId ?? "", frames);
        return items === story.items ? story : { ...story, items };
      });
      const ask = caseId ? toAsk(caseId, frames) : frames.some((each) => each.interaction_id === id) ? "anew" : null;
      if (ask === "anew") void refetch();
      if (ask !== "on" || asking.current) return;
      asking.current = setTimeout(() => {
        asking.current = null;
        const { newer } = client.getQueryData<Story>(["story", id]) ?? NOTHING;
        if (newer) page({ after: newer }).catch(() => void refetch());
      }, ASK_MS);
    },
    [caseId, change, client, id, page, refetch],
  );
  useFrames(onFrames);
  useEffect(() => live.onAnew(() => void refetch()), [refetch]);
  const told = useRef(0);
  told.current = query.dataUpdatedAt;
  useEffect(
    () =>
      live.onNews((news) => {
        const at = news.get(caseId ? `case:${caseId}` : `interaction:${id}`);
        // A first answer that is on its way may have been read before it, so it is asked for once more after that.
        if (told.current === 0) mayLack(Date.now(), at) && void refetch().then(() => refetch());
        else if (mayLack(told.current, at)) void refetch();
      }),
    [caseId, id, refetch],
  );
  return { query, story: query.data ?? NOTHING, readBack, reading };
}
