import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { $api, api, type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { formatShare } from "../../lib/format";
import { tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import classes from "./Aside.module.css";
import { AnchorLink } from "./links";
import { Reasons } from "./Reasons";
import { Section } from "./Section";

type Listed = Pick<Schema<"Listed">, "proposal"> & { names: readonly string[] };

/** "Is this the same person?": what contacts and searches propose of this customer. */
export function IdentityProposals({ customerId, done }: { customerId: string; done: () => void }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const proposals = $api.useQuery(
    "get",
    "/api/v1/identity/proposals",
    { params: { query: { customer_id: customerId, state: "open", limit: 10 } } },
    { enabled: me.may("customer.read"), meta: { kinds: ["identity_proposal"] } },
  );
  const again = () => {
    void proposals.refetch();
    done();
  };
  const open = proposals.data?.items ?? [];
  if (open.length === 0) return null;
  return (
    <Section name="identity" title={t("person.title")} count={open.length}>
      <ul className={classes.list}>
        {open.map((each) => (
          <Proposed key={each.proposal.id} listed={each} customerId={customerId} done={again} />
        ))}
      </ul>
    </Section>
  );
}

function Proposed({ listed, customerId, done }: { listed: Listed; customerId: string; done: () => void }) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const { proposal, names } = listed;
  const mine = proposal.customer_id === customerId;
  const otherId = mine ? proposal.other_customer_id : proposal.customer_id;
  const name = names[mine ? 1 : 0] ?? "";
  const path = { params: { path: { proposal_id: proposal.id } } };
  const accept = useWrite("post", "/api/v1/identity/proposals/{proposal_id}/accept");
  const decline = useWrite("post", "/api/v1/identity/proposals/{proposal_id}/decline", { onSuccess: done });
  const undo = async (mergeId: string) => {
    try {
      await api.POST("/api/v1/identity-decisions/{decision_id}/undo", {
        params: { path: { decision_id: mergeId } },
        body: { reason: t("person.undone") },
      });
      done();
    } catch (error) {
      tellFailure(error);
    }
  };
  const yes = () =>
    accept.mutate(
      { ...path, body: { reason: t("person.reason") } },
      {
        onSuccess: (made) => {
          done();
          const merge = made.merge_id;
          if (merge) tellUndoable(t("person.merged", { name }), () => void undo(merge));
        },
      },
    );
  const no = () => decline.mutate({ ...path, body: { reason: t("person.declined_reason") } });
  return (
    <li className={classes.card}>
      <AnchorLink to="/customers/$customerId" params={{ customerId: otherId }} size="sm" fw={600}>
        {name || t("app:unnamed")}
      </AnchorLink>
      <Text size="xs" c="dimmed">
        {t("person.likely", { share: formatShare(proposal.score) })}
      </Text>
      <Reasons evidence={proposal.evidence} />
      {me.may("customer.merge") && (
        <Group gap="xs" mt="xs">
          <Button size="compact-sm" onClick={yes} loading={accept.isPending}>
            {t("person.yes")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={no} loading={decline.isPending}>
            {t("person.no")}
          </Button>
        </Group>
      )}
    </li>
  );
}
