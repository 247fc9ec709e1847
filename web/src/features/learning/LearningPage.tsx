import { Alert, Badge, Button, Card, Group, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { formatDuration, formatNumber, formatShare } from "../../lib/format";
import { AgentName } from "../../ui/names";
import { Loaded, PageHeader } from "../../ui/states";

const DAYS = ["7", "28", "90"];

/** What routing learned: the switch, the effect with how sure it is, and who gets what. */
export default function LearningPage() {
  const { t } = useTranslation("learning");
  const learning = $api.useQuery("get", "/api/v1/routing/learning");
  const [days, setDays] = useState("28");
  const span = { params: { query: { days: Number(days) } } };
  const effect = $api.useQuery("get", "/api/v1/routing/learning/effect", span);
  const bias = $api.useQuery("get", "/api/v1/routing/learning/bias", span);
  return (
    <>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <Stack gap="lg" maw={900}>
        <Loaded query={learning}>{(found) => <OnOff key={String(found.on)} learning={found} />}</Loaded>
        <Select
          label={t("days")}
          data={DAYS.map((each) => ({ value: each, label: t("last", { count: Number(each) }) }))}
          value={days}
          allowDeselect={false}
          maw={220}
          onChange={(each) => setDays(each ?? "28")}
        />
        <Title order={2} size="h4">
          {t("effect")}
        </Title>
        <Loaded query={effect}>{(found) => <Effects effects={found.effects} />}</Loaded>
        <Title order={2} size="h4">
          {t("bias")}
        </Title>
        <Loaded query={bias}>{(found) => <Bias report={found} />}</Loaded>
      </Stack>
    </>
  );
}

function OnOff({ learning }: { learning: Schema<"LearningView"> }) {
  const { t } = useTranslation("learning");
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const set = useWrite("post", "/api/v1/routing/learning/switch", {
    onSuccess: () =>
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/routing/learning" }),
  });
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Group>
          <Badge variant="dot" tt="none" color={learning.active ? "green" : "gray"}>
            {t(learning.on ? "on" : "off")}
          </Badge>
          <Text size="sm">{learning.reason}</Text>
        </Group>
        <Text size="sm" c="dimmed">
          {t("outcomes", { counted: formatNumber(learning.counted), waiting: formatNumber(learning.waiting) })}
        </Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            set.mutate({ body: { on: !learning.on, reason } });
          }}
        >
          <Group align="end">
            <TextInput
              label={t("why")}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              style={{ flex: "1 1 14rem" }}
            />
            <Button type="submit" variant={learning.on ? "default" : "filled"} loading={set.isPending}>
              {t(learning.on ? "switch_off" : "switch_on")}
            </Button>
          </Group>
        </form>
      </Stack>
    </Card>
  );
}

type Measure = Schema<"Effect">["measure"];

const shown = (measure: Measure, value: number | null | undefined, signed = false): string => {
  if (value == null) return "–";
  const sign = signed ? (value < 0 ? "−" : "+") : "";
  const size = signed ? Math.abs(value) : value;
  return sign + (measure === "resolution" ? formatShare(size, 1) : formatDuration(size));
};

function Effects({ effects }: { effects: Schema<"Effect">[] }) {
  const { t } = useTranslation("learning");
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {(["measure", "with", "without", "difference", "interval", "verdict"] as const).map((each) => (
              <Table.Th key={each}>{t(`column.${each}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {effects.map((each) => (
            <Table.Tr key={each.measure}>
              <Table.Td>{t(`measure.${each.measure}`)}</Table.Td>
              <Table.Td>{shown(each.measure, each.on)}</Table.Td>
              <Table.Td>{shown(each.measure, each.off)}</Table.Td>
              <Table.Td>{shown(each.measure, each.difference.value, true)}</Table.Td>
              <Table.Td>
                {each.difference.low == null
                  ? "–"
                  : t("interval", {
                      low: shown(each.measure, each.difference.low, true),
                      high: shown(each.measure, each.difference.high, true),
                    })}
              </Table.Td>
              <Table.Td>
                {t(`verdict.${each.verdict}`)}
                <Text size="xs" c="dimmed">
                  {each.reason}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Bias({ report }: { report: Schema<"BiasReport"> }) {
  const { t } = useTranslation("learning");
  const flagged = report.groups.flatMap((group) =>
    group.measures.filter((each) => each.flagged).map((measure) => ({ group, measure })),
  );
  return (
    <Stack>
      {flagged.length === 0 ? (
        <Text size="sm">{t("no_bias")}</Text>
      ) : (
        flagged.map(({ group, measure }) => (
          <Alert key={`${group.dimension}-${group.name}-${measure.measure}-${measure.learned}`} color="yellow">
            {t("flagged", {
              group: `${group.dimension}: ${group.name}`,
              measure: t(`group.${measure.measure}`),
              ratio: formatNumber(measure.ratio.value ?? 0, 2),
            })}
          </Alert>
        ))
      )}
      {report.agents.length > 0 && (
        <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                {(["agent", "with_count", "without_count"] as const).map((each) => (
                  <Table.Th key={each}>{t(`column.${each}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.agents.map((each) => (
                <Table.Tr key={each.agent_id}>
                  <Table.Td>
                    <AgentName id={each.agent_id} />
                  </Table.Td>
                  <Table.Td>{formatNumber(each.on_count)}</Table.Td>
                  <Table.Td>{formatNumber(each.off_count)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Stack>
  );
}
