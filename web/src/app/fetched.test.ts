import { afterEach, expect, it, vi } from "vitest";
import { Unreachable } from "../api/problem";
import { whyNot } from "./fetched";

afterEach(() => vi.unstubAllGlobals());

it("says that the server cannot be reached, where it cannot", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(whyNot(new TypeError("Failed to fetch dynamically imported module"))).rejects.toBeInstanceOf(
    Unreachable,
  );
});

it("leaves the error of a piece that an update took away", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response()));
  const gone = new TypeError("Failed to fetch dynamically imported module");
  await expect(whyNot(gone)).rejects.toBe(gone);
});
