/** The frame's one page: head, news about the connection, the form before the chat or the conversation, and covers. */
import type { App } from "./app";
import type { About, Chat, Position } from "./chat";
import { Composer } from "./composer";
import * as covers from "./covers";
import { form } from "./fields";
import { type Choice, Menu } from "./menu";
import { rating } from "./rating";
import { isMuted, ring, setMuted } from "./sound";
import { absence, standing } from "./standing";
import { unread } from "./story";
import { Talk } from "./talk";
import type { Say } from "./texts";
import { CLOSE, h, icon } from "./view";

interface Set {
  chat: Chat;
  about: About;
  say: Say;
  language: string;
  greeting: string;
  alone: boolean;
  open: boolean;
  tell: App["tell"];
}

export class Panel implements App {
  readonly chat: Chat;
  readonly about: About;
  readonly say: Say;
  readonly language: string;
  readonly tell: App["tell"];
  readonly element: HTMLElement;
  private isOpen: boolean;
  private ended = false;
  private asked = false;
  private before: Position["state"] = "idle";
  private heard = new Set<string>();
  private readonly status = h("p", { class: "standing", role: "status" });
  private readonly line = h("p", { class: "banner", role: "status", hidden: true });
  private readonly away = h("p", { class: "away", hidden: true });
  private readonly spoken = h("p", { class: "unseen", role: "status" });
  private readonly ways = h("div", { class: "ways", hidden: true });
  private readonly after = h("div", { class: "after", hidden: true });
  private readonly page = h("main", {});
  private readonly over = h("div", { class: "over", hidden: true });
  private readonly menu: Menu;
  private talk: Talk | null = null;
  private composer: Composer | null = null;

  constructor(private readonly set: Set) {
    this.chat = set.chat;
    this.about = set.about;
    this.say = set.say;
    this.language = set.language;
    this.tell = set.tell;
    this.isOpen = set.open;
    this.menu = new Menu(this.say("menu"), () => this.choices());
    const close = h("button", {
      type: "button",
      class: "quiet",
      "aria-label": this.say("close"),
      onclick: () => this.tell("close"),
    });
    close.append(icon(CLOSE));
    this.element = h(
      "div",
      { class: "panel", onkeydown: (event: KeyboardEvent) => this.key(event) },
      h(
        "header",
        {},
        h("div", {}, h("h1", {}, this.about.name), this.status),
        this.menu.button,
        set.alone ? null : close,
        this.menu.list,
      ),
      this.line,
      this.away,
      h("div", { class: "body" }, this.page, this.over),
      this.spoken,
    );
    this.listen();
    this.refresh();
  }

  /** The questions before the chat; without any, the chat begins by itself. */
  async begin(): Promise<void> {
    this.talk = null;
    this.composer = null;
    if (!this.about.pre_chat.length) {
      await this.chat.start({});
      return this.converse();
    }
    const ask = form(this, this.about.pre_chat, this.say("start"), async (answers) => {
      await this.chat.start(answers);
      this.converse();
      this.focus();
    });
    const elsewhere = () => covers.redeem(this, "", () => this.converse());
    const code = h("button", { type: "button", class: "link", onclick: elsewhere }, this.say("haveCode"));
    const greeting = this.set.greeting && h("p", { class: "greeting" }, this.set.greeting);
    this.page.replaceChildren(h("div", { class: "before" }, greeting || null, ask, code));
    this.refresh();
  }

  /** Show the conversation. */
  converse(): void {
    this.talk = new Talk(this, this.set.greeting);
    this.composer = new Composer(this, () => this.talk?.end());
    const place = h(
      "section",
      { class: "talk" },
      this.talk.log,
      this.talk.typing,
      this.ways,
      this.after,
      this.composer.element,
    );
    this.composer.accept(place);
    place.dataset.drop = this.say("drop");
    this.page.replaceChildren(place);
    this.tell("known", true);
    this.tell("begin");
    this.changed();
    this.refresh();
    this.talk.end();
  }

  focus(): void {
    const first = this.over.hidden ? this.page.querySelector<HTMLElement>("textarea, input") : null;
    (first ?? this.over.querySelector<HTMLElement>("h2") ?? this.menu.button).focus();
  }

  opened(open: boolean): void {
    this.isOpen = open;
    this.changed();
    if (open) this.talk?.end();
  }

  seen(): boolean {
    return this.isOpen && document.visibilityState === "visible";
  }

  announce(text: string): void {
    this.spoken.textContent = text;
  }

  cover(page: HTMLElement | null): void {
    this.over.replaceChildren(...(page ? [page] : []));
    this.over.hidden = !page;
    this.page.inert = Boolean(page);
    this.menu.show(false);
    if (page) (page.querySelector<HTMLElement>("form input") ?? page.querySelector<HTMLElement>("h2"))?.focus();
    else this.focus();
  }

