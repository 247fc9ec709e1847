import { Button, Fieldset, Group, Select, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useCommands } from "../../lib/commands";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { languageChoices, languageName, timeZones } from "../../lib/regions";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { Guarded } from "../../ui/Guarded";
import { orStale } from "../../ui/stale";
import { Loaded, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import classes from "./Organisation.module.css";
import { Packs } from "./Packs";

type Organisation = Schema<"Organization">;
const SECOND_FACTOR = "second_factor_required";

export default function OrganisationPage() {
  const { t } = useTranslation(["organisation", "admin"]);
  const organisation = $api.useQuery("get", "/api/v1/organization");
  return (
    <Guarded needs={["org.manage"]}>
      <PageHeader title={t("admin:page.organisation")}>{t("about")}</PageHeader>
      <div className={classes.cards}>
        <Loaded query={organisation}>
          {(found) => <OrganisationForm organisation={found} readAgain={() => organisation.refetch()} />}
        </Loaded>
        <Packs />
      </div>
    </Guarded>
  );
}

const fieldsOf = ({ name, locale, time_zone, settings }: Organisation) => ({
  name,
  locale,
  time_zone,
  second_factor: settings[SECOND_FACTOR] === true,
});

function OrganisationForm({ organisation, readAgain }: { organisation: Organisation; readAgain: () => unknown }) {
  const { t } = useTranslation(["organisation", "app"]);
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const edited = useEdited(organisation, fieldsOf);
  const { fields, set, changes } = edited;
  const save = useWrite("patch", "/api/v1/organization", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/organization");
      tellDone(t("saved"));
    },
    onError: orStale(readAgain),
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const write = () => {
    const { second_factor, ...rest } = changes;
    const body = second_factor === undefined ? rest : { ...rest, settings: { [SECOND_FACTOR]: second_factor || null } };
    save.mutate(
      { params: { header: { "If-Match": edited.match } }, body: body as Schema<"OrganizationChange"> },
      { onSuccess: edited.saved },
    );
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!edited.dirty) return;
    if (!changes.second_factor) return write();
    ask({ title: t("factor_title"), body: t("factor_body"), confirm: t("factor_confirm"), onConfirm: write });
  };
  useCommands([
    {
      id: "organisation.save",
      title: t("app:save"),
      group: t("organisation"),
      keys: "mod+s",
      inFields: true,
      enabled: edited.dirty,
      run: submit,
    },
  ]);
  return (
    <Fieldset legend={t("basics")} className={classes.card}>
      <ChangedElsewhere
        edited={edited}
        label={(name) => t(`field.${name}`)}
        show={(name, value) =>
          name === "second_factor"
            ? t(value ? "required" : "not_required")
            : name === "locale"
              ? languageName(String(value))
              : String(value)
        }
      />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("field.name")}
            description={t("name_hint")}
            required
            maxLength={200}
            value={fields.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={problem?.of("name")}
          />
          <Select
            label={t("field.locale")}
            description={t("locale_hint")}
            searchable
            allowDeselect={false}
            data={languageChoices([fields.locale])}
            value={fields.locale}
            onChange={(locale) => locale && set({ locale })}
            error={problem?.of("locale")}
          />
          <Select
            label={t("field.time_zone")}
            description={t("zone_hint")}
            searchable
            allowDeselect={false}
            data={timeZones(fields.time_zone)}
            value={fields.time_zone}
            onChange={(time_zone) => time_zone && set({ time_zone })}
            error={problem?.of("time_zone")}
          />
          <Switch
            label={t("field.second_factor")}
            description={t("factor_hint")}
            checked={fields.second_factor}
            onChange={(event) => set({ second_factor: event.currentTarget.checked })}
          />
          <Text size="sm" c="dimmed">
            {t("region", { region: organisation.data_region })}
          </Text>
          <Group>
            <Button type="submit" disabled={!edited.dirty || edited.theirs !== null} loading={save.isPending}>
              {t("app:save")}
            </Button>
            {edited.dirty && (
              <Button variant="default" onClick={edited.reset}>
                {t("app:cancel")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
      {dialog}
    </Fieldset>
  );
}
