import { ActionIcon, Button, Group, Select, Skeleton, Tabs, TextInput, Title } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { formatDay, formatTime } from "../../lib/format";
import { useChannelName } from "../../ui/ChannelIcon";
import { useQueues } from "../../ui/names";
import { Loaded, PageHeader } from "../../ui/states";
import { FigureTable } from "./FigureTable";
import { Headlines } from "./Headlines";
import { moved, type Period, periodOf, queryOf } from "./period";
import classes from "./Reports.module.css";

// Charts are large and only here.
const Charts = lazy(() => import("./Charts"));
type Report = Schema<"DayReport">;
const AGAIN_MS = 60_000;

/** A day, or some, in figures: charts, and the same figures as tables and as a file. */
export default function DayReportPage() {
  const { t } = useTranslation("reports");
  const period = periodOf(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = (next: Period) => void navigate({ to: "/reports/day", search: queryOf(next) });
  const report = $api.useQuery(
    "get",
    "/api/v1/reports/day",
    { params: { query: queryOf(period) } },
    { refetchInterval: AGAIN_MS, meta: { live: false } },
  );
  const file = `/api/v1/reports/day.csv?${new URLSearchParams(queryOf(period))}`;
  return (
    <div className={classes.page}>
      <PageHeader
        title={t("title")}
        actions={
          <Button
            variant="default"
            component="a"
            href={file}
            download
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("csv")}
          </Button>
        }
      >
        {report.data && whichDays(t, report.data)}
      </PageHeader>
      <Choosing period={period} change={change} report={report.data} />
      <Loaded query={report} rows={10}>
        {(data) => (
          <>
            <Headlines figures={data.total} />
            <Suspense fallback={<Skeleton height={300} mb="lg" />}>
              <Charts times={data.times} />
            </Suspense>
            <Tables report={data} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function whichDays(t: (key: string, values?: Record<string, unknown>) => string, report: Report): string {
  const noon = (day: string) => formatDay(`${day}T12:00:00Z`, "UTC");
  const days =
    report.first === report.last
      ? noon(report.first)
      : t("days", { first: noon(report.first), last: noon(report.last) });
  return t("subtitle", { days, zone: report.time_zone, time: formatTime(report.made_at, report.time_zone) });
}

function Choosing({ period, change, report }: { period: Period; change: (next: Period) => void; report?: Report }) {
  const { t } = useTranslation("reports");
  const queues = useQueues();
  const channel = useChannelName();
  const channels = [...new Set([...(report?.channels ?? []).flatMap((line) => line.key ?? []), period.channel])];
  const step = (by: 1 | -1) => report && change(moved(period, report.first, report.last, by));
  return (
    <Group align="end" gap="sm" mb="lg">
      <ActionIcon variant="default" size="lg" aria-label={t("before")} disabled={!report} onClick={() => step(-1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <TextInput
        type="date"
        label={t("from")}
        value={period.from || (report?.first ?? "")}
        onChange={(event) => change({ ...period, from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={t("to")}
        value={period.to || (report?.last ?? "")}
        min={period.from || report?.first}
        onChange={(event) =>
          change({ ...period, from: period.from || (report?.first ?? ""), to: event.currentTarget.value })
        }
      />
      <ActionIcon variant="default" size="lg" aria-label={t("after")} disabled={!report} onClick={() => step(1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      <Select
        label={t("queue")}
        placeholder={t("all")}
        clearable
        searchable
        value={period.queue_id || null}
        onChange={(value) => change({ ...period, queue_id: value ?? "" })}
        data={[...(queues.data?.values() ?? [])].map((queue) => ({ value: queue.id, label: queue.name }))}
        clearButtonProps={{ "aria-label": t("all") }}
      />
      <Select
        label={t("channel")}
        placeholder={t("all")}
        clearable
        value={period.channel || null}
        onChange={(value) => change({ ...period, channel: value ?? "" })}
        data={channels.filter(Boolean).map((code) => ({ value: code, label: channel(code) }))}
        clearButtonProps={{ "aria-label": t("all") }}
      />
    </Group>
  );
}

const PARTS = ["times", "queues", "channels", "teams", "agents"] as const;

function Tables({ report }: { report: Report }) {
  const { t } = useTranslation("reports");
  const channel = useChannelName();
  return (
    <>
      <Title order={2} size="h4" mb="sm">
        {t("tables")}
      </Title>
      <Tabs defaultValue="times" keepMounted={false}>
        <Tabs.List aria-label={t("tables")}>
          {PARTS.map((part) => (
            <Tabs.Tab key={part} value={part}>
              {t(`part.${part}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {PARTS.map((part) => (
          <Tabs.Panel key={part} value={part} pt="sm">
            <FigureTable
              caption={t(`part.${part}`)}
              lines={report[part]}
              total={report.total}
              nameOf={(line) =>
                line.key === null ? t(`none.${part}`) : part === "channels" ? channel(line.name) : line.name
              }
            />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
