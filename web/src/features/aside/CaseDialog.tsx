import { Alert, Button, Checkbox, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, useWrite } from "../../api/client";
import { Problem } from "../../api/problem";
import { StatusBadge } from "../../ui/StatusBadge";
import { tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import type { Case, Overview } from "./data";
import { undoable } from "./evidence";

interface Props {
  what: "move" | "join";
  interactionId: string | null;
  shown: Case;
  overview: Overview | undefined;
  close: () => void;
  done: () => void;
}

/** Put this contact in another case, or join this case into another. */
export function CaseDialog(props: Props) {
  const { t } = useTranslation("aside");
  return (
    <Modal
      opened
      onClose={props.close}
      title={t(`${props.what}.title`)}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Body {...props} />
    </Modal>
  );
}

function Body({ what, interactionId, shown, overview, close, done }: Props) {
  const { t } = useTranslation("aside");
  const [typed, setTyped] = useState("");
  const [reference] = useDebouncedValue(typed.trim().toUpperCase(), 250);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const [foreign, setForeign] = useState(false);
  const found = $api.useQuery(
    "get",
    "/api/v1/cases",
    { params: { query: { reference, limit: 5 } } },
    { enabled: reference.length > 3, meta: { live: false } },
  );
  const own = (overview?.record.cases ?? []).filter((each) => each.id !== shown.id);
  const others = (found.data?.items ?? []).filter((each) => each.id !== shown.id);
  const cases = reference.length > 3 ? others : own;
  const failed = (error: unknown) => {
    if (error instanceof Problem && error.code === "other_customer") setForeign(true);
    else tellFailure(error);
  };
  const quiet = { onError: failed, meta: { quiet: true } };
  const finished = (undo: () => Promise<void>) => {
    done();
    close();
    tellUndoable(t(`${what}.done`), () => void undo().then(done, tellFailure));
  };
  const move = useWrite("post", "/api/v1/interactions/{interaction_id}/move", {
    ...quiet,
    onSuccess: (it) => finished(() => undoMove(it.id, t("decision.undo_reason"))),
  });
  const join = useWrite("post", "/api/v1/cases/{case_id}/join", {
    ...quiet,
    onSuccess: () => finished(() => undoJoin(shown.id, t("decision.undo_reason"))),
  });
  const send = () => {
    if (!chosen) return;
    const why = reason.trim() || t(`${what}.reason`);
    const body = { reason: why, confirm_other_customer: confirmed };
    if (what === "join") join.mutate({ params: { path: { case_id: shown.id } }, body: { ...body, into_id: chosen } });
    else if (interactionId)
      move.mutate({ params: { path: { interaction_id: interactionId } }, body: { ...body, case_id: chosen } });
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t(`${what}.why`)}
      </Text>
      <TextInput
        data-autofocus
        label={t("move.find")}
        placeholder={t("move.placeholder")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Radio.Group label={t("move.to")} value={chosen ?? ""} onChange={setChosen}>
        <Stack gap={6} mt={4} mah={260} style={{ overflowY: "auto" }}>
          {cases.map((each) => (
            <Radio
              key={each.id}
              value={each.id}
              label={
                <Group gap={6} component="span">
                  <Text component="span" size="sm">
                    {each.reference} · {each.title || t("case.untitled")}
                  </Text>
                  <StatusBadge status={each.status} size="xs" />
                </Group>
              }
            />
          ))}
          {cases.length === 0 && (
            <Text size="sm" c="dimmed">
              {t(reference.length > 3 ? "move.nothing_found" : "move.no_other")}
            </Text>
          )}
        </Stack>
      </Radio.Group>
      <TextInput
        label={t("move.why_label")}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {foreign && (
        <Alert color="yellow" role="alert">
          <Checkbox
            label={t("move.other_customer")}
            checked={confirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {t("app:cancel")}
        </Button>
        <Button onClick={send} disabled={!chosen} loading={move.isPending || join.isPending}>
          {t(`${what}.send`)}
        </Button>
      </Group>
    </Stack>
  );
}

async function undoMove(interactionId: string, reason: string): Promise<void> {
  const { data } = await api.GET("/api/v1/interactions/{interaction_id}/decisions", {
    params: { path: { interaction_id: interactionId } },
  });
  const back = undoable(data ?? []);
  if (!back) return;
  await api.POST("/api/v1/case-decisions/{decision_id}/undo", {
    params: { path: { decision_id: back.id } },
    body: { reason },
  });
}

async function undoJoin(caseId: string, reason: string): Promise<void> {
  await api.POST("/api/v1/cases/{case_id}/unjoin", { params: { path: { case_id: caseId } }, body: { reason } });
}
