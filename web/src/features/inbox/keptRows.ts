import type { EventFrame } from "../../api/frames";
import { mayLack, type News } from "../../api/live";
import { type InboxRow, laidOver } from "./rows";

/** The rows as they were last told of, by id, and when. */
export class KeptRows {
  private readonly rows = new Map<string, InboxRow>();
  /** When the server last said how a row is, in this machine's time. */
  private readonly told = new Map<string, number>();

  get = (id: string): InboxRow | undefined => this.rows.get(id);
  has = (id: string): boolean => this.rows.has(id);
  timeOf = (id: string): string | undefined => this.rows.get(id)?.last_message_at;

  begin(rows: InboxRow[]): void {
    this.rows.clear();
    this.told.clear();
    this.keep(rows);
  }

  keep(rows: InboxRow[]): void {
    for (const row of rows) {
      this.rows.set(row.interaction_id, row);
      this.told.set(row.interaction_id, Date.now());
    }
  }

  forget(ids: Iterable<string>): void {
    for (const id of ids) this.rows.delete(id);
  }

  /** Whether there is such a row, which is now so. */
  patch(id: string, change: Partial<InboxRow>): boolean {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, { ...row, ...change });
    return row !== undefined;
  }

  /** Rows are as the frames say; those that are different by it. */
  layOver(frames: EventFrame[]): string[] {
    const changed: string[] = [];
    for (const frame of frames)
      for (const change of frame.changes) {
        const id = change.kind === "message" ? frame.interaction_id : change.id;
        const row = id ? this.rows.get(id) : undefined;
        const next = row && laidOver(row, change);
        if (!next || next === row) continue;
        this.rows.set(next.interaction_id, next);
        changed.push(next.interaction_id);
      }
    return changed;
  }

  /** Rows that were told before something happened to them. */
  lacking(news: News): string[] {
    return [...this.rows.keys()].filter((id) => mayLack(this.told.get(id) ?? 0, news.get(`interaction:${id}`)));
  }

  /** Rows of the same cases as these, for which these stand now. */
  supersededBy(rows: InboxRow[]): string[] {
    const first = new Map(rows.filter((row) => row.case_id).map((row) => [row.case_id, row.interaction_id]));
    return [...this.rows.values()]
      .filter((row) => first.has(row.case_id) && first.get(row.case_id) !== row.interaction_id)
      .map((row) => row.interaction_id);
  }
}
