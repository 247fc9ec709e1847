import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { live, mayLack } from "./live";

/** The browser's end of a socket, as far as a page sees it. */
class Wire {
  static all: Wire[] = [];
  static readonly OPEN = 1;
  readyState = 1;
  said: Record<string, unknown>[] = [];
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  constructor(readonly address: URL) {
    Wire.all.push(this);
  }
  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close() {
    this.readyState = 3;
  }
  hear(frame: Record<string, unknown>) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
}

const wire = () => Wire.all.at(-1) as Wire;
const soon = () => Promise.resolve();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  live.start();
  wire().hear({ op: "ready", cursor: "1-1" });
});
afterEach(() => {
  live.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  Wire.all = [];
});

it("says once what is followed and left at once, and nothing of what is taken up again", async () => {
  for (const topic of ["case:a", "case:b", "case:c"]) live.follow(topic);
  await soon();
  expect(wire().said).toEqual([{ op: "subscribe", topics: ["case:a", "case:b", "case:c"] }]);
  live.leave("case:a");
  live.leave("case:b");
  live.follow("case:b");
  live.follow("case:d");
  await soon();
  expect(wire().said.slice(1)).toEqual([
    { op: "unsubscribe", topics: ["case:a"] },
    { op: "subscribe", topics: ["case:d"] },
  ]);
  for (const topic of ["case:b", "case:c", "case:d"]) live.leave(topic);
  await soon();
});

it("follows a topic before it says something there, and leaves it after", async () => {
  live.follow("case:a");
  live.send({ op: "viewing", topic: "case:a", viewing: true });
  await soon();
  live.leave("case:a");
  live.send({ op: "viewing", topic: "case:a", viewing: false });
  await soon();
  expect(wire().said).toEqual([
    { op: "subscribe", topics: ["case:a"] },
    { op: "viewing", topic: "case:a", viewing: true },
    { op: "viewing", topic: "case:a", viewing: false },
    { op: "unsubscribe", topics: ["case:a"] },
  ]);
});

it("connects again without a topic that it may not follow", async () => {
  live.follow("case:mine");
  live.follow("case:gone");
  await soon();
  wire().hear({ op: "error", code: "topic_not_found", message: "There is no topic", topic: "case:gone" });
  wire().hear({ op: "topics", topics: ["case:mine"], news: {} });
  wire().onclose({ code: 1012 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(Wire.all).toHaveLength(2);
  expect(wire().address.searchParams.get("topics")).toBe("case:mine");
  // Whoever asks for it anew may have got the right to.
  live.leave("case:gone");
  live.follow("case:gone");
  wire().hear({ op: "ready", cursor: "1-2" });
  expect(wire().said).toEqual([{ op: "subscribe", topics: ["case:gone"] }]);
  live.leave("case:mine");
  live.leave("case:gone");
  await soon();
});

it("resumes what was followed, and takes up what came meanwhile with its news", async () => {
  live.follow("case:before");
  await soon();
  wire().hear({ op: "topics", topics: ["case:before"], news: {} });
  wire().onclose({ code: 1012 });
  live.follow("case:meanwhile");
  await vi.advanceTimersByTimeAsync(2000);
  expect(wire().address.searchParams.get("topics")).toBe("case:before");
  wire().hear({ op: "ready", cursor: "1-3" });
  expect(wire().said).toEqual([{ op: "subscribe", topics: ["case:meanwhile"] }]);
  live.leave("case:before");
  live.leave("case:meanwhile");
  await soon();
});

it("asks again for what was refused when its rights have changed", async () => {
  live.follow("case:later");
  await soon();
  wire().hear({ op: "error", code: "topic_not_found", message: "There is no topic", topic: "case:later" });
  wire().onclose({ code: 4403 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(wire().address.searchParams.get("topics")).toBe("case:later");
  live.leave("case:later");
  await soon();
});

it("tells when something was last logged about what it begins to follow", () => {
  const heard: ReadonlyMap<string, number>[] = [];
  const stop = live.onNews((news) => heard.push(news));
  wire().hear({ op: "topics", topics: ["case:a"], news: {} });
  wire().hear({ op: "topics", topics: ["case:a", "case:b"], news: { "case:b": 1.5 } });
  stop();
  expect(heard).toEqual([new Map([["case:b", Date.now() - 1500]])]);
  expect(mayLack(Date.now(), heard[0]?.get("case:b"))).toBe(true);
  expect(mayLack(Date.now() + 1000, heard[0]?.get("case:b"))).toBe(false);
  expect(mayLack(0, heard[0]?.get("case:a"))).toBe(false);
});
