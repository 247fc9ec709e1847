import type { EventFrame } from "../../api/frames";
import type { News } from "../../api/live";
import { Asking, type IsCurrent } from "./asking";
import { KeptRows } from "./keptRows";
import { LiveOrder } from "./order";
import { FIRST, type Page, Paging } from "./paging";
import type { InboxRow } from "./rows";
import { Showing, type Shown } from "./shown";

/** How the list asks: a page after a cursor, or of some rows those that belong. */
export interface Source {
  page: (after: string | undefined, limit: number) => Promise<Page>;
  only: (ids: string[]) => Promise<InboxRow[]>;
}

/** The id of the element that holds the rows: there the keys of the list work. */
export const LIST_ID = "inbox-rows";

/** The rows of one look at the inbox, patched by id as things happen. */
export class InboxList {
  private readonly rows = new KeptRows();
  private readonly showing = new Showing();
  private readonly order: LiveOrder;
  private readonly paging: Paging;
  private readonly asking: Asking;

  constructor(
    private readonly source: Source,
    private readonly newestFirst: boolean,
    private readonly byCase = false,
  ) {
    this.order = new LiveOrder(newestFirst, this.rows.timeOf);
    this.asking = new Asking(source.only, this.take);
    this.paging = new Paging((after, limit) => this.asking.watching(() => source.page(after, limit)));
  }

  subscribe = this.showing.subscribe;
  shown = (): Shown => this.showing.state;
  row = this.rows.get;
  has = this.rows.has;

  /** Whether the top of the list is in sight: then new rows may come in at once. */
  set atTop(atTop: boolean) {
    this.order.atTop = atTop;
  }

  start(): void {
    this.showing.stopped = false;
    this.asking.start();
    void this.load();
  }

  stop(): void {
    this.showing.stopped = true;
    this.asking.stop();
  }

  /** Begin, or begin again. */
  async load(): Promise<void> {
    await this.fetching(async () => {
      const rows = await this.paging.begin();
      this.rows.begin(rows);
      this.order.begin(ids(rows));
      this.draw({ loaded: true });
    });
  }

  /** Read on, where there is more and nothing is on its way. */
  async loadMore(): Promise<void> {
    if (!this.shown().more || this.shown().loading) return;
    await this.fetching(async () => {
      const rows = await this.paging.further();
      if (!rows) return;
      const further = ids(rows).filter((id) => !this.has(id));
      this.rows.keep(rows);
      this.order.append(further);
      this.draw();
    });
  }

  /** What is new, on top. */
  reveal(): void {
    this.order.reveal();
    this.draw();
  }

  /** Things happened: rows are as the frames say at once, and are asked for again a little later. */
  hear(frames: EventFrame[]): void {
    for (const frame of frames) {
      if (frame.interaction_id) this.touch(frame.interaction_id);
      for (const change of frame.changes) if (change.kind === "interaction") this.touch(change.id);
    }
    const changed = this.rows.layOver(frames);
    if (changed.length === 0) return;
    this.order.rise(changed);
    this.draw();
  }

  /** Rows begin to be followed: those that may have been read before something happened are asked for again. */
  hearNews(news: News): void {
    for (const id of this.rows.lacking(news)) this.touch(id);
  }

  /** A row as one knows it is, before the server says so. */
  patch(id: string, change: Partial<InboxRow>): void {
    if (this.rows.patch(id, change)) this.draw();
  }

  /** Ask for this row again, a little later and with others. */
  touch(id: string): void {
    this.asking.touch(id);
  }

  /** Ask for the newest again, for what nobody told us. */
  async lookAgain(): Promise<void> {
    if (!this.shown().loaded || this.shown().loading || this.showing.stopped) return;
    const isCurrent = this.asking.fromNow();
    const page = await this.source.page(undefined, FIRST).catch(() => null);
    if (!page || this.showing.stopped) return;
    const found = ids(page.items);
    this.take(page.items, found, isCurrent);
    // What was among the first and is not any more is further down, or gone.
    for (const id of this.order.ids.slice(0, FIRST)) if (!found.includes(id)) this.touch(id);
  }

  /** These rows are as they are now, and of those that were asked for the others do not belong any more. */
  private readonly take = (answer: InboxRow[], asked: string[], isCurrent: IsCurrent): void => {
    const rows = answer.filter((row) => isCurrent(row.interaction_id));
    const known = this.order.all();
    this.rows.keep(rows);
    const gone = this.goneBy(rows, asked.filter(isCurrent));
    this.rows.forget(gone);
    this.order.drop(gone);
    const unknown = ids(rows).filter((id) => !known.has(id));
    const fresh = unknown.filter((id) => this.belongsAbove(id));
    this.rows.forget(unknown.filter((id) => !fresh.includes(id)));
    this.order.add(fresh);
    this.order.rise(ids(rows));
    this.draw();
  };

  /** Rows that are here and do not belong any more. */
  private goneBy(rows: InboxRow[], asked: string[]): Set<string> {
    const found = new Set(ids(rows));
    const gone = asked.filter((id) => !found.has(id) && this.has(id));
    return new Set(this.byCase ? [...gone, ...this.rows.supersededBy(rows)] : gone);
  }

  /** Whether a row that is not in the list is new, rather than further down than was read. */
  private belongsAbove(id: string): boolean {
    const end = this.rows.timeOf(this.order.ids.at(-1) ?? "");
    const time = this.rows.timeOf(id);
    if (!this.paging.more || !end || !time || !this.newestFirst) return true;
    return time >= end;
  }

  private async fetching(work: () => Promise<void>): Promise<void> {
    this.showing.become({ loading: true, error: null });
    try {
      await work();
    } catch (error) {
      this.showing.become({ error });
    } finally {
      this.showing.become({ loading: false });
    }
  }

  private draw(change: Partial<Shown> = {}): void {
    const { ids: order, above } = this.order;
    this.showing.become({ order, above, more: this.paging.more, ...change });
  }
}

const ids = (rows: InboxRow[]): string[] => rows.map((row) => row.interaction_id);
