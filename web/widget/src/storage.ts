/** Where the frame keeps who the visitor is. On other sites' pages many browsers give a frame no storage at all, but a cookie
 * of its own on each site ("partitioned"), so that is the second choice; the last is this page's memory. */

type Kept = Pick<Storage, "getItem" | "setItem">;

// What browsers keep of one cookie, its name and attributes included.
const LONGEST = 3800;
const MONTH = 30 * 24 * 3600;
const NAME = "warmline";

/** Keeps one value, under whatever key: the path of a cookie is the chat's own. */
class Cookie implements Kept {
  private now: string | null = null;

  constructor(private readonly path: string) {}

  getItem(): string | null {
    const found = document.cookie.split("; ").find((each) => each.startsWith(`${NAME}=`));
    return this.now ?? (found ? decodeURIComponent(found.slice(NAME.length + 1)) : null);
  }

  setItem(_key: string, value: string): void {
    this.now = value;
    let kept = encodeURIComponent(value);
    // What waits to be sent can be too long for a cookie; it then lives as long as the page.
    if (kept.length > LONGEST) kept = encodeURIComponent(JSON.stringify({ ...JSON.parse(value), outbox: [] }));
    if (kept.length > LONGEST) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the newer interface cannot name a partition everywhere
    document.cookie = `${NAME}=${kept}; path=${this.path}; max-age=${MONTH}; secure; samesite=none; partitioned`;
  }
}

export function storage(path: string): Kept {
  try {
    localStorage.getItem(NAME);
    return localStorage;
  } catch {
    return new Cookie(path);
  }
}
