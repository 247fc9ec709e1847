import { expect, test } from "vitest";
import { whyAlike } from "./similar";

const plain = { objects: [], words: [], same_category: false, same_subcategory: false, meaning: null };

test("no reason is made up", () => {
  expect(whyAlike({ ...plain, meaning: 0.3 })).toEqual([]);
});

test("what proves most comes first, and the closer category stands for the wider", () => {
  const found = whyAlike({
    objects: [{ kind: "policy", external_id: "AU-482" }],
    words: ["hail"],
    same_category: true,
    same_subcategory: true,
    meaning: 0.8,
  });
  expect(found.map((each) => each.what)).toEqual(["objects", "subcategory", "words", "meaning"]);
  expect(found[0]?.of).toEqual(["AU-482"]);
});
