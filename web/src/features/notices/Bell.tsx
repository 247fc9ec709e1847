import { ActionIcon, Indicator, Popover, Tooltip } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import type { EventFrame } from "../../api/frames";
import { useFrames } from "../../api/live";
import { useCommands } from "../../lib/commands";
import { notify } from "../offers/ringing";
import { NoticeList } from "./NoticeList";
import { callsIn, shownCount } from "./notices";

/** What I was told and have not read: how many, and which. */
export function Bell() {
  // The bar does not wait for these words.
  const { t, ready } = useTranslation("notices", { useSuspense: false });
  const [opened, setOpened] = useState(false);
  const told = $api.useQuery("get", "/api/v1/me/notifications/unread", {}, { meta: { kinds: ["notification"] } });
  const count = told.data?.unread ?? 0;
  const label = t("bell", { count });
  useFrames(
    useCallback(
      (frames: EventFrame[]) => {
        for (const each of callsIn(frames))
          notify(t("kind.mention", { name: each.actor_name ?? "" }), each.case_title ?? each.case_reference ?? "");
      },
      [t],
    ),
  );
  useCommands([
    { id: "me.notices", title: t("title"), group: t("app:group.me"), keys: "g n", run: () => setOpened(true) },
  ]);
  if (!ready) return null;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(380px, calc(100vw - 24px))"
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <Tooltip label={label} disabled={opened}>
          <Indicator
            label={shownCount(count)}
            size={16}
            offset={6}
            color="var(--desk-late)"
            disabled={count === 0}
            styles={{ indicator: { color: "var(--mantine-color-body)" } }}
          >
            <ActionIcon aria-label={label} aria-expanded={opened} onClick={() => setOpened(!opened)}>
              <IconBell size={20} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <span className="visually-hidden" role="status" aria-live="polite">
        {count > 0 ? label : ""}
      </span>
      <Popover.Dropdown p={0} aria-label={t("title")}>
        <NoticeList unread={count} onClose={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}
