import { ActionIcon, Menu } from "@mantine/core";
import {
  IconAlarm,
  IconArrowDown,
  IconArrowUp,
  IconAt,
  IconBellRinging,
  IconBookmark,
  IconDots,
  IconInbox,
  IconList,
  IconPencil,
  IconStack2,
  IconStar,
  IconTrash,
  IconUserQuestion,
  IconUsers,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../lib/format";
import type { SavedView } from "./filters";
import classes from "./Inbox.module.css";
import type { Counts } from "./useCounts";

export interface Entry {
  view: string;
  name: string;
}

const ICONS: Record<string, ReactNode> = {
  mine: <IconInbox size={16} aria-hidden />,
  offers: <IconBellRinging size={16} aria-hidden />,
  team: <IconUsers size={16} aria-hidden />,
  unassigned: <IconUserQuestion size={16} aria-hidden />,
  followed: <IconStar size={16} aria-hidden />,
  mentions: <IconAt size={16} aria-hidden />,
  snoozed: <IconAlarm size={16} aria-hidden />,
  everything: <IconList size={16} aria-hidden />,
};

interface Props {
  own: Entry[];
  queues: Entry[];
  saved: SavedView[];
  current: string;
  counts: Counts;
  mayShare: boolean;
  onEdit: (view: SavedView) => void;
  onDelete: (view: SavedView) => void;
  onMove: (view: SavedView, by: 1 | -1) => void;
}

/** All views with how much is in each. */
export function ViewsPanel({ own, queues, saved, current, counts, mayShare, ...on }: Props) {
  const { t } = useTranslation(["inbox", "app"]);
  const link = (each: Entry, icon: ReactNode) => (
    <ViewLink key={each.view} entry={each} icon={icon} current={current} counts={counts} />
  );
  return (
    <nav className={classes.views} aria-label={t("views.label")}>
      <ul>
        {own.map((each) => (
          <li key={each.view}>{link(each, ICONS[each.view])}</li>
        ))}
      </ul>
      {queues.length > 0 && (
        <>
          <h3 className={classes.group}>{t("views.queues")}</h3>
          <ul>
            {queues.map((each) => (
              <li key={each.view}>{link(each, <IconStack2 size={16} aria-hidden />)}</li>
            ))}
          </ul>
        </>
      )}
      {saved.length > 0 && (
        <>
          <h3 className={classes.group}>{t("views.saved")}</h3>
          <ul>
            {saved.map((view, place) => (
              <li key={view.id} className={classes.kept}>
                {link({ view: `saved:${view.id}`, name: view.name }, <IconBookmark size={16} aria-hidden />)}
                <Menu position="bottom-end">
                  <Menu.Target>
                    <ActionIcon size={24} aria-label={t("views.change", { name: view.name })}>
                      <IconDots size={14} />
                    </ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    {(view.mine || (mayShare && view.shared !== "nobody")) && (
                      <Menu.Item leftSection={<IconPencil size={14} />} onClick={() => on.onEdit(view)}>
                        {t("app:edit")}
                      </Menu.Item>
                    )}
                    <Menu.Item
                      leftSection={<IconArrowUp size={14} />}
                      disabled={place === 0}
                      onClick={() => on.onMove(view, -1)}
                    >
                      {t("views.up")}
                    </Menu.Item>
                    <Menu.Item
                      leftSection={<IconArrowDown size={14} />}
                      disabled={place === saved.length - 1}
                      onClick={() => on.onMove(view, 1)}
                    >
                      {t("views.down")}
                    </Menu.Item>
                    {(view.mine || (mayShare && view.shared !== "nobody")) && (
                      <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => on.onDelete(view)}>
                        {t("app:delete")}
                      </Menu.Item>
                    )}
                  </Menu.Dropdown>
                </Menu>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function ViewLink({
  entry,
  icon,
  current,
  counts,
}: {
  entry: Entry;
  icon: ReactNode;
  current: string;
  counts: Counts;
}) {
  const { t } = useTranslation("inbox");
  const count = counts.get(entry.view);
  const shown = count ? formatNumber(count.count) + (count.capped ? "+" : "") : "";
  return (
    <Link
      to="/desk/$view"
      params={{ view: entry.view }}
      search={{}}
      className={classes.view}
      aria-current={current === entry.view ? "page" : undefined}
      data-nav
    >
      {icon}
      <span className={classes.viewName}>{entry.name}</span>
      {count && count.count > 0 && (
        <span className={classes.viewCount} data-count={entry.view}>
          <span aria-hidden>{shown}</span>
          <span className="visually-hidden">{t("views.count", { count: count.count, shown })}</span>
        </span>
      )}
    </Link>
  );
}
