import { Badge, Card, Group, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconClockExclamation, IconMoon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../lib/clock";
import { formatClock, formatDuration, formatNumber, formatShare, formatTime } from "../../lib/format";
import type { QueueNow } from "./data";
import { levelNow, oldestSeconds, type Standing, sparkline, standingOf } from "./judging";
import classes from "./Wall.module.css";

const SIGNS: Record<Standing, typeof IconMoon> = {
  good: IconCircleCheck,
  watch: IconAlertTriangle,
  late: IconClockExclamation,
  closed: IconMoon,
};
const COLOURS: Record<Standing, string> = { good: "green", watch: "orange", late: "red", closed: "gray" };
const [WIDTH, HEIGHT] = [220, 30];

/** A queue at a glance: what waits, how long, and how the day goes. */
export function QueueCard({ queue }: { queue: QueueNow }) {
  const { t } = useTranslation("wall");
  const now = useNow();
  const standing = standingOf(queue, now);
  const oldest = oldestSeconds(queue, now);
  const level = levelNow(queue);
  const Sign = SIGNS[standing];
  return (
    <Card
      withBorder
      padding="md"
      component="section"
      aria-label={queue.name}
      className={classes.queue}
      data-standing={standing}
    >
      <Group justify="space-between" wrap="nowrap" align="start">
        <Title order={3} className={classes.name}>
          {queue.name}
        </Title>
        <Badge
          color={COLOURS[standing]}
          variant="light"
          leftSection={<Sign size={13} aria-hidden />}
          tt="none"
          classNames={{ label: classes.plain }}
        >
          {standing === "closed" && queue.opens_at
            ? t("opens", { time: formatTime(queue.opens_at) })
            : t(`standing.${standing}`)}
        </Badge>
      </Group>
      <div className={classes.waiting}>
        <span className={classes.big}>{formatNumber(queue.waiting)}</span>
        <span className={classes.unit}>
          {t("waiting")}
          {queue.offered > 0 && <span> · {t("offered", { count: queue.offered })}</span>}
        </span>
      </div>
      <dl className={classes.figures}>
        <Fact name={t("oldest")} late={standing === "late" && (oldest ?? 0) > queue.service_seconds}>
          {oldest === null ? "–" : formatClock(oldest)}
        </Fact>
        <Fact name={t("estimate")}>{queue.estimate === null ? "–" : formatDuration(queue.estimate)}</Fact>
        <Fact name={t("level_now")} hint={t("level_now_hint", { target: formatDuration(queue.service_seconds) })}>
          {level === null ? "–" : formatShare(level)}
        </Fact>
        <Fact
          name={t("level_today")}
          hint={t("level_today_hint", { target: formatShare(queue.service_level_target) })}
          late={queue.today.service_level !== null && queue.today.service_level < queue.service_level_target}
        >
          {queue.today.service_level === null ? "–" : formatShare(queue.today.service_level)}
        </Fact>
        <Fact name={t("available")}>{t("available_of", { available: queue.available, all: queue.at_work })}</Fact>
        <Fact name={t("today")} hint={t("today_hint")}>
          {formatNumber(queue.today.answered)} / {formatNumber(queue.today.contacts_in)}
        </Fact>
      </dl>
      <Arrivals hours={queue.arrivals} />
    </Card>
  );
}

function Fact({ name, hint, late, children }: { name: string; hint?: string; late?: boolean; children: ReactNode }) {
  return (
    <div title={hint}>
      <Text component="dt" c="dimmed" className={classes.label}>
        {name}
      </Text>
      <dd className={late ? classes.late : undefined}>{children}</dd>
    </div>
  );
}

/** Contacts by hour since midnight. */
function Arrivals({ hours }: { hours: number[] }) {
  const { t } = useTranslation("wall");
  const last = hours.at(-1) ?? 0;
  return (
    <svg
      className={classes.arrivals}
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("arrivals", { hours: hours.length, most: Math.max(0, ...hours), last })}
    >
      <polyline points={sparkline(hours.length > 1 ? hours : [last, last], WIDTH, HEIGHT)} />
    </svg>
  );
}
