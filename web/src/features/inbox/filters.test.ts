import { describe, expect, it } from "vitest";
import { countOf, filtersOf, isKept, lookOf, NOTHING, narrowedOf, placeOf, type SavedView, searchOf } from "./filters";

const saved = (filters: SavedView["filters"]): SavedView => ({
  id: "v",
  name: "Late",
  icon: null,
  owner_id: "a",
  shared: "nobody",
  team_id: null,
  filters,
  sort: "due",
  mine: true,
  version: 1,
  created_at: "",
  updated_at: "",
});

describe("the address", () => {
  it("names a view, a queue or a saved view, and anything else is one's own work", () => {
    expect(placeOf("unassigned")).toEqual({ kind: "base", base: "unassigned" });
    expect(placeOf("queue:7")).toEqual({ kind: "queue", id: "7" });
    expect(placeOf("saved:7")).toEqual({ kind: "saved", id: "7" });
    expect(placeOf("queue:")).toEqual({ kind: "base", base: "mine" });
    expect(placeOf("../etc")).toEqual({ kind: "base", base: "mine" });
  });
  it("says filters, and what it says wrongly counts as not said", () => {
    const found = narrowedOf({ status: "queued,lost", risk: "soon", sort: "due", priority: "900", unread: "yes" });
    expect(found).toEqual({ ...NOTHING, statuses: ["queued"], priority: 100, sort: "due", byCase: false });
  });
  it("takes filters there and back", () => {
    const look = {
      ...NOTHING,
      statuses: ["queued", "active"],
      channels: ["email"],
      ownerIds: ["o"],
      customerId: "c",
      priority: 3,
      since: "2026-03-02T00:00:00Z",
      unread: true,
      risk: "breached" as const,
      sort: "waiting" as const,
      byCase: true,
    };
    expect(narrowedOf(searchOf(look))).toEqual(look);
  });
});

describe("a saved view", () => {
  const kept = saved({ view: "queue", risk: "breached" });
  it("is shown as it was kept until the address says otherwise", () => {
    expect(lookOf({ kind: "saved", id: "v" }, {}, kept)).toMatchObject({
      base: "queue",
      risk: "breached",
      sort: "due",
    });
    const changed = lookOf({ kind: "saved", id: "v" }, searchOf({ ...NOTHING, sort: "newest", byCase: false }), kept);
    expect(changed).toMatchObject({ base: "queue", risk: null, sort: "newest" });
  });
  it("knows whether it was narrowed further", () => {
    const place = placeOf("saved:v");
    const same = lookOf(place, {}, kept);
    expect(isKept(same, kept)).toBe(true);
    expect(isKept({ ...same, unread: true }, kept)).toBe(false);
    expect(isKept(same, undefined)).toBe(false);
  });
  it("keeps what is shown", () => {
    expect(filtersOf(lookOf({ kind: "saved", id: "v" }, {}, kept))).toEqual({ view: "queue", risk: "breached" });
  });
});

it("counts the filters that are set beside the view", () => {
  const place = placeOf("queue:7");
  const look = lookOf(place, { status: "queued", unread: true }, undefined);
  expect(look.queueIds).toEqual(["7"]);
  expect(countOf(look, place)).toBe(2);
});
