import type { InboxRow } from "./rows";

export interface Page {
  items: InboxRow[];
  next?: string | null;
}

export const FIRST = 50;
const PAGE = 200;

/** Reads the list page by page, and from the beginning again. */
export class Paging {
  private next: string | undefined;
  private began = 0;

  constructor(private readonly page: (after: string | undefined, limit: number) => Promise<Page>) {}

  get more(): boolean {
    return this.next !== undefined;
  }

  /** The first page; `further` goes on from here. */
  async begin(): Promise<InboxRow[]> {
    const page = await this.page(undefined, FIRST);
    this.began++;
    return this.read(page);
  }

  /** The next page; none where it began anew meanwhile, for that page would go on from another place. */
  async further(): Promise<InboxRow[] | null> {
    const began = this.began;
    const page = await this.page(this.next, PAGE);
    return began === this.began ? this.read(page) : null;
  }

  private read(page: Page): InboxRow[] {
    this.next = page.next || undefined;
    return page.items;
  }
}
