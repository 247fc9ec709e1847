import { useEffect, useMemo, useSyncExternalStore } from "react";
import { api } from "../../api/client";
import { live, useFrames, useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { type Look, queryOf } from "./filters";
import { InboxList, type Source } from "./list";
import type { Shown } from "./shown";

const LOOK_AGAIN_MS = 20_000;
const READ_PAUSE_MS = 400;

function sourceOf(query: ReturnType<typeof queryOf>): Source {
  const ask = async (more: { after?: string; limit: number; interaction_id?: string[] }) => {
    const { data } = await api.GET("/api/v1/inbox", { params: { query: { ...query, ...more } } });
    return data ?? { items: [] };
  };
  return {
    page: (after, limit) => ask({ after, limit }),
    only: async (ids) => (await ask({ interaction_id: ids, limit: ids.length })).items,
  };
}

/** The rows of a look, kept as things happen while the component is there. */
export function useInboxList(look: Look): [InboxList, Shown] {
  const me = useMe();
  const query = JSON.stringify(queryOf(look));
  const list = useMemo(
    () => new InboxList(sourceOf(JSON.parse(query)), look.sort === "newest", look.byCase),
    [query, look.sort, look.byCase],
  );
  useEffect(() => {
    list.start();
    const stopAnew = live.onAnew(() => void list.load());
    const stopNews = live.onNews((news) => list.hearNews(news));
    const stopRead = live.onEphemeral(({ topic, payload }) => {
      // Another page of mine has read it: told in passing, in words that only this list knows.
      const said = payload as { type: string; interaction_id?: string; unread?: boolean };
      if (topic !== `agent:${me.id}` || said.type !== "read" || !said.interaction_id) return;
      list.patch(said.interaction_id, { unread: said.unread === true });
    });
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void list.lookAgain();
    }, LOOK_AGAIN_MS);
    return () => {
      stopAnew();
      stopNews();
      stopRead();
      clearInterval(timer);
      list.stop();
    };
  }, [list, me.id]);
  const hear = useMemo(() => list.hear.bind(list), [list]);
  useFrames(hear);
  useTopics([`agent:${me.id}`]);
  const shown = useSyncExternalStore(list.subscribe, list.shown);
  return [list, shown];
}

/** What is open in front of somebody is read, also what comes while it is open. */
export function useReading(list: InboxList, shown: Shown, interactionId: string | null): void {
  const unread = interactionId !== null && list.row(interactionId)?.unread === true;
  // A row may have more to read without a change of its own: the last message says so.
  const last = interactionId ? list.row(interactionId)?.last_message?.id : undefined;
  useEffect(() => {
    if (!interactionId || !unread || !last) return;
    const read = () => {
      if (document.visibilityState !== "visible") return;
      list.patch(interactionId, { unread: false });
      const path = { params: { path: { interaction_id: interactionId } } };
      api.PUT("/api/v1/interactions/{interaction_id}/read-mark", { ...path, body: {} }).catch(() => {
        list.patch(interactionId, { unread: true });
      });
    };
    const timer = setTimeout(read, READ_PAUSE_MS);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [list, interactionId, unread, last]);
  // Opened by an address, its row may be further down than was read: it is read all the same.
  const known = interactionId !== null && list.has(interactionId);
  useEffect(() => {
    if (!interactionId || known || !shown.loaded) return;
    const path = { params: { path: { interaction_id: interactionId } } };
    const done = api.PUT("/api/v1/interactions/{interaction_id}/read-mark", { ...path, body: {} });
    // Whether it may be seen is said where the case is shown.
    done.catch(() => undefined);
  }, [interactionId, known, shown.loaded]);
}
