import { Menu } from "@mantine/core";
import {
  IconAlarm,
  IconArrowsExchange,
  IconBell,
  IconCircleCheck,
  IconHandGrab,
  IconMail,
  IconMailOpened,
  IconStar,
  IconStarOff,
  IconUserShare,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { now } from "../../lib/clock";
import { formatDateTime } from "../../lib/format";
import { type Action, fits, type Rights } from "./bulk";
import type { InboxRow } from "./rows";
import { PRESETS, untilOf } from "./snoozing";

/** What is chosen in a dialog of its own, before it is done. */
export type Asked = "assign" | "move";

export interface Offered {
  kind: Action["kind"];
  icon: ReactNode;
  keys?: string;
}

const SIZE = 16;
const ALL: Offered[] = [
  { kind: "take", icon: <IconHandGrab size={SIZE} />, keys: "shift+t" },
  { kind: "assign", icon: <IconUserShare size={SIZE} /> },
  { kind: "move", icon: <IconArrowsExchange size={SIZE} /> },
  { kind: "read", icon: <IconMailOpened size={SIZE} />, keys: "shift+i" },
  { kind: "unread", icon: <IconMail size={SIZE} />, keys: "shift+u" },
  { kind: "snooze", icon: <IconAlarm size={SIZE} />, keys: "b" },
  { kind: "wake", icon: <IconBell size={SIZE} />, keys: "shift+b" },
  { kind: "follow", icon: <IconStar size={SIZE} />, keys: "shift+f" },
  { kind: "unfollow", icon: <IconStarOff size={SIZE} /> },
  { kind: "resolve", icon: <IconCircleCheck size={SIZE} /> },
];

/** What can be done with any of these rows. */
export const offeredFor = (rows: readonly InboxRow[], rights: Rights): Offered[] =>
  ALL.filter(({ kind }) => rows.some((row) => fits(kind, row, rights)));

interface Props {
  rows: readonly InboxRow[];
  rights: Rights;
  run: (action: Action) => void;
  ask: (what: Asked) => void;
}

/** The same entries for the menu of one row and of all that are selected. */
export function ActionItems({ rows, rights, run, ask }: Props) {
  const { t } = useTranslation("inbox");
  return offeredFor(rows, rights).map(({ kind, icon }) => {
    if (kind === "snooze") return <SnoozeItems key={kind} icon={icon} run={run} />;
    const act = () => (kind === "assign" || kind === "move" ? ask(kind) : run({ kind } as Action));
    return (
      <Menu.Item key={kind} leftSection={icon} onClick={act}>
        {t(`action.${kind}`)}
      </Menu.Item>
    );
  });
}

function SnoozeItems({ icon, run }: { icon: ReactNode; run: (action: Action) => void }) {
  const { t } = useTranslation("inbox");
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={icon}>{t("action.snooze")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <SnoozeChoices run={run} />
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

/** Until when: a few times that are often meant, and until the customer writes. */
export function SnoozeChoices({ run }: { run: (action: Action) => void }) {
  const { t } = useTranslation("inbox");
  return PRESETS.map((preset) => {
    const until = untilOf(preset, now());
    return (
      <Menu.Item key={preset} onClick={() => run({ kind: "snooze", until })}>
        {t(`snooze.${preset}`)}
        {until && <span className="visually-hidden">{`, ${formatDateTime(until)}`}</span>}
      </Menu.Item>
    );
  });
}
