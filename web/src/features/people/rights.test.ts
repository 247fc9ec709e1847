import { describe, expect, it } from "vitest";
import { allows, beyond, codeOf, grouped, switched } from "./rights";

const me = (...permissions: string[]) => ({ permissions: new Set(permissions) });

describe("what I may give", () => {
  it("is only what I have", () => {
    expect(beyond(["case.read", "audit.read"], me("case.read"))).toEqual(["audit.read"]);
    expect(beyond(["*"], me("case.read"))).toEqual(["*"]);
  });
  it("is everything for who has everything", () => expect(beyond(["*", "audit.read"], me("*"))).toEqual([]));
});

describe("the matrix of permissions", () => {
  it("is grouped by what they are about, in their order", () => {
    const codes = ["org.manage", "case.read", "case.write", "export"].map((code) => ({ code, description: "" }));
    expect(grouped(codes).map(({ area, permissions }) => [area, permissions.length])).toEqual([
      ["org", 1],
      ["case", 2],
      ["export", 1],
    ]);
  });
  it("tells what is allowed by name from what is allowed by being allowed everything", () => {
    expect(allows({ permissions: ["*"] }, "export")).toBe("all");
    expect(allows({ permissions: ["export"] }, "export")).toBe("named");
    expect(allows({ permissions: [] }, "export")).toBeNull();
  });
  it("switches one", () => {
    expect(switched(["b"], "a")).toEqual(["a", "b"]);
    expect(switched(["a", "b"], "a")).toEqual(["b"]);
  });
});

describe("codes", () => {
  it("come from names", () => {
    expect(codeOf(" Äußere Dienste & Co. ")).toBe("aeussere-dienste-co");
    expect(codeOf("Loss date", "_")).toBe("loss_date");
    expect(codeOf("!!")).toBe("");
  });
});
