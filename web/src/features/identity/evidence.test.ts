import { describe, expect, it } from "vitest";
import { nextAfter, plain, saidOf, strengthOf } from "./evidence";

describe("evidence", () => {
  it("stands in the order of its weight, and each rule once", () => {
    const said = saidOf(
      [
        { rule: "other_on_browser", kind: "handle" },
        { rule: "other_on_browser", kind: "contact" },
        { field: "city", text: "The city is different.", weight: -1.5 },
        { field: "date_of_birth", text: "The date of birth is the same.", weight: 14.7 },
      ],
      (code) => `rule ${code}`,
    );
    expect(said.map(({ text, side }) => [text, side])).toEqual([
      ["The date of birth is the same.", "for"],
      ["The city is different.", "against"],
      ["rule other_on_browser", "for"],
    ]);
  });
  it("has words for its strength", () => {
    expect(strengthOf(9)).toBe("strength.very_strong_for");
    expect(strengthOf(-2)).toBe("strength.some_against");
    expect(strengthOf(0.3)).toBeNull();
  });
  it("shows lists and nothing", () => expect([plain(["a", "b"]), plain(null)]).toEqual(["a, b", "–"]));
});

it("goes on to the next, or the one before at the end", () => {
  expect(nextAfter(["a", "b"], 0)).toBe("b");
  expect(nextAfter(["a", "b"], 1)).toBe("a");
  expect(nextAfter(["a"], 0)).toBeUndefined();
});
