import { ActionIcon, Badge, CopyButton, Group, Menu, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconCheck, IconCopy, IconDotsVertical, IconLayoutSidebarRight } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { useMe } from "../../api/me";
import { now } from "../../lib/clock";
import { ChannelIcon, words } from "../../ui/ChannelIcon";
import { KeyHint } from "../../ui/KeyHint";
import { AgentName } from "../../ui/names";
import { StatusBadge } from "../../ui/StatusBadge";
import { TimeAgo } from "../../ui/TimeAgo";
import { CaseFields } from "./CaseFields";
import classes from "./CaseHeader.module.css";
import { CaseTitle } from "./CaseTitle";
import { Company } from "./Company";
import { type MoveItem, useMoves } from "./useMoves";

interface Props {
  it: Schema<"CaseView">;
  contacts: Schema<"InteractionView">[];
  interaction: Schema<"InteractionView"> | undefined;
  due: string | null;
  steps: boolean;
  onSteps: (shown: boolean) => void;
  onAside: () => void;
}

/** What case it is, how it stands, who has it, and what can be done with it. */
export const CaseHeader = memo(function CaseHeader(props: Props) {
  const { it, contacts, interaction, due, steps, onSteps, onAside } = props;
  const { t } = useTranslation("case");
  const me = useMe();
  const [fields, setFields] = useState(false);
  const { contact, whole } = useMoves(interaction, it);
  const editable = me.may("case.write") && it.status !== "closed" && !it.joined_into;
  const channels = [...new Set(contacts.map((each) => each.channel))];
  return (
    <header className={classes.header}>
      <Group gap="sm" wrap="nowrap">
        <CaseTitle it={it} editable={editable} />
        <Company topic={`case:${it.id}`} interactionId={interaction?.id ?? null} />
        <Menu position="bottom-end" width={280}>
          <Menu.Target>
            <ActionIcon aria-label={t("header.menu")}>
              <IconDotsVertical size={20} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Moves label={t("header.contact")} items={contact} />
            <Moves label={t("header.case")} items={whole} />
            {(contact.length > 0 || whole.length > 0) && <Menu.Divider />}
            {editable && <Menu.Item onClick={() => setFields(true)}>{t("fields.title")}</Menu.Item>}
            <Menu.Item onClick={() => onSteps(!steps)}>
              {t(steps ? "header.hide_steps" : "header.show_steps")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={t("app:pane.toggle_aside")}>
          <ActionIcon aria-label={t("app:pane.toggle_aside")} onClick={onAside}>
            <IconLayoutSidebarRight size={20} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Group gap="xs" className={classes.facts}>
        <CopyButton value={it.reference} timeout={1500}>
          {({ copied, copy }) => (
            <UnstyledButton
              onClick={copy}
              className={classes.reference}
              aria-label={t("header.copy", { reference: it.reference })}
            >
              {it.reference} {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </UnstyledButton>
          )}
        </CopyButton>
        <Group gap={4} component="span">
          {channels.map((channel) => (
            <ChannelIcon key={channel} channel={channel} />
          ))}
        </Group>
        <StatusBadge status={it.status} />
        {interaction && !saysTheSame(interaction.status, it.status) && <StatusBadge status={interaction.status} />}
        {it.priority !== 0 && (
          <Badge size="sm" variant="light" color={it.priority > 0 ? "orange" : "gray"} tt="none">
            {t("header.priority", { priority: it.priority })}
          </Badge>
        )}
        {it.category && <span>{words(it.category.replaceAll(".", ": "))}</span>}
        <span>
          {t("header.owner")} <AgentName id={it.owner_id} />
        </span>
        {due && (
          <span className={classes.due} data-late={Date.parse(due) < now() || undefined}>
            {t("header.due")} <TimeAgo at={due} />
          </span>
        )}
      </Group>
      {it.joined_into && (
        <Text size="sm" role="status">
          <a href={`/cases/${it.joined_into}`}>{t("header.joined")}</a>
        </Text>
      )}
      <CaseFields it={it} opened={fields} onClose={() => setFields(false)} />
    </header>
  );
});

/** The case and the contact have words of their own for some of the same. */
const saysTheSame = (contact: string, whole: string): boolean =>
  contact === whole || (contact === "waiting_customer" && whole === "pending_customer");

function Moves({ label, items }: { label: string; items: MoveItem[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {items.map((each) => (
        <Menu.Item key={each.id} onClick={each.run} rightSection={each.keys && <KeyHint keys={each.keys} />}>
          {each.label}
        </Menu.Item>
      ))}
    </>
  );
}
