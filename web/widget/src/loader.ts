/** What a site loads: a button in a shadow tree, and a frame of ours beside it. It never sees what is said. */
import { css, ink, parse } from "./colour";
import { news, wordsOf } from "./launching";
import loaderCss from "./loader.css?inline";
import { CHAT, DOWN, h, icon, sheet } from "./view";

type Listener = (detail: unknown) => void;
type Waiting = (widget: Widget) => void;

const OWN = document.currentScript as HTMLScriptElement | null;
const COLOUR = "#0b5d66";
// Whatever a site says of all its elements, this stands: no selector beats an inline declaration that is important.
const PINNED = { all: "initial", display: "block", position: "fixed", "z-index": "2147483000", inset: "auto" };

interface Options {
  account: string;
  base: string;
  colour: string | null;
  theme: string;
  language: string;
  greeting: string | null;
  side: "left" | "right";
  open: boolean;
  identity: Record<string, string | number> | null;
}

function options(script: HTMLScriptElement): Options | null {
  const data = script.dataset;
  if (!data.account) return null;
  const style = getComputedStyle(document.documentElement);
  return {
    account: data.account,
    base: new URL(`${data.account}/`, script.src).href,
    colour: data.color ?? style.getPropertyValue("--warmline-color").trim() ?? null,
    theme: data.theme ?? "auto",
    language: data.language ?? document.documentElement.lang ?? "",
    greeting: data.greeting ?? null,
    side: data.position === "left" ? "left" : "right",
    open: data.open !== undefined && data.open !== "false",
    identity: data.identity ? JSON.parse(data.identity) : null,
  };
}

class Widget {
  private listeners = new Map<string, Set<Listener>>();
  private frame: HTMLIFrameElement | null = null;
  private ready = false;
  private focusing = false;
  private isOpen = false;
  private unread = 0;
  private readonly words: ReturnType<typeof wordsOf>;
  private button = h("button", { type: "button", class: "launcher", onclick: () => this.toggle() });
  private badge = h("span", { class: "badge", "aria-hidden": "true", hidden: true });
  private news = h("span", { class: "unseen", role: "status" });
  private panel = h("div", { class: "panel", hidden: true });
  private readonly origin: string;
  private readonly key: string;

  constructor(private readonly set: Options) {
    this.origin = new URL(set.base).origin;
    this.key = `warmline ${set.account}`;
    this.words = wordsOf([set.language, ...navigator.languages].filter(Boolean));
    this.draw();
    window.addEventListener("message", (event) => this.hear(event));
    if (this.remembered("open", sessionStorage) || set.open) this.open(false);
    // Somebody who has talked to us gets news wherever they are; nobody else loads more than this.
    else if (this.remembered("known", localStorage)) this.load();
  }

  open(focus = true): void {
    this.focusing = focus;
    this.load();
    this.show(true);
    if (focus) this.frame?.focus();
    if (focus) this.tell("focus");
  }

  close(): void {
    const inside = this.isOpen;
    this.show(false);
    if (inside) this.button.focus();
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Who is signed in, as the site's server has signed it; null once they have signed out. */
  identify(identity: Options["identity"]): void {
    this.set.identity = identity;
    this.tell("identify", identity);
  }

  /** Hear of `open`, `close`, `unread` (how many), `begin`, `end`. What it returns ends that. */
  on(name: string, listener: Listener): () => void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known.add(listener));
    return () => void known.delete(listener);
  }

  /** Pages that come before this script put functions into `window.warmline`, an array. */
  push(...waiting: Waiting[]): void {
    for (const each of waiting) each(this);
  }

  private draw(): void {
    const host = document.createElement("warmline-chat");
    for (const [name, value] of Object.entries(PINNED)) host.style.setProperty(name, value, "important");
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet(loaderCss)];
    const colour = parse(this.set.colour) ?? parse(COLOUR);
    if (colour) {
      this.button.style.setProperty("--accent", css(colour));
      this.button.style.setProperty("--ink", css(ink(colour)));
    }
    const place = h("div", { class: `place ${this.set.side}` }, this.button, this.panel, this.news);
    this.button.append(icon(CHAT), icon(DOWN), this.badge);
    this.button.setAttribute("aria-expanded", "false");
    shadow.append(place);
    this.label();
    // Beside the body, so that a page that changes its body as a whole keeps the chat.
    document.documentElement.append(host);
  }

  private label(): void {
    const told = this.unread && !this.isOpen ? news(this.unread, this.words) : "";
    const name = this.isOpen ? this.words.close : this.words.open;
    this.button.setAttribute("aria-label", told ? `${name}, ${told}` : name);
    this.badge.hidden = this.isOpen || !this.unread;
    this.badge.textContent = this.unread > 9 ? "9+" : String(this.unread);
    this.news.textContent = told;
  }

  private load(): void {
    if (this.frame) return;
    this.frame = h("iframe", { src: `${this.set.base}frame`, title: this.words.title, allow: "clipboard-write" });
    this.panel.append(this.frame);
  }

  private show(open: boolean): void {
    if (open === this.isOpen) return;
    this.isOpen = open;
    this.panel.hidden = !open;
    this.button.classList.toggle("is-open", open);
    this.button.setAttribute("aria-expanded", String(open));
    this.remember("open", open, sessionStorage);
    this.label();
    this.tell(open ? "open" : "closed");
    this.emit(open ? "open" : "close", null);
  }

  private hear(event: MessageEvent): void {
    if (event.origin !== this.origin || event.source !== this.frame?.contentWindow) return;
    const { warmline: what, detail } = event.data ?? {};
    if (what === "ready") this.greet();
    else if (what === "close") this.close();
    else if (what === "unread") {
      this.unread = Number(detail) || 0;
      this.label();
      this.emit("unread", this.unread);
    } else if (what === "known") this.remember("known", detail === true, localStorage);
    else if (what === "begin" || what === "end") this.emit(what, null);
  }

  private greet(): void {
    const { colour, theme, language, greeting, identity } = this.set;
    const dir = getComputedStyle(document.documentElement).direction;
    this.ready = true;
    this.tell("hello", { colour, theme, language, greeting, identity, dir, open: this.isOpen });
    if (this.isOpen && this.focusing) this.tell("focus");
  }

  private tell(what: string, detail: unknown = null): void {
    if (this.ready) this.frame?.contentWindow?.postMessage({ warmline: what, detail }, this.origin);
  }

  private emit(name: string, detail: unknown): void {
    for (const each of this.listeners.get(name) ?? []) each(detail);
  }

  private remembered(what: string, where: Storage): boolean {
    try {
      return where.getItem(`${this.key} ${what}`) === "1";
    } catch {
      return false;
    }
  }

  private remember(what: string, yes: boolean, where: Storage): void {
    try {
      if (yes) where.setItem(`${this.key} ${what}`, "1");
      else where.removeItem(`${this.key} ${what}`);
    } catch {
      // Without storage the widget begins anew on each page.
    }
  }
}

function begin(): void {
  const set = OWN && options(OWN);
  const here = window as unknown as { warmline?: Widget | Waiting[] };
  if (!set || here.warmline instanceof Widget) return;
  const waiting = Array.isArray(here.warmline) ? here.warmline : [];
  const widget = new Widget(set);
  here.warmline = widget;
  widget.push(...waiting);
}

begin();
