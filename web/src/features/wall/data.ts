import { useMemo } from "react";
import { $api, type Schema } from "../../api/client";
import { useTopics } from "../../api/live";

export type Wall = Schema<"Wall">;
export type QueueNow = Schema<"QueueNow">;
export type AgentNow = Schema<"AgentNow">;
export type Handling = Schema<"Handling">;

// Events move the wall at once; what only time changes is asked for this often.
const AGAIN_MS = 5000;
const OCCUPANCY_MS = 60_000;
// A socket follows at most 200 topics; what goes beyond is seen with the next look.
const MOST_TOPICS = 150;

/** The floor now. It follows its queues and people on the live socket. */
export function useWall() {
  const wall = $api.useQuery(
    "get",
    "/api/v1/wall",
    {},
    { refetchInterval: AGAIN_MS, meta: { kinds: ["queue", "presence", "offer", "interaction"] } },
  );
  const topics = useMemo(() => (wall.data ? topicsOf(wall.data) : []), [wall.data]);
  useTopics(topics);
  return wall;
}

function topicsOf(wall: Wall): string[] {
  const queues = wall.queues.map((each) => `queue:${each.queue_id}`);
  const agents = wall.agents.map((each) => `agent:${each.agent_id}`);
  return [...queues, ...agents].slice(0, MOST_TOPICS).sort();
}

/** How much of their time at work today people had something in hand, by agent. */
export function useOccupancy() {
  return $api.useQuery(
    "get",
    "/api/v1/wall/occupancy",
    {},
    {
      refetchInterval: OCCUPANCY_MS,
      staleTime: OCCUPANCY_MS,
      meta: { live: false },
      select: (rows) => new Map(rows.map((each) => [each.agent_id, each.occupancy])),
    },
  );
}

/** What the reasons for being busy or away are called, by code. */
export function useReasons() {
  return $api.useQuery(
    "get",
    "/api/v1/presence-reasons",
    { params: { query: { limit: 100 } } },
    { select: (page) => new Map(page.items.map((each) => [each.code, each.name])) },
  );
}
