import { expect, test } from "vitest";
import { byMonth, isOverdue, monthName } from "./months";

test("contacts stand in their months, the latest first", () => {
  const at = (started_at: string) => ({ started_at });
  const found = byMonth([at("2026-01-05T12:00:00Z"), at("2026-03-09T12:00:00Z"), at("2026-01-02T12:00:00Z")]);
  expect(found.map((each) => [each.month, each.items.length])).toEqual([
    ["2026-03", 1],
    ["2026-01", 2],
  ]);
  expect(byMonth([])).toEqual([]);
});

test("months have names in both languages", () => {
  expect(monthName("2026-03", "en")).toBe("March 2026");
  expect(monthName("2026-03", "de")).toBe("März 2026");
});

test("what has no time is never late", () => {
  const now = Date.parse("2026-03-02T09:00:00Z");
  expect(isOverdue(null, now)).toBe(false);
  expect(isOverdue("2026-03-02T08:59:00Z", now)).toBe(true);
  expect(isOverdue("2026-03-02T09:01:00Z", now)).toBe(false);
});
