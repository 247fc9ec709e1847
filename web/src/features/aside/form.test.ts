import { expect, test } from "vitest";
import { answered, completeness, type FormField, handOffFields, kindOf, merged, missing, wrapUpBody } from "./form";

const field = (name: string, over: Partial<FormField> = {}): FormField => ({
  field: name,
  label: name,
  required: true,
  vocabulary: null,
  help: "",
  value: null,
  default: null,
  filled: false,
  ...over,
});

test("required fields without an answer are named, in order; false and 0 are answers, blanks are none", () => {
  const form = [
    field("outcome"),
    field("notes", { required: false }),
    field("injuries"),
    field("amount"),
    field("summary"),
    field("tags", { value: [] }),
  ];
  const typed = { injuries: false, amount: 0, summary: "   " };
  expect(missing(form, typed).map((each) => each.field)).toEqual(["outcome", "summary", "tags"]);
  expect(completeness(form, typed)).toBeCloseTo(2 / 5);
});

test("a form that asks for nothing is complete", () => {
  expect(completeness([], {})).toBe(1);
  expect(completeness([field("notes", { required: false })], {})).toBe(1);
});

test("what was typed stands over what is known", () => {
  const form = [field("summary", { value: "known", filled: true })];
  expect(merged(form, {})).toEqual({ summary: "known" });
  expect(merged(form, { summary: "" })).toEqual({ summary: "" });
  expect(missing(form, { summary: "" })).toHaveLength(1);
});

test("a form begins with the template's defaults where nothing is known, and sends them unless they were taken out", () => {
  const form = [field("outcome", { default: "resolved" }), field("summary", { value: "known", default: "Paid." })];
  expect(merged(form, {})).toEqual({ outcome: "resolved", summary: "known" });
  expect(missing(form, {})).toEqual([]);
  expect(answered(form, {})).toEqual({ outcome: "resolved" });
  expect(answered(form, { outcome: null })).toEqual({ outcome: null });
  expect(missing(form, { outcome: null }).map((each) => each.field)).toEqual(["outcome"]);
});

test("each field is asked for as what it is", () => {
  expect(kindOf(field("outcome", { vocabulary: "outcome" }))).toBe("term");
  expect(kindOf(field("summary"))).toBe("long");
  expect(kindOf(field("redress_wanted"))).toBe("long");
  expect(kindOf(field("date_of_loss"))).toBe("date");
  expect(kindOf(field("deadline"))).toBe("date");
  expect(kindOf(field("update"))).toBe("text");
  expect(kindOf(field("injuries", { value: false }))).toBe("yes_no");
  expect(kindOf(field("amount", { value: 12 }))).toBe("number");
  expect(kindOf(field("tags", { value: ["a"] }))).toBe("list");
  expect(kindOf(field("claim"))).toBe("text");
});

test("columns go beside the answers, and nothing empty is sent", () => {
  const typed = { outcome: "resolved", summary: "Paid.", claim: "C-1", injuries: false, place: "", notes: null };
  expect(wrapUpBody(typed, true)).toEqual({
    outcome: "resolved",
    summary: "Paid.",
    fields: { claim: "C-1", injuries: false },
    resolve_case: true,
  });
  expect(handOffFields(typed)).toEqual({ outcome: "resolved", summary: "Paid.", claim: "C-1", injuries: false });
});
