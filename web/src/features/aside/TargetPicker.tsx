import { Badge, Group, Radio, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconHeadset, IconUser, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { formatDuration } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import { StatusBadge } from "../../ui/StatusBadge";
import { Loaded } from "../../ui/states";
import { Nothing } from "./Section";
import { type Target, type TargetKind, targetsOf } from "./targets";

const ICONS = { queue: IconHeadset, team: IconUsers, agent: IconUser };

interface Props {
  interactionId: string;
  kinds: readonly TargetKind[];
  value: Target | null;
  onChange: (target: Target) => void;
}

/** Queues with their wait, teams, and colleagues with presence and room. */
export function TargetPicker({ interactionId, kinds, value, onChange }: Props) {
  const { t } = useTranslation("aside");
  const [typed, setTyped] = useState("");
  const [named] = useDebouncedValue(typed.trim(), 200);
  const found = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/transfer-targets",
    { params: { path: { interaction_id: interactionId }, query: named ? { q: named } : {} } },
    { staleTime: 10_000, meta: { kinds: ["presence", "queue"] }, placeholderData: (before) => before },
  );
  return (
    <Stack gap="xs">
      <TextInput
        data-autofocus
        label={t("targets.find")}
        placeholder={t("targets.placeholder")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ScrollArea.Autosize
        mah={260}
        type="auto"
        offsetScrollbars
        viewportProps={{ tabIndex: 0, "aria-label": t("targets.to") }}
      >
        <Loaded query={found}>
          {(data) => {
            const targets = targetsOf(data, kinds);
            if (targets.length === 0) return <Nothing>{t("targets.none")}</Nothing>;
            return (
              <Radio.Group
                label={t("targets.to")}
                value={value ? `${value.kind}:${value.id}` : ""}
                onChange={(key) => {
                  const chosen = targets.find((each) => `${each.kind}:${each.id}` === key);
                  if (chosen) onChange(chosen);
                }}
              >
                <Stack gap={6} mt={4}>
                  {targets.map((each) => (
                    <Choice key={`${each.kind}:${each.id}`} target={each} />
                  ))}
                </Stack>
              </Radio.Group>
            );
          }}
        </Loaded>
      </ScrollArea.Autosize>
    </Stack>
  );
}

function Choice({ target }: { target: Target }) {
  const { t } = useTranslation("aside");
  const Icon = ICONS[target.kind];
  const details = [
    target.waiting !== null ? t("targets.waiting", { count: target.waiting }) : "",
    target.available !== null ? t("targets.available", { count: target.available }) : "",
    target.estimate !== null && target.waiting ? t("targets.estimate", { time: formatDuration(target.estimate) }) : "",
    target.full ? t(`targets.full.${target.full}`, words(target.full)) : "",
    target.barred ? t(`targets.why.${target.barred}`) : "",
  ].filter(Boolean);
  return (
    <Radio
      value={`${target.kind}:${target.id}`}
      disabled={target.barred === "no_queue"}
      label={
        <Group gap={6} component="span">
          <Icon size={14} aria-hidden />
          <Text component="span" size="sm" fw={600}>
            {target.name}
          </Text>
          {/* A queue and the team behind it often have one name. */}
          <Text component="span" size="xs">
            {t(`targets.kind.${target.kind}`)}
          </Text>
          {target.status && <StatusBadge status={target.status} size="xs" />}
          {target.now && (
            <Badge size="xs" variant="light" tt="none">
              {t("targets.now")}
            </Badge>
          )}
          <Text component="span" size="xs" c="dimmed">
            {details.join(" · ")}
          </Text>
        </Group>
      }
    />
  );
}
