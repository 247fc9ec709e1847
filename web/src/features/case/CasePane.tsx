import { Button, Text } from "@mantine/core";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema } from "../../api/client";
import { useMe } from "../../api/me";
import { useLayout } from "../../lib/preferences";
import { Failure, Loading } from "../../ui/states";
import { CaseHeader } from "./CaseHeader";
import classes from "./CaseHeader.module.css";
import { Composer } from "./Composer";
import { isAnswerable } from "./moves";
import { StoryList } from "./StoryList";
import { seenUntil } from "./seen";
import { rowsOf } from "./story";
import { useMoves } from "./useMoves";
import { useRead } from "./useRead";
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
  // A message is drawn first; what it changes over and under the story comes after, once for some messages.
  const calm = { contacts: useDeferredValue(contacts), interaction: useDeferredValue(interaction) };
  const storyNow = useRef(story);
  storyNow.current = story;
  const [unreadAfter] = useState(() => (caseId ? seenUntil(me.id, caseId) : null));
  const rows = useMemo(() => rowsOf(story.items, { steps, unreadAfter }), [story.items, steps, unreadAfter]);
  const onEnd = useRead(caseId, interactionId ?? interaction?.id ?? null, story.items, interaction?.owner_id === me.id);
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
          contacts={calm.contacts}
          interaction={calm.interaction}
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
      {told && calm.interaction && (
        <>
          <Untaken interaction={calm.interaction} it={it.data} />
          <Composer
            key={calm.interaction.id}
            interaction={calm.interaction}
            topic={caseId ? `case:${caseId}` : `interaction:${calm.interaction.id}`}
            story={storyNow}
            me={me.id}
            answerable={
              isAnswerable(calm.interaction.status) && me.may("interaction.work") && it.data?.status !== "closed"
            }
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
