import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InboxList } from "./list";
import type { Page } from "./paging";
import type { InboxRow } from "./rows";
import { frame, rowFor, serving } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("asking again", () => {
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
});
