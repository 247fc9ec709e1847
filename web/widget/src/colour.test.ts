import { describe, expect, it } from "vitest";
import { accents, contrast, ink, parse, readable } from "./colour";

const GROUNDS = { light: [255, 255, 255], dark: [26, 32, 39] } as const;

function rgb(css: string): [number, number, number] {
  return css.match(/\d+/g)?.map(Number) as [number, number, number];
}

describe("colours", () => {
  it("takes nothing but hexadecimal ones", () => {
    for (const each of ["red", "#12", "#12345", "url(x)", "", null, undefined]) expect(parse(each)).toBeNull();
    expect(parse(" #FFd54a ")).toEqual([255, 213, 74]);
    expect(parse("#0af")).toEqual([0, 170, 255]);
  });

  it("measures as WCAG does", () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(contrast([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 1);
  });

  it("can be read, whatever a site chooses", () => {
    for (let hue = 0; hue < 4096; hue += 7) {
      const colour = parse(`#${hue.toString(16).padStart(3, "0")}`);
      if (!colour) throw new Error("a colour");
      expect(contrast(ink(colour), colour)).toBeGreaterThanOrEqual(4.5);
      for (const [scheme, { accent, ink: written }] of Object.entries(accents(colour))) {
        const ground = [...GROUNDS[scheme as "light" | "dark"]] as [number, number, number];
        expect(contrast(rgb(accent), ground)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(rgb(written), rgb(accent))).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("leaves alone what can be read already", () => {
    expect(readable([11, 93, 102], [255, 255, 255])).toEqual([11, 93, 102]);
  });
});
