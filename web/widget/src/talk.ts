/** The conversation: what was said, in a log that screen readers follow. */
import { type App, wordsFor } from "./app";
import type { Stored } from "./chat";
import { type Entry, story } from "./story";
import { FILE, h, icon, linked } from "./view";
import { size, timeOf } from "./when";

const TYPING_SHOWN = 6000;
const PREVIEW = 3_000_000;
const PICTURES = /^image\/(png|jpeg|gif|webp)$/;

interface Drawn {
  element: HTMLLIElement;
  look: string;
}

export class Talk {
  readonly list = h("ol", { class: "lines" });
  readonly log: HTMLElement;
  readonly typing = h("p", { class: "typing", "aria-live": "polite" });
  private drawn = new Map<string, Drawn>();
  private typingEnds = 0;
  private isAtEnd = true;

  constructor(
    private readonly app: App,
    greeting: string,
  ) {
    const hello = greeting && h("p", { class: "greeting" }, ...linked(greeting));
    this.log = h(
      "div",
      { class: "log", role: "log", tabIndex: 0, "aria-label": app.say("messages"), onscroll: () => this.scrolled() },
      hello || null,
      this.list,
    );
    app.chat.addEventListener("typing", (event) => this.types((event as CustomEvent).detail));
    app.chat.addEventListener("line", () => this.types({ typing: false }));
    new ResizeObserver(() => this.stay()).observe(this.log);
  }

  draw(): void {
    const { chat, say, language } = this.app;
    const entries = story(chat.sorted(), [...chat.pending.values()], new Date(), language, say);
    const wanted = new Set(entries.map((each) => each.key));
    for (const [key, { element }] of this.drawn) {
      if (wanted.has(key)) continue;
      element.remove();
      this.drawn.delete(key);
    }
    for (const [place, entry] of entries.entries()) this.put(entry, place);
    this.stay();
  }

  /** To the newest, whatever was being read. */
  end(): void {
    this.isAtEnd = true;
    this.stay();
  }

  private stay(): void {
    if (this.isAtEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.isAtEnd = scrollHeight - scrollTop - clientHeight < 60;
  }

  /** What is there already is left alone: a screen reader would read it out again. */
  private put(entry: Entry, place: number): void {
    const look = [entry.note, entry.first, entry.kept, entry.refused, entry.name].join("|");
    const drawn = this.drawn.get(entry.key) ?? { element: h("li"), look: "" };
    if (drawn.look !== look) {
      if (drawn.look) this.change(drawn.element, entry);
      else this.fill(drawn.element, entry);
      drawn.look = look;
      this.drawn.set(entry.key, drawn);
    }
    if (this.list.children[place] !== drawn.element) {
      this.list.insertBefore(drawn.element, this.list.children[place] ?? null);
    }
  }

  private fill(element: HTMLLIElement, entry: Entry): void {
    element.className = entry.kind;
    if (entry.kind === "day") {
      element.append(h("span", {}, entry.name));
      return;
    }
    const { language } = this.app;
    const at = new Date(entry.at);
    const time = h("time", { dateTime: entry.at, title: at.toLocaleString(language) }, timeOf(at, language));
    element.append(
      h("p", { class: "who" }, h("span", {}, entry.name), " ", time),
      entry.text ? h("p", { class: "text", dir: "auto" }, ...linked(entry.text)) : "",
      h("ul", { class: "files", hidden: !entry.files.length }),
      h("p", { class: "note" }),
    );
    this.change(element, entry);
  }

  private change(element: HTMLLIElement, entry: Entry): void {
    element.classList.toggle("first", entry.first);
    element.classList.toggle("refused", entry.refused);
    const note = element.querySelector(".note");
    const again = entry.refused && this.again(entry.key);
    // How far it is, is for who looks; that it was not sent, for everybody.
    note?.setAttribute("aria-live", entry.refused ? "polite" : "off");
    note?.replaceChildren(...[entry.note, again || ""].filter(Boolean));
    const files = element.querySelector(".files");
    if (files && (entry.kept ? !files.querySelector("button") : !files.childElementCount)) {
      files.replaceChildren(...entry.files.map((file) => this.file(file, entry.kept)));
    }
  }

  private again(key: string): HTMLElement {
    return h(
      "button",
      { type: "button", class: "link", onclick: () => this.app.chat.again(key) },
      this.app.say("again"),
    );
  }

  private file(file: Stored, kept: boolean): HTMLElement {
    const { say, language } = this.app;
    const name = `${file.name}${file.size === null ? "" : ` (${size(file.size, language)})`}`;
    if (!kept) return h("li", {}, icon(FILE), name);
    if (!file.sha256) return h("li", {}, icon(FILE), `${name}, ${say("notKept")}`);
    const button = h("button", { type: "button", class: "link", onclick: () => this.save(file) }, icon(FILE), name);
    const item = h("li", {}, button);
    if (PICTURES.test(file.content_type) && (file.size ?? PREVIEW) < PREVIEW) void this.picture(file, button);
    return item;
  }

  private async picture(file: Stored, button: HTMLElement): Promise<void> {
    const blob = await this.app.chat.download(file.sha256 ?? "").catch(() => null);
    if (!blob) return;
    const src = URL.createObjectURL(blob);
    button.prepend(h("img", { src, alt: "", onload: () => this.stay() }));
  }

  private async save(file: Stored): Promise<void> {
    try {
      const href = URL.createObjectURL(await this.app.chat.download(file.sha256 ?? ""));
      h("a", { href, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(href), 10_000);
    } catch (error) {
      this.app.announce(wordsFor(error, this.app));
    }
  }

  private types({ typing, name }: { typing: boolean; name?: string | null }): void {
    clearTimeout(this.typingEnds);
    const who = name || this.app.chat.position.agent || this.app.say("somebody");
    this.typing.textContent = typing ? this.app.say("typing", { name: who }) : "";
    if (typing) this.typingEnds = window.setTimeout(() => this.types({ typing: false }), TYPING_SHOWN);
  }
}
