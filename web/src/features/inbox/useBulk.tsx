import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/me";
import { formatDay, formatTime } from "../../lib/format";
import { tellDone } from "../../ui/tell";
import { tellUndoable } from "../../ui/undo";
import {
  type Action,
  type Call,
  type Failed,
  foreseen,
  perform,
  planOf,
  type Rights,
  type Step,
  send,
  undoOf,
} from "./bulk";
import type { InboxList } from "./list";
import type { InboxRow } from "./rows";

export interface Underway {
  done: number;
  all: number;
}

export interface Bulk {
  rights: Rights;
  underway: Underway | null;
  failed: Failed[];
  run: (action: Action, rows: readonly InboxRow[]) => void;
  forget: () => void;
}

/** Do something with rows: a bar shows how far it is, a toast takes it back, and what failed is named. */
export function useBulk(list: InboxList, settled: () => void): Bulk {
  const { t } = useTranslation("inbox");
  const me = useMe();
  const [underway, setUnderway] = useState<Underway | null>(null);
  const [failed, setFailed] = useState<Failed[]>([]);
  const rights: Rights = { me: me.id, may: me.may };

  const work = useCallback(
    async (steps: Step[]): Promise<Failed[]> => {
      setFailed([]);
      setUnderway({ done: 0, all: steps.length });
      const one = async ({ row, call }: Step) => {
        await send(call);
        for (const id of sameCase(list, row, call)) list.patch(id, foreseen(call));
        list.touch(row.interaction_id);
      };
      const failures = await perform(steps, one, (done) => setUnderway({ done, all: steps.length }));
      setUnderway(null);
      setFailed(failures);
      settled();
      return failures;
    },
    [list, settled],
  );

  const run = (action: Action, rows: readonly InboxRow[]) => {
    const steps = planOf(action, rows, rights);
    if (steps.length === 0) return tellDone(t("bulk.nothing"));
    void work(steps).then((failures) => {
      const lost = new Set(failures.map(({ step }) => step));
      const done = steps.filter((step) => !lost.has(step));
      if (done.length === 0) return;
      const said =
        action.kind === "snooze" && action.until
          ? t("done.snooze_until", { count: done.length, until: whenOf(action.until) })
          : t(`done.${action.kind}`, { count: done.length });
      const back = undoOf(done);
      if (back.length === 0) tellDone(said);
      else tellUndoable(said, () => void work(back));
    });
  };
  return { rights, underway, failed, run, forget: () => setFailed([]) };
}

const whenOf = (at: string): string => `${formatDay(at)}, ${formatTime(at)}`;

/** The rows that a call is about: all of its case in the list, where it is about the case. */
function sameCase(list: InboxList, row: InboxRow, call: Call): string[] {
  if (call.do !== "follow" && call.do !== "unfollow") return [row.interaction_id];
  return list.shown().order.filter((id) => list.row(id)?.case_id === row.case_id);
}
