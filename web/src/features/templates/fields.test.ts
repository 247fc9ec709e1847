import { describe, expect, it } from "vitest";
import { draftsOf, faults, fieldsOf, moved, newDraft, relabelled } from "./fields";

describe("the fields of a template", () => {
  const [outcome, summary] = draftsOf([
    { field: "outcome", label: "Outcome", vocabulary: "outcome", default: "resolved" },
    { field: "summary", label: "Summary", required: false, help: "Two sentences." },
  ]);
  if (!outcome || !summary) throw new Error("two fields");

  it("come back as they were", () =>
    expect(fieldsOf([outcome, summary])).toEqual([
      { field: "outcome", label: "Outcome", required: true, vocabulary: "outcome", help: "", default: "resolved" },
      { field: "summary", label: "Summary", required: false, vocabulary: null, help: "Two sentences.", default: null },
    ]));
  it("get a code from their label until they are saved or it is typed", () => {
    const fresh = relabelled(newDraft(), "2nd Loss date", false);
    expect(fresh.field).toBe("nd_loss_date");
    expect(relabelled(fresh, "Day", false).field).toBe("day");
    expect(relabelled({ ...fresh, field: "own" }, "Day", false).field).toBe("own");
    expect(relabelled(outcome, "Result", true).field).toBe("outcome");
  });
  it("are refused without label or code, with a bad one, or twice", () => {
    const wrong = faults([
      outcome,
      { ...summary, label: " " },
      { ...summary, field: "" },
      { ...summary, field: "Two Words" },
      { ...summary, field: "outcome" },
    ]);
    expect([...wrong]).toEqual([
      [1, "no_label"],
      [2, "no_code"],
      [3, "bad_code"],
      [4, "twice"],
    ]);
  });
  it("move up and down, and not out of the list", () => {
    expect(moved(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
    expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  });
});
