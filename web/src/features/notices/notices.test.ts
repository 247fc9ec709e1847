import { describe, expect, it } from "vitest";
import type { EventFrame } from "../../api/frames";
import { callsIn, type Notice, pathOf, shownCount } from "./notices";

const NOTICE: Notice = {
  id: "n",
  kind: "mention",
  case_id: "c",
  case_reference: "WL-1",
  case_title: "A roof",
  interaction_id: "i",
  message_id: null,
  actor: "agent:a",
  actor_name: "Noor",
  at: "2026-03-02T09:00:00Z",
  read_at: null,
  version: 1,
};

const frame = (type: string, value: Notice | null, kind = "notification"): EventFrame => ({
  op: "event",
  cursor: "1-1",
  type,
  at: null,
  actor: null,
  case_id: null,
  interaction_id: null,
  customer_id: null,
  changes: [{ kind, id: "n", version: 1, value: value as unknown as Record<string, unknown> | null }],
});

describe("notices", () => {
  it("tell the desktop of a mention alone, and once", () => {
    const assigned = { ...NOTICE, kind: "assigned" as const };
    const read = { ...NOTICE, read_at: NOTICE.at };
    const frames = [
      frame("notification.created", NOTICE),
      frame("notification.created", assigned),
      frame("notification.created", read),
      frame("notification.created", null),
      frame("notification.read", NOTICE),
      frame("notification.created", NOTICE, "case"),
    ];
    expect(callsIn(frames)).toEqual([NOTICE]);
  });

  it("lead to the contact, else to the case, else nowhere", () => {
    expect(pathOf(NOTICE)).toBe("/desk/mine/i");
    expect(pathOf({ ...NOTICE, interaction_id: null })).toBe("/cases/c");
    expect(pathOf({ ...NOTICE, interaction_id: null, case_id: null })).toBeNull();
  });

  it("are counted up to a hundred", () => {
    expect([shownCount(7), shownCount(99), shownCount(100)]).toEqual(["7", "99", "99+"]);
  });
});
