import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { InboxList } from "./list";
import { rowFor, serving } from "./testing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the pages of the list", () => {
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
