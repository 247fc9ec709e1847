import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { patientFetch } from "./patience";
import { Unreachable } from "./problem";

const write = () =>
  new Request("http://desk.example/api/v1/channels/test", { method: "POST", headers: { "Idempotency-Key": "k" } });
const taken = () => Response.json({ type: "/docs/problems/key_taken" }, { status: 409 });
const broken = () => Promise.reject(new TypeError("the line broke"));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function answering(...answers: (() => Response | Promise<Response>)[]) {
  const fetching = vi.fn(async () => (answers.shift() ?? broken)());
  vi.stubGlobal("fetch", fetching);
  return fetching;
}

it("tells of a write that could not be sent, and does not repeat one without a key", async () => {
  const fetching = answering();
  const told = expect(patientFetch(new Request("http://desk.example/x", { method: "POST" }))).rejects.toThrow(
    Unreachable,
  );
  await vi.runAllTimersAsync();
  await told;
  expect(fetching).toHaveBeenCalledTimes(1);
});

it("waits for the answer of a write that was sent before the line broke", async () => {
  const fetching = answering(broken, taken, taken, () => Response.json({ ok: true }));
  const sent = patientFetch(write());
  await vi.runAllTimersAsync();
  expect(await (await sent).json()).toEqual({ ok: true });
  expect(fetching).toHaveBeenCalledTimes(4);
});

it("passes on that a key is taken where it was not sent before", async () => {
  answering(taken);
  expect((await patientFetch(write())).status).toBe(409);
});
