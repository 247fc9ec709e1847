import { Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useCommands } from "../../lib/commands";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useChannelName } from "../../ui/ChannelIcon";
import { useConfirm } from "../../ui/confirm";
import { EditorButtons } from "../../ui/EditorButtons";
import { orStale } from "../../ui/stale";
import { tellDone, tellFailure } from "../../ui/tell";
import { useTerms } from "../vocabularies/data";
import { FieldsEditor } from "./FieldsEditor";
import { type DraftField, draftsOf, faults, fieldsOf, newDraft } from "./fields";
import { Preview } from "./Preview";
import classes from "./Templates.module.css";
import { type Template, usePlace } from "./TemplatesPage";

const CHANNELS = ["email", "webchat", "voice", "sms", "whatsapp", "messenger", "telegram", "in_person"];
const NEW = {
  id: "new",
  version: 0,
  moment: "wrap_up" as Template["moment"],
  channel: null,
  category: null,
  name: "",
  fields: [] as Record<string, unknown>[],
};

/** A form: when it is asked, what it asks for, and beside it as agents see it. */
export function TemplateEditor({
  template,
  readAgain,
  onDone,
}: {
  template: Template | null;
  readAgain: () => unknown;
  onDone: (id: string | null) => void;
}) {
  const { t } = useTranslation(["templates", "app"]);
  const refresh = useRefresh();
  const place = usePlace();
  const [ask, dialog] = useConfirm();
  const [tried, setTried] = useState(false);
  const known = template ?? NEW;
  const edited = useEdited(known, ({ id, name, moment, channel, category, fields }) => ({
    name,
    moment,
    channel: channel as string | null,
    category: category as string | null,
    fields: id === "new" ? [newDraft()] : draftsOf(fields),
  }));
  const { fields, set } = edited;
  const wrong = faults(fields.fields);
  const saved = useMemo(() => new Set(template?.fields.map((each) => String(each.field))), [template]);
  const done = (id: string | null) => {
    refresh("/api/v1/capture-templates");
    tellDone(t("saved"));
    onDone(id);
  };
  const save = useWrite("patch", "/api/v1/capture-templates/{template_id}", {
    meta: { quiet: true },
    onSuccess: (next) => done(next.id),
    onError: orStale(readAgain),
  });
  const add = useWrite("post", "/api/v1/capture-templates", { onSuccess: (next) => done(next.id) });
  const remove = useWrite("delete", "/api/v1/capture-templates/{template_id}", { onSuccess: () => done(null) });
  const problem = save.error instanceof Problem ? save.error : add.error instanceof Problem ? add.error : null;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (wrong.size > 0 || !edited.dirty) return;
    if (fields.fields.length === 0) return tellFailure(new Problem(422, { detail: t("no_fields") }));
    const { name, moment, channel, category } = fields;
    const body = { name: name.trim(), fields: fieldsOf(fields.fields) };
    if (!template) add.mutate({ body: { ...body, moment, channel, category } });
    else save.mutate({ params: { path: { template_id: template.id }, header: { "If-Match": edited.match } }, body });
  };
  useCommands([
    {
      id: "template.save",
      title: t("app:save"),
      group: t("template"),
      keys: "mod+s",
      inFields: true,
      enabled: edited.dirty,
      run: submit,
    },
  ]);
  const askRemove = () =>
    template &&
    ask({
      title: t("remove_title", { name: template.name }),
      body: t("remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: { path: { template_id: template.id } } }),
    });
  return (
    <div className={classes.editor}>
      <form onSubmit={submit} aria-label={template?.name ?? t("add")}>
        <ChangedElsewhere
          edited={edited}
          label={(name) => t(`part.${name}`)}
          show={(name, value) =>
            name === "fields" ? (value as DraftField[]).map((each) => each.label).join(", ") : String(value)
          }
        />
        <Stack>
          <TextInput
            label={t("name")}
            required
            maxLength={200}
            value={fields.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={problem?.of("name")}
          />
          {template ? (
            <Text size="sm" c="dimmed">
              {t(`moment.${template.moment}`)} · {place(template)}
            </Text>
          ) : (
            <Occasion value={fields} onChange={set} />
          )}
          <FieldsEditor
            fields={fields.fields}
            onChange={(next) => set({ fields: next })}
            wrong={tried ? wrong : new Map()}
            saved={saved}
          />
          <EditorButtons
            isNew={!template}
            disabled={!edited.dirty || edited.theirs !== null}
            busy={save.isPending || add.isPending}
            onRemove={askRemove}
            onCancel={() => onDone(null)}
          />
        </Stack>
      </form>
      <Preview title={fields.name} fields={fields.fields} />
      {dialog}
    </div>
  );
}

interface When {
  moment: Template["moment"];
  channel: string | null;
  category: string | null;
}

/** When a new form is asked: that does not change afterwards. */
function Occasion({ value, onChange }: { value: When; onChange: (change: Partial<When>) => void }) {
  const { t } = useTranslation("templates");
  const channelName = useChannelName();
  const categories = useTerms("inquiry_category");
  return (
    <Group grow preventGrowOverflow={false} align="end">
      <Select
        label={t("moment_label")}
        allowDeselect={false}
        data={(["wrap_up", "hand_off"] as const).map((each) => ({ value: each, label: t(`moment.${each}`) }))}
        value={value.moment}
        onChange={(moment) => moment && onChange({ moment: moment as When["moment"] })}
      />
      <Select
        label={t("channel")}
        placeholder={t("any_channel")}
        clearable
        data={CHANNELS.map((each) => ({ value: each, label: channelName(each) }))}
        value={value.channel}
        onChange={(channel) => onChange({ channel })}
      />
      <Select
        label={t("category")}
        placeholder={t("any_category")}
        clearable
        searchable
        data={
          categories.data
            ?.filter((each) => each.status === "active")
            .map((each) => ({ value: each.code, label: each.label })) ?? []
        }
        value={value.category}
        onChange={(category) => onChange({ category })}
      />
    </Group>
  );
}
