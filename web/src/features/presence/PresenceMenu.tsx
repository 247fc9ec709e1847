import { Box, Button, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { Ticking } from "../../ui/TimeAgo";
import { isFull, loadsOf } from "./load";
import classes from "./PresenceMenu.module.css";

type Status = Schema<"PresenceStatus">;

const SETTABLE: Status[] = ["available", "busy", "away", "offline"];
const KEY = ["get", "/api/v1/me/presence", {}] as const;

/** Whether I can be offered work, since when, and how much I have of how much I can take. */
export function PresenceMenu() {
  const { t } = useTranslation("app");
  const me = useMe();
  const client = useQueryClient();
  useTopics([`agent:${me.id}`]);
  const mine = $api.useQuery("get", "/api/v1/me/presence", {}, { meta: { kinds: ["presence"] } });
  const reasons = $api.useQuery("get", "/api/v1/presence-reasons", { params: { query: { limit: 100 } } });
  const set = useWrite("put", "/api/v1/me/presence", { onSuccess: (next) => client.setQueryData(KEY, next) });
  const become = (status: string, reason?: string) => set.mutate({ body: { status, reason: reason ?? null } });
  const status = mine.data?.status ?? null;
  useCommands(
    SETTABLE.map((each, place) => ({
      id: `presence.${each}`,
      title: t("presence.become", { status: t(`status.${each}`) }),
      group: t("group.me"),
      keys: `alt+${place + 1}`,
      run: () => become(each),
    })),
  );
  const reason = reasons.data?.items.find((each) => each.code === mine.data?.reason)?.name;
  // Nobody is said to be offline who is only not known yet.
  const shown = reason ?? (status ? t(`status.${status}`) : "…");
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          rightSection={<IconChevronDown size={14} />}
          aria-label={t("presence.label", { status: shown })}
        >
          <Box component="span" className={classes.dot} data-status={status ?? undefined} aria-hidden />
          <Text component="span" size="sm" visibleFrom="xs">
            {shown}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {status && t(`status.${status}`)} {mine.data && <Ticking since={mine.data.since} />}
          <Load />
        </Menu.Label>
        {SETTABLE.map((each) => (
          <Menu.Item
            key={each}
            leftSection={<Box className={classes.dot} data-status={each} />}
            onClick={() => become(each)}
          >
            {t(`status.${each}`)}
          </Menu.Item>
        ))}
        {reasons.data && reasons.data.items.length > 0 && <Menu.Divider />}
        {reasons.data?.items.map((each) => (
          <Menu.Item
            key={each.id}
            leftSection={<Box className={classes.dot} data-status={each.status} />}
            onClick={() => become(each.status, each.code)}
          >
            {each.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** How much of each medium I have, of how much I can take at once. */
function Load() {
  const { t } = useTranslation("app");
  const me = useMe();
  const work = $api.useQuery("get", "/api/v1/me/work", {}, { meta: { kinds: ["interaction", "offer"] } });
  const loads = loadsOf(me.agent.capacity, work.data ?? []);
  if (loads.length === 0) return null;
  const words = loads.map(({ medium, ...load }) =>
    t("presence.load", { medium: t(`medium.${medium}`, { defaultValue: medium }), ...load }),
  );
  return (
    <>
      <Text size="xs">{words.join(" · ")}</Text>
      {isFull(loads) && <Text size="xs">{t("presence.full")}</Text>}
    </>
  );
}
