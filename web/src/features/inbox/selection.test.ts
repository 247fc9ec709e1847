import { describe, expect, it } from "vitest";
import { extended, kept, moved, NONE, toggled } from "./selection";

const order = ["a", "b", "c", "d", "e"];

describe("selecting", () => {
  it("takes a row in and out", () => {
    const one = toggled(NONE, "b");
    expect([...one.ids]).toEqual(["b"]);
    expect([...toggled(one, "b").ids]).toEqual([]);
  });
  it("takes a range from where it began, in both directions", () => {
    const down = extended(toggled(NONE, "b"), order, "d", null);
    expect([...down.ids]).toEqual(["b", "c", "d"]);
    expect([...extended(down, order, "a", null).ids].sort()).toEqual(["a", "b", "c", "d"]);
    expect([...extended(NONE, order, "c", "b").ids]).toEqual(["b", "c"]);
  });
  it("forgets what is gone", () => {
    const two = extended(NONE, order, "b", "a");
    expect([...kept(two, (id) => id !== "a").ids]).toEqual(["b"]);
    expect(kept(two, () => true)).toBe(two);
  });
});

it("moves within the list", () => {
  expect(moved(order, null, 1)).toBe("a");
  expect(moved(order, "a", -1)).toBe("a");
  expect(moved(order, "d", 10)).toBe("e");
  expect(moved([], "a", 1)).toBe(null);
});
