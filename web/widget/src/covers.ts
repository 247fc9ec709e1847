/** Pages over the conversation: going on by mail, by telephone, on another device; the transcript; the end. */
import { type App, wordsFor } from "./app";
import { form } from "./fields";
import { h } from "./view";

function cover(app: App, title: string, hint: string, ...content: (HTMLElement | null)[]): void {
  const back = h("button", { type: "button", class: "quiet back", onclick: () => app.cover(null) }, app.say("back"));
  app.cover(
    h(
      "section",
      { class: "cover", "aria-label": title },
      h("h2", { tabIndex: -1 }, title),
      h("p", {}, hint),
      ...content,
      back,
    ),
  );
}

function done(app: App, title: string, text: string): void {
  cover(app, title, "", h("p", { role: "status", class: "done" }, text));
}

/** Both ways by mail: the transcript, and going on. */
function byAddress(
  app: App,
  title: string,
  hint: string,
  go: (address?: string) => Promise<void>,
  after: (to: string) => string,
): void {
  const { say } = app;
  const email = app.chat.session?.email;
  const fields = email ? [] : [{ name: "address", label: say("email"), type: "email" as const, required: true }];
  const ask = form(app, fields, say("go"), async ({ address }) => {
    await go(address);
    app.refresh();
    done(app, title, after(address ?? email ?? ""));
  });
  if (email) ask.prepend(h("p", { class: "address" }, email));
  cover(app, title, hint, ask);
}

export function transcript(app: App): void {
  const { say, chat, language } = app;
  const after = (address: string) => say("sentTo", { address });
  byAddress(app, say("transcript"), say("transcriptHint"), (to) => chat.transcript(to, language), after);
}

export function byEmail(app: App): void {
  const { say, chat, language } = app;
  const after = (address: string) => say("goesByMail", { address });
  byAddress(app, say("byEmail"), say("mailHint"), (to) => chat.goOn("email", to, language), after);
}

export function byPhone(app: App): void {
  const { say, chat, language } = app;
  const fields = [{ name: "to", label: say("phone"), type: "tel" as const, required: true }];
  const ask = form(app, fields, say("go"), async ({ to = "" }) => {
    await chat.goOn("phone", to, language);
    app.refresh();
    done(app, say("byPhone"), say("goesByPhone", { number: to }));
  });
  const input = ask.querySelector("input");
  if (input) input.value = app.chat.session?.phone ?? "";
  cover(app, say("byPhone"), say("phoneHint"), ask);
}

/** A code and a link for another device. */
export async function device(app: App): Promise<void> {
  const { say } = app;
  try {
    const made = await app.chat.code();
    const spelled = `${made.code.slice(0, 4)}-${made.code.slice(4)}`;
    const link = new URL(`${made.page}#${made.code}`, location.href).href;
    const copy = h("button", { type: "button", class: "primary" }, say("copy"));
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(link).catch(() => field.select());
      copy.textContent = say("copied");
    });
    const field = h("input", { value: link, readOnly: true, "aria-label": say("deviceLink") });
    const code = h(
      "p",
      { class: "code", role: "status" },
      h("span", { class: "unseen" }, `${say("deviceCode")}: `),
      spelled,
    );
    cover(app, say("device"), say("deviceHint"), code, h("div", { class: "field" }, field), copy);
  } catch (error) {
    cover(app, say("device"), wordsFor(error, app));
  }
}

/** A code from another device; `given` by a link, and still for the person to say yes to. */
export function redeem(app: App, given: string, after: () => void): void {
  const { say, chat } = app;
  const fields = [{ name: "code", label: say("code"), type: "text" as const, required: true }];
  const ask = form(app, fields, say("go"), async ({ code = "" }) => {
    await chat.redeem(code);
    app.cover(null);
    after();
  });
  const input = ask.querySelector("input");
  if (input) Object.assign(input, { value: given, autocomplete: "off", maxLength: 20, className: "spelled" });
  cover(app, say("haveCode"), say("codeHint"), ask);
}

export function end(app: App): void {
  const { say, chat } = app;
  const yes = h("button", { type: "button", class: "primary" }, say("endYes"));
  yes.addEventListener("click", () => {
    if (chat.end()) app.cover(null);
    else app.announce(say("offline"));
  });
  cover(app, say("endAsk"), "", yes);
}
