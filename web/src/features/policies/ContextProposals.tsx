import { Button, Group, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatNumber } from "../../lib/format";
import { useRefresh } from "../../lib/pages";
import { useConfirm } from "../../ui/confirm";
import { tellDone } from "../../ui/tell";
import classes from "./Context.module.css";

/** What would mend it: each is accepted or declined. */
export function ContextProposals({ proposals }: { proposals: Schema<"ContextProposal">[] }) {
  const { t } = useTranslation("policies");
  const me = useMe();
  const refresh = useRefresh();
  const [ask, dialog] = useConfirm();
  const answer = useWrite("post", "/api/v1/context-proposals/{proposal_id}/answer", {
    onSuccess: ({ status }) => {
      refresh("/api/v1/context", "/api/v1/continuity-policies");
      tellDone(t(status === "accepted" ? "accepted" : "declined"));
    },
  });
  const open = proposals.filter((each) => each.status === "proposed");
  const give = (id: string, accept: boolean) =>
    answer.mutate({ params: { path: { proposal_id: id } }, body: { accept } });
  if (open.length === 0) return null;
  return (
    <section className={classes.card} aria-labelledby="context-proposals">
      <Title order={2} size="h4" id="context-proposals" mb="sm">
        {t("proposals")}
      </Title>
      {open.map((each) => (
        <Group key={each.id} justify="space-between" wrap="wrap" className={classes.proposal}>
          <Text size="sm" flex="1 1 20rem">
            {each.text}{" "}
            <Text span c="dimmed" size="sm">
              {t("of", { part: formatNumber(each.numerator), whole: formatNumber(each.denominator) })}
            </Text>
          </Text>
          {me.may("vocabulary.manage") && (
            <Group gap="xs">
              <Button size="compact-md" loading={answer.isPending} onClick={() => give(each.id, true)}>
                {t("accept")}
              </Button>
              <Button
                size="compact-md"
                variant="default"
                onClick={() =>
                  ask({
                    title: t("decline_title"),
                    body: t("decline_body"),
                    confirm: t("decline"),
                    onConfirm: () => give(each.id, false),
                  })
                }
              >
                {t("decline")}
              </Button>
            </Group>
          )}
        </Group>
      ))}
      {dialog}
    </section>
  );
}
