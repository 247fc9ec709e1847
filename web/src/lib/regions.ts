import i18next from "i18next";

/** Languages that are offered; any other stays where it is set. */
const COMMON =
  "en de fr it es nl pl pt tr ru uk ar ro cs da sv fi nb hu el bg hr sl sk et lv lt sr sq fa he hi ja ko zh".split(" ");

export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames([i18next.resolvedLanguage ?? "en"], { type: "language" }).of(code) ?? code;
  } catch {
    // What is no language tag is shown as it is.
    return code;
  }
}

/** For a list to choose from; `also` are those that are set. */
export function languageChoices(also: string[] = []): { value: string; label: string }[] {
  return [...new Set([...COMMON, ...also])]
    .map((value) => ({ value, label: languageName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

/** All time zones that the browser knows, and the one that is set. */
export function timeZones(set?: string): string[] {
  return [...new Set(["UTC", ...(set ? [set] : []), ...Intl.supportedValuesOf("timeZone")])].sort();
}

/** Where this browser is. */
export const hereZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
