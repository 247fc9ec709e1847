import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatDateTime, formatShare } from "../../lib/format";
import { AgentName } from "../../ui/names";
import { Empty, Loaded } from "../../ui/states";
import { tellDone } from "../../ui/tell";
import { whoDecided } from "../aside/evidence";
import { AnchorLink } from "../aside/links";
import { Reasons } from "../aside/Reasons";
import classes from "./Customer.module.css";

type Decision = Schema<"Decision">;

/** Why these handles and records count as one customer; every decision can be taken back. */
export function IdentityDecisions({ customerId, done }: { customerId: string; done: () => void }) {
  const { t } = useTranslation("customer");
  const decisions = $api.useQuery(
    "get",
    "/api/v1/customers/{customer_id}/decisions",
    { params: { path: { customer_id: customerId }, query: { limit: 100 } } },
    { meta: { kinds: ["identity_decision"] } },
  );
  const again = () => {
    void decisions.refetch();
    done();
  };
  return (
    <Loaded query={decisions}>
      {(page) =>
        page.items.length === 0 ? (
          <Empty title={t("identity.none")} />
        ) : (
          <Stack gap="xs" component="ol" m={0} p={0} style={{ listStyle: "none" }}>
            {page.items.map((each) => (
              <Decided key={each.id} decision={each} customerId={customerId} done={again} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}

// What says nothing of how things stand, or was itself an undoing, is not taken back.
const FINAL = ["suggest", "unmerge", "unsplit"];

function Decided({ decision, customerId, done }: { decision: Decision; customerId: string; done: () => void }) {
  const { t } = useTranslation("customer");
  const me = useMe();
  const undo = useWrite("post", "/api/v1/identity-decisions/{decision_id}/undo", {
    onSuccess: () => {
      tellDone(t("identity.undone"));
      done();
    },
  });
  const who = whoDecided(decision.decided_by);
  const other = [decision.customer_id, decision.other_customer_id].find((each) => each && each !== customerId);
  const merges = ["merge", "move", "split"].includes(decision.kind);
  const may = me.may(merges ? "customer.merge" : "customer.write");
  const stands = !decision.undone_at && !decision.undoes && !FINAL.includes(decision.kind);
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap="xs">
        <Group gap={6}>
          <Text size="sm" fw={600} td={decision.undone_at ? "line-through" : undefined}>
            {t(`identity.kind.${decision.kind}`)}
          </Text>
          {other && (
            <AnchorLink to="/customers/$customerId" params={{ customerId: other }} size="sm">
              {t("identity.other")}
            </AnchorLink>
          )}
          {decision.score !== null && decision.score < 1 && (
            <Badge size="xs" variant="light" color="gray" tt="none">
              {formatShare(decision.score)}
            </Badge>
          )}
        </Group>
        {stands && may && (
          <Button
            size="compact-sm"
            variant="light"
            loading={undo.isPending}
            onClick={() =>
              undo.mutate({
                params: { path: { decision_id: decision.id } },
                body: { reason: t("identity.undo_reason") },
              })
            }
          >
            {t("identity.undo")}
          </Button>
        )}
      </Group>
      <Reasons evidence={decision.evidence} />
      <Text size="xs" c="dimmed" component="div">
        {formatDateTime(decision.at)} · {who.kind === "agent" ? <AgentName id={who.id} /> : t("identity.by_rule")}
        {decision.undone_at && ` · ${t("identity.taken_back", { at: formatDateTime(decision.undone_at) })}`}
      </Text>
    </li>
  );
}
