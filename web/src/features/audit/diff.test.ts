import { describe, expect, it } from "vitest";
import { csvOf, details, diff, pageOf, shown } from "./diff";

describe("what changed", () => {
  it("is nothing where nothing did", () => expect(diff({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual([]));
  it("is told field by field, into what is nested", () =>
    expect(diff({ name: "A", settings: { x: 1, y: 2 } }, { name: "B", settings: { x: 1, y: 3 } })).toEqual([
      { path: "name", kind: "changed", before: "A", after: "B" },
      { path: "settings.y", kind: "changed", before: 2, after: 3 },
    ]));
  it("tells what came and what went in a list", () =>
    expect(
      diff({ roles: ["a", "b"] }, { roles: ["b", "c"] }).map(({ kind, before, after }) => [kind, before, after]),
    ).toEqual([
      ["removed", "a", undefined],
      ["added", undefined, "c"],
    ]));
  it("tells a list in another order as changed", () =>
    expect(diff({ order: [1, 2] }, { order: [2, 1] })).toMatchObject([{ kind: "changed" }]));
  it("begins with nothing, and ends with nothing", () => {
    expect(diff(undefined, { name: "A" })).toMatchObject([{ path: "name", kind: "added" }]);
    expect(diff({ name: "A", gone: null }, null)).toMatchObject([{ path: "name", kind: "removed" }]);
  });
});

const record = {
  case_id: "c1",
  interaction_id: null,
  customer_id: null,
  data: { role_id: "r1", before: {}, after: {} },
};

describe("a record", () => {
  it("says what it is about, without the states", () =>
    expect(details(record)).toEqual([
      ["case_id", "c1"],
      ["role_id", "r1"],
    ]));
  it("shows names for ids", () => {
    expect(
      shown(
        ["r1", { r2: true }],
        new Map([
          ["r1", "Agent"],
          ["r2", "Boss"],
        ]),
      ),
    ).toBe("Agent, Boss: true");
    expect(shown([], new Map())).toBe("–");
  });
  it("leads to the page of what it is about", () => {
    expect(pageOf("other_customer_id", "x")).toBe("/customers/x");
    expect(pageOf("term_id", "x", { vocabulary: "outcome" })).toBe("/admin/vocabularies/outcome");
    expect(pageOf("session_id", "x")).toBeNull();
  });
  it("is a line of CSV that no spreadsheet runs", () => {
    const csv = csvOf([{ ...record, at: "2026", actor: '=HYPERLINK("x")', type: "role.updated", request_id: null }]);
    expect(csv.split("\r\n")[1]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv.split("\r\n")[1]).toContain('""role_id"":""r1""');
  });
});
