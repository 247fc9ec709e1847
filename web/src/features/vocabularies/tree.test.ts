import { describe, expect, it } from "vitest";
import { found, treeOf } from "./tree";

const term = (code: string, parent: string | null = null, more = {}) => ({
  code,
  label: code.toUpperCase(),
  synonyms: [],
  status: "active",
  parent,
  parent_vocabulary: null,
  ...more,
});

describe("terms", () => {
  it("stand below their parents, by label", () => {
    const rows = treeOf([term("b2", "b"), term("b"), term("a"), term("b1", "b")]);
    expect(rows.map(({ term: { code }, depth }) => [code, depth])).toEqual([
      ["a", 0],
      ["b", 0],
      ["b1", 1],
      ["b2", 1],
    ]);
  });
  it("stand at the top where the parent is another vocabulary's, or their own child", () => {
    const rows = treeOf([term("x", "claim", { parent_vocabulary: "category" }), term("y", "z"), term("z", "y")]);
    expect(rows.map(({ depth }) => depth)).toEqual([0, 0, 0]);
  });
  it("are found by label, code, synonym and state", () => {
    const terms = [term("hail", null, { synonyms: ["Ice storm"] }), term("flood", null, { status: "proposed" })];
    expect(found(terms, "ice", null).map(({ code }) => code)).toEqual(["hail"]);
    expect(found(terms, "", "proposed").map(({ code }) => code)).toEqual(["flood"]);
    expect(found(terms, "ice", "proposed")).toEqual([]);
  });
});
