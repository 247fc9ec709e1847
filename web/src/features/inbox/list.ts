import type { EventFrame } from "../../api/frames";
import { mayLack, type News } from "../../api/live";
import { placed, risen } from "./rising";
import type { InboxRow } from "./rows";
import { laidOver } from "./rows";

export interface Page {
  items: InboxRow[];
  next?: string | null;
}

/** How the list asks: a page after a cursor, or of some rows those that belong. */
export interface Source {
  page: (after: string | undefined, limit: number) => Promise<Page>;
  only: (ids: string[]) => Promise<InboxRow[]>;
}

export interface Shown {
  order: readonly string[];
  /** Rows that are new or have news and wait to come on top, while somebody reads further down. */
  above: number;
  /** Whether more can be fetched. */
  more: boolean;
  loading: boolean;
  loaded: boolean;
  error: unknown;
}

/** The id of the element that holds the rows: there the keys of the list work. */
export const LIST_ID = "inbox-rows";

const PAGE = 200;
const FIRST = 50;
const REFRESH_MS = 500;
const RETRY_MS = 3000;
const MOST_AT_ONCE = 100;
const MOST_REMEMBERED = 5000;
const EMPTY: Shown = { order: [], above: 0, more: false, loading: false, loaded: false, error: null };

/**
 * The rows of one look at the inbox. Rows are patched by id as things happen. What is new goes on top, and so does,
 * in the order of the latest message, a row with a newer one; where somebody has scrolled they wait until they are
 * asked for, and nothing moves. In all other orders rows keep their places.
 */
export class InboxList {
  private readonly rows = new Map<string, InboxRow>();
  private waiting: string[] = [];
  private next: string | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly dirty = new Set<string>();
  /** When a row was last said to have changed: an answer to what was asked before that is not about it any more. */
  private readonly touched = new Map<string, number>();
  private touches = 0;
  /** When the server last said how a row is, in this machine's time. */
  private readonly told = new Map<string, number>();
  private began = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refreshed = 0;
  private stopped = false;
  /** Whether the top of the list is in sight: then new rows may come in at once. */
  atTop = true;
  private state: Shown = EMPTY;

  constructor(
    private readonly source: Source,
    private readonly newestFirst: boolean,
    private readonly byCase = false,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };
  shown = (): Shown => this.state;
  row = (id: string): InboxRow | undefined => this.rows.get(id);
  has = (id: string): boolean => this.rows.has(id);

