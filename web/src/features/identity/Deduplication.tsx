import { Button, Group, Progress, Text } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { useRefresh } from "../../lib/pages";
import { TimeAgo } from "../../ui/TimeAgo";
import classes from "./Identity.module.css";

const PHASES = ["reading", "learning", "comparing", "proposing"];
const ASK_MS = 1500;

/** A search through the whole customer base: begun here, watched while it runs, and what the last one found. */
export function Deduplication() {
  const { t } = useTranslation("identity");
  const refresh = useRefresh();
  const runs = $api.useQuery(
    "get",
    "/api/v1/identity/deduplications",
    { params: { query: { limit: 1 } } },
    {
      staleTime: 0,
      refetchInterval: ({ state }) => (isRunning(state.data?.items[0]?.state) ? ASK_MS : false),
    },
  );
  const start = useWrite("post", "/api/v1/identity/deduplications", { onSettled: () => runs.refetch() });
  const last = runs.data?.items[0];
  const running = isRunning(last?.state);
  const was = useRef(running);
  useEffect(() => {
    if (was.current && !running) refresh("/api/v1/identity/proposals");
    was.current = running;
  }, [running, refresh]);
  return (
    <section className={classes.search} aria-label={t("search_title")}>
      <Group justify="space-between">
        <div aria-live="polite">
          {!last && <Text size="sm">{t("search_hint")}</Text>}
          {last && running && (
            <Text size="sm">{t("search_running", { phase: t(`phase.${last.phase ?? "waiting"}`) })}</Text>
          )}
          {last && !running && (
            <Text size="sm">
              {last.state === "failed"
                ? t("search_failed", { problem: last.problem ?? "" })
                : t("search_done", {
                    people: formatNumber(last.counts.people ?? 0),
                    found: formatNumber(
                      (last.counts.new ?? 0) + (last.counts.updated ?? 0) + (last.counts.reopened ?? 0),
                    ),
                  })}{" "}
              {last.finished_at && <TimeAgo at={last.finished_at} />}
            </Text>
          )}
        </div>
        <Button
          variant="default"
          leftSection={<IconUsersGroup size={16} />}
          loading={start.isPending || running}
          onClick={() => start.mutate({ body: {} })}
        >
          {t("search")}
        </Button>
      </Group>
      {running && (
        <Progress
          mt="sm"
          animated
          value={((PHASES.indexOf(last?.phase ?? "") + 1) / (PHASES.length + 1)) * 100}
          aria-label={t("search_title")}
        />
      )}
    </section>
  );
}

const isRunning = (state: string | undefined): boolean => state === "waiting" || state === "running";
