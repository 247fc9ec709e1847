import { describe, expect, it } from "vitest";
import { type Canned, filled, foldersOf, mayChange, withVariable } from "./canned";

const kept = (code: string, more: Partial<Canned> = {}): Canned => ({
  id: code,
  code,
  name: code,
  body: "",
  folder: "",
  language: null,
  channels: [],
  scope: "everybody",
  agent_id: null,
  team_id: null,
  uses: 0,
  used_at: null,
  version: 1,
  created_at: "",
  updated_at: "",
  ...more,
});

describe("canned responses", () => {
  it("stand by folder and code, found by the beginnings of words", () => {
    const all = [
      kept("wait", { folder: "Claims", name: "Please wait" }),
      kept("hi"),
      kept("docs", { folder: "Claims", name: "Send the documents" }),
    ];
    const told = (query: string) =>
      foldersOf(all, query).map(({ name, items }) => [name, items.map((each) => each.code)]);
    expect(told("")).toEqual([
      ["", ["hi"]],
      ["Claims", ["docs", "wait"]],
    ]);
    expect(told("doc send")).toEqual([["Claims", ["docs"]]]);
    expect(told("ocs")).toEqual([]);
  });

  it("are changed by their author, by the team, and by who keeps order, but for what is another's own", () => {
    const agent = { id: "me", agent: { team_ids: ["t1"] }, may: () => false };
    const keeper = { ...agent, id: "keeper", may: () => true };
    const cases: [Partial<Canned>, boolean, boolean][] = [
      [{ scope: "personal", agent_id: "me" }, true, false],
      [{ scope: "team", team_id: "t1" }, true, true],
      [{ scope: "team", team_id: "t2" }, false, true],
      [{ scope: "everybody" }, false, true],
    ];
    for (const [fields, byMe, byKeeper] of cases) {
      expect(mayChange(agent, kept("x", fields))).toBe(byMe);
      expect(mayChange(keeper, kept("x", fields))).toBe(byKeeper);
    }
  });

  it("are shown as they would be sent, and what is unknown as it was typed", () => {
    expect(filled("Hello {{ customer.name }}, {{nobody}}!", { "customer.name": "Kim" })).toEqual([
      { at: 0, text: "Hello ", kind: "words" },
      { at: 6, text: "Kim", kind: "filled" },
      { at: 25, text: ", ", kind: "words" },
      { at: 27, text: "{{nobody}}", kind: "unknown" },
      { at: 37, text: "!", kind: "words" },
    ]);
  });

  it("take a variable where the caret is", () => {
    expect(withVariable("Hello !", 6, "today")).toEqual({ body: "Hello {{today}}!", caret: 15 });
  });
});
