import { ActionIcon, Badge, Button, Group, Menu, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconDots } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useNow } from "../../lib/clock";
import { useCommands } from "../../lib/commands";
import { formatDateTime } from "../../lib/format";
import { AgentName } from "../../ui/names";
import { Loaded } from "../../ui/states";
import { TimeAgo } from "../../ui/TimeAgo";
import { tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import classes from "./Aside.module.css";
import { isOverdue } from "./months";
import { Nothing, Section } from "./Section";
import { endOfDay, localInput } from "./times";

type Item = Schema<"ActionItemView">;

/** What was promised to the customer and is still to be kept; what is late is loud. */
export function Promises({ caseId, interactionId }: { caseId: string; interactionId: string | null }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const now = useNow(30);
  const items = $api.useQuery(
    "get",
    "/api/v1/action-items",
    { params: { query: { case_id: caseId, status: "open", limit: 50 } } },
    { meta: { kinds: ["action_item"] } },
  );
  const open = (items.data?.items ?? []).filter((each) => each.status === "open");
  const late = open.filter((each) => isOverdue(each.due_at, now));
  const may = me.may("case.write", "interaction.work");
  const again = () => void items.refetch();
  return (
    <Section name="promises" title={t("promise.title")} count={open.length} loud={late.length > 0}>
      {late.length > 0 && (
        <Text size="sm" className={classes.late} role="status" mb={6}>
          {t("promise.late", { count: late.length })}
        </Text>
      )}
      <Loaded query={items} rows={2}>
        {() => (
          <ul className={classes.list}>
            {open.map((each) => (
              <Promised key={each.id} item={each} late={late.includes(each)} may={may} done={again} />
            ))}
          </ul>
        )}
      </Loaded>
      {open.length === 0 && !items.isPending && <Nothing>{t("promise.none")}</Nothing>}
      {may && <Add caseId={caseId} interactionId={interactionId} done={again} />}
    </Section>
  );
}

function Promised({ item, late, may, done }: { item: Item; late: boolean; may: boolean; done: () => void }) {
  const { t } = useTranslation("aside");
  const change = useWrite("patch", "/api/v1/action-items/{item_id}", { onSuccess: done });
  const path = { params: { path: { item_id: item.id } } };
  const reopen = async () => {
    try {
      await api.PATCH("/api/v1/action-items/{item_id}", { ...path, body: { status: "open" } });
      done();
    } catch (error) {
      tellFailure(error);
    }
  };
  const become = (status: "done" | "cancelled") =>
    change.mutate(
      { ...path, body: { status } },
      { onSuccess: () => tellUndoable(t(`promise.${status}`), () => void reopen()) },
    );
  const later = (due_at: string | null) => change.mutate({ ...path, body: { due_at } });
  return (
    <li className={classes.card} data-loud={late || undefined}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Text size="sm" style={{ flex: 1, overflowWrap: "anywhere" }}>
          {item.text}
        </Text>
        {may && (
          <>
            <ActionIcon
              size="sm"
              color="green"
              aria-label={t("promise.keep", { text: item.text })}
              onClick={() => become("done")}
            >
              <IconCheck size={14} />
            </ActionIcon>
            <Menu position="bottom-end">
              <Menu.Target>
                <ActionIcon size="sm" aria-label={t("promise.more", { text: item.text })}>
                  <IconDots size={14} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => later(endOfDay(0))}>{t("promise.today")}</Menu.Item>
                <Menu.Item onClick={() => later(endOfDay(1))}>{t("promise.tomorrow")}</Menu.Item>
                <Menu.Item onClick={() => later(endOfDay(7))}>{t("promise.week")}</Menu.Item>
                <Menu.Item onClick={() => later(null)}>{t("promise.no_time")}</Menu.Item>
                <Menu.Divider />
                <Menu.Item color="red" onClick={() => become("cancelled")}>
                  {t("promise.cancel")}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </>
        )}
      </Group>
      <Group gap={6}>
        {item.due_at && (
          <Text
            size="xs"
            className={late ? classes.late : undefined}
            c={late ? undefined : "dimmed"}
            title={formatDateTime(item.due_at)}
          >
            {late ? `${t("promise.overdue")} ` : `${t("promise.due")} `}
            <TimeAgo at={item.due_at} />
          </Text>
        )}
        {item.assignee_id && (
          <Text size="xs" c="dimmed" component="div">
            <AgentName id={item.assignee_id} />
          </Text>
        )}
        {item.source !== "person" && (
          <Badge size="xs" variant="light" color="gray" tt="none">
            {t(`promise.source.${item.source}`)}
          </Badge>
        )}
      </Group>
    </li>
  );
}

function Add({ caseId, interactionId, done }: { caseId: string; interactionId: string | null; done: () => void }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [due, setDue] = useState("");
  const add = useWrite("post", "/api/v1/cases/{case_id}/action-items", {
    onSuccess: () => {
      setText("");
      setDue("");
      done();
    },
  });
  useCommands([
    {
      id: "promise.add",
      title: t("promise.add"),
      group: t("app:group.case"),
      keys: "w p",
      run: () => field.current?.focus(),
    },
  ]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const due_at = due ? new Date(due).toISOString() : null;
    add.mutate({
      params: { path: { case_id: caseId } },
      body: { text: text.trim(), due_at, interaction_id: interactionId, assignee_id: me.id },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={6} mt="xs">
        <TextInput
          ref={field}
          size="xs"
          label={t("promise.add")}
          placeholder={t("promise.placeholder")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {text.trim() && (
          <Group gap={6} align="flex-end">
            <TextInput
              size="xs"
              type="datetime-local"
              label={t("promise.until")}
              min={localInput(new Date())}
              value={due}
              onChange={(event) => setDue(event.currentTarget.value)}
              style={{ flex: 1 }}
            />
            <Button type="submit" size="xs" loading={add.isPending}>
              {t("app:add")}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
