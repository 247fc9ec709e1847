import { Button, Group, Modal, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useDraft } from "../../lib/drafts";
import { useConfirm } from "../../ui/confirm";
import { tellDone } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import type { Handling } from "./data";

interface About {
  work: Handling;
  agent: string;
  who: string;
}
interface Moving extends About {
  agentId: string;
}
interface Steps {
  whisper: (about: About) => void;
  takeOver: (about: Moving) => void;
  requeue: (about: Moving) => void;
}

const Context = createContext<Steps | null>(null);

/** What a supervisor does from the wall; only within `SteppingIn`. */
export function useSteppingIn(): Steps {
  const steps = useContext(Context);
  if (!steps) throw new Error("useSteppingIn is for what stands within SteppingIn");
  return steps;
}

/** Whisper, take over and put back, each with a way back where there is one. */
export function SteppingIn({ children }: { children: ReactNode }) {
  const { t } = useTranslation("wall");
  const me = useMe();
  const queries = useQueryClient();
  const assign = useWrite("post", "/api/v1/interactions/{interaction_id}/assign");
  const transfer = useWrite("post", "/api/v1/interactions/{interaction_id}/transfer");
  const [ask, dialog] = useConfirm();
  const [whispering, setWhispering] = useState<About | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: mutations are the same from one drawing to the next.
  const steps = useMemo<Steps>(() => {
    const look = () => queries.invalidateQueries({ queryKey: ["get", "/api/v1/wall"] });
    const give = (interactionId: string, agentId: string, fromId: string | null, done: () => void) =>
      assign.mutate(
        { params: { path: { interaction_id: interactionId } }, body: { agent_id: agentId, from_id: fromId } },
        { onSuccess: done, onSettled: () => void look() },
      );
    return {
      whisper: setWhispering,
      takeOver: ({ work, agentId, agent, who }) =>
        give(work.interaction_id, me.id, agentId, () =>
          tellUndoable(t("took_over", { customer: who, agent }), () =>
            give(work.interaction_id, agentId, me.id, () => tellDone(t("gave_back", { customer: who, agent }))),
          ),
        ),
      requeue: ({ work, agentId, agent, who }) =>
        ask({
          title: t("requeue_title", { customer: who }),
          body: t("requeue_body", { agent }),
          confirm: t("requeue"),
          onConfirm: () =>
            transfer.mutate(
              {
                params: { path: { interaction_id: work.interaction_id } },
                body: { queue_id: work.queue_id },
              },
              {
                onSettled: () => void look(),
                onSuccess: () =>
                  tellUndoable(t("requeued", { customer: who }), () =>
                    give(work.interaction_id, agentId, null, () => tellDone(t("gave_back", { customer: who, agent }))),
                  ),
              },
            ),
        }),
    };
  }, [me.id, t]);

  return (
    <Context.Provider value={steps}>
      {children}
      {dialog}
      {whispering && <Whisper about={whispering} close={() => setWhispering(null)} />}
    </Context.Provider>
  );
}

/** A private note into the conversation: the agent sees it at once, the customer never. */
function Whisper({ about, close }: { about: About; close: () => void }) {
  const { t } = useTranslation("wall");
  const [text, setText, clear] = useDraft(`whisper:${about.work.interaction_id}`, "");
  const note = useWrite("post", "/api/v1/interactions/{interaction_id}/notes");
  const say = () =>
    note.mutate(
      { params: { path: { interaction_id: about.work.interaction_id } }, body: { text } },
      {
        onSuccess: () => {
          clear();
          close();
          tellDone(t("whispered", { agent: about.agent }));
        },
      },
    );
  return (
    <Modal opened onClose={close} title={t("whisper_title", { agent: about.agent, customer: about.who })}>
      <Textarea
        label={t("whisper_label")}
        description={t("whisper_hint")}
        data-autofocus
        autosize
        minRows={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim()) say();
        }}
      />
      <Group justify="space-between" mt="md">
        <Text size="xs" c="dimmed">
          {t("whisper_keys")}
        </Text>
        <Button onClick={say} disabled={!text.trim()} loading={note.isPending}>
          {t("whisper")}
        </Button>
      </Group>
    </Modal>
  );
}
