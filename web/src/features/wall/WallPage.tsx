import { Button, Text, Title } from "@mantine/core";
import { useFullscreenDocument } from "@mantine/hooks";
import { IconLayoutDashboard, IconMaximize, IconMinimize } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { formatNumber, formatShare } from "../../lib/format";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { Ticking } from "../../ui/TimeAgo";
import { useWall, type Wall } from "./data";
import { sums } from "./judging";
import { People } from "./People";
import { QueueCard } from "./QueueCard";
import { SteppingIn } from "./SteppingIn";
import classes from "./Wall.module.css";

/** The floor as it is: for a supervisor's screen, and for one on the wall. */
export default function WallPage() {
  const { t } = useTranslation("wall");
  const wall = useWall();
  const { toggle, fullscreen } = useFullscreenDocument();
  useCommands([{ id: "wall.full", title: t("full"), group: t("app:group.view"), keys: "f", run: () => void toggle() }]);
  return (
    <div className={`${classes.page} ${fullscreen ? classes.room : ""}`}>
      <PageHeader
        title={t("title")}
        actions={
          <Button
            variant="default"
            onClick={() => void toggle()}
            leftSection={fullscreen ? <IconMinimize size={16} /> : <IconMaximize size={16} />}
          >
            {fullscreen ? t("leave_full") : t("full")}
          </Button>
        }
      />
      <Loaded query={wall} rows={8}>
        {(data) => (
          <SteppingIn>
            <Sums wall={data} />
            <Title order={2} size="h4" mb="sm">
              {t("queues")}
            </Title>
            <Queues wall={data} />
            <Title order={2} size="h4" mb="sm">
              {t("people")}
            </Title>
            <People agents={data.agents} />
          </SteppingIn>
        )}
      </Loaded>
    </div>
  );
}

function Queues({ wall }: { wall: Wall }) {
  const { t } = useTranslation("wall");
  const me = useMe();
  if (wall.queues.length === 0)
    return (
      <Empty icon={<IconLayoutDashboard size={28} />} title={t("no_queues")}>
        {me.may("queue.manage") && <Link to="/admin">{t("no_queues_hint")}</Link>}
      </Empty>
    );
  return (
    <div className={classes.queues}>
      {wall.queues.map((queue) => (
        <QueueCard key={queue.queue_id} queue={queue} />
      ))}
    </div>
  );
}

function Sums({ wall }: { wall: Wall }) {
  const { t } = useTranslation("wall");
  const { waiting, oldest } = sums(wall.queues);
  const there = wall.agents.filter((each) => !["offline", "away"].includes(each.status));
  return (
    <dl className={classes.sums}>
      <Sum name={t("all_waiting")}>{formatNumber(waiting)}</Sum>
      <Sum name={t("oldest")}>{oldest ? <Ticking since={oldest} /> : "–"}</Sum>
      <Sum name={t("level_today")}>
        {wall.total.service_level === null ? "–" : formatShare(wall.total.service_level)}
      </Sum>
      <Sum name={t("answered_today")}>
        {formatNumber(wall.total.answered)} / {formatNumber(wall.total.contacts_in)}
      </Sum>
      <Sum name={t("abandoned_today")}>{formatNumber(wall.total.abandoned)}</Sum>
      <Sum name={t("at_work")}>{formatNumber(there.length)}</Sum>
    </dl>
  );
}

function Sum({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" c="dimmed" size="sm">
        {name}
      </Text>
      <dd>{children}</dd>
    </div>
  );
}
