/** What the frame does first: hear from the site who asks and how it should look, then go on with what was said. */
import { type Identity, WarmlineChat } from "./chat";
import { accents, parse } from "./colour";
import { redeem } from "./covers";
import frameCss from "./frame.css?inline";
import { Panel } from "./panel";
import { storage } from "./storage";
import { locale, speak, speaker } from "./texts";
import { h, sheet } from "./view";

interface Hello {
  colour?: string | null;
  theme?: string;
  language?: string;
  greeting?: string | null;
  identity?: Identity | null;
  dir?: string;
  open?: boolean;
}

const ALONE = window.parent === window;
const CODE = /^#([0-9A-Za-z-]{8,12})$/;

/** No word of what is said goes to the site; how many messages are new does. */
function tell(what: string, detail: unknown = null): void {
  if (!ALONE) window.parent.postMessage({ warmline: what, detail }, "*");
}

function dress({ colour, theme, dir }: Hello): void {
  const root = document.documentElement;
  const night = matchMedia("(prefers-color-scheme: dark)");
  const wear = () => {
    root.dataset.theme = theme === "light" || theme === "dark" ? theme : night.matches ? "dark" : "light";
  };
  wear();
  night.addEventListener("change", wear);
  if (dir === "rtl") root.dir = dir;
  const chosen = parse(colour);
  if (!chosen) return;
  for (const [scheme, { accent, ink }] of Object.entries(accents(chosen))) {
    root.style.setProperty(`--accent-${scheme}`, accent);
    root.style.setProperty(`--accent-ink-${scheme}`, ink);
  }
}

/** The code of a link. It goes out of the address at once, so that nobody reads it there later. */
function broughtCode(): string | null {
  const found = CODE.exec(location.hash)?.[1] ?? null;
  if (found) history.replaceState(null, "", location.pathname);
  return found;
}

async function begin(hello: Hello): Promise<Panel | null> {
  dress(hello);
  const { texts, language } = await speak([hello.language ?? "", ...navigator.languages].filter(Boolean));
  document.documentElement.lang = language;
  const say = speaker(texts);
  const chat = new WarmlineChat(new URL("./", location.href).href, {
    identity: hello.identity ?? null,
    storage: storage(location.pathname),
  });
  try {
    const about = await chat.describe();
    const greeting = hello.greeting || about.greeting;
    const open = ALONE || hello.open === true;
    const panel = new Panel({ chat, about, say, language: locale(language), greeting, alone: ALONE, open, tell });
    document.body.replaceChildren(panel.element);
    const code = broughtCode();
    if (await chat.resume()) panel.converse();
    else {
      tell("known", false);
      await panel.begin();
    }
    if (code) redeem(panel, code, () => panel.converse());
    return panel;
  } catch {
    const again = h("button", { type: "button", class: "primary", onclick: () => location.reload() }, say("again"));
    document.body.replaceChildren(
      h("div", { class: "panel" }, h("p", { class: "away", role: "alert" }, say("problem")), again),
    );
    return null;
  }
}

let panel: Promise<Panel | null> | null = null;

async function hear({ warmline: what, detail }: { warmline?: string; detail?: unknown }): Promise<void> {
  if (what === "hello") panel ??= begin(detail as Hello);
  const there = await panel;
  if (!there) return;
  if (what === "open" || what === "closed") there.opened(what === "open");
  else if (what === "focus") there.focus();
  else if (what === "identify") {
    there.chat.identity = detail as Identity | null;
    if (await there.chat.resume()) there.converse();
    else await there.begin();
  }
}

document.adoptedStyleSheets = [sheet(frameCss)];
if (ALONE) {
  document.documentElement.dataset.alone = "";
  panel = begin({ theme: "auto" });
} else {
  // Who may frame us, our own policy says; whoever does is the one that we listen to.
  window.addEventListener("message", (event) => event.source === window.parent && void hear(event.data ?? {}));
  tell("ready");
}
