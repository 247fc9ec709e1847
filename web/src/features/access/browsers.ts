// The first that is named counts: Edge says that it is Chrome, and Chrome that it is Safari.
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/(Firefox|FxiOS)\//, "Firefox"],
  [/(Chrome|Chromium|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** What a browser calls itself, short: `Firefox, Windows`. Of a program its first word; empty where nothing is said. */
export function browserOf(agent: string | null | undefined): string {
  if (!agent) return "";
  const name = BROWSERS.find(([sign]) => sign.test(agent))?.[1] ?? agent.split(/[\s/]/)[0] ?? "";
  const system = SYSTEMS.find(([sign]) => sign.test(agent))?.[1];
  return system ? `${name}, ${system}` : name;
}
