import { describe, expect, it } from "vitest";
import type { EventFrame } from "../../api/frames";
import {
  answeredMeanwhile,
  heard,
  type Message,
  merged,
  newestOf,
  type Row,
  rowsOf,
  type StoryItem,
  toAsk,
} from "./story";

const CASE = "case-1";

function said(id: string, at: string, more: Partial<Message> = {}): StoryItem {
  const message = {
    id,
    at,
    interaction_id: "chat",
    channel: "webchat",
    direction: "inbound",
    visibility: "public",
    author_role: "customer",
    author_id: "customer-1",
    author_name: "Noor",
    text: id,
    attachments: [],
    version: 1,
    ...more,
  } as unknown as Message;
  return { at, key: id, message };
}

function step(key: string, at: string, type = "case.updated"): StoryItem {
  return {
    at,
    key,
    step: { type, actor: "system:x", actor_name: null, case_id: CASE, interaction_id: null, data: {} },
  };
}

function frame(type: string, change: { id: string; value: unknown; version?: number }, caseId = CASE): EventFrame {
  return {
    op: "event",
    cursor: "1-1",
    type,
    at: null,
    actor: null,
    case_id: caseId,
    interaction_id: null,
    customer_id: null,
    changes: [{ kind: "message", version: change.version ?? 1, id: change.id, value: change.value as never }],
  };
}

const kinds = (rows: Row[]): string[] => rows.map((row) => (row.kind === "message" ? row.message.id : row.kind));

describe("a story", () => {
  it("is in order of time, and each thing once", () => {
    const one = [said("a", "2026-03-02T09:00:00Z"), said("c", "2026-03-02T09:02:00Z")];
    const both = merged(one, [said("b", "2026-03-02T09:01:00Z"), said("a", "2026-03-02T09:00:00Z")]);
    expect(both.map((each) => each.key)).toEqual(["a", "b", "c"]);
    expect(merged(one, [])).toBe(one);
  });

  it("keeps the later version of a message, whichever comes first", () => {
    const sent = said("a", "2026-03-02T09:00:00Z", { version: 3, delivery: "sent" });
    const queued = said("a", "2026-03-02T09:00:00Z", { version: 2, delivery: "queued" });
    expect(merged([sent], [queued])[0]?.message?.delivery).toBe("sent");
    expect(merged([queued], [sent])[0]?.message?.delivery).toBe("sent");
  });
});

describe("what is heard", () => {
  const held = [said("a", "2026-03-02T09:00:00Z")];

  it("puts a new message of the case in its place", () => {
    const next = said("b", "2026-03-02T09:01:00Z");
    expect(
      heard(held, CASE, [frame("message.received", { id: "b", value: next.message })]).map((each) => each.key),
    ).toEqual(["a", "b"]);
  });
  it("leaves other cases out", () => {
    const next = said("b", "2026-03-02T09:01:00Z");
    expect(heard(held, CASE, [frame("message.received", { id: "b", value: next.message }, "case-2")])).toBe(held);
  });
  it("takes away what was taken back", () => {
    expect(heard(held, CASE, [frame("reply.removed", { id: "a", value: null })])).toEqual([]);
  });
  it("moves a held reply to when it went", () => {
    const two = [said("h", "2026-03-02T09:00:00Z", { delivery: "held" }), said("b", "2026-03-02T09:00:01Z")];
    const gone = said("h", "2026-03-02T09:00:05Z", { delivery: "queued", version: 2 });
    const next = heard(two, CASE, [frame("reply.queued", { id: "h", value: gone.message, version: 2 })]);
    expect(next.map((each) => each.key)).toEqual(["b", "h"]);
  });
  it("asks for steps, and anew where contacts moved", () => {
    expect(toAsk(CASE, [frame("case.viewed", { id: "x", value: null })])).toBeNull();
    expect(toAsk(CASE, [frame("case.updated", { id: "x", value: null })])).toBe("on");
    expect(toAsk(CASE, [frame("case.decided", { id: "x", value: null })])).toBe("anew");
    expect(toAsk(CASE, [frame("case.updated", { id: "x", value: null }, "case-2")])).toBeNull();
  });
});

