import { Group, List, Loader, Stack, Text, ThemeIcon } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { formatNumber } from "../../lib/format";

type Step = Schema<"CheckStep">;

const LOOKS = {
  ok: { icon: IconCheck, color: "green" },
  warning: { icon: IconAlertTriangle, color: "yellow" },
  failed: { icon: IconX, color: "red" },
  skipped: { icon: IconMinus, color: "gray" },
} as const;

/** What a test found, step by step; read out as it comes. */
export function CheckSteps({ steps, running }: { steps: Step[]; running?: boolean }) {
  const { t, i18n } = useTranslation("channels");
  const titled = (step: Step) => {
    const key = `step.${step.code.replaceAll(".", "_")}`;
    return i18n.exists(`channels:${key}`) ? t(key as "title") : step.title;
  };
  return (
    <Stack gap="xs" aria-live="polite" aria-busy={running}>
      {running && (
        <Group gap="xs">
          <Loader size="xs" aria-hidden />
          <Text size="sm">{t("test.running")}</Text>
        </Group>
      )}
      <List spacing="sm" listStyleType="none" center={false} data-testid="check-steps">
        {steps.map((step) => {
          const status = step.status ?? "ok";
          const Icon = LOOKS[status].icon;
          return (
            <List.Item
              key={`${step.code}-${step.title}`}
              icon={
                <ThemeIcon size={22} radius="xl" color={LOOKS[status].color} variant="light">
                  <Icon size={14} aria-hidden />
                </ThemeIcon>
              }
            >
              <Text size="sm" fw={600} component="span">
                {titled(step)}
              </Text>
              <Text size="sm" component="span" c="dimmed">
                {` · ${t(`test.status.${status}`)}`}
                {step.seconds != null &&
                  step.seconds >= 0.05 &&
                  ` · ${t("test.seconds", { seconds: formatNumber(step.seconds, 1) })}`}
              </Text>
              {step.detail && (
                <Text size="sm" c={status === "failed" ? undefined : "dimmed"} style={{ overflowWrap: "anywhere" }}>
                  {step.detail}
                </Text>
              )}
            </List.Item>
          );
        })}
      </List>
    </Stack>
  );
}
