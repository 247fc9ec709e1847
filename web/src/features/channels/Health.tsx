import { Badge, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { TimeAgo } from "../../ui/TimeAgo";

type Health = Schema<"ChannelHealth">;

const COLOURS = { ok: "green", trouble: "red", off: "gray", untested: "yellow" } as const;

/** Whether a channel works, in a word. */
export function HealthBadge({ state }: { state: Health["state"] }) {
  const { t } = useTranslation("channels");
  return (
    <Badge variant="dot" color={COLOURS[state]} tt="none">
      {t(`state.${state}`)}
    </Badge>
  );
}

/** What is wrong with a channel and what to do; nothing where it works. */
export function Problems({ health }: { health: Health }) {
  return health.problems.map((each) => (
    <Text key={each} size="sm" c="var(--desk-late)" style={{ overflowWrap: "anywhere" }}>
      {each}
    </Text>
  ));
}

/** What came and went by a channel, and what is left to do. */
export function Figures({ health }: { health: Health }) {
  const { t } = useTranslation("channels");
  const figures: [string, ReactNode][] = [
    ["received", health.last_received_at ? <TimeAgo key="received" at={health.last_received_at} /> : t("never")],
    ["sent", health.last_sent_at ? <TimeAgo key="sent" at={health.last_sent_at} /> : t("never")],
    ["waiting", formatNumber(health.waiting)],
    ["failed", formatNumber(health.failed + health.unknown)],
    ["unsent", formatNumber(health.unsent)],
  ];
  return (
    <Group gap="xl" component="dl" m={0}>
      {figures.map(([name, value]) => (
        <Stack key={name} gap={0}>
          <Text component="dt" size="xs" c="dimmed">
            {t(`figure.${name}` as "title")}
          </Text>
          <Text component="dd" m={0} size="sm">
            {value}
          </Text>
        </Stack>
      ))}
    </Group>
  );
}
