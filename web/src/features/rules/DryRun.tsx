import { Button, Card, Group, Select, Stack, Table, Text, Title } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { formatNumber } from "../../lib/format";
import { Failure } from "../../ui/states";
import classes from "./Rules.module.css";
import { type Draft, flowsOf, ready } from "./rules";

const DAYS = ["1", "7", "30", "90"];
const PARTS = ["queue", "skills", "priority", "service_seconds", "intent", "agent", "escalated"] as const;

/** What the rules as they are written would have made of the last days. */
export function DryRun({ draft }: { draft: Draft }) {
  const { t } = useTranslation("rules");
  const [days, setDays] = useState("7");
  const run = useWrite("post", "/api/v1/routing/rules/dry-run", { meta: { quiet: true } });
  return (
    <Card withBorder component="section" aria-labelledby="dry-run">
      <Stack>
        <Title order={2} size="h4" id="dry-run">
          {t("try.title")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("try.lead")}
        </Text>
        <Group align="end">
          <Select
            label={t("try.days")}
            data={DAYS.map((each) => ({ value: each, label: t("try.last", { count: Number(each) }) }))}
            value={days}
            allowDeselect={false}
            onChange={(each) => setDays(each ?? "7")}
          />
          <Button
            variant="default"
            leftSection={<IconFlask size={16} />}
            loading={run.isPending}
            onClick={() => run.mutate({ body: { rules: ready(draft), days: Number(days) } })}
          >
            {t("try.run")}
          </Button>
        </Group>
        {run.error instanceof Problem && <Failure error={run.error} />}
        <div aria-live="polite">{run.data && <Found found={run.data} />}</div>
      </Stack>
    </Card>
  );
}

function Found({ found }: { found: Schema<"RulesDryRun"> }) {
  const { t } = useTranslation("rules");
  const flows = flowsOf(found.moves);
  const most = Math.max(1, ...flows.flatMap((each) => [each.left, each.came]));
  return (
    <Stack>
      <Text fw={600}>
        {t("try.changed", { changed: formatNumber(found.changed), of: formatNumber(found.looked_at) })}
      </Text>
      {found.sampled > 1 && (
        <Text size="sm" c="dimmed">
          {t("try.sampled", { every: found.sampled, of: formatNumber(found.contacts) })}
        </Text>
      )}
      <Text size="sm">
        {PARTS.filter((each) => found[each] > 0)
          .map((each) => t(`try.part.${each}`, { times: formatNumber(found[each]) }))
          .join(" · ")}
      </Text>
      {flows.length > 0 && (
        <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table aria-label={t("try.flows")} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("try.queue")}</Table.Th>
                <Table.Th colSpan={2}>{t("try.left")}</Table.Th>
                <Table.Th colSpan={2}>{t("try.came")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {flows.map((flow) => (
                <Table.Tr key={flow.queue}>
                  <Table.Td>{flow.queue}</Table.Td>
                  <Table.Td w="30%">
                    <span className={classes.track} data-side="left">
                      <span className={classes.left} style={{ width: `${(100 * flow.left) / most}%` }} />
                    </span>
                  </Table.Td>
                  <Table.Td>−{formatNumber(flow.left)}</Table.Td>
                  <Table.Td w="30%">
                    <span className={classes.track}>
                      <span className={classes.came} style={{ width: `${(100 * flow.came) / most}%` }} />
                    </span>
                  </Table.Td>
                  <Table.Td>+{formatNumber(flow.came)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Table.ScrollContainer minWidth={360} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("rule")}</Table.Th>
              <Table.Th>{t("try.matched")}</Table.Th>
              <Table.Th>{t("try.failed")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.rules.map((each) => (
              <Table.Tr key={each.name}>
                <Table.Td>{each.name}</Table.Td>
                <Table.Td>{each.matched > 0 ? formatNumber(each.matched) : t("try.never")}</Table.Td>
                <Table.Td title={each.last_error ?? undefined}>{formatNumber(each.failed)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