describe("rows", () => {
  const items = [
    said("a", "2026-03-02T09:00:00"),
    step("s1", "2026-03-02T09:00:01"),
    step("s2", "2026-03-02T09:00:02"),
    said("b", "2026-03-02T09:01:00", { interaction_id: "mail", channel: "email" }),
    said("n", "2026-03-02T09:02:00", { visibility: "private", direction: "internal", author_id: "ada" }),
    said("c", "2026-03-02T09:03:00", { interaction_id: "mail", channel: "email" }),
    said("d", "2026-03-03T09:00:00", { interaction_id: "mail", channel: "email" }),
    said("e", "2026-03-03T09:01:00", { interaction_id: "mail", channel: "email" }),
  ];

  it("are days, contacts, messages and steps between", () => {
    expect(kinds(rowsOf(items, { steps: true }))).toEqual([
      ...["day", "contact", "a", "steps", "contact", "b", "n", "c", "day", "d", "e"],
    ]);
  });
  it("leave steps out where nobody wants them", () => {
    expect(kinds(rowsOf(items, { steps: false }))).not.toContain("steps");
  });
  it("say who speaks once, while it is the same", () => {
    const continued = rowsOf(items, { steps: true }).flatMap((row) =>
      row.kind === "message" && row.continued ? row.key : [],
    );
    expect(continued).toEqual(["e"]);
  });
  it("tell of a transcript that it was sent, and not of a contact", () => {
    const author = { direction: "outbound", author_role: "bot", author_id: null, author_name: "webchat" } as const;
    const mailed = said("t", "2026-03-02T09:00:30", { interaction_id: "mail", channel: "email", ...author });
    const rows = rowsOf([...items.slice(0, 1), mailed, ...items.slice(3)], { steps: false });
    expect(kinds(rows)).toEqual(["day", "contact", "a", "t", "contact", "b", "n", "c", "day", "d", "e"]);
    expect(answeredMeanwhile([mailed], "2026-03-02T09:00:00Z", "ada")).toBeNull();
  });
  it("mark what is new", () => {
    const rows = kinds(rowsOf(items, { steps: false, unreadAfter: "2026-03-02T09:02:30" }));
    expect(rows.slice(rows.indexOf("unread"))).toEqual(["unread", "c", "day", "d", "e"]);
  });
});

it("notices that a colleague answered meanwhile, and not that I did", () => {
  const since = "2026-03-02T09:00:30Z";
  const mine = said("m", "2026-03-02T09:01:00Z", { direction: "outbound", author_id: "ada" });
  const theirs = said("t", "2026-03-02T09:02:00Z", { direction: "outbound", author_id: "bo" });
  expect(answeredMeanwhile([mine], since, "ada")).toBeNull();
  expect(answeredMeanwhile([mine, theirs], since, "ada")?.id).toBe("t");
  expect(answeredMeanwhile([theirs], "2026-03-02T09:03:00Z", "ada")).toBeNull();
  expect(answeredMeanwhile([theirs], null, "ada")).toBeNull();
});

describe("newestOf", () => {
  it("is nothing where the contact said nothing", () => {
    expect(newestOf([], "chat")).toBeNull();
    expect(newestOf([step("s", "2026-03-02T09:00:00Z")], "chat")).toBeNull();
    expect(newestOf([said("a", "2026-03-02T09:00:00Z", { interaction_id: "mail" })], "chat")).toBeNull();
  });

  it("is what was recorded last, not what was said last", () => {
    const late = said("b", "2026-03-02T09:00:00Z");
    const early = said("a", "2026-03-02T09:05:00Z");
    const other = said("c", "2026-03-02T09:06:00Z", { interaction_id: "mail" });
    expect(newestOf([late, early, other], "chat")).toBe("b");
  });
});
