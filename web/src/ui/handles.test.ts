import { expect, it } from "vitest";
import { shortHandle } from "./handles";

it("shortens nothing that people read", () => {
  for (const value of ["ada@example.com", "+12025550199", "04a10547", "04a10547-b401@example.com"])
    expect(shortHandle(value)).toBe(value);
});

it("shows the beginning of a browser's id", () => {
  expect(shortHandle("04a10547-b401-4a85-b0c1-dca1756b7289")).toBe("04a10547…");
});
