import { describe, expect, it } from "vitest";
import { moveOf, withLevel } from "./matrix";

const at = { row: 0, column: 1, level: 5 };
const size = { rows: 2, columns: 2 };

describe("keys in the table", () => {
  it("set a level", () => {
    expect(moveOf("3", at, size)).toEqual({ kind: "level", level: 3 });
    expect(moveOf("Delete", at, size)).toEqual({ kind: "level", level: 0 });
    expect(moveOf("+", at, size)).toEqual({ kind: "level", level: 5 });
    expect(moveOf("-", { ...at, level: 1 }, size)).toEqual({ kind: "level", level: 0 });
    expect(moveOf("7", at, size)).toEqual({ kind: "none" });
  });
  it("go to another cell, and not out of the table", () => {
    expect(moveOf("ArrowDown", at, size)).toEqual({ kind: "go", row: 1, column: 1 });
    expect(moveOf("ArrowRight", at, size)).toEqual({ kind: "go", row: 0, column: 1 });
    expect(moveOf("Home", at, size)).toEqual({ kind: "go", row: 0, column: 0 });
    expect(moveOf("Tab", at, size)).toEqual({ kind: "none" });
  });
});

it("an agent's skills change one at a time", () => {
  expect(withLevel({ a: 1, b: 2 }, "b", 4)).toEqual({ a: 1, b: 4 });
  expect(withLevel({ a: 1, b: 2 }, "b", 0)).toEqual({ a: 1 });
});
