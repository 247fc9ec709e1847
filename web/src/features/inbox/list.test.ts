import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InboxList } from "./list";
import { at, frame, rowFor, serving } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the list", () => {
  it("draws what a frame says at once, and asks once for many", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    const list = new InboxList(server, true);
    await list.load();
    const message = { id: "m1", author_role: "customer", author_name: "Ada", text: "Hello?", at: at(5) };
    list.hear([frame("a", { kind: "message", id: "m1", version: 1, value: message }), frame("b"), frame("a")]);
    expect(list.row("a")?.last_message?.text).toBe("Hello?");
    expect(list.row("a")?.unread).toBe(true);
    await vi.advanceTimersByTimeAsync(600);
    expect(server.asked).toEqual([["a", "b"]]);
  });

  it("lets what does not belong any more go, and what is new come on top", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    const list = new InboxList(server, true);
    await list.load();
    server.rows.splice(0, 2, rowFor("c", { last_message_at: at(9) }), rowFor("b"));
    list.hear([frame("a"), frame("c")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(["c", "b"]);
  });

  it("does not take what is further down for new", async () => {
    const rows = Array.from({ length: 80 }, (_, n) => rowFor(`r${n}`, { last_message_at: at(59 - (n >> 1)) }));
    const list = new InboxList(serving(rows), true);
    await list.load();
    list.hear([frame("r79")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toHaveLength(50);
  });

  it("does not take it for new when the last row leaves at the same time", async () => {
    const server = serving(
      Array.from({ length: 80 }, (_, n) => rowFor(`r${n}`, { last_message_at: at(59 - (n >> 1)) })),
    );
    const list = new InboxList(server, true);
    await list.load();
    server.rows.splice(49, 1);
    list.hear([frame("r49"), frame("r79")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(Array.from({ length: 49 }, (_, n) => `r${n}`));
  });

  it("shows one row for a case", async () => {
    const server = serving([rowFor("a", { case_id: "k" })]);
    const list = new InboxList(server, true, true);
    await list.load();
    server.rows.splice(0, 1, rowFor("b", { case_id: "k" }));
    list.hear([frame("b")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(["b"]);
  });
});
