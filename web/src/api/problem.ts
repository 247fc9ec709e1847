import i18next from "i18next";
import { lackOf } from "./plain";

/** A field that the server did not accept, and why. */
export interface FieldProblem {
  field: string;
  problem: string;
}

/** What the server said was wrong (RFC 9457). `message` is its detail, which is written for people. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly fields: FieldProblem[];

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.detail === "string" ? body.detail : `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = typeof body.code === "string" ? body.code : "unknown";
    this.requestId = typeof body.request_id === "string" ? body.request_id : "";
    this.fields = Array.isArray(body.errors) ? (body.errors as FieldProblem[]) : [];
  }

  /** What is wrong with a field of the form, where the server named it. */
  of(field: string): string | undefined {
    const found = this.at(field);
    return found && plainly(found.problem);
  }

  /** The same in the server's own words. */
  at(field: string): FieldProblem | undefined {
    return this.fields.find((each) => each.field === field || each.field.endsWith(`.${field}`));
  }

  /** All of it as one text for people. */
  get words(): string {
    if (!this.fields.some((each) => lackOf(each.problem))) return this.message;
    return this.fields.map((each) => `${each.field}: ${plainly(each.problem)}`).join(" ");
  }
}

/** What is wrong with a value, in the reader's language where it is about its length, size or form. */
export function plainly(problem: string): string {
  const lack = lackOf(problem);
  return lack ? i18next.t(`app:wrong.${lack.key}`, { count: lack.count }) : problem;
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor() {
    super("unreachable");
    this.name = "Unreachable";
  }
}

/** The problem of a response, whether or not it has a body that we know. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}));
  return new Problem(
    response.status,
    typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {},
  );
}
