import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useViewing } from "./ephemera";
import { live } from "./live";

type Heard = Parameters<Parameters<typeof live.onEphemeral>[0]>[0];

const said: unknown[] = [];
let hear: (frame: Heard) => void;

beforeEach(() => {
  vi.useFakeTimers();
  said.length = 0;
  vi.spyOn(live, "send").mockImplementation((frame) => void said.push(frame));
  vi.spyOn(live, "onEphemeral").mockImplementation((listener) => {
    hear = listener;
    return () => undefined;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const here = { op: "viewing", topic: "case:a", viewing: true };
const comes = (agent: string, topic = "case:a", viewing = true) =>
  hear({
    op: "ephemeral",
    topic,
    payload: { type: "viewing", by: "agent", agent_id: agent, name: agent, viewing },
  });

it("does not answer who is elsewhere, or itself, or whom it has answered", () => {
  renderHook(() => useViewing("case:a", "Maya"));
  vi.advanceTimersByTime(5000);
  comes("Noor", "case:b");
  comes("Maya");
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([here]);
  comes("Noor");
  vi.advanceTimersByTime(1000);
  comes("Noor");
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([here, here]);
});

it("tells at once who comes that it is there", () => {
  renderHook(() => useViewing("case:a", "Maya"));
  vi.advanceTimersByTime(5000);
  comes("Noor");
  vi.advanceTimersByTime(0);
  expect(said).toEqual([here, here]);
});

it("tells who went and comes again", () => {
  renderHook(() => useViewing("case:a", "Maya"));
  comes("Noor");
  vi.advanceTimersByTime(2000);
  comes("Noor", "case:a", false);
  comes("Noor");
  vi.advanceTimersByTime(2000);
  expect(said).toEqual([here, here, here]);
});

it("tells all who come right after it once, a second after it said so itself", () => {
  const hook = renderHook(() => useViewing("case:a", "Maya"));
  comes("Noor");
  vi.advanceTimersByTime(300);
  comes("Ada");
  expect(said).toEqual([here]);
  vi.advanceTimersByTime(700);
  expect(said).toEqual([here, here]);
  comes("Kim");
  hook.unmount();
  vi.advanceTimersByTime(2000);
  expect(said.slice(2)).toEqual([{ ...here, viewing: false }]);
});
