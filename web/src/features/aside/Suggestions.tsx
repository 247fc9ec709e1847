import { Box, Button, Group, Progress, Text } from "@mantine/core";

import { useTranslation } from "react-i18next";
import { api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { formatShare } from "../../lib/format";
import { KeyHint } from "../../ui/KeyHint";
import { tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import classes from "./Aside.module.css";
import { type Overview, useDecisions } from "./data";
import { openSuggestions, undoable } from "./evidence";
import { AnchorLink } from "./links";
import { Reasons } from "./Reasons";
import { Section } from "./Section";

type Decision = Schema<"DecisionView">;

/** "Is this the same issue?": with evidence in plain words, one key for yes and one for no. */
export function Suggestions({ interactionId, overview }: { interactionId: string; overview: Overview | undefined }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const decisions = useDecisions(interactionId);
  const open = openSuggestions(decisions.data ?? []);
  const answering = useAnswer(interactionId, () => void decisions.refetch());
  const first = open[0];
  const may = me.may("case.write");
  const ready = Boolean(first) && may && !answering.isPending;
  const say = (accept: boolean) => first && answering.answer(first.id, accept);
  useCommands([
    {
      id: "suggestion.yes",
      title: t("same.yes"),
      group: t("app:group.case"),
      keys: "y",
      enabled: ready,
      run: () => say(true),
    },
    {
      id: "suggestion.no",
      title: t("same.no"),
      group: t("app:group.case"),
      keys: "shift+y",
      enabled: ready,
      run: () => say(false),
    },
  ]);
  if (!first) return null;
  return (
    <Section name="suggestions" title={t("same.title")} count={open.length}>
      <ul className={classes.list}>
        {open.map((each, place) => (
          <li key={each.id} className={classes.card}>
            <About decision={each} overview={overview} />
            <Reasons evidence={each.evidence} />
            {may && (
              <Group gap="xs" mt="xs">
                <Button
                  size="compact-sm"
                  onClick={() => answering.answer(each.id, true)}
                  loading={answering.isPending}
                  rightSection={place === 0 ? <KeyHint keys="y" /> : undefined}
                >
                  {t("same.yes")}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  onClick={() => answering.answer(each.id, false)}
                  disabled={answering.isPending}
                  rightSection={place === 0 ? <KeyHint keys="shift+y" /> : undefined}
                >
                  {t("same.no")}
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function About({ decision, overview }: { decision: Decision; overview: Overview | undefined }) {
  const { t } = useTranslation("aside");
  const known = overview?.record.cases.find((each) => each.id === decision.case_id);
  return (
    <Box>
      <AnchorLink to="/cases/$caseId" params={{ caseId: decision.case_id ?? "" }} size="sm" fw={600}>
        {known ? `${known.reference}: ${known.title || t("case.untitled")}` : t("same.other_case")}
      </AnchorLink>
      {decision.score !== null && (
        <Group gap={6} wrap="nowrap" mt={2}>
          <Progress value={decision.score * 100} size="sm" style={{ flex: 1 }} aria-label={t("confidence")} />
          <Text size="xs" c="dimmed">
            {t("same.likely", { share: formatShare(decision.score) })}
          </Text>
        </Group>
      )}
    </Box>
  );
}

/** Answers a suggestion, and offers to take that back. */
function useAnswer(interactionId: string, done: () => void) {
  const { t } = useTranslation("aside");
  const write = useWrite("post", "/api/v1/case-decisions/{decision_id}/answer");
  const undo = async (id: string, accept: boolean) => {
    try {
      const back = accept ? await accepted(interactionId) : id;
      if (!back) return;
      await api.POST("/api/v1/case-decisions/{decision_id}/undo", {
        params: { path: { decision_id: back } },
        body: { reason: t("same.undone") },
      });
      done();
    } catch (error) {
      tellFailure(error);
    }
  };
  const answer = (id: string, accept: boolean) =>
    write.mutate(
      { params: { path: { decision_id: id } }, body: { accept } },
      {
        onSuccess: () => {
          done();
          tellUndoable(t(accept ? "same.accepted" : "same.declined"), () => void undo(id, accept));
        },
      },
    );
  return { answer, isPending: write.isPending };
}

/** What accepting did: the decision that moved the contact. */
async function accepted(interactionId: string): Promise<string | null> {
  const { data } = await api.GET("/api/v1/interactions/{interaction_id}/decisions", {
    params: { path: { interaction_id: interactionId } },
  });
  return undoable(data ?? [])?.id ?? null;
}
