import { Alert, Button, Group, List, Progress, Text } from "@mantine/core";
import { IconShieldCheck, IconShieldX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { now } from "../../lib/clock";
import { formatNumber } from "../../lib/format";
import { Failure } from "../../ui/states";
import { Ticking } from "../../ui/TimeAgo";
import classes from "./Audit.module.css";

/** Computes the chain of the whole trail again, and says what it found. */
export function Verify() {
  const { t } = useTranslation("audit");
  const [since, setSince] = useState<string | null>(null);
  const check = $api.useQuery(
    "get",
    "/api/v1/audit/verify",
    {},
    { enabled: since !== null, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, retry: false, meta: { live: false } },
  );
  const run = () => {
    setSince(new Date(now()).toISOString());
    if (since !== null) void check.refetch();
  };
  const report = check.isFetching ? undefined : check.data;
  return (
    <section className={classes.verify} aria-label={t("verify")}>
      <Group justify="space-between">
        <Text size="sm" maw={640}>
          {t("verify_hint")}
        </Text>
        <Button variant="default" leftSection={<IconShieldCheck size={16} />} loading={check.isFetching} onClick={run}>
          {t("verify")}
        </Button>
      </Group>
      <div aria-live="polite">
        {check.isFetching && since && (
          <>
            <Progress value={100} animated striped mt="sm" aria-label={t("verifying")} />
            <Text size="sm" mt={4}>
              {t("verifying")} <Ticking since={since} />
            </Text>
          </>
        )}
        {check.error && !check.isFetching && <Failure error={check.error} retry={run} />}
        {report && (
          <Alert
            mt="sm"
            color={report.intact ? "green" : "red"}
            icon={report.intact ? <IconShieldCheck size={18} /> : <IconShieldX size={18} />}
            styles={{ title: { color: "var(--mantine-color-text)" } }}
            title={t(report.intact ? "intact" : "broken", { number: formatNumber(report.findings_total) })}
          >
            <Text size="sm">
              {t("report", {
                events: formatNumber(report.events),
                seals: formatNumber(report.seals),
                unsealed: formatNumber(report.unsealed),
              })}
            </Text>
            {report.head && (
              <Text size="xs" ff="monospace" mt={4} style={{ overflowWrap: "anywhere" }}>
                {t("head", { head: report.head })}
              </Text>
            )}
            {report.findings.length > 0 && (
              <List size="sm" mt="xs">
                {report.findings.slice(0, 20).map((each) => (
                  <List.Item key={`${each.kind} ${each.position} ${each.cursor}`}>{each.text}</List.Item>
                ))}
              </List>
            )}
          </Alert>
        )}
      </div>
    </section>
  );
}
