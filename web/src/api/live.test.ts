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

const shown = (id: string, value: object | null) => ({
  op: "event",
  cursor: "1-2",
  changes: [{ kind: "case", id, version: value && 2, value }],
});

it("takes what went out of sight for followed no more, and asks for it again when it is shown", async () => {
  live.follow("case:lost");
  live.follow("case:mine");
  await soon();
  wire().hear({ op: "topics", topics: ["case:lost", "case:mine"], news: {} });
  wire().hear(shown("lost", null));
  wire().hear({ op: "topics", topics: ["case:mine"], news: {} });
  wire().said = [];
  wire().hear(shown("mine", {}));
  wire().hear(shown("lost", null));
  expect(wire().said).toEqual([]);
  for (let times = 0; times < 2; times++) wire().hear(shown("lost", {}));
  expect(wire().said).toEqual([{ op: "subscribe", topics: ["case:lost"] }]);
  wire().hear({ op: "topics", topics: ["case:lost", "case:mine"], news: { "case:lost": 1 } });
  wire().onclose({ code: 1012 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(wire().address.searchParams.get("topics")).toBe("case:lost,case:mine");
  for (const topic of ["case:lost", "case:mine"]) live.leave(topic);
  await soon();
});

it("connects again without what went out of sight, and asks for it then and at every heartbeat", async () => {
  live.follow("case:lost");
  await soon();
  wire().hear({ op: "topics", topics: ["case:lost"], news: {} });
  wire().hear({ op: "topics", topics: [], news: {} });
  wire().onclose({ code: 4409 });
  await vi.advanceTimersByTimeAsync(2000);
  expect(wire().address.searchParams.get("topics")).toBe("");
  wire().hear({ op: "ready", cursor: "1-2" });
  wire().hear({ op: "error", code: "topic_not_found", message: "There is no topic", topic: "case:lost" });
  wire().hear({ op: "heartbeat", cursor: "1-3" });
  const asked = { op: "subscribe", topics: ["case:lost"] };
  expect(wire().said).toEqual([asked, { op: "pong" }, asked]);
  live.leave("case:lost");
  await soon();
});

it("asks again for what was refused when one more begins to show it", async () => {
  live.follow("case:lost");
  await soon();
  wire().hear({ op: "error", code: "topic_not_found", message: "There is no topic", topic: "case:lost" });
  wire().said = [];
  live.follow("case:lost");
  live.leave("case:lost");
  await soon();
  expect(wire().said).toEqual([{ op: "subscribe", topics: ["case:lost"] }]);
  live.leave("case:lost");
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
