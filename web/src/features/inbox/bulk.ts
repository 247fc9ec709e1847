import { api } from "../../api/client";
import { type InboxRow, isEnded, isWaiting } from "./rows";

/** What can be done with rows, one or many. */
export type Action =
  | { kind: "read" }
  | { kind: "unread" }
  | { kind: "take" }
  | { kind: "assign"; agentId: string }
  | { kind: "move"; queueId: string }
  | { kind: "snooze"; until: string | null }
  | { kind: "wake" }
  | { kind: "follow" }
  | { kind: "unfollow" }
  | { kind: "resolve" };

/** One request to the server. */
export type Call =
  | { do: "mark"; id: string; unread: boolean }
  | { do: "take"; id: string }
  | { do: "assign"; id: string; agentId: string; fromId?: string }
  | { do: "transfer"; id: string; queueId: string }
  | { do: "snooze"; id: string; until: string | null }
  | { do: "wake"; id: string }
  | { do: "follow"; caseId: string }
  | { do: "unfollow"; caseId: string }
  | { do: "case"; caseId: string; status: "resolved" | "open" }
  | { do: "reopen"; id: string };

/** What is to be done with one row, and what takes it back; none where nothing does. */
export interface Step {
  row: InboxRow;
  call: Call;
  undo: Call[];
}

export interface Rights {
  me: string;
  may: (...anyOf: string[]) => boolean;
}

/** Whether an action has a meaning for a row, and somebody may do it: what does not is not offered. */
export function fits(action: Action["kind"], row: InboxRow, { me, may }: Rights): boolean {
  const works = may("interaction.work");
  const leads = may("queue.manage");
  switch (action) {
    case "read":
      return row.unread;
    case "unread":
      return !row.unread;
    case "take":
      return works && isWaiting(row) && !row.automatic;
    case "assign":
      return leads && !isEnded(row) && !row.automatic;
    case "move":
      return !isEnded(row) && !row.automatic && (leads || (works && row.owner_id === me));
    case "snooze":
      return !row.snoozed && !isEnded(row);
    case "wake":
      return row.snoozed;
    case "follow":
      return row.case_id !== null && !row.followed;
    case "unfollow":
      return row.case_id !== null && row.followed;
    case "resolve":
      return row.case_id !== null && !isSettled(row) && may("case.write", "interaction.work");
  }
}

const isSettled = (row: InboxRow): boolean => row.case_status === "resolved" || row.case_status === "closed";

/** The steps of an action. Rows of one case are one step, where the action is about the case. */
export function planOf(action: Action, rows: readonly InboxRow[], rights: Rights): Step[] {
  const seen = new Set<string>();
  return rows
    .filter((row) => fits(action.kind, row, rights))
    .filter((row) => {
      const key = ABOUT_CASE.has(action.kind) && row.case_id ? row.case_id : row.interaction_id;
      return !seen.has(key) && seen.add(key);
    })
    .map((row) => stepOf(action, row, rights.me));
}

const ABOUT_CASE = new Set<Action["kind"]>(["follow", "unfollow", "resolve"]);

function stepOf(action: Action, row: InboxRow, me: string): Step {
  const id = row.interaction_id;
  const caseId = row.case_id ?? "";
  const step = (call: Call, ...undo: Call[]): Step => ({ row, call, undo });
  switch (action.kind) {
    case "read":
      return step({ do: "mark", id, unread: false }, { do: "mark", id, unread: true });
    case "unread":
      return step({ do: "mark", id, unread: true }, { do: "mark", id, unread: false });
    case "take":
      return step({ do: "take", id }, ...back(row, me));
    case "assign":
      return step({ do: "assign", id, agentId: action.agentId }, ...regiven(row, action.agentId));
    case "move":
      return step({ do: "transfer", id, queueId: action.queueId }, ...back(row, me));
    case "snooze":
      return step({ do: "snooze", id, until: action.until }, { do: "wake", id });
    case "wake":
      return step({ do: "wake", id }, { do: "snooze", id, until: row.snoozed_until ?? null });
    case "follow":
      return step({ do: "follow", caseId }, { do: "unfollow", caseId });
    case "unfollow":
      return step({ do: "unfollow", caseId }, { do: "follow", caseId });
    case "resolve":
      // What waited was resolved with its case, and waits again; what is in hand stays so.
      return isWaiting(row) || row.status === "waiting_customer"
        ? step({ do: "case", caseId, status: "resolved" }, { do: "reopen", id })
        : step({ do: "case", caseId, status: "resolved" }, { do: "case", caseId, status: "open" });
  }
}

