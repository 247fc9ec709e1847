import { expect, it } from "vitest";
import { lackOf } from "./plain";

it("leaves what was written for people", () => {
  expect(lackOf("There is no such queue.")).toBeNull();
  expect(lackOf("Expected more of you")).toBeNull();
});

it.each([
  ["Expected `str` of length >= 1", { key: "empty" }],
  ["Expected `str` of length >= 12", { key: "short", count: 12 }],
  ["Expected `str` of length <= 200", { key: "long", count: 200 }],
  ["Expected `array` of length >= 1", { key: "few", count: 1 }],
  ["Expected `array` of length <= 20", { key: "many", count: 20 }],
  ["Expected `int` >= 1", { key: "small", count: 1 }],
  ["Expected `int` <= 100", { key: "large", count: 100 }],
  ["Expected `float` > 0.0", { key: "above", count: 0 }],
  ["Expected `float` < 1.5", { key: "below", count: 1.5 }],
  ["Expected `str` matching regex '^[^@\\\\s]+@[^@\\\\s]+$'", { key: "form" }],
  ["Invalid RFC3339 encoded datetime", { key: "form" }],
  ["Invalid UUID", { key: "form" }],
  ["Invalid enum value 'x'", { key: "choice" }],
  ["Object missing required field `name`", { key: "empty" }],
  ["Expected `int`, got `str`", { key: "kind" }],
  ["Expected `str`, got `null`", { key: "empty" }],
])("knows what %s means", (problem, lack) => {
  expect(lackOf(problem)).toEqual(lack);
});
