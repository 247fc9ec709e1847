import { describe, expect, it } from "vitest";
import type { Schema } from "../../api/client";
import { byState, levelNow, oldestSeconds, sparkline, standingOf, sums } from "./judging";

const NOW = Date.parse("2026-03-03T10:00:00Z");

function queue(values: Partial<Schema<"QueueNow">> = {}): Schema<"QueueNow"> {
  return {
    open: true,
    waiting: 0,
    within_target: 0,
    offered: 0,
    oldest: null,
    service_seconds: 60,
    service_level_target: 0.8,
    available: 1,
    at_work: 1,
    today: { service_level: null },
    ...values,
  } as Schema<"QueueNow">;
}

const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

describe("how a queue stands", () => {
  it("is closed out of hours, whatever waits", () => {
    expect(standingOf(queue({ open: false, waiting: 9, oldest: ago(9999) }), NOW)).toBe("closed");
  });
  it("is good while nobody waits for longer than promised", () => {
    expect(standingOf(queue({ waiting: 3, oldest: ago(60) }), NOW)).toBe("good");
  });
  it("is to be watched past the target, below the level, or when nobody is free", () => {
    expect(standingOf(queue({ waiting: 1, oldest: ago(61) }), NOW)).toBe("watch");
    expect(standingOf(queue({ today: { service_level: 0.79 } as Schema<"Figures"> }), NOW)).toBe("watch");
    expect(standingOf(queue({ waiting: 1, oldest: ago(1), available: 0 }), NOW)).toBe("watch");
  });
  it("is late at twice the target, or when somebody waits for nobody", () => {
    expect(standingOf(queue({ waiting: 1, oldest: ago(121) }), NOW)).toBe("late");
    expect(standingOf(queue({ waiting: 1, oldest: ago(1), at_work: 0 }), NOW)).toBe("late");
  });
});

describe("figures of the wall", () => {
  it("has no level where nobody waits", () => {
    expect(levelNow(queue())).toBeNull();
    expect(levelNow(queue({ waiting: 4, within_target: 1 }))).toBe(0.25);
  });
  it("never shows a negative wait when clocks differ", () => {
    expect(oldestSeconds(queue({ oldest: ago(-5) }), NOW)).toBe(0);
    expect(oldestSeconds(queue(), NOW)).toBeNull();
  });
  it("sums up the floor", () => {
    const both = [queue({ waiting: 2, oldest: ago(5), offered: 1 }), queue({ waiting: 1, oldest: ago(50) })];
    expect(sums(both)).toEqual({ waiting: 3, offered: 1, oldest: ago(50) });
    expect(sums([])).toEqual({ waiting: 0, offered: 0, oldest: null });
  });
  it("draws a line through the hours", () => {
    expect(sparkline([0, 2, 1], 100, 20)).toBe("0,20 50,0 100,10");
    expect(sparkline([3], 100, 20)).toBe("0,0");
    expect(sparkline([], 100, 20)).toBe("");
  });
  it("shows who does not respond first, and who is longest in a state", () => {
    const agent = (name: string, status: string, since: string) => ({ name, status, since }) as Schema<"AgentNow">;
    const sorted = byState([
      agent("c", "away", "2026-03-03T09:00:00Z"),
      agent("b", "available", "2026-03-03T09:30:00Z"),
      agent("a", "available", "2026-03-03T09:00:00Z"),
      agent("d", "not_responding", "2026-03-03T09:59:00Z"),
    ]);
    expect(sorted.map((each) => each.name)).toEqual(["d", "a", "b", "c"]);
  });
});
