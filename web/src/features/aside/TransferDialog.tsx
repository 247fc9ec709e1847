import { Alert, Box, Button, Group, Modal, Progress, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { useDraft } from "../../lib/drafts";
import { Loaded } from "../../ui/states";
import { tellDone, tellFailure } from "../../ui/tell";
import classes from "./Aside.module.css";
import type { Interaction } from "./data";
import { FormFields } from "./FormFields";
import { type Answers, answered, completeness, type FormField, handOffFields, missing } from "./form";
import { PacketView } from "./PacketView";
import { TargetPicker } from "./TargetPicker";
import { mustWait, type Target, targetBody } from "./targets";

interface Props {
  interaction: Interaction;
  warm: boolean;
  close: () => void;
}

/** Give work to somebody else: warm with its context, or cold. */
export function TransferDialog(props: Props) {
  const { t } = useTranslation("aside");
  return (
    <Modal
      opened
      onClose={props.close}
      title={t(props.warm ? "hand_off.title" : "transfer.title")}
      size="lg"
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Body {...props} />
    </Modal>
  );
}

interface Draft {
  reason: string;
  typed: Answers;
}
const EMPTY: Draft = { reason: "", typed: {} };

function Body({ interaction, warm: warmFirst, close }: Props) {
  const { t } = useTranslation("aside");
  const [warm, setWarm] = useState(warmFirst);
  const [target, setTarget] = useState<Target | null>(null);
  const [tried, setTried] = useState(false);
  const [draft, setDraft, clear] = useDraft<Draft>(`hand-off.${interaction.id}`, EMPTY);
  const path = { params: { path: { interaction_id: interaction.id } } };
  const form = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}/capture",
    { params: { ...path.params, query: { moment: "hand_off" } } },
    { meta: { live: false }, staleTime: 0 },
  );
  const write = useWrite("post", "/api/v1/interactions/{interaction_id}/transfer", {
    onSuccess: () => {
      clear();
      tellDone(t("transfer.done", { name: target?.name ?? "" }));
      close();
    },
    onError: (error: unknown) => {
      if (!(error instanceof Problem) || error.fields.length === 0) tellFailure(error);
    },
    meta: { quiet: true },
  });
  const fields: readonly FormField[] = form.data?.fields ?? [];
  const empty = warm ? missing(fields, draft.typed) : [];
  const refused = write.error as unknown;
  const problem = (name: string) => {
    if (tried && empty.some((each) => each.field === name)) return t("form.required");
    return refused instanceof Problem ? refused.of(name) : undefined;
  };
  const send = (allow_incomplete: boolean) => {
    setTried(true);
    if (!target || (warm && (!draft.reason.trim() || (empty.length > 0 && !allow_incomplete)))) return;
    const context = {
      reason: draft.reason.trim(),
      fields: handOffFields(answered(fields, draft.typed)),
      allow_incomplete,
    };
    write.mutate({ ...path, body: { ...targetBody(target), wait: mustWait(target), warm: warm ? context : null } });
  };
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t("transfer.how")}
        value={warm ? "warm" : "cold"}
        onChange={(value) => setWarm(value === "warm")}
        data={[
          { value: "warm", label: t("transfer.warm") },
          { value: "cold", label: t("transfer.cold") },
        ]}
      />
      <Text size="sm" c="dimmed">
        {t(warm ? "transfer.warm_why" : "transfer.cold_why")}
      </Text>
      <TargetPicker
        interactionId={interaction.id}
        kinds={["queue", "team", "agent"]}
        value={target}
        onChange={setTarget}
      />
      {tried && !target && <Alert color="red">{t("targets.choose")}</Alert>}
      {target && mustWait(target) && <Alert color="yellow">{t("targets.will_wait", { name: target.name })}</Alert>}
      {warm && (
        <>
          <Textarea
            label={t("hand_off.reason")}
            withAsterisk
            autosize
            minRows={2}
            value={draft.reason}
            onChange={(event) => setDraft({ ...draft, reason: event.currentTarget.value })}
            error={tried && !draft.reason.trim() ? t("hand_off.say_why") : problem("reason")}
          />
          <Loaded query={form}>
            {(it) => (
              <FormFields
                fields={it.fields}
                category={it.category}
                typed={draft.typed}
                problem={problem}
                onChange={(typed) => setDraft({ ...draft, typed })}
              />
            )}
          </Loaded>
          <Travels interaction={interaction} fields={fields} typed={draft.typed} empty={empty} />
        </>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {t("app:cancel")}
        </Button>
        {warm && tried && empty.length > 0 && (
          <Button variant="light" color="red" onClick={() => send(true)} loading={write.isPending}>
            {t("hand_off.anyway")}
          </Button>
        )}
        <Button onClick={() => send(false)} loading={write.isPending}>
          {t(warm ? "hand_off.send" : "transfer.send")}
        </Button>
      </Group>
    </Stack>
  );
}

/** What the receiver will see, and what is still missing by policy. */
function Travels({
  interaction,
  fields,
  typed,
  empty,
}: {
  interaction: Interaction;
  fields: readonly FormField[];
  typed: Answers;
  empty: readonly FormField[];
}) {
  const { t } = useTranslation("aside");
  const [answers] = useDebouncedValue(handOffFields(answered(fields, typed)), 400);
  const packet = $api.useQuery(
    "post",
    "/api/v1/interactions/{interaction_id}/context",
    { params: { path: { interaction_id: interaction.id } }, body: { fields: answers } },
    { meta: { live: false }, placeholderData: (before) => before, staleTime: 30_000 },
  );
  return (
    <Box className={classes.travels}>
      <Text size="sm" fw={650}>
        {t("hand_off.travels")}
      </Text>
      <Progress my="xs" size="sm" value={completeness(fields, typed) * 100} aria-label={t("form.complete")} />
      {empty.length > 0 && (
        <Text size="sm" className={classes.late} mb="xs">
          {t("hand_off.missing", { fields: empty.map((each) => each.label).join(", ") })}
        </Text>
      )}
      <Loaded query={packet}>{(it) => <PacketView packet={it} />}</Loaded>
    </Box>
  );
}
