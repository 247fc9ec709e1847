import { expect, test } from "vitest";
import type { Schema } from "../../api/client";
import { sideBySide } from "./sides";

const customer = (over: Partial<Schema<"CustomerView">>): Schema<"CustomerView"> => ({
  id: "1",
  kind: "person",
  display_name: "Grace Hopper",
  named: true,
  tier: null,
  segments: [],
  preferred_channel: null,
  language: null,
  time_zone: null,
  attributes: {},
  lifecycle_stage: null,
  do_not_contact: false,
  merged_into: null,
  root_id: "1",
  members: [],
  inherited: {},
  handles: [],
  version: 1,
  created_at: "2026-03-02T09:00:00Z",
  updated_at: "2026-03-02T09:00:00Z",
  ...over,
});
const handle = (scheme: string, value: string): Schema<"HandleView"> => ({
  id: value,
  customer_id: "1",
  scheme,
  value,
  name: null,
  verification: "asserted",
  confidence: 1,
  unreachable: null,
  do_not_contact: false,
});

test("what neither has is left out, and what one lacks is neither same nor different", () => {
  const found = sideBySide(customer({ tier: "gold" }), customer({}));
  expect(found.map((each) => [each.field, each.same])).toEqual([
    ["display_name", true],
    ["kind", true],
    ["tier", null],
  ]);
});

test("one shared address is enough, and spelling does not count", () => {
  const left = customer({
    handles: [handle("email", "g@navy.example"), handle("email", "grace@home.example")],
    attributes: { city: "New York" },
  });
  const right = customer({ handles: [handle("email", "G@navy.example")], attributes: { city: "new-york" } });
  const found = new Map(sideBySide(left, right).map((each) => [each.field, each.same]));
  expect([found.get("email"), found.get("city")]).toEqual([true, true]);
});

test("what differs is said", () => {
  const found = sideBySide(customer({ attributes: { born: "1906" } }), customer({ attributes: { born: "1815" } }));
  expect(found.find((each) => each.field === "born")?.same).toBe(false);
});
