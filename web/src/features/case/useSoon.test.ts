import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useSoon } from "./useSoon";

function soon(can: boolean) {
  const done = vi.fn();
  const hook = renderHook(({ now }) => useSoon(now, done), { initialProps: { now: can } });
  return { done, wish: (wished: boolean) => act(() => hook.result.current(wished)), become: hook.rerender };
}

test("what nobody wished for is not done, nor what was taken back", () => {
  const { done, wish, become } = soon(false);
  wish(true);
  wish(false);
  become({ now: true });
  expect(done).not.toHaveBeenCalled();
});

test("what was wished for too early is done once, when it can be", () => {
  const { done, wish, become } = soon(false);
  wish(true);
  wish(true);
  expect(done).not.toHaveBeenCalled();
  become({ now: true });
  expect(done).toHaveBeenCalledTimes(1);
  become({ now: false });
  become({ now: true });
  expect(done).toHaveBeenCalledTimes(1);
});
