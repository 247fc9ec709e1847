/** Elements without a framework: text is always text, so nothing that anybody says can become markup. */

export type Child = Node | string | null | undefined | false;
type Properties = Record<string, unknown>;

/** `class`, `aria-*`, `data-*`, `role`, `for` and `dir` are attributes, `on…` listeners, and all else properties. */
export function h<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value as EventListener);
    else if (/^(class|role|for|dir|lang|aria-.*|data-.*)$/.test(key)) element.setAttribute(key, String(value));
    else Object.assign(element, { [key]: value });
  }
  element.append(...children.filter((each): each is Node | string => Boolean(each)));
  return element;
}

/** Drawings, each by its path, so that who needs one does not load all. */
export const CHAT = "M4 5h16v11H9l-5 4z";
export const CLOSE = "M6 6l12 12M18 6L6 18";
export const DOWN = "M6 9l6 6 6-6";
export const MORE = "M5 12h1M11.5 12h1M18 12h1";
export const SEND = "M4 12l16-8-5 16-3-7z";
export const CLIP = "M8 12.5l5.6-5.6a2.6 2.6 0 013.7 3.7l-7.4 7.4a4.4 4.4 0 01-6.2-6.2l7-7";
export const STAR = "M12 3.6l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.8l5.9-.8z";
export const FILE = "M7 3h7l4 4v14H7zM14 3v4h4";

/** A drawing that says nothing by itself. */
export function icon(drawing: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", drawing);
  svg.append(path);
  return svg as SVGSVGElement;
}

/** A style sheet made in memory, which no policy about styles stands against. */
export function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]/g;

/** A text with its addresses as links. */
export function linked(text: string): Child[] {
  const parts: Child[] = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(from, found.index));
    parts.push(h("a", { href: found[0], target: "_blank", rel: "noopener noreferrer nofollow" }, found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}