/** What puts work back where it was: to who had it, else into its queue. */
function back(row: InboxRow, me: string): Call[] {
  const id = row.interaction_id;
  if (row.owner_id === me) return [{ do: "take", id }];
  if (row.owner_id) return [{ do: "assign", id, agentId: row.owner_id }];
  return row.queue_id ? [{ do: "transfer", id, queueId: row.queue_id }] : [];
}

/** What takes back that work was given to somebody, where nobody has taken it further. */
function regiven(row: InboxRow, fromId: string): Call[] {
  const id = row.interaction_id;
  if (row.owner_id) return [{ do: "assign", id, agentId: row.owner_id, fromId }];
  return row.queue_id ? [{ do: "transfer", id, queueId: row.queue_id }] : [];
}

/** Ask the server. */
export async function send(call: Call): Promise<void> {
  const of = (id: string) => ({ params: { path: { interaction_id: id } } });
  const inCase = (id: string) => ({ params: { path: { case_id: id } } });
  switch (call.do) {
    case "mark":
      await api.PUT("/api/v1/interactions/{interaction_id}/read-mark", {
        ...of(call.id),
        body: { unread: call.unread },
      });
      return;
    case "take":
      await api.POST("/api/v1/interactions/{interaction_id}/take", of(call.id));
      return;
    case "assign":
      await api.POST("/api/v1/interactions/{interaction_id}/assign", {
        ...of(call.id),
        body: { agent_id: call.agentId, ...(call.fromId && { from_id: call.fromId }) },
      });
      return;
    case "transfer":
      await api.POST("/api/v1/interactions/{interaction_id}/transfer", {
        ...of(call.id),
        body: { queue_id: call.queueId },
      });
      return;
    case "snooze":
      await api.PUT("/api/v1/interactions/{interaction_id}/snooze", { ...of(call.id), body: { until: call.until } });
      return;
    case "wake":
      await api.DELETE("/api/v1/interactions/{interaction_id}/snooze", of(call.id));
      return;
    case "follow":
      await api.PUT("/api/v1/cases/{case_id}/followers/me", inCase(call.caseId));
      return;
    case "unfollow":
      await api.DELETE("/api/v1/cases/{case_id}/followers/me", inCase(call.caseId));
      return;
    case "case":
      await api.POST("/api/v1/cases/{case_id}/status", { ...inCase(call.caseId), body: { status: call.status } });
      return;
    case "reopen":
      await api.POST("/api/v1/interactions/{interaction_id}/reopen", of(call.id));
  }
}

/** How a row looks once the step is done, as far as that is known here. */
export function foreseen(call: Call): Partial<InboxRow> {
  switch (call.do) {
    case "mark":
      return { unread: call.unread };
    case "snooze":
      return { snoozed: true, snoozed_until: call.until };
    case "wake":
      return { snoozed: false, snoozed_until: null };
    case "follow":
      return { followed: true };
    case "unfollow":
      return { followed: false };
    default:
      return {};
  }
}

export interface Failed {
  step: Step;
  error: unknown;
}

const ABREAST = 4;

/** Do the steps, a few at a time. One that fails stops no other. Returns what failed. */
export async function perform(
  steps: readonly Step[],
  work: (step: Step) => Promise<void>,
  progress: (done: number) => void,
): Promise<Failed[]> {
  const failed: Failed[] = [];
  let at = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let step = steps[at++]; step; step = steps[at++]) {
      try {
        await work(step);
      } catch (error) {
        failed.push({ step, error });
      }
      progress(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(ABREAST, steps.length) }, lane));
  return failed;
}

/** The steps that take others back, the last first. */
export function undoOf(done: readonly Step[]): Step[] {
  return done.flatMap((step) => step.undo.map((call): Step => ({ row: step.row, call, undo: [step.call] }))).reverse();
}
