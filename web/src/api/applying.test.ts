import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it, vi } from "vitest";
import { Applying, laidOver } from "./applying";
import type { Change } from "./frames";

const change = (id: string, version: number | null, value: Change["value"], kind = "case"): Change => ({
  kind,
  id,
  version,
  value,
});
const laid = (data: unknown, ...changes: Change[]) =>
  laidOver(data, new Map(changes.map((each) => [each.id, each]))).data;

describe("laidOver", () => {
  it("leaves an older version alone, and the very object", () => {
    const data = { items: [{ id: "a", version: 3, title: "new" }] };
    expect(laid(data, change("a", 2, { id: "a", version: 2, title: "old" }))).toBe(data);
  });

  it("replaces in pages of an endless list, and only the fields that are there", () => {
    const data = {
      pages: [
        {
          items: [
            { id: "a", version: 1, title: "x" },
            { id: "b", version: 1 },
          ],
        },
      ],
      pageParams: [null],
    };
    const next = laid(data, change("a", 2, { id: "a", version: 2, title: "y", secret: 1 })) as typeof data;
    expect(next.pages[0]?.items[0]).toEqual({ id: "a", version: 2, title: "y" });
    expect(next.pages[0]?.items[1]).toBe(data.pages[0]?.items[1]);
  });

  it("drops what may not be seen any more from a list, and keeps a single one for the page to say so", () => {
    expect(laid([{ id: "a" }, { id: "b" }], change("a", null, null))).toEqual([{ id: "b" }]);
    const single = { id: "a", version: 1 };
    expect(laid(single, change("a", null, null))).toBe(single);
  });
});

describe("Applying", () => {
  it("asks again for a list that may lack something new, and not for one that has it", () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    const asked = vi.spyOn(client, "invalidateQueries");
    const list = ["get", "/api/v1/cases", {}];
    client.setQueryData(list, { items: [{ id: "a", version: 1 }] });
    client.setQueryData(["get", "/api/v1/queues"], { items: [] });
    const applying = new Applying(client);
    applying.apply([change("a", 2, { id: "a", version: 2 })]);
    vi.advanceTimersByTime(2000);
    expect(asked).not.toHaveBeenCalled();
    applying.apply([change("new", 1, { id: "new", version: 1 })]);
    applying.apply([change("newer", 1, { id: "newer", version: 1 })]);
    vi.advanceTimersByTime(2000);
    expect(asked.mock.calls.map(([filter]) => filter?.queryKey)).toEqual([list]);
    vi.useRealTimers();
  });
});

describe("news of what begins to be followed", () => {
  it("has asked again what is about it and older, and nothing else", async () => {
    const client = new QueryClient();
    const fetched = Date.now();
    for (const id of ["case-1", "case-2"]) client.setQueryData(["get", id], {}, { updatedAt: fetched });
    const spied = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
    const applying = new Applying(client);
    vi.useFakeTimers();
    applying.hearNews(new Map([["case:case-2", fetched - 10_000]]));
    await vi.runAllTimersAsync();
    expect(spied).not.toHaveBeenCalled();
    applying.hearNews(new Map([["case:case-1", fetched - 1000]]));
    await vi.runAllTimersAsync();
    expect(spied.mock.calls).toEqual([[{ queryKey: ["get", "case-1"], exact: true }]]);
    vi.useRealTimers();
  });

  it("has a first answer asked again that was on its way, and may have been read before", async () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    let answer: (value: string) => void = () => undefined;
    const asked = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
    void client.fetchQuery({ queryKey: ["get", "case-1"], queryFn: asked });
    const spied = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
    new Applying(client).hearNews(new Map([["case:case-1", Date.now() - 10]]));
    await vi.runAllTimersAsync();
    expect(spied).not.toHaveBeenCalled();
    answer("as it was");
    await vi.runAllTimersAsync();
    expect(spied.mock.calls).toEqual([[{ queryKey: ["get", "case-1"], exact: true }]]);
    vi.useRealTimers();
  });
});
