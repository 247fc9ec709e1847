// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import { storage } from "./storage";

/** A frame on another site's page, where the browser keeps storage away and has a jar for each site. */
function kept(): { jar: string[] } {
  const jar: string[] = [];
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new DOMException("denied", "SecurityError");
  });
  vi.spyOn(document, "cookie", "set").mockImplementation((text) => void jar.push(text));
  vi.spyOn(document, "cookie", "get").mockImplementation(() => `other=1; ${jar.at(-1)?.split(";")[0] ?? ""}`);
  return { jar };
}

afterEach(() => vi.restoreAllMocks());

describe("what the frame keeps", () => {
  it("is in the storage where there is one", () => expect(storage("/frame")).toBe(localStorage));

  it("is in a partitioned cookie of its own path elsewhere", () => {
    const { jar } = kept();
    storage("/x/frame").setItem("key", JSON.stringify({ token: "wlv_ä;" }));
    expect(jar[0]).toMatch(/^warmline=[^;]+; path=\/x\/frame; max-age=\d+; secure; samesite=none; partitioned$/);
    expect(JSON.parse(storage("/x/frame").getItem("key") ?? "")).toEqual({ token: "wlv_ä;" });
  });

  it("lets go of unsent messages before the visitor, where a cookie is too small", () => {
    const { jar } = kept();
    const here = storage("/x/frame");
    const value = JSON.stringify({ token: "wlv_1", outbox: ["x".repeat(9000)] });
    here.setItem("key", value);
    expect(JSON.parse(decodeURIComponent(jar[0]?.split(/[=;]/)[1] ?? ""))).toEqual({ token: "wlv_1", outbox: [] });
    // This page still has all.
    expect(here.getItem("key")).toBe(value);
  });
});
