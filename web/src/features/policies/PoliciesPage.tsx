import { Button, Group, NavLink, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowsExchange, IconPlus } from "@tabler/icons-react";
import { type FormEvent, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useCommands } from "../../lib/commands";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { EditorButtons } from "../../ui/EditorButtons";
import { Guarded } from "../../ui/Guarded";
import { useChoice } from "../../ui/leaving";
import { orStale } from "../../ui/stale";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { useTeamList } from "../people/data";
import classes from "../people/People.module.css";
import { FieldsEditor } from "../templates/FieldsEditor";
import { type DraftField, draftsOf, faults, fieldsOf } from "../templates/fields";
import { End, SWITCHES, useSwitchWords } from "./switches";

type Policy = Schema<"ContinuityPolicy">;
type Switch = Schema<"NewContinuityPolicy">["switch"];

export default function PoliciesPage() {
  return (
    <Guarded needs={["vocabulary.manage"]}>
      <Policies />
    </Guarded>
  );
}

/** Who owns the context at which switch, and what must travel along. */
function Policies() {
  const { t } = useTranslation(["policies", "admin"]);
  const said = useSwitchWords();
  const policies = $api.useQuery("get", "/api/v1/continuity-policies", { params: { query: { limit: 200 } } });
  const { current: policy, isNew, choose, show, leaving } = useChoice(policies.data?.items);
  useCommands([
    { id: "policies.add", title: t("add"), group: t("admin:page.policies"), keys: "n", run: () => choose("new") },
  ]);
  return (
    <>
      <PageHeader
        title={t("admin:page.policies")}
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => choose("new")}>
            {t("add")}
          </Button>
        }
      >
        {t("about")}
      </PageHeader>
      {leaving}
      <Loaded query={policies}>
        {({ items }) => {
          if (!policy && !isNew)
            return (
              <Empty icon={<IconArrowsExchange size={32} />} title={t("none")}>
                {t("none_hint")}
              </Empty>
            );
          return (
            <div className={classes.columns}>
              <nav aria-label={t("admin:page.policies")} className={classes.card}>
                {items.map((each) => (
                  <NavLink
                    key={each.id}
                    component="button"
                    label={each.name}
                    description={said(each)}
                    active={each.id === policy?.id}
                    aria-current={each.id === policy?.id}
                    onClick={() => choose(each.id)}
                  />
                ))}
              </nav>
              <PolicyEditor
                key={policy?.id ?? "new"}
                policy={policy}
                readAgain={() => policies.refetch()}
                onDone={show}
              />
            </div>
          );
        }}
      </Loaded>
    </>
  );
}

const NEW = {
  id: "new",
  version: 0,
  name: "",
  switch: "agent",
  from_value: null as string | null,
  to_value: null as string | null,
  owner_team_id: null as string | null,
  fields: [] as Record<string, unknown>[],
};

function PolicyEditor({
  policy,
  readAgain,
  onDone,
}: {
  policy: Policy | null;
  readAgain: () => unknown;
  onDone: (id: string | null) => void;
}) {
  const { t } = useTranslation(["policies", "app"]);
  const refresh = useRefresh();
  const said = useSwitchWords();
  const teams = useTeamList();
  const [ask, dialog] = useConfirm();
  const [tried, setTried] = useState(false);
  const edited = useEdited(policy ?? NEW, (each) => ({
    name: each.name,
    switch: each.switch,
    from_value: each.from_value,
    to_value: each.to_value,
    owner_team_id: each.owner_team_id,
    fields: draftsOf(each.fields),
  }));
  const { fields, set } = edited;
  const wrong = faults(fields.fields);
  const saved = useMemo(() => new Set(policy?.fields.map((each) => String(each.field))), [policy]);
  const done = (id: string | null) => {
    refresh("/api/v1/continuity-policies");
    tellDone(t("saved"));
    onDone(id);
  };
  const save = useWrite("patch", "/api/v1/continuity-policies/{policy_id}", {
    meta: { quiet: true },
    onSuccess: (next) => done(next.id),
    onError: orStale(readAgain),
  });
  const add = useWrite("post", "/api/v1/continuity-policies", { onSuccess: (next) => done(next.id) });
  const remove = useWrite("delete", "/api/v1/continuity-policies/{policy_id}", { onSuccess: () => done(null) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong.size > 0) return;
    const body = { name: fields.name.trim(), owner_team_id: fields.owner_team_id, fields: fieldsOf(fields.fields) };
    if (policy) save.mutate({ params: { path: { policy_id: policy.id }, header: { "If-Match": edited.match } }, body });
    else
      add.mutate({
        body: { ...body, switch: fields.switch as Switch, from_value: fields.from_value, to_value: fields.to_value },
      });
  };
  const askRemove = () =>
    policy &&
    ask({
      title: t("remove_title", { name: policy.name }),
      body: t("remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: { path: { policy_id: policy.id } } }),
    });
  return (
    <form onSubmit={submit} aria-label={policy?.name ?? t("add")}>
      <ChangedElsewhere
        edited={edited}
        label={(name) => t(`field.${name}`)}
        show={(name, value) =>
          name === "fields" ? (value as DraftField[]).map((each) => each.label).join(", ") : String(value ?? "–")
        }
      />
      <Stack>
        <TextInput
          label={t("field.name")}
          required
          maxLength={200}
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {policy ? (
          <Text size="sm" c="dimmed">
            {said(policy)}
          </Text>
        ) : (
          <Group grow preventGrowOverflow={false} align="start">
            <Select
              label={t("field.switch")}
              allowDeselect={false}
              data={SWITCHES.map((value) => ({ value, label: t(`switch.${value}`) }))}
              value={fields.switch}
              onChange={(next) => next && set({ switch: next, from_value: null, to_value: null })}
            />
            <End
              kind={fields.switch}
              side="from"
              value={fields.from_value}
              onChange={(from_value) => set({ from_value })}
            />
            <End kind={fields.switch} side="to" value={fields.to_value} onChange={(to_value) => set({ to_value })} />
          </Group>
        )}
        <Select
          label={t("field.owner_team_id")}
          description={t("owner_hint")}
          placeholder={t("owner_none")}
          clearable
          data={teams.data?.items.map((each) => ({ value: each.id, label: each.name })) ?? []}
          value={fields.owner_team_id}
          onChange={(owner_team_id) => set({ owner_team_id })}
        />
        <Text fw={600} size="sm">
          {t("must_travel")}
        </Text>
        <FieldsEditor
          fields={fields.fields}
          onChange={(next) => set({ fields: next })}
          wrong={tried ? wrong : new Map()}
          saved={saved}
        />
        <EditorButtons
          isNew={!policy}
          disabled={!edited.dirty || edited.theirs !== null}
          busy={save.isPending || add.isPending}
          onRemove={askRemove}
          onCancel={() => onDone(null)}
        />
      </Stack>
      {dialog}
    </form>
  );
}
