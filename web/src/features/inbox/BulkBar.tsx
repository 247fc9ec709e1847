import { ActionIcon, Button, Group, Menu, Progress, Text, Tooltip } from "@mantine/core";
import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../../ui/tell";
import { ActionItems, type Asked, offeredFor, SnoozeChoices } from "./actions";
import type { Action } from "./bulk";
import classes from "./Inbox.module.css";
import type { InboxRow } from "./rows";
import type { Bulk } from "./useBulk";

interface Props {
  bulk: Bulk;
  rows: readonly InboxRow[];
  run: (action: Action) => void;
  ask: (what: Asked) => void;
  clear: () => void;
}

// What stands as a button of its own; the rest is in the menu.
const FIRST = new Set(["take", "read", "unread"]);

/** What can be done with the selected rows. */
export function BulkBar({ bulk, rows, run, ask, clear }: Props) {
  const { t } = useTranslation("inbox");
  const offered = offeredFor(rows, bulk.rights);
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk.label")}>
      <Text size="sm" fw={600} role="status">
        {t("bulk.selected", { count: rows.length })}
      </Text>
      <Group gap={2} ml="auto" wrap="nowrap">
        {offered
          .filter(({ kind }) => FIRST.has(kind))
          .map(({ kind, icon }) => (
            <Tooltip key={kind} label={t(`action.${kind}`)}>
              <ActionIcon aria-label={t(`action.${kind}`)} onClick={() => run({ kind } as Action)}>
                {icon}
              </ActionIcon>
            </Tooltip>
          ))}
        {offered.some(({ kind }) => kind === "snooze") && (
          <SnoozeMenu run={run} icon={offered.find(({ kind }) => kind === "snooze")?.icon} />
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="subtle" color="gray" size="compact-sm" rightSection={<IconChevronDown size={14} />}>
              {t("bulk.more")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionItems rows={rows} rights={bulk.rights} run={run} ask={ask} />
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={t("bulk.clear")}>
          <ActionIcon aria-label={t("bulk.clear")} onClick={clear}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  );
}

function SnoozeMenu({ run, icon }: { run: (action: Action) => void; icon: React.ReactNode }) {
  const { t } = useTranslation("inbox");
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("action.snooze")} title={t("action.snooze")}>
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <SnoozeChoices run={run} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** How far it is, and what failed. */
export function Outcome({ bulk }: { bulk: Bulk }) {
  const { t } = useTranslation(["inbox", "app"]);
  const { underway, failed } = bulk;
  if (underway && underway.all > 1) {
    const said = t("bulk.underway", { done: underway.done, all: underway.all });
    return (
      <div className={classes.outcome} role="status">
        <Text size="xs">{said}</Text>
        <Progress value={(underway.done / underway.all) * 100} size="sm" mt={4} aria-label={said} />
      </div>
    );
  }
  if (failed.length === 0) return null;
  return (
    <div className={classes.outcome} role="alert">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={600}>
          {t("bulk.failed", { count: failed.length })}
        </Text>
        <ActionIcon size="sm" aria-label={t("app:close")} onClick={bulk.forget}>
          <IconX size={14} />
        </ActionIcon>
      </Group>
      <ul className={classes.failures}>
        {failed.slice(0, 20).map(({ step, error }) => (
          <li key={`${step.row.interaction_id}-${step.call.do}`}>
            <b>{step.row.customer_name ?? step.row.case_reference ?? t("row.unknown")}</b>: {wordsOf(error)}
          </li>
        ))}
      </ul>
    </div>
  );
}