  start(): void {
    this.stopped = false;
    void this.load();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Begin, or begin again. */
  async load(): Promise<void> {
    await this.fetching(async () => {
      const page = await this.asking(undefined, FIRST);
      this.began++;
      this.rows.clear();
      this.told.clear();
      this.waiting = [];
      this.keep(page.items);
      this.next = page.next ?? undefined;
      this.become({ order: ids(page.items), above: 0, more: Boolean(page.next), loaded: true });
    });
  }

  /** Read on, where there is more and nothing is on its way. */
  async loadMore(): Promise<void> {
    if (!this.state.more || this.state.loading) return;
    await this.fetching(async () => {
      const began = this.began;
      const page = await this.asking(this.next, PAGE);
      // It began anew meanwhile: this would go on from another place.
      if (began !== this.began) return;
      const fresh = page.items.filter((row) => !this.rows.has(row.interaction_id));
      this.keep(page.items);
      this.next = page.next ?? undefined;
      this.become({ order: [...this.state.order, ...ids(fresh)], more: Boolean(page.next) });
    });
  }

  /** What is new, on top. */
  reveal(): void {
    const waiting = this.waiting.filter((id) => this.rows.has(id));
    this.waiting = [];
    const old = new Set(waiting);
    const order = this.newestFirst
      ? placed(this.state.order, waiting, this.timeOf)
      : [...waiting, ...this.state.order.filter((id) => !old.has(id))];
    this.become({ order, above: 0 });
  }

  /** Things happened: rows are as the frames say at once, and are asked for again a little later. */
  hear(frames: EventFrame[]): void {
    const changed: string[] = [];
    for (const frame of frames) {
      if (frame.interaction_id) this.touch(frame.interaction_id);
      for (const change of frame.changes) {
        if (change.kind === "interaction") this.touch(change.id);
        const id = change.kind === "message" ? frame.interaction_id : change.id;
        const row = id ? this.rows.get(id) : undefined;
        const next = row && laidOver(row, change);
        if (!next || next === row) continue;
        this.rows.set(next.interaction_id, next);
        changed.push(next.interaction_id);
      }
    }
    if (changed.length > 0) this.become(this.rise(changed));
  }

  /** Rows begin to be followed: those that may have been read before something happened are asked for again. */
  hearNews(news: News): void {
    for (const id of this.rows.keys())
      if (mayLack(this.told.get(id) ?? 0, news.get(`interaction:${id}`))) this.touch(id);
  }

  /** A row as one knows it is, before the server says so. */
  patch(id: string, change: Partial<InboxRow>): void {
    const row = this.rows.get(id);
    if (!row) return;
    this.rows.set(id, { ...row, ...change });
    this.become({});
  }

  /** Ask for this row again, a little later and with others. */
  touch(id: string): void {
    this.dirty.add(id);
    if (this.touched.size > MOST_REMEMBERED) this.touched.clear();
    this.touched.set(id, ++this.touches);
    this.refreshIn(Math.max(60, this.refreshed + REFRESH_MS - Date.now()));
  }

  private refreshIn(ms: number): void {
    this.timer ??= setTimeout(() => void this.refresh(), ms);
  }

  /** Ask for the newest again, for what nobody told us. */
  async lookAgain(): Promise<void> {
    if (!this.state.loaded || this.state.loading || this.stopped) return;
    const since = this.touches;
    const page = await this.source.page(undefined, FIRST).catch(() => null);
    if (!page || this.stopped) return;
    const found = ids(page.items);
    this.take(page.items, found, since);
    // What was among the first and is not any more is further down, or gone.
    for (const id of this.state.order.slice(0, FIRST)) if (!found.includes(id)) this.touch(id);
  }

  /** A page. It may be older than what was heard while it was on its way: that is asked for again. */
  private async asking(after: string | undefined, limit: number): Promise<Page> {
    const since = this.touches;
    const page = await this.source.page(after, limit);
    for (const [id, at] of [...this.touched]) if (at > since) this.touch(id);
    return page;
  }

  private async refresh(): Promise<void> {
    this.timer = undefined;
    this.refreshed = Date.now();
    const asked = [...this.dirty].slice(0, MOST_AT_ONCE);
    for (const id of asked) this.dirty.delete(id);
    const since = this.touches;
    const rows = await this.source.only(asked).catch(() => null);
    if (this.stopped) return;
    if (rows) this.take(rows, asked, since);
    else for (const id of asked) this.dirty.add(id);
    if (this.dirty.size > 0) this.refreshIn(rows ? REFRESH_MS : RETRY_MS);
  }

  /** These rows are as they are now, and of those that were asked for the others do not belong any more. */
  private take(answer: InboxRow[], asked: string[], since: number): void {
    const isCurrent = (id: string) => (this.touched.get(id) ?? 0) <= since;
    const rows = answer.filter((row) => isCurrent(row.interaction_id));
    const found = new Set(ids(rows));
    const known = new Set([...this.state.order, ...this.waiting]);
    this.keep(rows);
    const gone = new Set(asked.filter((id) => !found.has(id) && isCurrent(id) && this.rows.has(id)));
    if (this.byCase) for (const id of this.supersededBy(rows)) gone.add(id);
    for (const id of gone) this.rows.delete(id);
    const fresh = ids(rows).filter((id) => !known.has(id) && this.belongsAbove(id));
    for (const id of ids(rows)) if (!known.has(id) && !fresh.includes(id)) this.rows.delete(id);
    const order = gone.size > 0 ? this.state.order.filter((id) => !gone.has(id)) : this.state.order;
    this.waiting = this.waiting.filter((id) => !gone.has(id));
    if (this.atTop) this.become({ order: fresh.length > 0 ? [...fresh, ...order] : order });
    else {
      this.waiting = [...fresh, ...this.waiting];
      this.become({ order, above: this.waiting.length });
    }
    this.become(this.rise(ids(rows)));
  }

  /** Those of these rows that have a newer message than the rows above them move up, or wait to. */
  private rise(changed: string[]): Partial<Shown> {
    if (!this.newestFirst) return {};
    const found = risen(this.state.order, [...new Set(changed)], this.timeOf);
    const others = this.waiting.filter((id) => !found.includes(id));
    this.waiting = this.atTop ? others : [...found, ...others];
    const order = this.atTop && found.length > 0 ? placed(this.state.order, found, this.timeOf) : this.state.order;
    return { order, above: this.waiting.length };
  }

  private keep(rows: InboxRow[]): void {
    for (const row of rows) {
      this.rows.set(row.interaction_id, row);
      this.told.set(row.interaction_id, Date.now());
    }
  }

  private timeOf = (id: string): string | undefined => this.rows.get(id)?.last_message_at;

  /** Rows of cases that another contact stands for now. */
  private supersededBy(rows: InboxRow[]): string[] {
    const first = new Map(rows.filter((row) => row.case_id).map((row) => [row.case_id, row.interaction_id]));
    return [...this.rows.values()]
      .filter((row) => first.has(row.case_id) && first.get(row.case_id) !== row.interaction_id)
      .map((row) => row.interaction_id);
  }

  /** Whether a row that is not in the list is new, rather than further down than was read. */
  private belongsAbove(id: string): boolean {
    const [last] = this.state.order.slice(-1);
    const end = last ? this.rows.get(last) : undefined;
    const row = this.rows.get(id);
    if (!this.state.more || !end || !row || !this.newestFirst) return true;
    return row.last_message_at >= end.last_message_at;
  }

  private async fetching(work: () => Promise<void>): Promise<void> {
    this.become({ loading: true, error: null });
    try {
      await work();
    } catch (error) {
      this.become({ error });
    } finally {
      this.become({ loading: false });
    }
  }

  private become(change: Partial<Shown>): void {
    if (this.stopped) return;
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}

const ids = (rows: InboxRow[]): string[] => rows.map((row) => row.interaction_id);
