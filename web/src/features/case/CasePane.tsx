import { Button, Text } from "@mantine/core";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schema } from "../../api/client";
import { useMe } from "../../api/me";
import { useLayout } from "../../lib/preferences";
import { Failure, Loading } from "../../ui/states";
import { CaseHeader } from "./CaseHeader";
import classes from "./CaseHeader.module.css";
import { Composer } from "./Composer";
import { isAnswerable } from "./moves";
import { StoryList } from "./StoryList";
import { noteSeen, seenUntil } from "./seen";
import { rowsOf } from "./story";
import { useMoves } from "./useMoves";
import { useStory } from "./useStory";

interface Props {
  caseId: string | null;
  interactionId: string | null;
  /** Shows or hides the customer's pane. */
  onAside: () => void;
  /** The story is there, or cannot be had. */
  onTold: (id: string) => void;
}

/** The case: one story across channels, and the composer. */
export function CasePane(props: Props) {
  const key = props.caseId ?? props.interactionId;
  return key ? <Pane key={key} {...props} /> : null;
}

function Pane({ caseId, interactionId, onAside, onTold }: Props) {
  const { t } = useTranslation("case");
  const me = useMe();
  const [steps, setSteps] = useLayout("case.steps", true);
  const it = $api.useQuery(
    "get",
    "/api/v1/cases/{case_id}",
    { params: { path: { case_id: caseId ?? "" } } },
    { enabled: caseId !== null },
  );
  const contacts = useContacts(caseId, interactionId);
  const interaction =
    contacts.find((each) => each.id === interactionId) ??
    contacts.find((each) => isAnswerable(each.status)) ??
    contacts[0];
  const { query, story, readBack, reading } = useStory({ caseId, interactionId });
  const [unreadAfter] = useState(() => (caseId ? seenUntil(me.id, caseId) : null));
  const rows = useMemo(() => rowsOf(story.items, { steps, unreadAfter }), [story.items, steps, unreadAfter]);
  const onEnd = useRead(caseId, interactionId, story.items.at(-1)?.at ?? null);
  const due = useDue(interaction?.id);
  const [told, setTold] = useState(false);
  useEffect(() => {
    if (query.isPending) return;
    // After the paint: what is beside the story and under it shall not hold it up.
    const frame = requestAnimationFrame(() => {
      setTold(true);
      onTold(caseId ?? interactionId ?? "");
    });
    return () => cancelAnimationFrame(frame);
  }, [query.isPending, caseId, interactionId, onTold]);
  if (it.error && !it.data) return <Failure error={it.error} retry={() => void it.refetch()} />;
  return (
    <>
      {it.data && (
        <CaseHeader
          it={it.data}
          contacts={contacts}
          interaction={interaction}
          due={due}
          steps={steps}
          onSteps={setSteps}
          onAside={onAside}
        />
      )}
      {query.data ? (
        <StoryList story={story} rows={rows} reading={reading} onReadBack={() => void readBack()} onEnd={onEnd} />
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <div style={{ flex: 1 }}>
          <Loading rows={8} label={t("story.loading")} />
        </div>
      )}
      {!told && <div className={classes.soon} />}
      {told && interaction && (
        <>
          <Untaken interaction={interaction} it={it.data} />
          <Composer
            key={interaction.id}
            interaction={interaction}
            topic={caseId ? `case:${caseId}` : `interaction:${interaction.id}`}
            story={story}
            me={me.id}
            answerable={isAnswerable(interaction.status) && me.may("interaction.work") && it.data?.status !== "closed"}
            mayNote={me.may("interaction.work", "case.write")}
          />
        </>
      )}
    </>
  );
}

/** The contacts of the case, those begun last first; of what is in no case, the contact. */
function useContacts(caseId: string | null, interactionId: string | null): Schema<"InteractionView">[] {
  const all = $api.useQuery(
    "get",
    "/api/v1/cases/{case_id}/interactions",
    { params: { path: { case_id: caseId ?? "" }, query: { limit: 50 } } },
    { enabled: caseId !== null },
  );
  const one = $api.useQuery(
    "get",
    "/api/v1/interactions/{interaction_id}",
    { params: { path: { interaction_id: interactionId ?? "" } } },
    { enabled: interactionId !== null },
  );
  return useMemo(() => {
    const listed = all.data?.items ?? [];
    return one.data && !listed.some((each) => each.id === one.data.id) ? [one.data, ...listed] : listed;
  }, [all.data, one.data]);
}

/** Since when the contact should have been answered. */
function useDue(interactionId: string | undefined): string | null {
  const row = $api.useQuery(
    "get",
    "/api/v1/inbox",
    { params: { query: { interaction_id: [interactionId ?? ""], limit: 1, view: "everything" } } },
    { enabled: interactionId !== undefined, meta: { kinds: ["interaction"] } },
  );
  return row.data?.items[0]?.due_at ?? null;
}

/** What is on the screen of somebody who looks at it counts as read. */
function useRead(caseId: string | null, interactionId: string | null, until: string | null): () => void {
  const me = useMe();
  const read = useCallback(() => {
    if (!until || document.visibilityState === "hidden") return;
    if (caseId) noteSeen(me.id, caseId, until);
    if (!interactionId || !me.may("interaction.work")) return;
    // A mark that is not set is set with the next message.
    api
      .PUT("/api/v1/interactions/{interaction_id}/read-mark", {
        params: { path: { interaction_id: interactionId } },
        body: {},
      })
      .catch(() => undefined);
  }, [caseId, interactionId, me, until]);
  const any = until !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when there is something to read; then at each message.
  useEffect(read, [any]);
  return read;
}

/** Of work that is nobody's now: how to get it, or take it up again. */
function Untaken({ interaction, it }: { interaction: Schema<"InteractionView">; it: Schema<"CaseView"> | undefined }) {
  const { t } = useTranslation("case");
  const { contact } = useMoves(interaction, it);
  const move = contact.find((each) => each.id === "contact.take" || each.id === "contact.reopen");
  if (isAnswerable(interaction.status) || !move) return null;
  return (
    <div className={classes.closed}>
      <Text size="sm">{t(move.id === "contact.take" ? "untaken.waits" : "untaken.ended")}</Text>
      <Button size="compact-sm" flex="none" onClick={move.run}>
        {move.label}
      </Button>
    </div>
  );
}
