import { Button, Group, NumberInput, Switch, Title } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { orStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import { BeforeAfter, shareOf } from "./BeforeAfter";
import classes from "./Context.module.css";

const SCORE = { min: 0, max: 1, step: 0.05, decimalScale: 2, clampBehavior: "strict" as const, w: 180 };

/** From which scores records are told of, linked, and merged. */
export function IdentityForm({
  settings,
  readAgain,
}: {
  settings: Schema<"IdentitySettings">;
  readAgain: () => unknown;
}) {
  const { t } = useTranslation(["policies", "app"]);
  const refresh = useRefresh();
  const edited = useEdited({ id: "identity", version: settings.version, policy: settings.in_force }, ({ policy }) => ({
    link: policy.link ?? 0.85,
    suggest: policy.suggest ?? 0.5,
    merge_automatically_from: policy.merge_automatically_from ?? null,
    deduplicate_nightly: policy.deduplicate_nightly ?? false,
    deduplicate_hour: policy.deduplicate_hour ?? 2,
  }));
  const { fields, set } = edited;
  const dry = useWrite("post", "/api/v1/identity/dry-run");
  const save = useWrite("put", "/api/v1/identity/settings", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/identity");
      tellDone(t("saved"));
    },
    onError: orStale(readAgain),
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ params: { header: { "If-Match": edited.match } }, body: fields });
  };
  const run = dry.data;
  return (
    <section className={classes.card} aria-labelledby="identity-settings">
      <Title order={2} size="h4" id="identity-settings" mb="sm">
        {t("identity_title")}
      </Title>
      <ChangedElsewhere edited={edited} label={(name) => t(`setting.${name}`)} />
      <form onSubmit={submit}>
        <Group align="end">
          <NumberInput
            {...SCORE}
            label={t("setting.suggest")}
            value={fields.suggest}
            onChange={(suggest) => set({ suggest: Number(suggest) })}
            error={problem?.of("suggest")}
          />
          <NumberInput
            {...SCORE}
            label={t("setting.link")}
            value={fields.link}
            onChange={(link) => set({ link: Number(link) })}
            error={problem?.of("link")}
          />
          <NumberInput
            {...SCORE}
            label={t("setting.merge_automatically_from")}
            placeholder={t("never")}
            value={fields.merge_automatically_from ?? ""}
            onChange={(from) => set({ merge_automatically_from: from === "" ? null : Number(from) })}
            error={problem?.of("merge_automatically_from")}
          />
        </Group>
        <Group mt="md" align="end">
          <Switch
            label={t("setting.deduplicate_nightly")}
            checked={fields.deduplicate_nightly}
            onChange={(event) => set({ deduplicate_nightly: event.currentTarget.checked })}
          />
          {fields.deduplicate_nightly && (
            <NumberInput
              label={t("setting.deduplicate_hour")}
              min={0}
              max={23}
              allowDecimal={false}
              w={120}
              value={fields.deduplicate_hour}
              onChange={(hour) => set({ deduplicate_hour: Number(hour) || 0 })}
            />
          )}
        </Group>
        <Group mt="md">
          <Button
            variant="default"
            loading={dry.isPending}
            onClick={() => dry.mutate({ body: { link: fields.link, suggest: fields.suggest, days: 30 } })}
          >
            {t("try")}
          </Button>
          <Button type="submit" disabled={!edited.dirty || edited.theirs !== null} loading={save.isPending}>
            {t("app:save")}
          </Button>
        </Group>
      </form>
      {run && (
        <BeforeAfter
          caption={t("dry_identity", { days: run.days, count: run.decisions, changed: run.changed })}
          figures={[
            { id: "linked", before: run.before.linked, after: run.after.linked },
            { id: "suggested", before: run.before.suggested_count, after: run.after.suggested_count },
            { id: "apart", before: run.before.apart, after: run.after.apart },
            {
              id: "precision",
              before: shareOf(run.before.precision),
              after: shareOf(run.after.precision),
              share: true,
            },
            { id: "recall", before: shareOf(run.before.recall), after: shareOf(run.after.recall), share: true },
          ]}
        />
      )}
    </section>
  );
}
