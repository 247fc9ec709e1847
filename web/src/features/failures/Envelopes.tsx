import { Badge, Button, Card, Code, Group, Modal, Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatBytes, formatNumber } from "../../lib/format";
import { Empty, Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { progressOf, textOf } from "./sums";

// What one request puts back; more follow by themselves.
const MOST = 1000;

const useNames = () => {
  const channels = $api.useQuery(
    "get",
    "/api/v1/channels",
    { params: { query: { limit: 200 } } },
    { enabled: useMe().may("channel.manage") },
  );
  const names = new Map((channels.data?.items ?? []).map((each) => [each.id, each.name]));
  return (id: string) => names.get(id) ?? id.slice(0, 8);
};

function useAgain() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => /^\/api\/v1\/(envelopes|failures)/.test(String(queryKey[1])),
    });
}

interface Props {
  reasons: Schema<"FailureReason">[];
  waiting: number;
  troubled: number;
}

/** Deliveries that could not be recorded, or that no connector knows: why, what is in them, and another try. */
export function Envelopes({ reasons, waiting, troubled }: Props) {
  const { t } = useTranslation("failures");
  const [retried, setRetried] = useState(0);
  const mayRetry = useMe().may("envelope.retry");
  const named = useNames();
  const again = useAgain();
  const retry = useWrite("post", "/api/v1/envelopes/retry", {
    onSuccess: (found) => {
      setRetried((before) => before + found.retried);
      void again();
    },
  });
  return (
    <Stack gap="lg">
      {retried > 0 && (
        <Card withBorder role="status">
          <Text size="sm">
            {waiting > 0
              ? t("progress", { done: formatNumber(Math.max(0, retried - waiting)), of: formatNumber(retried) })
              : t("progress_done", { of: formatNumber(retried), left: formatNumber(troubled) })}
          </Text>
          <Progress aria-label={t("progress_label")} value={100 * progressOf(retried, waiting)} mt="xs" />
        </Card>
      )}
      {troubled === 0 && retried === 0 ? (
        <Empty title={t("none_envelopes")}>{t("none_hint")}</Empty>
      ) : (
        <>
          <Group justify="space-between">
            <Title order={2} size="h4">
              {t("reasons")}
            </Title>
            {mayRetry && (
              <Button
                leftSection={<IconRefresh size={16} />}
                loading={retry.isPending}
                disabled={troubled === 0}
                onClick={() => retry.mutate({ body: { limit: MOST } })}
              >
                {t("retry_all")}
              </Button>
            )}
          </Group>
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("column.reason")}</Table.Th>
                  <Table.Th>{t("column.channel")}</Table.Th>
                  <Table.Th>{t("column.count")}</Table.Th>
                  <Table.Th>{t("column.last")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {reasons.map((each) => (
                  <Table.Tr key={`${each.account_id}-${each.status}-${each.error}`}>
                    <Table.Td style={{ overflowWrap: "anywhere" }}>
                      {each.status === "unknown" ? t("unknown_kind", { kind: each.error }) : each.error}
                    </Table.Td>
                    <Table.Td>{named(each.account_id)}</Table.Td>
                    <Table.Td>{formatNumber(each.count)}</Table.Td>
                    <Table.Td>
                      <TimeAgo at={each.last} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <EnvelopeList named={named} />
        </>
      )}
    </Stack>
  );
}

function EnvelopeList({ named }: { named: (id: string) => string }) {
  const { t } = useTranslation("failures");
  const [after, setAfter] = useState<string[]>([]);
  const query = { status: "failed" as const, limit: 50, ...(after.at(-1) && { after: after.at(-1) }) };
  const list = $api.useQuery("get", "/api/v1/envelopes", { params: { query } }, { placeholderData: keepPreviousData });
  const [shown, setShown] = useState<string | null>(null);
  const [opened, { open, close }] = useDisclosure();
  const mayRetry = useMe().may("envelope.retry");
  const again = useAgain();
  const retry = useWrite("post", "/api/v1/envelopes/{envelope_id}/retry", { onSettled: again });
  return (
    <Stack>
      <Title order={2} size="h4">
        {t("failed_one_by_one")}
      </Title>
      <Loaded query={list}>
        {({ items, next }) => (
          <>
            {items.map((each) => (
              <Card key={each.id} withBorder padding="sm" component="article" aria-label={each.external_id}>
                <Group justify="space-between" align="start">
                  <div style={{ flex: "1 1 16rem", minWidth: 0 }}>
                    <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                      {each.error}
                    </Text>
                    <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                      {named(each.account_id)} · {formatBytes(each.size)} · <TimeAgo at={each.received_at} /> ·{" "}
                      {each.external_id}
                    </Text>
                  </div>
                  <Badge variant="dot" color="gray" tt="none">
                    {t("attempts", { count: each.attempts })}
                  </Badge>
                  <Group gap="xs">
                    <Button
                      size="compact-sm"
                      variant="default"
                      onClick={() => {
                        setShown(each.id);
                        open();
                      }}
                    >
                      {t("raw")}
                    </Button>
                    {mayRetry && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => retry.mutate({ params: { path: { envelope_id: each.id } } })}
                      >
                        {t("retry")}
                      </Button>
                    )}
                  </Group>
                </Group>
              </Card>
            ))}
            <Group>
              {after.length > 0 && (
                <Button variant="default" size="compact-sm" onClick={() => setAfter(after.slice(0, -1))}>
                  {t("newer")}
                </Button>
              )}
              {next && (
                <Button variant="default" size="compact-sm" onClick={() => setAfter([...after, next])}>
                  {t("older")}
                </Button>
              )}
            </Group>
          </>
        )}
      </Loaded>
      <Modal
        opened={opened}
        onClose={close}
        size="xl"
        title={t("raw_title")}
        closeButtonProps={{ "aria-label": t("app:close") }}
      >
        {shown && <Raw id={shown} />}
      </Modal>
    </Stack>
  );
}

/** What a delivery contains, as it came; that somebody looked is in the audit trail. */
function Raw({ id }: { id: string }) {
  const { t } = useTranslation("failures");
  const raw = $api.useQuery(
    "get",
    "/api/v1/envelopes/{envelope_id}/raw",
    { params: { path: { envelope_id: id } } },
    { staleTime: Number.POSITIVE_INFINITY, meta: { live: false } },
  );
  return (
    <Loaded query={raw}>
      {(found) => (
        <Stack>
          <Text size="sm" c="dimmed">
            {t("raw_audited")}
          </Text>
          <Code block mah={420} style={{ overflow: "auto" }} tabIndex={0} role="region" aria-label={t("raw_title")}>
            {textOf(found.content_type, found.body) ?? t("raw_bytes")}
          </Code>
          <Button component="a" href={`/api/v1/envelopes/${id}/body`} variant="default" w="fit-content">
            {t("download")}
          </Button>
        </Stack>
      )}
    </Loaded>
  );
}
