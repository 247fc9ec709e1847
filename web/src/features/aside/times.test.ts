import { expect, test } from "vitest";
import { endOfDay, localInput } from "./times";

test("the end of the day is never past", () => {
  const morning = new Date(2026, 2, 2, 9, 0);
  expect(new Date(endOfDay(0, morning)).getHours()).toBe(18);
  const evening = new Date(2026, 2, 2, 20, 30);
  expect(new Date(endOfDay(0, evening)) > evening).toBe(true);
  expect(new Date(endOfDay(7, evening)).getDate()).toBe(9);
});

test("a moment fits its field", () => {
  expect(localInput(new Date(2026, 2, 2, 9, 5))).toBe("2026-03-02T09:05");
});
