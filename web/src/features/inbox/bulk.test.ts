import { describe, expect, it } from "vitest";
import { fits, perform, planOf, undoOf } from "./bulk";
import { rowFor } from "./testing";

const agent = { me: "me", may: (...any: string[]) => any.includes("interaction.work") || any.includes("case.write") };
const lead = { me: "me", may: () => true };

describe("a plan", () => {
  it("leaves out what the action means nothing for, or what one may not do", () => {
    const rows = [rowFor("a"), rowFor("b", { status: "closed" }), rowFor("c", { status: "active", owner_id: "other" })];
    expect(planOf({ kind: "take" }, rows, agent).map(({ row }) => row.interaction_id)).toEqual(["a"]);
    expect(planOf({ kind: "move", queueId: "q2" }, rows, agent)).toEqual([]);
    expect(planOf({ kind: "move", queueId: "q2" }, rows, lead)).toHaveLength(2);
    expect(planOf({ kind: "assign", agentId: "x" }, rows, agent)).toEqual([]);
    expect(fits("snooze", rowFor("d", { snoozed: true }), agent)).toBe(false);
  });
  it("is about each case once", () => {
    const rows = [rowFor("a", { case_id: "k" }), rowFor("b", { case_id: "k" }), rowFor("c", { case_id: null })];
    expect(planOf({ kind: "follow" }, rows, agent).map(({ call }) => call)).toEqual([{ do: "follow", caseId: "k" }]);
  });
  it("puts work back where it was", () => {
    const undo = (change: object) => planOf({ kind: "move", queueId: "q2" }, [rowFor("a", change)], lead)[0]?.undo;
    expect(undo({})).toEqual([{ do: "transfer", id: "a", queueId: "q1" }]);
    expect(undo({ status: "active", owner_id: "me" })).toEqual([{ do: "take", id: "a" }]);
    expect(undo({ status: "active", owner_id: "other" })).toEqual([{ do: "assign", id: "a", agentId: "other" }]);
    expect(undo({ queue_id: null })).toEqual([]);
  });
  it("takes from whom it was given, and from nobody else", () => {
    const undo = (change: object) => planOf({ kind: "assign", agentId: "x" }, [rowFor("a", change)], lead)[0]?.undo;
    expect(undo({ status: "active", owner_id: "me" })).toEqual([{ do: "assign", id: "a", agentId: "me", fromId: "x" }]);
    expect(undo({})).toEqual([{ do: "transfer", id: "a", queueId: "q1" }]);
  });
  it("reopens what was resolved while it waited, and only the case of what is in hand", () => {
    const undo = (status: string) => planOf({ kind: "resolve" }, [rowFor("a", { status })], agent)[0]?.undo;
    expect(undo("queued")).toEqual([{ do: "reopen", id: "a" }]);
    expect(undo("active")).toEqual([{ do: "case", caseId: "case-a", status: "open" }]);
  });
  it("gives a snooze its time back", () => {
    const row = rowFor("a", { snoozed: true, snoozed_until: "2099-01-01T00:00:00Z" });
    expect(planOf({ kind: "wake" }, [row], agent)[0]?.undo).toEqual([
      { do: "snooze", id: "a", until: "2099-01-01T00:00:00Z" },
    ]);
  });
});

describe("performing", () => {
  it("does all, tells how far it is, and names what failed", async () => {
    const steps = planOf(
      { kind: "unread" },
      "abcdefg".split("").map((id) => rowFor(id)),
      agent,
    );
    const told: number[] = [];
    let abreast = 0;
    let most = 0;
    const failed = await perform(
      steps,
      async (step) => {
        most = Math.max(most, ++abreast);
        await Promise.resolve();
        abreast--;
        if (step.row.interaction_id === "c") throw new Error("no");
      },
      (done) => told.push(done),
    );
    expect(told).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBe(4);
    expect(failed.map(({ step }) => step.row.interaction_id)).toEqual(["c"]);
  });
  it("is taken back the other way round", () => {
    const steps = planOf({ kind: "read" }, [rowFor("a", { unread: true }), rowFor("b", { unread: true })], agent);
    expect(undoOf(steps).map(({ call }) => call)).toEqual([
      { do: "mark", id: "b", unread: true },
      { do: "mark", id: "a", unread: true },
    ]);
  });
});
