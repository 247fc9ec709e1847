/** An entity as it is now. A null `value`: it is gone, or may not be seen any more. */
export interface Change {
  kind: string;
  id: string;
  version: number | null;
  value: Record<string, unknown> | null;
}

/** Something that happened, with what it changed. */
export interface EventFrame {
  op: "event";
  cursor: string;
  type: string | null;
  at: string | null;
  actor: string | null;
  case_id: string | null;
  interaction_id: string | null;
  customer_id: string | null;
  changes: Change[];
}

/** Told in passing and not kept: somebody types, somebody looks. */
export interface Ephemeral {
  op: "ephemeral";
  topic: string;
  payload: {
    type: "typing" | "viewing";
    by: string;
    agent_id?: string | null;
    name: string;
    typing?: boolean;
    viewing?: boolean;
  };
}

export type Frame =
  | EventFrame
  | Ephemeral
  | { op: "ready"; cursor: string }
  | { op: "heartbeat"; cursor: string }
  | { op: "topics"; topics: string[]; news: Record<string, number> }
  | { op: "error"; code: string; message: string; topic?: string };
