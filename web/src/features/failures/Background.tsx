import { Button, Card, Code, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { Empty, Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";

const PAGE = { params: { query: { limit: 100 } } } as const;

function useAgain() {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey }) => /failed-jobs|dead-letters|failures/.test(String(queryKey[1])),
    });
}

/** One thing that was given up in the background; another try where one may. */
function Given(props: {
  name: string;
  at: string;
  attempts: number;
  error: string;
  detail?: ReactNode;
  retry: () => void;
}) {
  const { t } = useTranslation("failures");
  const mayRetry = useMe().may("envelope.retry");
  return (
    <Card withBorder padding="sm" mb="xs">
      <Group justify="space-between" align="start">
        <div style={{ flex: "1 1 16rem", minWidth: 0 }}>
          <Text size="sm" fw={600}>
            {props.name}
          </Text>
          <Text size="xs" c="dimmed">
            <TimeAgo at={props.at} /> · {t("attempts", { count: props.attempts })}
          </Text>
          <Code block mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {props.error}
          </Code>
          {props.detail}
        </div>
        {mayRetry && (
          <Button size="compact-sm" variant="default" onClick={props.retry}>
            {t("retry")}
          </Button>
        )}
      </Group>
    </Card>
  );
}

/** Jobs that were given up, such as sends that failed too often. */
export function FailedJobs() {
  const { t } = useTranslation("failures");
  const again = useAgain();
  const list = $api.useQuery("get", "/api/v1/failed-jobs", PAGE);
  const retry = useWrite("post", "/api/v1/failed-jobs/{job_id}/retry", { onSettled: again });
  return (
    <Loaded query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t("none_jobs")}>{t("none_hint")}</Empty>
        ) : (
          items.map((each) => (
            <Given
              key={each.id}
              name={each.name}
              at={each.failed_at}
              attempts={each.attempts}
              error={each.error}
              retry={() => retry.mutate({ params: { path: { job_id: String(each.id) } } })}
            />
          ))
        )
      }
    </Loaded>
  );
}

/** Events that a reaction could not handle. */
export function DeadLetters() {
  const { t } = useTranslation("failures");
  const again = useAgain();
  const list = $api.useQuery("get", "/api/v1/dead-letters", PAGE);
  const retry = useWrite("post", "/api/v1/dead-letters/{letter_id}/retry", { onSettled: again });
  return (
    <Loaded query={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t("none_letters")}>{t("none_hint")}</Empty>
        ) : (
          items.map((each) => (
            <Given
              key={each.id}
              name={`${each.reaction}: ${each.type}`}
              at={each.failed_at}
              attempts={each.attempts}
              error={each.error}
              retry={() => retry.mutate({ params: { path: { letter_id: each.id } } })}
            />
          ))
        )
      }
    </Loaded>
  );
}
