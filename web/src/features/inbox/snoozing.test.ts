import { expect, it } from "vitest";
import { untilOf } from "./snoozing";

const at = (text: string | null) => new Date(text ?? "");
const friday = new Date(2026, 2, 6, 16, 20).getTime();

it("ends in the morning of the day that is meant", () => {
  const monday = at(untilOf("monday", friday));
  expect([monday.getDay(), monday.getHours(), monday.getDate()]).toEqual([1, 8, 9]);
  expect(at(untilOf("tomorrow", friday)).getDate()).toBe(7);
  expect(at(untilOf("week", friday)).getDate()).toBe(13);
  expect(at(untilOf("later", friday)).getHours()).toBe(19);
  expect(untilOf("reply", friday)).toBe(null);
});

it("means the next Monday on a Monday", () => {
  expect(at(untilOf("monday", new Date(2026, 2, 9, 7).getTime())).getDate()).toBe(16);
});
