import { describe, expect, it } from "vitest";
import { destination, fragment } from "./where";

describe("destination", () => {
  it.each([
    undefined,
    "",
    "https://evil.test/",
    "//evil.test",
    "/\\evil.test",
    "javascript:alert(1)",
    "/ /evil.test",
    "/sign-in",
    "/sign-in?to=%2Fwall",
    "/setup#token",
    "/reset-password",
  ])("does not follow %j", (to) => {
    expect(destination(to)).toBe("/");
  });

  it.each(["/wall", "/desk/mine?after=x#y", "/cases/01a2", "/sign-ins"])("goes back to %s", (to) => {
    expect(destination(to)).toBe(to);
  });
});

describe("fragment", () => {
  it("is what stands after the sign", () => {
    expect(fragment("#wlr_abc")).toBe("wlr_abc");
    expect(fragment("")).toBe("");
  });
});
