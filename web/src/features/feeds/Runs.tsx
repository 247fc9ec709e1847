import { Button, Modal, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { PAGED, rowsOf } from "../../lib/pages";
import { ShowMore } from "../../ui/ShowMore";
import { State } from "../../ui/State";
import { Empty, Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { endingOf, TONES } from "./mapping";
import { Problems } from "./Problems";

type Run = Schema<"FeedRun">;
const COUNTS = ["created", "changed", "unchanged", "partly", "refused"] as const;

/** What the feed delivered, and what became of it. */
export function Runs({ feedId }: { feedId: string }) {
  const { t } = useTranslation("feeds");
  const [shown, setShown] = useState<Run | null>(null);
  const runs = $api.useInfiniteQuery(
    "get",
    "/api/v1/feeds/{feed_id}/runs",
    { params: { path: { feed_id: feedId }, query: { limit: 20 } } },
    { ...PAGED, meta: { kinds: ["feed_run"] } },
  );
  return (
    <section aria-labelledby="runs">
      <Title order={2} size="h4" id="runs">
        {t("runs")}
      </Title>
      <Loaded query={{ ...runs, data: rowsOf(runs.data) }}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t("no_runs")}>{t("no_runs_hint")}</Empty>
          ) : (
            <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("column.when")}</Table.Th>
                    <Table.Th>{t("state")}</Table.Th>
                    {COUNTS.map((each) => (
                      <Table.Th key={each}>{t(`count.${each}`)}</Table.Th>
                    ))}
                    <Table.Th>
                      <span className="visually-hidden">{t("problems")}</span>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((run) => (
                    <RunRow key={run.id} run={run} show={() => setShown(run)} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
      <ShowMore query={runs} />
      {shown && <RunProblems run={shown} onClose={() => setShown(null)} />}
    </section>
  );
}

function RunRow({ run, show }: { run: Run; show: () => void }) {
  const { t } = useTranslation("feeds");
  const ending = endingOf(run);
  return (
    <Table.Tr>
      <Table.Td>
        <TimeAgo at={run.started_at} />
        <Text size="xs" c="dimmed">
          {t(`origin.${run.origin}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        <State tone={TONES[ending]}>{t(`ending.${ending}`)}</State>
        {ending === "under_way" && (
          <Text size="xs" c="dimmed">
            {t("broken_off")}
          </Text>
        )}
      </Table.Td>
      {COUNTS.map((each) => (
        <Table.Td key={each}>{formatNumber(run[each])}</Table.Td>
      ))}
      <Table.Td ta="right">
        {run.partly + run.refused > 0 && (
          <Button size="compact-sm" variant="default" onClick={show}>
            {t("problems")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function RunProblems({ run, onClose }: { run: Run; onClose: () => void }) {
  const { t } = useTranslation(["feeds", "app"]);
  const problems = $api.useInfiniteQuery(
    "get",
    "/api/v1/feed-runs/{run_id}/problems",
    { params: { path: { run_id: run.id }, query: { limit: 100 } } },
    PAGED,
  );
  return (
    <Modal opened onClose={onClose} size="xl" title={t("problems")} closeButtonProps={{ "aria-label": t("app:close") }}>
      <Loaded query={{ ...problems, data: rowsOf(problems.data) }}>{(rows) => <Problems problems={rows} />}</Loaded>
      <ShowMore query={problems} />
    </Modal>
  );
}
