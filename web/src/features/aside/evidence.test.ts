import { expect, test } from "vitest";
import type { Schema } from "../../api/client";
import { openSuggestions, reasonsOf, sentence, undoable, whoDecided } from "./evidence";

const decision = (over: Partial<Schema<"DecisionView">>): Schema<"DecisionView"> => ({
  id: "d",
  interaction_id: "i",
  kind: "suggest",
  case_id: "c",
  previous_case_id: null,
  rule: "likeness",
  score: 0.6,
  evidence: [],
  candidates: [],
  decided_by: "system:ingest",
  at: "2026-03-02T09:00:00Z",
  undoes: null,
  undone_at: null,
  answer: null,
  ...over,
});

test("what cannot be read is left out, and nothing is made up", () => {
  expect(reasonsOf([null, 4, {}, { kind: "words" }, { text: "" }])).toEqual([]);
});

test("reasons are sentences, the weightiest first, each for or against", () => {
  const found = reasonsOf([
    { kind: "time", text: "4 hours after the last contact", weight: 0.2 },
    { kind: "words", text: "shares no word with the case", weight: -1.4 },
    { kind: "key", text: "a reply to our mail leads to this case", weight: 1 },
    { kind: "person", reason: "the customer said so" },
  ]);
  expect(found.map((each) => [each.text, each.side])).toEqual([
    ["Shares no word with the case.", "against"],
    ["A reply to our mail leads to this case.", "for"],
    ["4 hours after the last contact.", "for"],
    ["The customer said so.", "neutral"],
  ]);
});

test("a sentence keeps its own end", () => {
  expect([sentence("is it?"), sentence(" done. "), sentence("")]).toEqual(["Is it?", "Done.", ""]);
});

test("only what nobody answered is open, the latest first", () => {
  const open = openSuggestions([
    decision({ id: "1" }),
    decision({ id: "2", answer: "declined" }),
    decision({ id: "3", case_id: null }),
    decision({ id: "4" }),
    decision({ id: "5", kind: "attach" }),
  ]);
  expect(open.map((each) => each.id)).toEqual(["4", "1"]);
});

test("the last move that stands can be taken back, and what placed the contact first cannot", () => {
  expect(undoable([decision({ kind: "new" })])).toBeNull();
  const moved = decision({ id: "m", kind: "move" });
  const undone = decision({ id: "u", kind: "join", undone_at: "2026-03-02T10:00:00Z" });
  const back = decision({ id: "b", kind: "undo", undoes: "u" });
  expect(undoable([decision({ kind: "new" }), moved, undone, back])?.id).toBe("m");
  expect(undoable([decision({ id: "s", answer: "declined" }), moved])?.id).toBe("m");
});

test("who decided", () => {
  expect(whoDecided("agent:01a")).toEqual({ kind: "agent", id: "01a" });
  expect(whoDecided("system")).toEqual({ kind: "system", id: "" });
});
