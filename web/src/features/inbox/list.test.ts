import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EventFrame } from "../../api/frames";
import { InboxList, type Page } from "./list";
import type { InboxRow } from "./rows";
import { rowFor } from "./testing";

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, "0")}:00Z`;
const frame = (id: string, change?: EventFrame["changes"][number]): EventFrame => ({
  op: "event",
  cursor: "1-1",
  type: "message.received",
  at: at(0),
  actor: "system:ingest",
  case_id: null,
  interaction_id: id,
  customer_id: null,
  changes: change ? [change] : [],
});

/** A server that has these rows, in this order. */
function serving(rows: InboxRow[]) {
  const asked: string[][] = [];
  return {
    rows,
    asked,
    page: async (after: string | undefined, limit: number): Promise<Page> => {
      const begin = after ? Number(after) : 0;
      const end = begin + limit;
      return { items: rows.slice(begin, end), next: end < rows.length ? String(end) : null };
    },
    only: async (ids: string[]) => {
      asked.push(ids);
      return rows.filter((row) => ids.includes(row.interaction_id));
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the list", () => {
  it("reads on page by page, each row once", async () => {
    const list = new InboxList(serving(Array.from({ length: 300 }, (_, n) => rowFor(`r${n}`))), true);
    await list.load();
    expect(list.shown().order).toHaveLength(50);
    await list.loadMore();
    await list.loadMore();
    await list.loadMore();
    expect(new Set(list.shown().order).size).toBe(300);
    expect(list.shown().more).toBe(false);
  });

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

  it("asks again for what changed while the list was on its way", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    let answer = () => undefined as undefined;
    const page = async (): Promise<Page> => {
      const items = [...server.rows];
      await new Promise<void>((done) => {
        answer = () => void done();
      });
      return { items, next: null };
    };
    const list = new InboxList({ ...server, page }, true);
    const loading = list.load();
    server.rows.shift();
    list.hear([frame("a")]);
    await vi.advanceTimersByTimeAsync(100);
    answer();
    await loading;
    expect(list.shown().order).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(["b"]);
  });

  it("asks until it is answered", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    let failures = 2;
    const only = (ids: string[]) => (failures-- > 0 ? Promise.reject(new Error("away")) : server.only(ids));
    const list = new InboxList({ ...server, only }, true);
    await list.load();
    server.rows.shift();
    list.hear([frame("a")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(list.shown().order).toEqual(["b"]);
  });

  it("notices what is gone when it looks again, though nobody said so", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    const list = new InboxList(server, true);
    await list.load();
    server.rows.shift();
    await list.lookAgain();
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(["b"]);
  });

  it("asks again for what happened to a row before it was followed, and for nothing older", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    const list = new InboxList(server, true);
    await list.load();
    server.rows.shift();
    const long = Date.now() - 60_000;
    list.hearNews(
      new Map([
        ["interaction:a", Date.now()],
        ["interaction:b", long],
        ["interaction:z", Date.now()],
      ]),
    );
    await vi.advanceTimersByTimeAsync(600);
    expect(server.asked).toEqual([["a"]]);
    expect(list.shown().order).toEqual(["b"]);
  });

  it("does not take an answer to what was asked before a row changed", async () => {
    const server = serving([rowFor("a"), rowFor("b")]);
    const late: (() => void)[] = [];
    let slow = false;
    const only = (ids: string[]) => {
      const now = server.only(ids);
      return slow ? new Promise<InboxRow[]>((answer) => late.push(() => answer(now))) : now;
    };
    const list = new InboxList({ ...server, only }, true);
    await list.load();
    slow = true;
    list.hear([frame("a")]);
    await vi.advanceTimersByTimeAsync(100);
    slow = false;
    server.rows.splice(0, 1);
    list.hear([frame("a")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toEqual(["b"]);
    for (const answer of late) answer();
    await vi.advanceTimersByTimeAsync(10);
    expect(late).toHaveLength(1);
    expect(list.shown().order).toEqual(["b"]);
  });

  it("does not take what is further down for new", async () => {
    const rows = Array.from({ length: 80 }, (_, n) => rowFor(`r${n}`, { last_message_at: at(59 - (n >> 1)) }));
    const list = new InboxList(serving(rows), true);
    await list.load();
    list.hear([frame("r79")]);
    await vi.advanceTimersByTimeAsync(600);
    expect(list.shown().order).toHaveLength(50);
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

  it("tells of a failure, and begins again", async () => {
    const server = serving([rowFor("a")]);
    let broken = true;
    const list = new InboxList(
      { ...server, page: async (...given) => (broken ? Promise.reject(new Error("away")) : server.page(...given)) },
      true,
    );
    await list.load();
    expect(list.shown().error).toBeInstanceOf(Error);
    broken = false;
    await list.load();
    expect(list.shown()).toMatchObject({ order: ["a"], error: null });
  });
});
