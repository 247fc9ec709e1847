import { Autocomplete, Button, Group, MultiSelect, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useId } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useEdited } from "../../lib/edited";
import { LANGUAGES } from "../../lib/i18n";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useChannelName } from "../../ui/ChannelIcon";
import { useConfirm } from "../../ui/confirm";
import { useTeams } from "../../ui/names";
import { orStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import classes from "../people/People.module.css";
import { BodyField } from "./BodyField";
import { type Canned, mayChange } from "./canned";
import { Preview } from "./Preview";

const NEW: Canned = {
  id: "new",
  code: "",
  name: "",
  body: "",
  folder: "",
  language: null,
  channels: [],
  scope: "personal",
  agent_id: null,
  team_id: null,
  uses: 0,
  used_at: null,
  version: 0,
  created_at: "",
  updated_at: "",
};

interface Props {
  /** Null makes a new one. */
  canned: Canned | null;
  folders: string[];
  readAgain: () => unknown;
  onDone: (id: string | null) => void;
}

const fieldsOf = ({ code, name, body, folder, language, channels, scope, team_id }: Canned) => ({
  code,
  name,
  body,
  folder,
  language,
  channels,
  scope,
  team_id,
});

/** One text: what one types for it, whose it is, and what it says. */
export function CannedEditor({ canned, folders, readAgain, onDone }: Props) {
  const { t } = useTranslation(["canned", "app"]);
  const me = useMe();
  const id = useId();
  const [ask, dialog] = useConfirm();
  const edited = useEdited(canned ?? NEW, fieldsOf);
  const { fields, set } = edited;
  const may = canned === null || mayChange(me, canned);
  const { add, save, remove, busy } = useChanges(readAgain, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { scope: _scope, team_id: _team, ...changes } = edited.changes;
    if (canned) save.mutate({ params: path(canned), body: changes, ...matching(edited.match) });
    else add.mutate({ body: fields });
  };
  const askRemove = () =>
    canned &&
    ask({
      title: t("remove_title", { code: canned.code }),
      body: t("remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: path(canned) }),
    });
  return (
    <section className={classes.card} aria-labelledby={id}>
      <Text component="h2" fw={650} id={id} m={0} mb="sm">
        {canned ? `/${canned.code}` : t("add")}
      </Text>
      <ChangedElsewhere edited={edited} label={(name) => t(`field.${name}`)} />
      {!may && (
        <Text size="sm" c="dimmed" mb="sm">
          {t("not_yours")}
        </Text>
      )}
      <form onSubmit={submit}>
        <fieldset disabled={!may} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <TextInput
                label={t("field.code")}
                description={t("code_hint")}
                leftSection="/"
                required
                pattern="[a-z0-9][a-z0-9_\-]{0,62}"
                title={t("code_hint")}
                value={fields.code}
                onChange={(event) => set({ code: event.currentTarget.value.toLowerCase() })}
              />
              <TextInput
                label={t("field.name")}
                description={t("name_hint")}
                required
                maxLength={200}
                value={fields.name}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
            </SimpleGrid>
            <Whose fields={fields} fixed={canned !== null} onChange={set} />
            <BodyField body={fields.body} onBody={(body) => set({ body })} />
            <Preview body={fields.body} language={fields.language} canned={edited.dirty ? null : canned} />
            <Suits fields={fields} folders={folders} onChange={set} />
          </Stack>
        </fieldset>
        {may && (
          <Group mt="md">
            <Button type="submit" loading={busy} disabled={!edited.dirty || edited.theirs !== null}>
              {t(canned ? "app:save" : "app:add")}
            </Button>
            {edited.dirty && canned && (
              <Button variant="default" onClick={edited.reset}>
                {t("reset")}
              </Button>
            )}
            {canned && (
              <Button variant="subtle" color="red" ml="auto" onClick={askRemove}>
                {t("app:delete")}
              </Button>
            )}
          </Group>
        )}
      </form>
      {dialog}
    </section>
  );
}

const path = (canned: Canned) => ({ path: { canned_id: canned.id } });
const matching = (version: string) => ({ headers: { "If-Match": version } });

function useChanges(readAgain: () => unknown, onDone: (id: string | null) => void) {
  const { t } = useTranslation("canned");
  const refresh = useRefresh();
  const done = (id: string | null) => {
    refresh("/api/v1/canned-responses");
    tellDone(t(id ? "saved" : "removed"));
    onDone(id);
  };
  const add = useWrite("post", "/api/v1/canned-responses", { onSuccess: ({ id }) => done(id) });
  const save = useWrite("patch", "/api/v1/canned-responses/{canned_id}", {
    meta: { quiet: true },
    onSuccess: ({ id }) => done(id),
    onError: orStale(readAgain),
  });
  const remove = useWrite("delete", "/api/v1/canned-responses/{canned_id}", { onSuccess: () => done(null) });
  return { add, save, remove, busy: add.isPending || save.isPending };
}

const USUAL = ["email", "webchat", "sms", "whatsapp", "telegram"];

type Fields = ReturnType<typeof fieldsOf>;
type Change = (change: Partial<Fields>) => void;

/** Whose it is is decided when it is made. */
function Whose({ fields, fixed, onChange }: { fields: Fields; fixed: boolean; onChange: Change }) {
  const { t } = useTranslation("canned");
  const me = useMe();
  const teams = useTeams();
  const keeper = me.may("vocabulary.manage");
  const mine = [...(teams.data?.values() ?? [])].filter((each) => keeper || me.agent.team_ids.includes(each.id));
  const scopes: Schema<"Scope">[] = [
    "personal",
    ...(mine.length > 0 || fields.scope === "team" ? (["team"] as const) : []),
    ...(keeper || fields.scope === "everybody" ? (["everybody"] as const) : []),
  ];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t("field.scope")}
        description={fixed ? t("scope_fixed") : undefined}
        data={scopes.map((value) => ({ value, label: t(`scope.${value === "personal" ? "mine" : value}`) }))}
        value={fields.scope}
        disabled={fixed}
        allowDeselect={false}
        onChange={(value) => value && onChange({ scope: value as Schema<"Scope">, team_id: null })}
      />
      {fields.scope === "team" && (
        <Select
          label={t("field.team_id")}
          required
          disabled={fixed}
          data={(fixed ? [...(teams.data?.values() ?? [])] : mine).map(({ id, name }) => ({ value: id, label: name }))}
          value={fields.team_id}
          allowDeselect={false}
          onChange={(team_id) => onChange({ team_id })}
        />
      )}
    </SimpleGrid>
  );
}

function Suits({ fields, folders, onChange }: { fields: Fields; folders: string[]; onChange: Change }) {
  const { t } = useTranslation("canned");
  const name = useChannelName();
  const me = useMe();
  // Who may not see the connectors chooses among the usual channels.
  const there = $api.useQuery("get", "/api/v1/connectors", {}, { enabled: me.may("channel.manage") });
  const known = there.data?.items.flatMap((each) => each.channels.map(({ code }) => code)) ?? USUAL;
  const channels = new Set([...known, ...fields.channels]);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Autocomplete
        label={t("field.folder")}
        data={folders}
        maxLength={100}
        value={fields.folder}
        onChange={(folder) => onChange({ folder })}
      />
      <Select
        label={t("field.language")}
        placeholder={t("any_language")}
        clearable
        clearButtonProps={{ "aria-label": t("any_language") }}
        data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        value={fields.language}
        onChange={(language) => onChange({ language })}
      />
      <MultiSelect
        label={t("field.channels")}
        placeholder={fields.channels.length === 0 ? t("any_channel") : undefined}
        data={[...channels].map((value) => ({ value, label: name(value) }))}
        value={fields.channels}
        onChange={(chosen) => onChange({ channels: chosen })}
      />
    </SimpleGrid>
  );
}
