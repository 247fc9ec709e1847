import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDateTime, formatShare } from "../../lib/format";
import { AgentName } from "../../ui/names";
import { Loaded } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import classes from "./Aside.module.css";
import { type Case, type Overview, useDecisions } from "./data";
import { undoable, whoDecided } from "./evidence";
import { AnchorLink } from "./links";
import { Reasons } from "./Reasons";
import { Section } from "./Section";

interface Props {
  interactionId: string;
  shown: Case | undefined;
  overview: Overview | undefined;
  open: (what: "move" | "join") => void;
}

/** Why this contact is in this case, what was decided before, and what can be done about it. */
export function Decisions({ interactionId, shown, overview, open }: Props) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const decisions = useDecisions(interactionId);
  const may = me.may("case.write");
  const again = () => void decisions.refetch();
  const path = { params: { path: { interaction_id: interactionId } } };
  const split = useWrite("post", "/api/v1/interactions/{interaction_id}/split", {
    onSuccess: () => {
      tellDone(t("decision.split_done"));
      again();
    },
  });
  const undo = useWrite("post", "/api/v1/case-decisions/{decision_id}/undo", {
    onSuccess: () => {
      tellDone(t("decision.undone"));
      again();
    },
  });
  const unjoin = useWrite("post", "/api/v1/cases/{case_id}/unjoin", { onSuccess: again });
  const back = undoable(decisions.data ?? []);
  return (
    <Section name="decisions" title={t("decision.title")} closed>
      <Loaded query={decisions} rows={2}>
        {(found) => (
          <Stack gap="xs">
            <ol className={classes.list}>
              {[...found].reverse().map((each) => (
                <Decided key={each.id} decision={each} overview={overview} />
              ))}
            </ol>
            {may && (
              <Group gap={6}>
                {back && (
                  <Button
                    size="compact-sm"
                    variant="light"
                    loading={undo.isPending}
                    onClick={() =>
                      undo.mutate({
                        params: { path: { decision_id: back.id } },
                        body: { reason: t("decision.undo_reason") },
                      })
                    }
                  >
                    {t("decision.undo")}
                  </Button>
                )}
                <Button size="compact-sm" variant="default" onClick={() => open("move")}>
                  {t("decision.move")}
                </Button>
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={split.isPending}
                  onClick={() => split.mutate({ ...path, body: { reason: t("decision.split_reason") } })}
                >
                  {t("decision.split")}
                </Button>
                {shown && !shown.joined_into && (
                  <Button size="compact-sm" variant="default" onClick={() => open("join")}>
                    {t("decision.join")}
                  </Button>
                )}
                {shown?.joined_into && (
                  <Button
                    size="compact-sm"
                    variant="light"
                    loading={unjoin.isPending}
                    onClick={() =>
                      unjoin.mutate({
                        params: { path: { case_id: shown.id } },
                        body: { reason: t("decision.undo_reason") },
                      })
                    }
                  >
                    {t("decision.unjoin")}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}

function Decided({ decision, overview }: { decision: Schema<"DecisionView">; overview: Overview | undefined }) {
  const { t } = useTranslation("aside");
  const who = whoDecided(decision.decided_by);
  const named = overview?.record.cases.find((each) => each.id === decision.case_id);
  return (
    <li className={classes.card} style={decision.undone_at ? { opacity: 0.85 } : undefined}>
      <Group gap={6}>
        <Text size="sm" fw={600} td={decision.undone_at ? "line-through" : undefined}>
          {t(`decision.kind.${decision.kind}`, decision.kind)}
        </Text>
        {decision.case_id && (
          <AnchorLink to="/cases/$caseId" params={{ caseId: decision.case_id }} size="sm">
            {named?.reference ?? t("decision.case")}
          </AnchorLink>
        )}
        {decision.score !== null && (
          <Badge size="xs" variant="light" color="gray" tt="none">
            {formatShare(decision.score)}
          </Badge>
        )}
        {decision.answer && (
          <Badge size="xs" variant="light" tt="none">
            {t(`decision.answer.${decision.answer}`)}
          </Badge>
        )}
      </Group>
      <Text size="sm">{t(`decision.rule.${decision.rule}`, "")}</Text>
      <Reasons evidence={decision.evidence} />
      <Text size="xs" c="dimmed" component="div">
        {formatDateTime(decision.at)} · {who.kind === "agent" ? <AgentName id={who.id} /> : t("decision.by_machine")}
        {decision.undone_at && ` · ${t("decision.taken_back", { at: formatDateTime(decision.undone_at) })}`}
      </Text>
    </li>
  );
}
