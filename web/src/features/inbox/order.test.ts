import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InboxList } from "./list";
import { at, frame, rowFor, serving } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the order of the list", () => {
  it("moves nothing under the pointer of who reads further down", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    const list = new InboxList(server, true);
    await list.load();
    list.atTop = false;
    server.rows.unshift(rowFor("c", { last_message_at: at(9) }));
    list.hear([frame("c")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown()).toMatchObject({ order: ["a", "b"], above: 1 });
    list.reveal();
    expect(list.shown()).toMatchObject({ order: ["c", "a", "b"], above: 0 });
  });

  it("brings a row with a newer message up, by the frame and by the answer", async () => {
    const server = serving(["a", "b", "c", "d"].map((id, n) => rowFor(id, { last_message_at: at(9 - n) })));
    const list = new InboxList(server, true);
    await list.load();
    const value = { last_message_at: at(10), owner_id: null, queue_id: null };
    list.hear([frame("c", { kind: "interaction", id: "c", version: 9, value })]);
    expect(list.shown().order).toEqual(["c", "a", "b", "d"]);
    server.rows.splice(0, 4, rowFor("d", { last_message_at: at(11) }), rowFor("c", { last_message_at: at(10) }));
    server.rows.push(rowFor("a", { last_message_at: at(9) }), rowFor("b", { last_message_at: at(8) }));
    list.hear([frame("d")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown()).toMatchObject({ order: ["d", "c", "a", "b"], above: 0 });
  });

  it("keeps the places of who reads further down, says how many have news, and moves them when asked", async () => {
    const server = serving(["a", "b", "c"].map((id, n) => rowFor(id, { last_message_at: at(9 - n) })));
    const list = new InboxList(server, true);
    await list.load();
    list.atTop = false;
    const value = { last_message_at: at(10), owner_id: null, queue_id: null };
    const news = frame("c", { kind: "interaction", id: "c", version: 9, value });
    server.rows.splice(2, 1, rowFor("c", { last_message_at: at(10) }));
    list.hear([news]);
    list.hear([news, frame("c")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown()).toMatchObject({ order: ["a", "b", "c"], above: 1 });
    list.reveal();
    expect(list.shown()).toMatchObject({ order: ["c", "a", "b"], above: 0 });
  });

  it("moves nothing in other orders", async () => {
    const server = serving(["a", "b"].map((id, n) => rowFor(id, { last_message_at: at(9 - n) })));
    const list = new InboxList(server, false);
    await list.load();
    server.rows.splice(1, 1, rowFor("b", { last_message_at: at(10) }));
    list.hear([frame("b")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown()).toMatchObject({ order: ["a", "b"], above: 0 });
  });
});
