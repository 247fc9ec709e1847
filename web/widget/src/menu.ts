/** A button, and the list under it of what can be done now. */
import { h, icon, MORE } from "./view";

export interface Choice {
  name: string;
  go: () => void;
}

export class Menu {
  readonly button: HTMLButtonElement;
  readonly list = h("ul", { class: "menu", hidden: true, onkeydown: (event: KeyboardEvent) => this.step(event) });

  constructor(
    name: string,
    private readonly choices: () => Choice[],
  ) {
    const properties = { type: "button", class: "quiet", "aria-label": name, "aria-expanded": "false" };
    this.button = h("button", { ...properties, onclick: () => this.show(this.list.hidden) }, icon(MORE));
  }

  show(open: boolean): void {
    if (open) this.draw();
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.list.querySelector("button")?.focus();
  }

  /** What can be done may have changed: then an open list does, too, and the focus stays on what it was on. */
  refresh(): void {
    const shown = () => [...this.list.querySelectorAll("button")];
    const was = shown().map((each) => each.textContent);
    const now = this.choices().map((each) => each.name);
    if (this.list.hidden || was.join() === now.join()) return;
    const on = shown().find((each) => each === document.activeElement)?.textContent;
    this.draw();
    if (on) (shown().find((each) => each.textContent === on) ?? shown()[0])?.focus();
  }

  /** Closed by Esc, if it was open. */
  escaped(): boolean {
    if (this.list.hidden) return false;
    this.show(false);
    this.button.focus();
    return true;
  }

  private draw(): void {
    this.list.replaceChildren(...this.choices().map((each) => h("li", {}, this.item(each))));
  }

  private item({ name, go }: Choice): HTMLElement {
    const onclick = () => {
      this.show(false);
      this.button.focus();
      go();
    };
    return h("button", { type: "button", onclick }, name);
  }

  private step(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = [...this.list.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    event.preventDefault();
    all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length]?.focus();
  }
}
