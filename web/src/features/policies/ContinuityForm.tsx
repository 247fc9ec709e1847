import { Button, Group, NumberInput, Select, Text, Title } from "@mantine/core";
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

const LEARN = ["auto", "propose", "off"] as const;
const numberOrNull = (value: string | number): number | null => (value === "" ? null : Number(value));

/** From which scores a contact goes on with a case; what is empty is learned, or comes with Warmline. */
export function ContinuityForm({
  settings,
  readAgain,
}: {
  settings: Schema<"SettingsView">;
  readAgain: () => unknown;
}) {
  const { t } = useTranslation(["policies", "app"]);
  const refresh = useRefresh();
  const edited = useEdited({ id: "continuity", version: settings.version, set: settings.set }, ({ set: tuned }) => ({
    attach: tuned.attach ?? null,
    suggest: tuned.suggest ?? null,
    reopen_days: tuned.reopen_days ?? null,
    burst_seconds: tuned.burst_seconds ?? null,
    learn: tuned.learn ?? "auto",
    risk: tuned.risk ?? 0.01,
    settle_days: tuned.settle_days ?? 14,
  }));
  const { fields, set } = edited;
  const dry = useWrite("post", "/api/v1/continuity/dry-run");
  const save = useWrite("put", "/api/v1/continuity/settings", {
    meta: { quiet: true },
    onSuccess: () => {
      refresh("/api/v1/continuity");
      tellDone(t("saved"));
    },
    onError: orStale(readAgain),
  });
  const problem = save.error instanceof Problem ? save.error : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ params: { header: { "If-Match": edited.match } }, body: fields });
  };
  const numbers = [
    { name: "attach", max: 1, step: 0.05, inForce: settings.attach },
    { name: "suggest", max: 1, step: 0.05, inForce: settings.suggest },
    { name: "reopen_days", max: 365, step: 1, inForce: settings.reopen_days },
    { name: "burst_seconds", max: 86_400, step: 10, inForce: settings.burst_seconds },
  ] as const;
  const run = dry.data;
  return (
    <section className={classes.card} aria-labelledby="continuity-settings">
      <Title order={2} size="h4" id="continuity-settings">
        {t("continuity_title")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t(settings.model ? "model_learned" : "model_shipped", { model: settings.model })}
      </Text>
      <ChangedElsewhere edited={edited} label={(name) => t(`setting.${name}`)} />
      <form onSubmit={submit}>
        <Group align="end">
          {numbers.map(({ name, max, step, inForce }) => (
            <NumberInput
              key={name}
              label={t(`setting.${name}`)}
              placeholder={t("in_force", { value: inForce })}
              min={0}
              max={max}
              step={step}
              w={200}
              value={fields[name] ?? ""}
              onChange={(value) => set({ [name]: numberOrNull(value) })}
              error={problem?.of(name)}
            />
          ))}
          <Select
            label={t("setting.learn")}
            allowDeselect={false}
            w={260}
            data={LEARN.map((value) => ({ value, label: t(`learn.${value}`) }))}
            value={fields.learn}
            onChange={(learn) => learn && set({ learn: learn as (typeof LEARN)[number] })}
          />
        </Group>
        <Group mt="md">
          <Button
            variant="default"
            loading={dry.isPending}
            onClick={() => dry.mutate({ body: { attach: fields.attach, suggest: fields.suggest, days: 30 } })}
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
          caption={t("dry_continuity", { days: run.days, count: run.contacts, changed: run.changed })}
          figures={[
            { id: "attached", before: run.before.counts.attach ?? 0, after: run.after.counts.attach ?? 0 },
            { id: "suggested", before: run.before.counts.suggest ?? 0, after: run.after.counts.suggest ?? 0 },
            { id: "new", before: run.before.counts.new ?? 0, after: run.after.counts.new ?? 0 },
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
