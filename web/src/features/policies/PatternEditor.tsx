import { Button, Drawer, Group, NumberInput, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useEdited } from "../../lib/edited";
import { useRefresh } from "../../lib/pages";
import { ChangedElsewhere } from "../../ui/ChangedElsewhere";
import { useConfirm } from "../../ui/confirm";
import { orStale } from "../../ui/stale";
import { tellDone } from "../../ui/tell";
import { codeOf } from "../people/rights";
import type { Pattern } from "./PatternsPage";
import { TryText } from "./TryText";

const NEW = {
  id: "new",
  version: 0,
  kind: "",
  label: "",
  expression: "",
  cues: [] as string[],
  needs_cue: false,
  confidence: 0.9,
  active: true,
};

/** A pattern, and at once what it would find. */
export function PatternEditor({
  pattern,
  readAgain,
  onClose,
}: {
  pattern: Pattern | null;
  readAgain: () => unknown;
  onClose: () => void;
}) {
  const { t } = useTranslation(["policies", "app"]);
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const [typed, setTyped] = useState(false);
  const edited = useEdited(pattern ?? NEW, ({ kind, label, expression, cues, needs_cue, confidence, active }) => ({
    kind,
    label,
    expression,
    cues,
    needs_cue,
    confidence,
    active,
  }));
  const { fields, set } = edited;
  const done = () => {
    refresh("/api/v1/entity-patterns");
    tellDone(t("saved"));
    onClose();
  };
  const save = useWrite("patch", "/api/v1/entity-patterns/{pattern_id}", {
    meta: { quiet: true },
    onSuccess: done,
    onError: orStale(readAgain),
  });
  const add = useWrite("post", "/api/v1/entity-patterns", { onSuccess: done });
  const remove = useWrite("delete", "/api/v1/entity-patterns/{pattern_id}", { onSuccess: done });
  const failed = add.error ?? save.error;
  const problem = failed instanceof Problem ? failed : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!pattern) return add.mutate({ body: fields });
    const { kind: _, ...body } = edited.changes;
    save.mutate({ params: { path: { pattern_id: pattern.id }, header: { "If-Match": edited.match } }, body });
  };
  const askRemove = () =>
    pattern &&
    ask({
      title: t("pattern_remove_title", { label: pattern.label }),
      body: t("pattern_remove_body"),
      confirm: t("app:delete"),
      danger: true,
      onConfirm: () => remove.mutate({ params: { path: { pattern_id: pattern.id } } }),
    });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={pattern?.label ?? t("pattern_add")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <ChangedElsewhere edited={edited} label={(name) => t(`pattern_field.${name}`)} />
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("pattern_field.label")}
            required
            data-autofocus
            value={fields.label}
            onChange={({ currentTarget: { value } }) =>
              set(pattern || typed ? { label: value } : { label: value, kind: codeOf(value, "_") })
            }
            error={problem?.of("label")}
          />
          <TextInput
            label={t("pattern_field.kind")}
            required
            disabled={pattern !== null}
            value={fields.kind}
            onChange={(event) => {
              setTyped(true);
              set({ kind: event.currentTarget.value });
            }}
            error={problem?.of("kind")}
          />
          <TextInput
            label={t("pattern_field.expression")}
            description={t("expression_hint")}
            required
            ff="monospace"
            spellCheck={false}
            value={fields.expression}
            onChange={(event) => set({ expression: event.currentTarget.value })}
            error={problem?.of("expression")}
          />
          <TagsInput
            label={t("pattern_field.cues")}
            description={t("cues_hint")}
            value={fields.cues}
            onChange={(cues) => set({ cues })}
          />
          <Switch
            label={t("pattern_field.needs_cue")}
            checked={fields.needs_cue}
            onChange={(event) => set({ needs_cue: event.currentTarget.checked })}
          />
          <NumberInput
            label={t("pattern_field.confidence")}
            min={0}
            max={1}
            step={0.05}
            w={180}
            value={fields.confidence}
            onChange={(confidence) => set({ confidence: Number(confidence) })}
          />
          <TryText pattern={fields.expression && fields.kind && fields.label ? fields : null} />
          <Group justify="space-between">
            {pattern ? (
              <Button color="red" variant="subtle" onClick={askRemove}>
                {t("app:delete")}
              </Button>
            ) : (
              <span />
            )}
            <Button
              type="submit"
              disabled={!edited.dirty || edited.theirs !== null}
              loading={save.isPending || add.isPending}
            >
              {pattern ? t("app:save") : t("app:add")}
            </Button>
          </Group>
        </Stack>
      </form>
      {dialog}
    </Drawer>
  );
}
