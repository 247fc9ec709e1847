import { describe, expect, it } from "vitest";
import type { Change, EventFrame } from "../../../api/frames";
import { arrivedIn } from "./arrival";

const frame = (...changes: Partial<Change>[]): EventFrame => ({
  op: "event",
  cursor: "1-1",
  type: "interaction.started",
  at: null,
  actor: null,
  case_id: null,
  interaction_id: null,
  customer_id: null,
  changes: changes.map((each) => ({ kind: "interaction", id: "i", version: 1, value: null, ...each })),
});

describe("arrivedIn", () => {
  it("passes over what is of another account, gone, or of no case yet", () => {
    expect(arrivedIn([], "a")).toBeNull();
    expect(arrivedIn([frame({})], "a")).toBeNull();
    expect(arrivedIn([frame({ value: { account_id: "b", case_id: "c" } })], "a")).toBeNull();
    expect(arrivedIn([frame({ value: { account_id: "a", case_id: null } })], "a")).toBeNull();
    expect(arrivedIn([frame({ kind: "case", value: { account_id: "a", case_id: "c" } })], "a")).toBeNull();
  });

  it("finds the contact and its case", () => {
    const frames = [
      frame({ kind: "message", value: {} }),
      frame({ id: "i7", value: { account_id: "a", case_id: "c7" } }),
    ];
    expect(arrivedIn(frames, "a")).toEqual({ interactionId: "i7", caseId: "c7" });
  });
});
