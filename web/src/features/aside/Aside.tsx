import { Box, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { Loaded } from "../../ui/states";
import { Actions, type Dialog } from "./Actions";
import classes from "./Aside.module.css";
import { CustomerCard } from "./CustomerCard";
import { Decisions } from "./Decisions";
import { canWrapUp, useCase, useDecisions, useInteraction, useOverview } from "./data";
import { IdentityProposals } from "./IdentityProposals";
import { IncomingHandOff } from "./IncomingHandOff";
import { OfferedWhy } from "./OfferedWhy";
import { Promises } from "./Promises";
import { References } from "./References";
import { Section } from "./Section";
import { Signals } from "./Signals";
import { SimilarCases } from "./SimilarCases";
import { Suggestions } from "./Suggestions";
import { Timeline } from "./Timeline";
import { Together } from "./Together";

// What is opened now and then is fetched then.
const CallbackDialog = lazy(() => import("./CallbackDialog").then((each) => ({ default: each.CallbackDialog })));
const CaseDialog = lazy(() => import("./CaseDialog").then((each) => ({ default: each.CaseDialog })));
const InviteDialog = lazy(() => import("./InviteDialog").then((each) => ({ default: each.InviteDialog })));
const TransferDialog = lazy(() => import("./TransferDialog").then((each) => ({ default: each.TransferDialog })));
const WrapUp = lazy(() => import("./WrapUp").then((each) => ({ default: each.WrapUp })));

interface Props {
  caseId: string | null;
  interactionId: string | null;
}

/** The customer, and what is known around the case. */
export function Aside({ caseId, interactionId }: Props) {
  const { t } = useTranslation("aside");
  const me = useMe();
  const interaction = useInteraction(interactionId);
  const shown = useCase(caseId);
  const customerId = interaction.data?.customer_id ?? shown.data?.customer_id ?? null;
  const reads = me.may("customer.read");
  const overview = useOverview(reads ? customerId : null);
  const decisions = useDecisions(interactionId);
  useTopics([
    ...(customerId ? [`customer:${customerId}`] : []),
    ...(interactionId ? [`interaction:${interactionId}`] : []),
  ]);
  const [dialog, setDialog] = useState<{ what: Dialog; of: string | null } | null>(null);
  // A dialog belongs to the contact for which it was opened.
  const open = dialog && dialog.of === (interactionId ?? caseId) ? dialog.what : null;
  const show = (what: Dialog) => setDialog({ what, of: interactionId ?? caseId });
  const close = () => setDialog(null);
  const it = interaction.data;
  const mine = it?.owner_id === me.id;
  const wrapping = it && mine && (it.status === "wrap_up" || (open === "wrap_up" && canWrapUp(it.status)));
  const again = () => {
    void decisions.refetch();
    void overview.refetch();
  };
  return (
    <Box className={classes.pane}>
      <Suspense>
        {wrapping && <WrapUp key={it.id} interaction={it} close={it.status === "wrap_up" ? null : close} />}
      </Suspense>
      {it && <Actions interaction={it} hasCase={Boolean(caseId)} open={show} />}
      {it && <IncomingHandOff interaction={it} />}
      {interactionId && <Suggestions interactionId={interactionId} overview={overview.data} />}
      {customerId && reads && (
        <Section name="customer" title={t("customer.title")}>
          <Loaded query={overview} rows={6}>
            {(data) => <CustomerCard overview={data} />}
          </Loaded>
        </Section>
      )}
      {customerId && !reads && (
        <Text size="sm" c="dimmed" p="md">
          {t("customer.hidden")}
        </Text>
      )}
      {customerId && <IdentityProposals customerId={customerId} done={again} />}
      {it && <Together interaction={it} />}
      {caseId && <Promises caseId={caseId} interactionId={interactionId} />}
      {caseId && <References caseId={caseId} />}
      {customerId && (
        <Timeline customerId={customerId} interactionId={interactionId} cases={overview.data?.record.cases ?? []} />
      )}
      {caseId && <SimilarCases caseId={caseId} />}
      {interactionId && <Signals interactionId={interactionId} />}
      {interactionId && (
        <Decisions interactionId={interactionId} shown={shown.data} overview={overview.data} open={show} />
      )}
      {it && <OfferedWhy interactionId={it.id} waits={it.status === "queued"} />}
      <Suspense>
        {it && (open === "hand_off" || open === "transfer") && (
          <TransferDialog interaction={it} warm={open === "hand_off"} close={close} />
        )}
        {it && (open === "consult" || open === "conference") && (
          <InviteDialog interaction={it} kind={open} close={close} />
        )}
        {it && open === "callback" && <CallbackDialog interaction={it} overview={overview.data} close={close} />}
        {shown.data && (open === "move" || open === "join") && (
          <CaseDialog
            what={open}
            interactionId={interactionId}
            shown={shown.data}
            overview={overview.data}
            close={close}
            done={again}
          />
        )}
      </Suspense>
    </Box>
  );
}
