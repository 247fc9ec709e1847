/** What is drawn of the list. */
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

/** Keeps what is drawn, and tells those who draw it when it changes, until it is stopped. */
export class Showing {
  private readonly listeners = new Set<() => void>();
  state: Shown = { order: [], above: 0, more: false, loading: false, loaded: false, error: null };
  stopped = false;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  become(change: Partial<Shown>): void {
    if (this.stopped) return;
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
