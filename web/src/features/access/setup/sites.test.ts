import { expect, it } from "vitest";
import { noSite, siteOf } from "./sites";

it.each([
  ["not a site", "not a site"],
  ["mailto:kim@example.com", "mailto:kim@example.com"],
  ["https://", "https://"],
  ["https://www.example.com", "https://www.example.com"],
  [" https://Shop.Example.com/some/path?x=1#y ", "https://shop.example.com"],
  ["http://localhost:3000/", "http://localhost:3000"],
  ["www.example.com", "https://www.example.com"],
  ["shop.example.com:8443/cart", "https://shop.example.com:8443"],
  ["localhost:3000", "https://localhost:3000"],
])("takes %s as %s", (typed, site) => {
  expect(siteOf(typed)).toBe(site);
});

it("names what is no site", () => {
  expect(noSite(["https://a.example", "not a site"])).toBe("not a site");
  expect(noSite(["https://a.example", "http://[::1]:80"])).toBeUndefined();
  expect(noSite([])).toBeUndefined();
});
