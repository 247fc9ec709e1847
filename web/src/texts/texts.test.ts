import { describe, expect, it } from "vitest";

const files = import.meta.glob<Record<string, unknown>>("./*/*.json", { import: "default", eager: true });

/** All keys of a catalogue; the plural forms of a key count as one, since languages have different ones. */
function keys(value: Record<string, unknown>, prefix = ""): string[] {
  return Object.entries(value).flatMap(([key, each]) => {
    const name = prefix + key.replace(/_(zero|one|two|few|many|other)$/, "");
    return typeof each === "object" && each !== null ? keys(each as Record<string, unknown>, `${name}.`) : [name];
  });
}

/** The variables of all texts, by key. */
function variables(value: Record<string, unknown>, prefix = ""): [string, string[]][] {
  return Object.entries(value).flatMap(([key, each]): [string, string[]][] =>
    typeof each === "object" && each !== null
      ? variables(each as Record<string, unknown>, `${prefix}${key}.`)
      : [[prefix + key, [...String(each).matchAll(/\{\{(\w+)/g)].map(([, name]) => name ?? "").sort()]],
  );
}

const english = Object.keys(files).filter((path) => path.startsWith("./en/"));

describe("catalogues", () => {
  it("are there", () => expect(english.length).toBeGreaterThan(0));
  it.each(english)("%s says in German all that it says in English", (path) => {
    const en = files[path] ?? {};
    const de = files[path.replace("./en/", "./de/")] ?? {};
    expect([...new Set(keys(de))].sort()).toEqual([...new Set(keys(en))].sort());
    const german = new Map(variables(de));
    for (const [key, names] of variables(en)) if (german.has(key)) expect([key, german.get(key)]).toEqual([key, names]);
  });
  it("has no German without English", () => {
    expect(
      Object.keys(files).filter((path) => path.startsWith("./de/") && !(path.replace("./de/", "./en/") in files)),
    ).toEqual([]);
  });
});
