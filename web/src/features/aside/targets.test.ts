import { expect, test } from "vitest";
import { mustWait, targetBody, targetsOf } from "./targets";

const found = {
  queues: [
    {
      id: "q1",
      code: "night",
      name: "Night",
      open: false,
      opens_at: null,
      waiting: 0,
      available: 0,
      estimate_seconds: null,
    },
    {
      id: "q2",
      code: "claims",
      name: "Claims",
      open: true,
      opens_at: null,
      waiting: 3,
      available: 2,
      estimate_seconds: 40,
    },
  ],
  teams: [{ id: "t1", name: "Experts", available: 0, present: 1, reachable: false }],
  agents: [
    {
      id: "a1",
      name: "Ada",
      status: "away",
      reason: null,
      since: "2026-03-02T09:00:00Z",
      team_ids: [],
      load: {},
      full: null,
      ready: false,
    },
    {
      id: "a2",
      name: "Bo",
      status: "available",
      reason: null,
      since: "2026-03-02T09:00:00Z",
      team_ids: [],
      load: {},
      full: null,
      ready: true,
    },
  ],
};

test("nothing known is nothing to choose", () => {
  expect(targetsOf(undefined, ["queue"])).toEqual([]);
});

test("who can take it now comes first, and what bars others is said", () => {
  const all = targetsOf(found, ["queue", "team", "agent"]);
  expect(all.map((each) => each.name)).toEqual(["Claims", "Bo", "Night", "Experts", "Ada"]);
  expect(all.map((each) => each.barred)).toEqual([null, null, "closed", "no_queue", null]);
  expect(targetsOf(found, ["agent"]).map((each) => each.id)).toEqual(["a2", "a1"]);
});

test("one field names the target, and who is away must be waited for", () => {
  const [claims] = targetsOf(found, ["queue"]);
  const [, ada] = targetsOf(found, ["agent"]);
  expect(claims && targetBody(claims)).toEqual({ queue_id: "q2" });
  expect([claims && mustWait(claims), ada && mustWait(ada)]).toEqual([false, true]);
});
