import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDuration } from "../../lib/format";
import classes from "./Queues.module.css";
import type { Stair } from "./story";

interface Props {
  stairs: Stair[];
  team: (id: string) => string;
  queue: (id: string) => string;
  skill: (code: string) => string;
}

/** Who is asked as time passes: each step reaches further than the one before. */
export function Staircase({ stairs, team, queue, skill }: Props) {
  const { t } = useTranslation("queues");
  const last = Math.max(stairs.length - 1, 1);
  const asked = (stair: Stair) => {
    const levels = Object.entries(stair.skills).map(([code, level]) => t("level", { skill: skill(code), level }));
    return levels.length > 0 ? levels.join(", ") : t("any_skill");
  };
  const said = (stair: Stair): string => {
    if (stair.kind === "overflow") return t("stair.overflow", { queue: queue(stair.overflow ?? "") });
    if (stair.kind === "start") {
      const who = stair.teams.length > 0 ? stair.teams.map(team).join(", ") : t("everybody");
      return t("stair.start", { who, asked: asked(stair) });
    }
    const more = stair.teams.length > 0 ? t("stair.teams", { teams: stair.teams.map(team).join(", ") }) : "";
    return [t("stair.ring", { asked: asked(stair) }), more].filter(Boolean).join(" ");
  };
  return (
    <ol className={classes.stairs}>
      {stairs.map((stair, place) => (
        <li
          key={`${stair.kind}-${stair.at}`}
          className={classes.stair}
          data-kind={stair.kind}
          style={{ "--reach": `${40 + (60 * place) / last}%` } as React.CSSProperties}
        >
          <Text size="xs" c="dimmed" component="span" className={classes.when}>
            {stair.at === 0 ? t("stair.at_once") : t("stair.after", { time: exact(stair.at) })}
          </Text>
          <Text size="sm" component="span" className={classes.bar}>
            {said(stair)}
          </Text>
        </li>
      ))}
    </ol>
  );
}

/** A time of waiting to the second: `1 min 30 sec`. */
export function exact(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 > 0)
    return `${formatDuration(seconds)} ${formatDuration(Math.floor((seconds % 3600) / 60) * 60)}`;
  const rest = seconds >= 60 ? seconds % 60 : 0;
  return rest > 0 && seconds < 3600
    ? `${formatDuration(seconds - rest)} ${formatDuration(rest)}`
    : formatDuration(seconds);
}