  refresh(): void {
    const { chat, say } = this;
    const { state, callback } = chat.position;
    const online = chat.status === "online" || !chat.session;
    this.status.textContent = this.talk ? standing(chat.position, this.ended, say) : "";
    this.line.hidden = online || (!chat.synced && chat.status === "connecting");
    this.line.textContent = this.line.hidden ? "" : say(chat.status === "connecting" ? "connecting" : "offline");
    const absent = state === "talking" ? null : absence(this.about, new Date(), this.language, say);
    this.away.hidden = !absent;
    this.away.textContent = absent ?? "";
    this.ways.hidden = state !== "waiting" || callback === true || !this.about.continue_by.length;
    if (!this.ways.hidden && !this.ways.childElementCount)
      this.ways.append(h("span", {}, say("rather")), ...this.goOn());
    this.menu.button.hidden = !this.talk;
    this.menu.refresh();
  }

  private goOn(): HTMLElement[] {
    const go = { email: () => covers.byEmail(this), phone: () => covers.byPhone(this) };
    const names = { email: this.say("byEmail"), phone: this.say("byPhone") };
    return this.about.continue_by.map((way) =>
      h("button", { type: "button", class: "link", onclick: go[way] }, names[way]),
    );
  }

  private listen(): void {
    const { chat } = this;
    chat.addEventListener("change", () => this.changed());
    chat.addEventListener("status", () => this.refresh());
    chat.addEventListener("position", () => this.moved());
    chat.addEventListener("line", (event) => this.came((event as CustomEvent).detail));
    chat.addEventListener("joined", (event) =>
      this.announce(this.say("joined", { name: (event as CustomEvent).detail.agent })),
    );
    chat.addEventListener("ended", () => this.finish());
    chat.addEventListener("problem", (event) => this.troubled((event as CustomEvent).detail));
    document.addEventListener("visibilitychange", () => this.changed());
  }

  private changed(): void {
    if (!this.talk) return;
    this.talk.draw();
    if (this.seen()) this.chat.read();
    this.tell("unread", this.seen() ? 0 : unread(this.chat.sorted()));
    if (this.chat.synced && !this.asked) void this.ask();
  }

  private came({ message_id, author, delivery }: { message_id: string; author: string; delivery: string }): void {
    if (author === "customer") {
      this.ended = false;
      this.after.hidden = true;
    } else if (!this.seen() && delivery !== "read" && !this.heard.has(message_id) && this.chat.synced) ring();
    this.heard.add(message_id);
  }

  private moved(): void {
    const { state } = this.chat.position;
    const over = state === "ended" || (state === "idle" && this.before !== "idle");
    this.before = state;
    if (over && !this.ended) this.finish();
    else if (state === "waiting" || state === "talking") {
      this.ended = false;
      this.after.hidden = true;
    }
    this.refresh();
  }

  /** The conversation is over, by whomever. */
  private finish(): void {
    this.ended = true;
    this.asked = false;
    this.tell("end");
    void this.ask();
    this.refresh();
  }

  /** Ask how it was, once nobody talks any more and where somebody did. */
  private async ask(): Promise<void> {
    this.asked = true;
    const { state } = this.chat.position;
    const busy = !this.ended && (state === "waiting" || state === "talking");
    if (!this.about.rating || busy || !this.chat.lines.size) return;
    const said = await this.chat.rating().catch(() => null);
    if (!said || (!said.open && !this.ended) || (said.score && !this.ended)) return;
    const fresh = h("button", { type: "button", class: "quiet", onclick: () => this.fresh() }, this.say("fresh"));
    const hint = h("p", { class: "soft" }, this.say("endedHint"));
    this.after.replaceChildren(...(said.open ? [rating(this, said)] : []), hint, fresh);
    this.after.hidden = false;
    this.talk?.end();
  }

  private fresh(): void {
    if (this.chat.position.state === "ended") this.chat.end();
    this.after.hidden = true;
    this.composer?.text.focus();
  }

  private troubled({ code, client_id, detail }: { code: string; client_id?: string | null; detail: string }): void {
    if (code === "token_refused") {
      this.chat.leave();
      this.tell("known", false);
      void this.begin();
    } else if (code === "chat_missing") this.announce(this.say("gone"));
    else if (!client_id) this.announce(this.language.startsWith("en") ? detail : this.say("problem"));
  }

  /** Only what works now. */
  private choices(): Choice[] {
    const { chat, about, say } = this;
    const { state, callback } = chat.position;
    const busy = state === "waiting" || state === "talking";
    const said = chat.lines.size > 0;
    const by = (way: "email" | "phone") => about.continue_by.includes(way) && said;
    const items: [boolean, string, () => void][] = [
      [by("email"), say("byEmail"), () => covers.byEmail(this)],
      [by("phone") && busy && !callback, say("byPhone"), () => covers.byPhone(this)],
      [about.transcript && said, say("transcript"), () => covers.transcript(this)],
      [Boolean(chat.session && !chat.session.verified), say("device"), () => void covers.device(this)],
      [true, say(isMuted() ? "unmute" : "mute"), () => setMuted(!isMuted())],
      [busy, say("end"), () => covers.end(this)],
    ];
    return items.filter(([works]) => works).map(([, name, go]) => ({ name, go }));
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.menu.escaped()) return;
    if (this.over.hidden) this.tell("close");
    else this.cover(null);
  }
}
