/** Colours that can be read, whatever colour a site chooses. Contrast as in WCAG 2.2. */

type Rgb = [number, number, number];

const LIGHT: Rgb = [255, 255, 255];
const DARK: Rgb = [26, 32, 39];

/** `#rgb` or `#rrggbb`; null for anything else. */
export function parse(text: string | null | undefined): Rgb | null {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text?.trim() ?? "")?.[1];
  if (!hex) return null;
  const full = hex.length === 3 ? [...hex].map((each) => each + each).join("") : hex;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as Rgb;
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((each) => {
    const share = each / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever reads better on the colour; it is always at least 4.5. */
export function ink(colour: Rgb): Rgb {
  return contrast(colour, LIGHT) >= contrast(colour, [0, 0, 0]) ? LIGHT : [0, 0, 0];
}

/** The colour, moved towards black or white until it is read on the ground. */
export function readable(colour: Rgb, ground: Rgb, least = 4.5): Rgb {
  const goal = ink(ground);
  let found = colour;
  for (let step = 0; step <= 20 && contrast(found, ground) < least; step += 1) {
    found = colour.map((each, n) => Math.round(each + (((goal[n] ?? 0) - each) * step) / 20)) as Rgb;
  }
  return found;
}

export function css(colour: Rgb): string {
  return `rgb(${colour.join(" ")})`;
}

/** The accent and what is written on it, for both schemes. */
export function accents(colour: Rgb): Record<"light" | "dark", { accent: string; ink: string }> {
  const shown = (ground: Rgb) => {
    const accent = readable(colour, ground);
    return { accent: css(accent), ink: css(ink(accent)) };
  };
  return { light: shown(LIGHT), dark: shown(DARK) };
}
