import { Alert, Button, Checkbox, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { now, useNow } from "../../lib/clock";
import { useCommands } from "../../lib/commands";
import { useDraft } from "../../lib/drafts";
import { formatClock } from "../../lib/format";
import { isTyping } from "../../lib/keys";
import { KeyHint } from "../../ui/KeyHint";
import { useQueues } from "../../ui/names";
import { Loaded } from "../../ui/states";
import { tellDone, tellFailure } from "../../ui/tell";
import classes from "./Aside.module.css";
import { useGoOn } from "./afterwards";
import type { Interaction } from "./data";
import { FormFields } from "./FormFields";
import { type Answers, answered, completeness, type FormField, missing, wrapUpBody } from "./form";

interface Draft {
  typed: Answers;
  resolve: boolean;
}
const EMPTY: Draft = { typed: {}, resolve: true };
// So shortly after it ended, it is who ended it that sees the form come.
const JUST_MS = 3000;

/** What came of the contact, by the capture template of its channel and category. What is typed is kept. */
export function WrapUp({ interaction, close }: { interaction: Interaction; close: (() => void) | null }) {
  const { t } = useTranslation("aside");
  const [draft, setDraft, clear] = useDraft<Draft>(`wrap-up.${interaction.id}`, EMPTY);
  const category = typeof draft.typed.category === "string" ? draft.typed.category : null;
  const form = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/capture",
    {
      params: {
        path: { interaction_id: interaction.id },
        query: { moment: "wrap_up", ...(category ? { category } : {}) },
      },
    },
    { meta: { live: false }, placeholderData: (before) => before },
  );
  const goOn = useGoOn(interaction.id);
  const done = () => {
    clear();
    tellDone(t("wrap_up.done"));
    close?.();
    void goOn();
  };
  return (
    <Paper component="section" className={classes.section} aria-label={t("wrap_up.title")} radius={0}>
      <Group justify="space-between">
        <Title order={3} size="h5">
          {t("wrap_up.title")}
        </Title>
        <Timer interaction={interaction} />
      </Group>
      <Loaded query={form} rows={5}>
        {(it) => (
          <Asked
            interaction={interaction}
            fields={it.fields}
            category={it.category}
            draft={draft}
            setDraft={setDraft}
            done={done}
            close={close}
          />
        )}
      </Loaded>
    </Paper>
  );
}

interface AskedProps {
  interaction: Interaction;
  fields: readonly FormField[];
  category: string | null;
  draft: Draft;
  setDraft: (draft: Draft) => void;
  done: () => void;
  close: (() => void) | null;
}

function Asked({ interaction, fields, category, draft, setDraft, done, close }: AskedProps) {
  const { t } = useTranslation("aside");
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const write = useWrite("post", "/api/v1/interactions/{interaction_id}/wrap-up", {
    onSuccess: done,
    // What a field lacks stands beside it; anything else is told.
    onError: (error: unknown) => {
      if (!(error instanceof Problem) || error.fields.length === 0) tellFailure(error);
    },
    meta: { quiet: true },
  });
  const empty = missing(fields, draft.typed);
  const refused = write.error as unknown;
  const problem = (name: string): string | undefined => {
    if (tried && empty.some((each) => each.field === name)) return t("form.required");
    const said = refused instanceof Problem ? refused.of(name) : undefined;
    return said && empty.length === 0 ? said : undefined;
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (empty.length > 0) {
      // Once the fields are marked; what carries a choice's name is hidden.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    write.mutate({
      params: { path: { interaction_id: interaction.id } },
      body: wrapUpBody(answered(fields, draft.typed), draft.resolve),
    });
  };
  useCommands([
    {
      id: "wrap_up.save",
      title: t("wrap_up.save"),
      group: t("app:group.work"),
      keys: "mod+enter",
      run: () => submit(),
      inFields: true,
    },
  ]);
  // Whoever asks for the form, or has just ended the contact, begins in it, unless they are writing. Where it was there
  // before, only keys that are nowhere go to it.
  const asked = close !== null || now() - Date.parse(interaction.status_since) < JUST_MS;
  const [begins] = useState(asked);
  const [from] = useState(() => document.activeElement);
  const leave = () => {
    close?.();
    if (from instanceof HTMLElement && from.isConnected) from.focus();
  };
  useEffect(() => {
    const at = document.activeElement;
    if (at === document.body || at?.tagName === "MAIN" || (begins && !isTyping(at))) firstOf(form.current)?.focus();
  }, [begins]);
  return (
    <form ref={form} onSubmit={submit} onKeyDown={(event) => isLeaving(event) && leave()} noValidate>
      <Stack gap="xs" mt="xs">
        <Progress value={completeness(fields, draft.typed) * 100} size="sm" aria-label={t("form.complete")} />
        {fields.length === 0 && <Text size="sm">{t("wrap_up.nothing_asked")}</Text>}
        <FormFields
          fields={fields}
          category={category}
          typed={draft.typed}
          problem={problem}
          onChange={(typed) => setDraft({ ...draft, typed })}
        />
        {tried && empty.length > 0 && (
          <Alert color="red" role="alert" p="xs">
            {t("form.missing", { fields: empty.map((each) => each.label).join(", ") })}
          </Alert>
        )}
        {interaction.case_id && (
          <Checkbox
            label={t("wrap_up.resolve_case")}
            checked={draft.resolve}
            onChange={(event) => setDraft({ ...draft, resolve: event.currentTarget.checked })}
          />
        )}
        <Group gap="xs" justify="flex-end">
          {close && (
            <Button variant="default" onClick={leave}>
              {t("app:cancel")}
            </Button>
          )}
          <Button type="submit" loading={write.isPending} rightSection={<KeyHint keys="mod+enter" />}>
            {t("wrap_up.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Escape, where it does not close a list of choices. */
const isLeaving = (event: KeyboardEvent): boolean =>
  event.key === "Escape" && !event.defaultPrevented && document.activeElement?.getAttribute("aria-expanded") !== "true";

const firstOf = (form: HTMLElement | null): HTMLElement | null =>
  form?.querySelector<HTMLElement>("input:not([type=hidden]), textarea") ?? null;

/** How long it has been wrapped up, against what the queue allows. */
function Timer({ interaction }: { interaction: Interaction }) {
  const { t } = useTranslation("aside");
  const queues = useQueues();
  const now = useNow();
  if (interaction.status !== "wrap_up") return null;
  const seconds = Math.max(0, (now - Date.parse(interaction.status_since)) / 1000);
  const limit = interaction.queue_id ? queues.data?.get(interaction.queue_id)?.wrap_up_seconds : null;
  const over = limit != null && seconds > limit;
  return (
    <Text
      size="sm"
      className={over ? classes.late : undefined}
      c={over ? undefined : "dimmed"}
      style={{ fontVariantNumeric: "tabular-nums" }}
    >
      {limit != null
        ? t("wrap_up.of", { time: formatClock(seconds), limit: formatClock(limit) })
        : formatClock(seconds)}
    </Text>
  );
}
