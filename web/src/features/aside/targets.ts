import type { Schema } from "../../api/client";

type Targets = Schema<"TransferTargets">;
export type TargetKind = "queue" | "team" | "agent";

/** Somebody to whom work can go, as a picker shows it. `now`: it would be served at once. */
export interface Target {
  kind: TargetKind;
  id: string;
  name: string;
  now: boolean;
  /** Work cannot go there at all, and why: a word of `targets.why`. */
  barred: string | null;
  waiting: number | null;
  estimate: number | null;
  available: number | null;
  status: string | null;
  full: string | null;
}

/** All targets of these kinds, those who can take it now first. */
export function targetsOf(found: Targets | undefined, kinds: readonly TargetKind[]): Target[] {
  if (!found) return [];
  const blank = { barred: null, waiting: null, estimate: null, available: null, status: null, full: null };
  const queues = found.queues.map(
    (each): Target => ({
      ...blank,
      kind: "queue",
      id: each.id,
      name: each.name,
      now: each.open && each.available > 0,
      barred: each.open ? null : "closed",
      waiting: each.waiting,
      estimate: each.estimate_seconds,
      available: each.available,
    }),
  );
  const teams = found.teams.map(
    (each): Target => ({
      ...blank,
      kind: "team",
      id: each.id,
      name: each.name,
      now: each.available > 0,
      barred: each.reachable ? null : "no_queue",
      available: each.available,
    }),
  );
  const agents = found.agents.map(
    (each): Target => ({
      ...blank,
      kind: "agent",
      id: each.id,
      name: each.name,
      now: each.ready,
      status: each.status,
      full: each.full,
    }),
  );
  const all = { queue: queues, team: teams, agent: agents };
  return kinds.flatMap((kind) => all[kind]).sort((one, other) => Number(other.now) - Number(one.now));
}

/** How the interface names a target: one of three fields. */
export function targetBody(target: Target): { queue_id?: string; team_id?: string; agent_id?: string } {
  return { [`${target.kind}_id`]: target.id };
}

/** Whether an agent has to be waited for, so that the server must be told that this is meant. */
export const mustWait = (target: Target): boolean => target.kind === "agent" && !target.now;
