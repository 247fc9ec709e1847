import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { useMe } from "../../api/me";
import { useQueues } from "../../ui/names";
import { type Place, placeOf, type SavedView } from "./filters";
import type { Entry } from "./ViewsPanel";

// Counts are asked for at most so many at once.
const MOST_QUEUES = 30;
const MOST_SAVED = 10;
// A socket follows 200 topics in all.
const MOST_TOPICS = 80;
const OWN = ["mine", "offers", "team", "unassigned", "followed", "mentions", "snoozed", "everything"] as const;

export interface Views {
  own: Entry[];
  queues: Entry[];
  saved: SavedView[];
  /** The view that the address names, where it is a saved one. */
  kept: SavedView | undefined;
  place: Place;
  name: string;
  counted: string[];
  /** What the live socket follows: all queues that one sees, for work may come and go in each. */
  topics: string[];
  ready: boolean;
}

/** All views that somebody has: their work, the queues that they serve, and what is kept. */
export function useViews(view: string): Views {
  const { t } = useTranslation("inbox");
  const me = useMe();
  const all = useQueues();
  const kept = $api.useQuery("get", "/api/v1/saved-views", {}, { meta: { kinds: ["saved_view", "saved_view_order"] } });
  const teams = new Set(me.agent.team_ids);
  const mine = [...(all.data?.values() ?? [])].filter(
    ({ active, team_ids }) => active && (team_ids.length === 0 || team_ids.some((id) => teams.has(id))),
  );
  const works = me.may("interaction.work");
  const own = OWN.filter((each) => (each === "offers" ? works : each === "team" ? teams.size > 0 : true));
  const entries = own.map((each) => ({ view: each, name: t(`view.${each}`) }));
  const queues = mine.slice(0, MOST_QUEUES).map(({ id, name }) => ({ view: `queue:${id}`, name }));
  const saved = kept.data ?? [];
  const place = placeOf(view);
  const found = place.kind === "saved" ? saved.find(({ id }) => id === place.id) : undefined;
  const name =
    place.kind === "base"
      ? t(`view.${place.base}`)
      : place.kind === "queue"
        ? (all.data?.get(place.id)?.name ?? "…")
        : (found?.name ?? "…");
  const counted = [
    ...own,
    ...queues.map((each) => each.view),
    ...saved.slice(0, MOST_SAVED).map(({ id }) => `saved:${id}`),
  ];
  const topics = [...(all.data?.keys() ?? [])].slice(0, MOST_TOPICS).map((id) => `queue:${id}`);
  return { own: entries, queues, saved, kept: found, place, name, counted, topics, ready: !kept.isPending };
}
