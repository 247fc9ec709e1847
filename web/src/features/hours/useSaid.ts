import { useTranslation } from "react-i18next";
import type { HoursDraft } from "./calendarDraft";
import { DAYS, wordsOfShifts } from "./week";

type Name = keyof HoursDraft;
type Words = { [N in Name]?: (value: HoursDraft[N]) => string };

/** What the parts of business hours are called, and what stands in them, for whoever has to decide between two. */
export function useSaid() {
  const { t } = useTranslation("hours");
  const words: Words = {
    weekly: (week) =>
      DAYS.map((day) => `${t(`day.${day}`)}: ${wordsOfShifts(week[day]) || t("closed_day")}`).join("; "),
    holidays: (kept) => (kept ? [kept.country, kept.subdivision].filter(Boolean).join(", ") : t("no_holidays")),
    exceptions: (days) =>
      days.map(({ date, name, hours }) => `${date} ${name}: ${wordsOfShifts(hours) || t("closed_day")}`).join("; "),
  };
  return {
    label: (name: Name) => t(LABELS[name] ?? `field.${name}`),
    show: (name: Name, value: unknown) =>
      ((words[name] as ((value: unknown) => string) | undefined)?.(value) ?? String(value)) || "–",
  };
}

const LABELS: { [N in Name]?: string } = { weekly: "week", exceptions: "exceptions" };
