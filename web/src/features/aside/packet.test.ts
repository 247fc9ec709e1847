import { expect, test } from "vitest";
import { readPacket, shown } from "./packet";

test("a packet without anything is empty, and breaks nothing", () => {
  for (const nothing of [null, undefined, {}, { facts: "x", promises: null, customer_said: 3 }]) {
    const it = readPacket(nothing);
    expect([it.facts, it.questions, it.promises, it.said, it.fields]).toEqual([[], [], [], [], []]);
    expect(it.summary).toBe("");
  }
});

test("all that travels is read", () => {
  const it = readPacket({
    reference: "WL-7",
    title: "Hail",
    summary: "Windscreen is broken.",
    facts: [
      { kind: "policy", label: "Policy", value: "AU-482", channel: "webchat", at: "2026-03-02T09:00:00Z", times: 2 },
      "born in March",
      { kind: "empty", value: "" },
    ],
    open_questions: [{ id: "q", text: "When does the adjuster come?" }, "Is it covered?", { text: "" }],
    promises: [{ text: "Call back", due_at: "2026-03-03T09:00:00Z", status: "open" }],
    about: [{ kind: "claim", external_id: "C-1", label: "Glass" }],
    customer_said: [{ message_id: "m", at: "2026-03-02T09:00:00Z", channel: "email", text: "It broke" }],
    resolution_attempts: 1,
    fields: { next_step: "Call the garage", tags: ["a", "b"], none: null },
  });
  expect(it.facts).toEqual([
    { kind: "Policy", value: "AU-482", channel: "webchat", at: "2026-03-02T09:00:00Z", times: 2 },
    { kind: "", value: "born in March", channel: null, at: null, times: 1 },
  ]);
  expect(it.questions).toEqual(["When does the adjuster come?", "Is it covered?"]);
  expect(it.promises[0]?.due).toBe("2026-03-03T09:00:00Z");
  expect(it.about[0]?.id).toBe("C-1");
  expect(it.said[0]?.text).toBe("It broke");
  expect(it.attempts).toBe(1);
  expect(it.fields).toEqual([
    ["next_step", "Call the garage"],
    ["tags", "a, b"],
  ]);
});

test("anything is shown as words", () => {
  expect(shown({ street: "High Street", no: 7 })).toBe("street: High Street, no: 7");
  expect(shown(false)).toBe("false");
  expect(shown(undefined)).toBe("");
});
