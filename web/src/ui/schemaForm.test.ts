import { describe, expect, it } from "vitest";
import { changed, faultOf, faultsOf, fieldsOf, given, humanised, type JsonSchema, startOf } from "./schemaForm";

const SCHEMA: JsonSchema = {
  type: "object",
  required: ["host"],
  properties: {
    host: { type: "string", pattern: "^[a-z.]+$" },
    port: { type: "integer", minimum: 0, maximum: 65535, default: 993 },
    security: { enum: ["none", "tls"], default: "tls" },
    password: { type: "string", writeOnly: true },
    origins: { type: "array", items: { type: "string", pattern: "^https://" }, default: [] },
    ways: { type: "array", items: { enum: ["email", "phone"] }, default: ["email"] },
    greeting: { type: "string", maxLength: 2000, default: "" },
    signature: { type: "string", default: "" },
    rating: { type: "boolean", default: true },
    since: { anyOf: [{ type: "string", format: "date-time" }, { type: "null" }], default: null },
    questions: { type: "array", items: { $ref: "#/$defs/Question" }, default: [] },
    odd: { type: "object" },
  },
  $defs: {
    Question: {
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" }, type: { enum: ["a", "b"] } },
    },
  },
};
const FIELDS = fieldsOf(SCHEMA, ["signature"]);
const field = (name: string) => {
  const found = FIELDS.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe("fields of a schema", () => {
  it("have the control that fits", () => {
    expect(Object.fromEntries(FIELDS.map((each) => [each.name, each.kind]))).toEqual({
      host: "text",
      port: "number",
      security: "choice",
      password: "secret",
      origins: "list",
      ways: "choices",
      greeting: "long",
      signature: "long",
      rating: "switch",
      since: "text",
      questions: "rows",
      odd: "json",
    });
    expect(field("security").options).toEqual(["none", "tls"]);
    expect(field("questions").fields.map((each) => [each.name, each.kind, each.required])).toEqual([
      ["name", "text", true],
      ["type", "choice", false],
    ]);
  });

  it("begin with what is stored, else with the default, and never show a secret", () => {
    const start = startOf(FIELDS, { host: "mail.example", password: "leaked", port: 143 });
    expect(start).toMatchObject({ host: "mail.example", port: 143, password: "", security: "tls", ways: ["email"] });
  });

  it("send what is not the default, and of a change what is different", () => {
    const start = startOf(FIELDS);
    expect(given(FIELDS, { ...start, host: "mail.example", port: 143 })).toEqual({ host: "mail.example", port: 143 });
    expect(changed(FIELDS, start, { ...start, origins: ["https://a"] })).toEqual({ origins: ["https://a"] });
    expect(changed(FIELDS, start, { ...start, password: "anew" })).toEqual({ password: "anew" });
    expect(changed(FIELDS, { ...start, rating: true }, { ...start, rating: false })).toEqual({ rating: false });
  });
});

describe("faults", () => {
  it("name what is missing, unless it is stored", () => {
    expect(faultOf(field("host"), "")).toEqual({ kind: "required" });
    expect(faultsOf(FIELDS, startOf(FIELDS), ["host"])).toEqual({});
  });
  it("name what does not fit", () => {
    expect(faultOf(field("host"), "UPPER")).toEqual({ kind: "pattern" });
    expect(faultOf(field("port"), 70000)).toEqual({ kind: "range", minimum: 0, maximum: 65535 });
    expect(faultOf(field("origins"), ["https://a", "ftp://b"])).toEqual({ kind: "pattern", value: "ftp://b" });
    expect(faultOf(field("greeting"), "x".repeat(2001))).toEqual({ kind: "length", maximum: 2000 });
    expect(faultOf(field("port"), 25)).toBeNull();
  });
});

it("names are words", () => expect(humanised("imap_security")).toBe("Imap security"));
