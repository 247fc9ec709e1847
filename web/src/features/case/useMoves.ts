import { useTranslation } from "react-i18next";
import { type Schema, useWrite } from "../../api/client";
import { useMe } from "../../api/me";
import { useCommands } from "../../lib/commands";
import { type CaseStatus, caseMovesFrom, isAnswerable, type Move, movesFrom } from "./moves";

const KEYS: Partial<Record<Move, string>> = { hold: "h", resume: "h", end: "e", take: "t", reopen: "shift+o" };
const CASE_KEYS: Partial<Record<CaseStatus, string>> = { resolved: "shift+r", open: "shift+o" };

export interface MoveItem {
  id: string;
  label: string;
  keys?: string;
  run: () => void;
}

/** What can be done now with the contact, and with its case, as commands and for the menu. */
export function useMoves(interaction: Schema<"InteractionView"> | undefined, it: Schema<"CaseView"> | undefined) {
  const { t } = useTranslation("case");
  const me = useMe();
  const id = interaction?.id ?? "";
  const hold = useWrite("post", "/api/v1/interactions/{interaction_id}/hold");
  const resume = useWrite("post", "/api/v1/interactions/{interaction_id}/resume");
  const wait = useWrite("post", "/api/v1/interactions/{interaction_id}/wait");
  const end = useWrite("post", "/api/v1/interactions/{interaction_id}/end");
  const reopen = useWrite("post", "/api/v1/interactions/{interaction_id}/reopen");
  const take = useWrite("post", "/api/v1/interactions/{interaction_id}/take");
  const status = useWrite("post", "/api/v1/cases/{case_id}/status");
  const writes = { hold, resume, wait, end, reopen, take };
  const work = me.may("interaction.work");

  // What a colleague has in hand is not ended by one wrong key; the menu still does it.
  const another = interaction?.owner_id != null && interaction.owner_id !== me.id && isAnswerable(interaction.status);

  const contact: MoveItem[] = (work && interaction ? movesFrom(interaction.status) : []).map((move) => ({
    id: `contact.${move}`,
    label: t(`move.${move}`),
    keys: another ? undefined : KEYS[move],
    run: () => writes[move].mutate({ params: { path: { interaction_id: id } } }),
  }));
  const own = me.may("case.write", "interaction.work") && it && !it.joined_into;
  const whole: MoveItem[] = (own ? caseMovesFrom(it.status) : []).map((to) => ({
    id: `case.${to}`,
    label: t(`case_move.${to}`),
    keys: contact.some((each) => each.keys === CASE_KEYS[to]) ? undefined : CASE_KEYS[to],
    run: () => it && status.mutate({ params: { path: { case_id: it.id } }, body: { status: to } }),
  }));
  const group = t("app:group.case");
  useCommands([...contact, ...whole].map(({ id, label, keys, run }) => ({ id, title: label, group, keys, run })));
  return { contact, whole };
}
