import { describe, expect, it } from "vitest";
import { byRule, caretOf, differences, flowsOf, linesOf, moved, ready } from "./rules";

const fault = (rule: number | null, line: number | null = null, column: number | null = null) => ({
  rule,
  name: "",
  field: "when",
  problem: "wrong",
  line,
  column,
});

it("rules change places, and stay in the list", () => {
  expect(moved(["a", "b", "c"], 0, 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
});

describe("faults", () => {
  it("belong to their rule", () => {
    expect([...byRule([fault(1), fault(null), fault(1)])].map(([rule, all]) => [rule, all.length])).toEqual([
      [1, 2],
      [-1, 1],
    ]);
  });
  it("have a mark under the character", () => {
    expect(caretOf("a == 1 &&\n\tb ==", fault(0, 2, 6))).toEqual({ line: "\tb ==", mark: "\t    ^" });
    expect(caretOf("a", fault(0))).toBeNull();
  });
});

it("a dry run says what each queue loses and gets", () => {
  const moves = [
    { from_queue: "Main", to_queue: "Claims", count: 5 },
    { from_queue: "Main", to_queue: "Sales", count: 2 },
  ];
  expect(flowsOf(moves)).toEqual([
    { queue: "Main", left: 7, came: 0 },
    { queue: "Claims", left: 0, came: 5 },
    { queue: "Sales", left: 0, came: 2 },
  ]);
});

it("what was emptied is not sent", () => {
  const rule = { name: "x", when: "true", then: { queue: "", priority: null, skills: {}, intent: "claim" } };
  expect(ready({ mode: "all", rules: [rule] }).rules[0]).toEqual({
    name: "x",
    when: "true",
    then: { intent: "claim" },
    path: [],
  });
});

it("versions are compared rule by rule", () => {
  const a = { id: "a", name: "A", when: "true" };
  const b = { id: "b", name: "B", when: "true" };
  const c = { id: "c", name: "C", when: "true" };
  const found = differences([a, b, c], [c, a, { ...b, when: "false" }, { name: "D", when: "true" }]);
  expect(found.map((each) => [each.name, each.kind])).toEqual([
    ["C", "moved"],
    ["A", "moved"],
    ["B", "changed"],
    ["D", "added"],
  ]);
  expect(differences([a, b], [b])).toEqual([{ name: "A", kind: "removed", before: a, after: null }]);
  expect(linesOf({ ...a, then: { queue: "claims" }, stop: true })).toBe('when  true\nthen  queue: "claims"\nstop');
});
