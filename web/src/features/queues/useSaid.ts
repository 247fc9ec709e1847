import { useTranslation } from "react-i18next";
import { formatShare } from "../../lib/format";
import { exact } from "./Staircase";
import type { QueueFields } from "./story";

interface Names {
  team: (id: string) => string;
  queue: (id: string) => string;
  skill: (code: string) => string;
  calendar: (id: string) => string;
}

type Name = keyof QueueFields;
type Words = { [N in Name]?: (value: NonNullable<QueueFields[N]>) => string };

/** What the fields of a queue are called, and what stands in them, for whoever has to decide between two. */
export function useSaid({ team, queue, skill, calendar }: Names) {
  const { t } = useTranslation("queues");
  const levels = (needed: Record<string, number>) =>
    Object.entries(needed).map(([code, level]) => t("level", { skill: skill(code), level }));
  const words: Words = {
    active: (on) => t(on ? "state.on" : "state.off"),
    team_ids: (ids) => ids.map(team).join(", ") || t("everybody"),
    media: (media) => media.map((each) => t(`medium.${each}`)).join(", ") || t("all_media"),
    skills: (needed) => levels(needed).join(", ") || t("any_skill"),
    calendar_id: calendar,
    overflow_queue_id: queue,
    service_level: formatShare,
    rings: (rings) =>
      rings
        .map(({ after_seconds, lower, any_skill, team_ids }) =>
          [
            t("stair.after", { time: exact(after_seconds) }),
            lower ? `${t("ring.lower")} ${lower}` : "",
            any_skill ? t("ring.any_skill") : "",
            team_ids?.length ? t("stair.teams", { teams: team_ids.map(team).join(", ") }) : "",
          ]
            .filter(Boolean)
            .join(" · "),
        )
        .join("; "),
  };
  return {
    label: (name: Name) => t(LABELS[name] ?? `field.${name}`),
    show: (name: Name, value: unknown) =>
      value === null || value === undefined
        ? "–"
        : ((words[name] as ((value: unknown) => string) | undefined)?.(value) ?? String(value)) || "–",
  };
}

const LABELS: { [N in Name]?: string } = {
  team_ids: "field.teams",
  calendar_id: "field.calendar",
  overflow_queue_id: "field.overflow_queue",
  rings: "section.rings",
};
