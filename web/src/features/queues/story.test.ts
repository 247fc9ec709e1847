import { describe, expect, it } from "vitest";
import { codeOf, EMPTY, faultsOfRings, stairsOf } from "./story";

const QUEUE = {
  ...EMPTY,
  skills: { claims: 4, german: 2 },
  team_ids: ["motor"],
  rings: [
    { after_seconds: 60, lower: 1 },
    { after_seconds: 180, lower: 3, team_ids: ["home"] },
    { after_seconds: 600, any_skill: true },
  ],
  overflow_queue_id: "general",
  overflow_seconds: 300,
};

describe("the stairs of a queue", () => {
  it("relax what is asked for, never below 1, and let teams and another queue join", () => {
    expect(stairsOf(QUEUE).map((each) => [each.at, each.kind, each.skills, each.teams, each.overflow])).toEqual([
      [0, "start", { claims: 4, german: 2 }, ["motor"], null],
      [60, "ring", { claims: 3, german: 1 }, [], null],
      [180, "ring", { claims: 1, german: 1 }, ["home"], null],
      [300, "overflow", { claims: 1, german: 1 }, [], "general"],
      [600, "ring", {}, [], null],
    ]);
  });
  it("have one step where nothing changes", () => {
    expect(stairsOf(EMPTY)).toHaveLength(1);
  });
  it("begin at the beginning, also where overflow is at once", () => {
    const found = stairsOf({ ...EMPTY, overflow_queue_id: "general", overflow_seconds: 0 });
    expect(found.map((each) => each.kind)).toEqual(["start", "overflow"]);
  });
});

it("faults of rings are those that the server would refuse", () => {
  expect([
    ...faultsOfRings([{ after_seconds: 60 }, { after_seconds: 60, lower: 1 }, { after_seconds: 90, any_skill: true }]),
  ]).toEqual([
    [0, "nothing"],
    [1, "order"],
  ]);
});

it("a code is made of a name", () => {
  expect(codeOf("Schäden & Größe (Kfz)")).toBe("schaeden-groesse-kfz");
  expect(codeOf("Café")).toBe("cafe");
});
