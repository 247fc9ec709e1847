/** Where the person writes: text that survives a reload, and files by button, drop or paste, sent while they write. */
import { type App, wordsFor } from "./app";
import type { Stored } from "./chat";
import { CLIP, CLOSE, FILE, h, icon, SEND } from "./view";
import { size } from "./when";

const DRAFT = "warmline draft";
const MOST_FILES = 10;
// Of a message that is longer than one; more than that is no talk.
const MOST_PIECES = 10;

interface Sending {
  file: File;
  item: HTMLElement;
  stored: Promise<Stored | null>;
}

export class Composer {
  readonly element: HTMLFormElement;
  readonly text: HTMLTextAreaElement;
  private readonly problem = h("p", { class: "problem", role: "alert" });
  private readonly chips: HTMLElement;
  private readonly send: HTMLButtonElement;
  private sending: Sending[] = [];

  constructor(
    private readonly app: App,
    private readonly said: () => void,
  ) {
    const { say, about } = app;
    const input = h("input", {
      type: "file",
      multiple: true,
      class: "unseen",
      tabIndex: -1,
      "aria-hidden": "true",
      accept: about.attachment_types.join(","),
      onchange: () => {
        this.add([...(input.files ?? [])]);
        input.value = "";
      },
    });
    const attach = h(
      "button",
      { type: "button", class: "quiet", "aria-label": say("attach"), onclick: () => input.click() },
      icon(CLIP),
    );
    this.text = h("textarea", {
      rows: 1,
      placeholder: say("write"),
      "aria-label": say("yourMessage"),
      dir: "auto",
      oninput: () => this.wrote(),
      onkeydown: (event: KeyboardEvent) => this.key(event),
      onpaste: (event: ClipboardEvent) => this.take(event, event.clipboardData),
    });
    this.chips = h("ul", { class: "chips", "aria-label": say("attach"), hidden: true });
    this.send = h("button", { type: "submit", class: "primary round", "aria-label": say("send") }, icon(SEND));
    const row = h("div", { class: "row" }, about.max_attachment_bytes ? attach : null, this.text, input, this.send);
    this.element = h("form", { class: "composer", onsubmit: (event: Event) => this.submit(event) });
    this.element.append(this.problem, this.chips, row);
    this.text.value = read();
    this.grow();
  }

  /** Files that are dropped anywhere over the conversation. */
  accept(over: HTMLElement): void {
    over.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      over.classList.add("dropping");
    });
    over.addEventListener("dragleave", () => over.classList.remove("dropping"));
    over.addEventListener("drop", (event) => {
      over.classList.remove("dropping");
      this.take(event, event.dataTransfer);
    });
  }

  private take(event: Event, data: DataTransfer | null): void {
    if (!data?.files.length) return;
    event.preventDefault();
    this.add([...data.files]);
  }

  private key(event: KeyboardEvent): void {
    // On a touch keyboard there is no other way to a new line.
    const touch = matchMedia("(pointer: coarse)").matches;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  private wrote(): void {
    this.app.chat.typing(this.text.value !== "");
    write(this.text.value);
    this.grow();
  }

  private grow(): void {
    this.text.style.setProperty("height", "auto");
    this.text.style.setProperty("height", `${Math.min(this.text.scrollHeight + 2, 140)}px`);
  }

  private add(files: File[]): void {
    const { about, say, language } = this.app;
    this.problem.textContent = "";
    for (const file of files.slice(0, MOST_FILES - this.sending.length)) {
      if (file.size > about.max_attachment_bytes) {
        const limit = size(about.max_attachment_bytes, language);
        this.problem.textContent = say("tooLarge", { name: file.name, size: limit });
      } else if (!takes(about.attachment_types, file.type)) {
        this.problem.textContent = say("badType", { name: file.name });
      } else this.upload(file);
    }
  }

  private upload(file: File): void {
    const { chat, say } = this.app;
    const bar = h("progress", { max: 1, value: 0, "aria-label": file.name });
    const remove = h("button", {
      type: "button",
      class: "quiet small",
      "aria-label": say("remove", { name: file.name }),
    });
    remove.append(icon(CLOSE));
    const picture = file.type.startsWith("image/") && file.type !== "image/heic";
    const preview = picture ? h("img", { src: URL.createObjectURL(file), alt: "" }) : icon(FILE);
    const item = h("li", {}, preview, h("span", { class: "name" }, file.name), bar, remove);
    const stored = chat
      .upload(file, (share) => (bar.value = share))
      .then(
        (found) => {
          bar.hidden = true;
          return found;
        },
        (error) => {
          this.drop(item);
          this.problem.textContent = `${say("notSent", { name: file.name })} ${wordsFor(error, this.app)}`;
          return null;
        },
      );
    remove.addEventListener("click", () => {
      this.drop(item);
      this.text.focus();
    });
    this.sending.push({ file, item, stored });
    this.chips.append(item);
    this.chips.hidden = false;
  }

  private drop(item: HTMLElement): void {
    this.sending = this.sending.filter((each) => each.item !== item);
    item.remove();
    this.chips.hidden = !this.sending.length;
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { about, chat, say } = this.app;
    const written = this.text.value;
    const going = this.sending;
    if ((!written.trim() && !going.length) || this.send.disabled) return;
    this.send.disabled = true;
    const stored = await Promise.all(going.map((each) => each.stored));
    this.send.disabled = false;
    // What could not be sent has said so; the rest waits for the person to decide.
    if (stored.some((each) => each === null)) return;
    // Meanwhile the person may have written on, which is the next message, or taken a file away.
    const rest = this.text.value.startsWith(written) ? this.text.value.slice(written.length) : "";
    const text = (rest ? written : this.text.value).trim();
    const files = stored.filter((each, place) => each !== null && this.sending.includes(going[place] as Sending));
    // What is longer than a message goes as several: a field that cuts it loses the rest without a word.
    const pieces = text.match(new RegExp(`[^]{1,${about.max_length}}`, "gu")) ?? [""];
    if (pieces.length > MOST_PIECES) {
      this.problem.textContent = say("tooLong");
      return;
    }
    for (const each of going) this.drop(each.item);
    this.problem.textContent = "";
    this.text.value = rest.trimStart();
    write(rest);
    this.grow();
    chat.typing(false);
    for (const [place, piece] of pieces.entries())
      if (piece.trim() || (!place && files.length)) chat.send(piece, place ? [] : (files as Stored[]));
    this.said();
    this.text.focus();
  }
}

function takes(types: string[], type: string): boolean {
  return types.some((each) => each === type || (each.endsWith("/*") && type.startsWith(each.slice(0, -1))));
}

function read(): string {
  try {
    return sessionStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

function write(text: string): void {
  try {
    if (text) sessionStorage.setItem(DRAFT, text);
    else sessionStorage.removeItem(DRAFT);
  } catch {
    // A draft that cannot be kept is still on the screen.
  }
}
