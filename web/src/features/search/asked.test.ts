import { describe, expect, it } from "vitest";
import { addressOf, askedBy, asksSomething, midnight, queryOf, toggled } from "./asked";

describe("what an address asks", () => {
  it("is nothing where it says nothing, or nonsense", () => {
    const asked = askedBy({ sort: "best", from: "yesterday", has_file: "perhaps", q: { a: 1 } });
    expect(asksSomething(asked)).toBe(false);
    expect(addressOf(asked)).toEqual({});
  });
  it("comes back the same", () => {
    const address = {
      q: "hail",
      channel: ["email", "sms"],
      in: ["note"],
      from: "2026-03-01",
      has_file: true,
      sort: "newest",
    };
    expect(addressOf(askedBy(address))).toEqual(address);
  });
  it("takes one value for a list, and a number for words", () => {
    expect(askedBy({ channel: "email", q: 123456 })).toMatchObject({ channel: ["email"], q: "123456" });
  });
  it("is too little where it only says where to look", () => {
    expect(asksSomething(askedBy({ in: "note", sort: "newest" }))).toBe(false);
    expect(asksSomething(askedBy({ status: "queued" }))).toBe(true);
  });
});

describe("what the server is asked", () => {
  it("has whole days: from the first moment of one to the end of the other", () => {
    const query = queryOf(askedBy({ q: "x", from: "2026-03-01", to: "2026-03-01" }));
    expect(query.since).toBe(midnight("2026-03-01", 0));
    expect(Date.parse(query.until ?? "") - Date.parse(query.since ?? "")).toBe(86_400_000);
    expect(midnight("2026-02-28", 1)).toBe(midnight("2026-03-01", 0));
  });
  it("leaves out what is not filtered", () => {
    expect(queryOf(askedBy({ q: "x" }))).toEqual({ q: "x", sort: "relevance" });
  });
});

it("takes a value, and leaves it", () => {
  const once = toggled(askedBy({}), "channel", "email");
  expect(once.channel).toEqual(["email"]);
  expect(toggled(once, "channel", "email").channel).toEqual([]);
});
