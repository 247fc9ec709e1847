import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sparing } from "./sparing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is asked for once is done once, at once", () => {
  const act = vi.fn();
  sparing(1000, act).ask();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5000);
  expect(act).toHaveBeenCalledTimes(1);
});

test("what is asked for often is done now and then, and the last time too", () => {
  const act = vi.fn();
  const { ask } = sparing(1000, act);
  for (let n = 0; n < 25; n++) {
    ask();
    vi.advanceTimersByTime(100);
  }
  expect(act).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(4);
  vi.advanceTimersByTime(5000);
  expect(act).toHaveBeenCalledTimes(4);
});

test("who leaves keeps nobody waiting, and does nothing that nobody asked for", () => {
  const act = vi.fn();
  const { ask, end } = sparing(1000, act);
  ask();
  end();
  expect(act).toHaveBeenCalledTimes(1);
  ask();
  ask();
  end();
  expect(act).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(5000);
  expect(act).toHaveBeenCalledTimes(3);
});
