import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import classes from "./Alerts.module.css";
import { headline } from "./wording";

type Alert = Schema<"Alert">;

const AGAIN_MS = 5000;

/** What a supervisor should look at now; what is mended leaves by itself. */
export default function AlertsPage() {
  const { t } = useTranslation("alerts");
  const alerts = $api.useQuery(
    "get",
    "/api/v1/alerts",
    {},
    { refetchInterval: AGAIN_MS, meta: { kinds: ["escalation"] } },
  );
  return (
    <div className={classes.page}>
      <PageHeader title={t("title")}>{t("about")}</PageHeader>
      <Loaded query={alerts} rows={6}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon={<IconCircleCheck size={32} />} title={t("none")}>
              {t("none_hint")}
            </Empty>
          ) : (
            <ul className={classes.list} aria-live="polite" aria-relevant="additions">
              {found.map((alert) => (
                <li key={alert.id}>
                  <AlertCard alert={alert} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  );
}

function AlertCard({ alert }: { alert: Alert }) {
  const { t } = useTranslation("alerts");
  return (
    <Card withBorder padding="sm" className={classes.alert} data-severity={alert.severity}>
      <Group justify="space-between" align="start" gap="sm">
        <Stack gap={2} className={classes.words}>
          <Group gap="xs">
            <Badge
              size="sm"
              variant="light"
              color={alert.severity === "critical" ? "red" : "orange"}
              tt="none"
              classNames={{ label: classes.plain }}
            >
              {t(`severity.${alert.severity}`)}
            </Badge>
            <Text fw={600} component="h2" size="md">
              {headline(t, alert)}
            </Text>
          </Group>
          {alert.detail && <Text size="sm">{alert.detail}</Text>}
          <Text size="sm" c="dimmed">
            {t(`advice.${alert.kind}`)}
            {alert.since && (
              <>
                {" · "}
                <TimeAgo at={alert.since} />
              </>
            )}
          </Text>
        </Stack>
        <Doing alert={alert} />
      </Group>
    </Card>
  );
}

/** Where to go about it, and what to say of an escalation. */
function Doing({ alert }: { alert: Alert }) {
  const { t } = useTranslation("alerts");
  const me = useMe();
  const acknowledge = useWrite("post", "/api/v1/escalations/{escalation_id}/acknowledge");
  const resolve = useWrite("post", "/api/v1/escalations/{escalation_id}/resolve");
  const escalationId = alert.escalation_id;
  const caseId = alert.case_id;
  const accountId = alert.account_id;
  return (
    <Group gap="xs">
      {caseId && (
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => <Link to="/cases/$caseId" params={{ caseId }} {...props} />}
        >
          {t("open_case")}
        </Button>
      )}
      {escalationId && alert.severity === "critical" && (
        <Button
          size="compact-sm"
          variant="light"
          loading={acknowledge.isPending}
          onClick={() => acknowledge.mutate({ params: { path: { escalation_id: escalationId } } })}
        >
          {t("acknowledge")}
        </Button>
      )}
      {escalationId && (
        <Button
          size="compact-sm"
          variant="light"
          loading={resolve.isPending}
          onClick={() => resolve.mutate({ params: { path: { escalation_id: escalationId } }, body: {} })}
        >
          {t("resolve")}
        </Button>
      )}
      {!caseId && (alert.queue_id || alert.agent_id) && (
        <Button size="compact-sm" variant="default" renderRoot={(props) => <Link to="/wall" {...props} />}>
          {t("open_wall")}
        </Button>
      )}
      {accountId && me.may("channel.manage") && (
        <Button size="compact-sm" variant="default" component="a" href={`/admin/channels/${accountId}`}>
          {t("open_channel")}
        </Button>
      )}
    </Group>
  );
}
