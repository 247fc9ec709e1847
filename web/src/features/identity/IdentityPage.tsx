import { Group, Select, Text, UnstyledButton } from "@mantine/core";
import { IconUserCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, api, type Schema, useWrite } from "../../api/client";
import { useTopics } from "../../api/live";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { formatShare } from "../../lib/format";
import { PAGED, rowsOf, useRefresh } from "../../lib/pages";
import { Guarded } from "../../ui/Guarded";
import { ShowMore } from "../../ui/ShowMore";
import { Empty, Loaded, PageHeader } from "../../ui/states";
import { tellDone, tellFailure } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import { Deduplication } from "./Deduplication";
import { nextAfter } from "./evidence";
import classes from "./Identity.module.css";
import { SideBySide } from "./SideBySide";

export type Listed = Omit<Schema<"Listed">, "names"> & { names: string[] };
type State = Schema<"Proposal">["state"];
const STATES: State[] = ["open", "accepted", "declined", "settled"];

export default function IdentityPage() {
  return (
    <Guarded needs={["customer.merge", "customer.read"]}>
      <Identity />
    </Guarded>
  );
}

/** Who may be one person: read, compared and answered without leaving the keyboard. */
function Identity() {
  const { t } = useTranslation(["identity", "admin"]);
  const me = useMe();
  const [state, setState] = useState<State>("open");
  const [least, setLeast] = useState("0");
  const [chosen, setChosen] = useState<string | null>(null);
  const proposals = $api.useInfiniteQuery(
    "get",
    "/api/v1/identity/proposals",
    { params: { query: { state, min_score: Number(least), limit: 50 } } },
    { ...PAGED, staleTime: 0, meta: { kinds: ["identity_proposal"] } },
  );
  const rows = rowsOf(proposals.data) ?? [];
  useTopics(rows.slice(0, 60).map((each) => `customer:${each.proposal.customer_id}`));
  const place = Math.max(
    rows.findIndex((each) => each.proposal.id === chosen),
    0,
  );
  const current = rows[place];
  const step = (by: number) => setChosen(rows[Math.min(Math.max(place + by, 0), rows.length - 1)]?.proposal.id ?? null);
  const answer = useAnswer(() => setChosen(nextAfter(rows, place)?.proposal.id ?? null));
  const may = me.may("customer.merge") && current?.proposal.state === "open";
  const group = t("admin:page.identity");
  useCommands([
    { id: "identity.next", title: t("next"), group, keys: "j", run: () => step(1) },
    { id: "identity.previous", title: t("previous"), group, keys: "k", run: () => step(-1) },
    {
      id: "identity.accept",
      title: t("accept"),
      group,
      keys: "a",
      enabled: may,
      run: () => current && answer.accept(current),
    },
    {
      id: "identity.decline",
      title: t("decline"),
      group,
      keys: "d",
      enabled: may,
      run: () => current && answer.decline(current),
    },
  ]);
  return (
    <>
      <PageHeader title={group}>{t("about")}</PageHeader>
      {me.may("customer.merge") && <Deduplication />}
      <Group mb="md" align="end">
        <Select
          label={t("state")}
          allowDeselect={false}
          w={170}
          data={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
          value={state}
          onChange={(next) => setState((next ?? "open") as State)}
        />
        <Select
          label={t("least")}
          allowDeselect={false}
          w={170}
          data={["0", "0.5", "0.7", "0.85", "0.95"].map((value) => ({
            value,
            label: value === "0" ? t("any_score") : t("from_score", { score: formatShare(Number(value)) }),
          }))}
          value={least}
          onChange={(next) => setLeast(next ?? "0")}
        />
      </Group>
      <Loaded query={{ ...proposals, data: rowsOf(proposals.data) }}>
        {(found) =>
          found.length === 0 || !current ? (
            <Empty icon={<IconUserCheck size={32} />} title={t(`none.${state}`)}>
              {t("none_hint")}
            </Empty>
          ) : (
            <div className={classes.columns}>
              <div>
                <ProposalList rows={found} current={current.proposal.id} onChoose={setChosen} />
                <ShowMore query={proposals} />
              </div>
              <SideBySide
                key={current.proposal.id}
                id={current.proposal.id}
                busy={answer.busy}
                onAccept={(keep) => answer.accept(current, keep)}
                onDecline={() => answer.decline(current)}
              />
            </div>
          )
        }
      </Loaded>
    </>
  );
}

function ProposalList({
  rows,
  current,
  onChoose,
}: {
  rows: Listed[];
  current: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation("identity");
  return (
    <ul className={classes.list} aria-label={t("queue")}>
      {rows.map(({ proposal, names, likely }) => (
        <li key={proposal.id}>
          <UnstyledButton
            className={classes.row}
            aria-current={proposal.id === current}
            onClick={() => onChoose(proposal.id)}
          >
            <Text fw={600} size="sm" truncate>
              {names.map((each) => String(each) || t("app:unnamed")).join(" · ")}
            </Text>
            <Text size="xs" c="dimmed">
              {formatShare(proposal.score)} · {t(`origin.${proposal.origin}`)}
              {likely && ` · ${t("likely")}`}
              {proposal.conflicts.length > 0 && ` · ${t("conflicting")}`}
            </Text>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

/** Answering, with a way back: a merge is undone, a decline is taken back. */
function useAnswer(goOn: () => void) {
  const { t } = useTranslation("identity");
  const refresh = useRefresh();
  const again = () => refresh("/api/v1/identity", "/api/v1/customers");
  const accept = useWrite("post", "/api/v1/identity/proposals/{proposal_id}/accept", { onSettled: again });
  const decline = useWrite("post", "/api/v1/identity/proposals/{proposal_id}/decline", { onSettled: again });
  const take = async (back: () => Promise<unknown>) => {
    try {
      await back();
      tellDone(t("taken_back"));
    } catch (error) {
      tellFailure(error);
    }
    again();
    // The proposal opens again a moment after the merge is undone.
    setTimeout(again, 1500);
  };
  const path = (listed: Listed) => ({ params: { path: { proposal_id: listed.proposal.id } } });
  return {
    busy: accept.isPending || decline.isPending,
    accept: (listed: Listed, keep?: string) =>
      accept.mutate(
        { ...path(listed), body: { reason: t("reason_accept"), keep: keep ?? null } },
        {
          onSuccess: ({ merge_id }) => {
            goOn();
            if (!merge_id) return;
            tellUndoable(t("accepted", { names: listed.names.join(" · ") }), () =>
              take(() =>
                api.POST("/api/v1/identity-decisions/{decision_id}/undo", {
                  params: { path: { decision_id: merge_id } },
                  body: { reason: t("reason_undo") },
                }),
              ),
            );
          },
        },
      ),
    decline: (listed: Listed) =>
      decline.mutate(
        { ...path(listed), body: { reason: t("reason_decline") } },
        {
          onSuccess: () => {
            goOn();
            tellUndoable(t("declined", { names: listed.names.join(" · ") }), () =>
              take(() => api.POST("/api/v1/identity/proposals/{proposal_id}/reopen", path(listed))),
            );
          },
        },
      ),
  };
}
