// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import type { Line, Pending, Position } from "./chat";
import { absence, standing } from "./standing";
import { story, unread } from "./story";
import { en, speaker } from "./texts";
import de from "./texts.de";
import { backAt, dayOf, size, wait } from "./when";

const say = speaker(en);
const NOW = new Date(2026, 2, 5, 12, 0);

function line(at: Date, author: Line["author"], text: string, more: Partial<Line> = {}): Line {
  const id = `${text}-${at.getTime()}`;
  return {
    message_id: id,
    client_id: author === "customer" ? `c-${id}` : null,
    author,
    author_name: author === "agent" ? "Ada" : null,
    at: at.toISOString(),
    text,
    attachments: [],
    delivery: "delivered",
    ...more,
  };
}

const minutes = (count: number, day = 5) => new Date(2026, 2, day, 9, count);

describe("the story", () => {
  it("has a line between days, and runs of one author", () => {
    const lines = [
      line(minutes(0, 4), "customer", "Hello"),
      line(minutes(0), "agent", "Good morning"),
      line(minutes(1), "agent", "How can I help?"),
      line(minutes(9), "agent", "Are you there?"),
    ];
    const shown = story(lines, [], NOW, "en", say);
    expect(shown.map((each) => (each.kind === "day" ? each.name : `${each.first ? "+" : "-"}${each.text}`))).toEqual([
      "Yesterday",
      "+Hello",
      "Today",
      "+Good morning",
      "-How can I help?",
      "+Are you there?",
    ]);
  });

  it("keeps a message where it is while it becomes a line", () => {
    const at = minutes(0);
    const pending: Pending = { client_id: "c1", text: "Hi", attachments: [], at: at.toISOString(), state: "sending" };
    const before = story([], [pending], NOW, "en", say);
    const after = story([line(at, "customer", "Hi", { client_id: "c1" })], [], NOW, "en", say);
    expect(after.map((each) => each.key)).toEqual(before.map((each) => each.key));
    expect([before[1]?.note, after[1]?.note]).toEqual(["Sending …", "Delivered"]);
  });

  it("says how far the last of a run is, and of each that was refused", () => {
    const at = minutes(0).toISOString();
    const said = (client_id: string, state: Pending["state"]): Pending => ({
      client_id,
      text: client_id,
      attachments: [],
      at,
      state,
      detail: "too long",
    });
    const shown = story([], [said("a", "refused"), said("b", "sent"), said("c", "sent")], NOW, "en", say);
    expect(shown.slice(1).map((each) => each.note)).toEqual(["Not sent: too long", "", "Sent"]);
  });

  it("says what was read, and of what came after it, that it arrived", () => {
    const read = [0, 1].map((minute) => line(minutes(minute), "customer", `a${minute}`, { delivery: "read" }));
    const shown = story([...read, line(minutes(2), "customer", "b")], [], NOW, "en", say);
    expect(shown.slice(1).map((each) => each.note)).toEqual(["", "Read", "Delivered"]);
  });

  it("counts what nobody has read of ours", () => {
    const lines = [
      line(minutes(0), "customer", "a"),
      line(minutes(1), "agent", "b", { delivery: "read" }),
      line(minutes(2), "bot", "c"),
    ];
    expect(unread(lines)).toBe(1);
  });
});

describe("how it stands", () => {
  const cases: [Position, boolean, string][] = [
    [{ state: "idle" }, false, "Write to us"],
    [{ state: "idle" }, true, "The chat has ended"],
    [{ state: "waiting", place: null, estimate: null }, false, "You are waiting for a person"],
    [{ state: "waiting", place: 2, estimate: 130 }, false, "You are number 2 in line, about 3 minutes"],
    [
      { state: "waiting", place: 1, estimate: null, callback: true },
      false,
      "We will call you. You are number 1 in line",
    ],
    [{ state: "talking", agent: "Ada" }, false, "Ada is with you"],
  ];
  it.each(cases)("%j", (position, ended, words) => expect(standing(position, ended, say)).toBe(words));

  it("says when somebody is back", () => {
    const about = { open: false, opens_at: new Date(2026, 2, 6, 8, 0).toISOString() } as Parameters<typeof absence>[0];
    expect(absence(about, NOW, "en-GB", say)).toContain("We are back: Friday");
    expect(absence({ ...about, open: true }, NOW, "en-GB", say)).toBeNull();
    expect(absence({ ...about, opens_at: null }, NOW, "en-GB", say)).not.toContain("back:");
  });
});

describe("days and waits", () => {
  it("are named from where one is", () => {
    expect(dayOf(new Date(2026, 2, 5, 0, 1), NOW, "en-GB", say)).toBe("Today");
    expect(dayOf(new Date(2026, 2, 4, 23, 59), NOW, "en-GB", say)).toBe("Yesterday");
    expect(dayOf(new Date(2025, 11, 24), NOW, "de-DE", say)).toBe("Mittwoch, 24. Dezember 2025");
    expect(backAt(new Date(2026, 2, 5, 14, 0), NOW, "de-DE")).toBe("14:00");
  });

  it("are whole minutes, and sizes are short", () => {
    expect([wait(1, say), wait(60, say), wait(61, say)]).toEqual([
      "about a minute",
      "about a minute",
      "about 2 minutes",
    ]);
    expect([size(10, "en"), size(10_485_760, "en")]).toEqual(["1 kB", "10.5 MB"]);
  });
});

describe("texts", () => {
  it("say the same in every language", () => {
    const holes = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(holes(de[key])).toEqual(holes(en[key]));
  });
});
