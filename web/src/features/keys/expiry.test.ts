import { describe, expect, it } from "vitest";
import { endOf, stateOf } from "./expiry";

const NOW = Date.parse("2026-11-22T10:00:00Z");

describe("the end of a key", () => {
  it("is never, in so many days, or at the end of a day", () => {
    expect(endOf("never", "", NOW)).toBeNull();
    expect(endOf("30", "", NOW)).toBe("2026-12-22T10:00:00.000Z");
    expect(endOf("date", "2026-12-01", NOW)).toMatch(/^2026-1[12]-/);
  });
  it("is not a day that is none, or that has gone", () => {
    expect(endOf("date", "", NOW)).toBeUndefined();
    expect(endOf("date", "2026-11-01", NOW)).toBeUndefined();
  });
});

describe("the state of a key", () => {
  it("is revoked before it is expired", () => {
    const past = "2026-01-01T00:00:00Z";
    expect(stateOf({ revoked_at: past, expires_at: past }, NOW)).toBe("revoked");
    expect(stateOf({ revoked_at: null, expires_at: past }, NOW)).toBe("expired");
    expect(stateOf({ revoked_at: null, expires_at: null }, NOW)).toBe("active");
  });
});
