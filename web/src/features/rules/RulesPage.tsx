import { Button, Group, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { Problem } from "../../api/problem";
import { same, useEdited } from "../../lib/edited";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { isStale } from "../../ui/stale";
import { Empty, Failure, Loaded, PageHeader } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { DryRun } from "./DryRun";
import { RuleCard } from "./RuleCard";
import { byRule, type Draft, differences, editable, moved, type Rule, ready } from "./rules";
import { Versions } from "./Versions";

const PAUSE_MS = 400;

/** Rules of routing: written, checked to the character, tried on the last days, saved as a version. */
export default function RulesPage() {
  const { t } = useTranslation("rules");
  useTopics(["org"]);
  const rules = $api.useQuery("get", "/api/v1/routing/rules");
  return (
    <>
      <PageHeader title={t("title")}>{t("lead")}</PageHeader>
      <Loaded query={rules}>{(saved) => <Editor saved={saved} />}</Loaded>
    </>
  );
}

function Editor({ saved }: { saved: Schema<"SavedRules"> }) {
  const { t } = useTranslation("rules");
  const edited = useEdited(editable(saved), (each) => each.draft);
  const { fields: draft, set, dirty } = edited;
  const [note, setNote] = useState("");
  const told = (before: Rule[], after: Rule[]) =>
    differences(before, after)
      .map((each) => `${t(`change.${each.kind}`)}: ${each.name || t("unnamed")}`)
      .join(", ") || "–";
  const client = useQueryClient();
  const readAgain = () =>
    client.invalidateQueries({ queryKey: $api.queryOptions("get", "/api/v1/routing/rules").queryKey });
  const [body] = useDebouncedValue(ready(draft), PAUSE_MS);
  const check = $api.useQuery(
    "post",
    "/api/v1/routing/rules/check",
    { body },
    { enabled: dirty, placeholderData: keepPreviousData, retry: false },
  );
  const save = useWrite("put", "/api/v1/routing/rules", {
    meta: { quiet: true },
    onSuccess: (now) => {
      client.setQueryData($api.queryOptions("get", "/api/v1/routing/rules").queryKey, now);
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "/api/v1/routing/rules/versions" });
      tellDone(t("saved", { version: now.version }));
    },
    onError: (error) => isStale(error) && void readAgain(),
  });
  const submit = () =>
    save.mutate(
      { body: { ...ready(draft), note }, headers: { "If-Match": edited.match } },
      {
        onSuccess: (now) => {
          edited.saved(editable(now));
          setNote("");
        },
      },
    );
  const faults = byRule(dirty && check.data ? check.data.faults : []);
  const checked = same(body, ready(draft));
  const setRule = (place: number, rule: Rule) =>
    set({ rules: draft.rules.map((each, other) => (other === place ? rule : each)) });
  return (
    <Stack gap="lg" maw={1000}>
      <SegmentedControl
        aria-label={t("mode.label")}
        value={draft.mode}
        onChange={(mode) => set({ mode: mode as Draft["mode"] })}
        data={(["all", "first"] as const).map((each) => ({ value: each, label: t(`mode.${each}`) }))}
        w="fit-content"
      />
      {draft.rules.length === 0 && <Empty title={t("none")}>{t("none_hint")}</Empty>}
      {draft.rules.map((rule, place) => (
        <RuleCard
          key={rule.id ?? `new-${place}`}
          rule={rule}
          place={place}
          last={place === draft.rules.length - 1}
          count={rule.id ? saved.counts?.[rule.id] : undefined}
          faults={faults.get(place) ?? []}
          onChange={(next) => setRule(place, next)}
          move={(by) => set({ rules: moved(draft.rules, place, place + by) })}
          remove={() => set({ rules: draft.rules.filter((_, other) => other !== place) })}
        />
      ))}
      {(faults.get(-1) ?? []).map((fault) => (
        <Text key={fault.problem} role="alert" c="var(--desk-late)">
          {fault.problem}
        </Text>
      ))}
      <Group>
        <Button
          variant="light"
          leftSection={<IconPlus size={16} />}
          onClick={() => set({ rules: [...draft.rules, { name: "", when: "", then: {} }] })}
        >
          {t("add")}
        </Button>
      </Group>
      <ChangedElsewhere
        edited={edited}
        label={(name) => t(name === "mode" ? "mode.label" : "title")}
        show={(name, value) => (name === "mode" ? t(`mode.${value}`) : told(edited.base.rules, value as Rule[]))}
      />
      {save.error && !isStale(save.error) ? <SaveFailure error={save.error} /> : null}
      {dirty && (
        <Group align="end">
          <TextInput
            label={t("note")}
            placeholder={t("note_hint")}
            value={note}
            style={{ flex: "1 1 16rem" }}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button
            loading={save.isPending}
            disabled={!checked || check.isFetching || !check.data?.valid || edited.theirs !== null}
            onClick={submit}
          >
            {t("app:save")}
          </Button>
          <Button variant="default" onClick={edited.reset}>
            {t("discard")}
          </Button>
        </Group>
      )}
      <DryRun draft={draft} />
      <Versions current={saved.version} />
    </Stack>
  );
}

const SaveFailure = ({ error }: { error: unknown }) => (error instanceof Problem ? <Failure error={error} /> : null);
