import { Button, Group, Text, Title, UnstyledButton } from "@mantine/core";
import { IconArrowBackUp, IconAt, IconBellOff, IconBriefcase, IconClockPlay, IconTransfer } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { Empty, Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import classes from "./Notices.module.css";
import { type Notice, pathOf } from "./notices";

const ICONS = {
  mention: IconAt,
  assigned: IconBriefcase,
  hand_off: IconTransfer,
  snooze: IconClockPlay,
  declined: IconArrowBackUp,
};
const SOME = { params: { query: { limit: 30 } } } as const;

/** The latest first; opening one reads it. */
export function NoticeList({ unread, onClose }: { unread: number; onClose: () => void }) {
  const { t } = useTranslation("notices");
  const refresh = useRefresh();
  const navigate = useNavigate();
  const list = $api.useInfiniteQuery("get", "/api/v1/me/notifications", SOME, {
    ...PAGED,
    meta: { kinds: ["notification"] },
  });
  const read = useWrite("post", "/api/v1/me/notifications/read", {
    onSuccess: () => refresh("/api/v1/me/notifications"),
  });
  const open = (notice: Notice) => {
    if (!notice.read_at) read.mutate({ body: { ids: [notice.id] } });
    const path = pathOf(notice);
    if (!path) return;
    onClose();
    void navigate({ to: path });
  };
  return (
    <section aria-label={t("title")}>
      <Group justify="space-between" className={classes.head}>
        <Title order={2} size="h6">
          {t("title")}
        </Title>
        {unread > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={read.isPending}
            onClick={() => read.mutate({ body: { ids: null } })}
          >
            {t("read_all")}
          </Button>
        )}
      </Group>
      <Loaded query={list} rows={3}>
        {(data) => {
          const items = rowsOf<Notice>(data) ?? [];
          return items.length === 0 ? (
            <Empty icon={<IconBellOff size={28} />} title={t("none")}>
              {t("none_hint")}
            </Empty>
          ) : (
            <ul className={classes.list}>
              {items.map((each) => (
                <li key={each.id}>
                  <Item notice={each} onOpen={() => open(each)} />
                </li>
              ))}
              {list.hasNextPage && (
                <li>
                  <Button
                    fullWidth
                    variant="subtle"
                    loading={list.isFetchingNextPage}
                    onClick={() => void list.fetchNextPage()}
                  >
                    {t("earlier")}
                  </Button>
                </li>
              )}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

function Item({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { t } = useTranslation("notices");
  const Icon = ICONS[notice.kind];
  const who = notice.actor_name ? notice.kind : `${notice.kind}_nobody`;
  return (
    <UnstyledButton className={classes.item} data-unread={notice.read_at === null || undefined} onClick={onOpen}>
      <Icon size={18} stroke={1.6} aria-hidden className={classes.sign} />
      <span className={classes.words}>
        <Text component="span" size="sm" fw={notice.read_at ? 400 : 600}>
          {t(`kind.${who}`, { name: notice.actor_name ?? "" })}
          {!notice.read_at && <span className="visually-hidden"> ({t("unread")})</span>}
        </Text>
        <Text component="span" size="sm" truncate>
          <bdi>{notice.case_title ?? t("unseen")}</bdi>
        </Text>
        <Text component="span" size="xs" c="dimmed">
          {notice.case_reference && `${notice.case_reference} · `}
          <TimeAgo at={notice.at} />
        </Text>
      </span>
    </UnstyledButton>
  );
}
