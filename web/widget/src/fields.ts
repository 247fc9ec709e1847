/** Forms whose faults stand beside the fields that they are about. */
import { type App, fault, wordsFor } from "./app";
import type { Field, Problem } from "./chat";
import { h } from "./view";

const COMPLETES: Record<string, AutoFill> = { name: "name", email: "email", tel: "tel", phone: "tel" };
let made = 0;

interface Shown {
  field: Field;
  input: HTMLInputElement;
  problem: HTMLElement;
  row: HTMLElement;
}

function show(field: Field, app: App): Shown {
  made += 1;
  const id = `field-${made}`;
  const problem = h("p", { class: "problem", id: `${id}-problem` });
  const input = h("input", {
    id,
    name: field.name,
    type: field.type,
    maxLength: 200,
    autocomplete: COMPLETES[field.name] ?? COMPLETES[field.type] ?? "on",
    "aria-describedby": `${id}-problem`,
    "aria-required": field.required ? "true" : null,
  });
  const hint = field.required ? null : h("span", { class: "soft" }, ` (${app.say("optional")})`);
  return {
    field,
    input,
    problem,
    row: h("div", { class: "field" }, h("label", { for: id }, field.label, hint), input, problem),
  };
}

function mark(shown: Shown, problem: string | null): void {
  shown.problem.textContent = problem ?? "";
  if (problem) shown.input.setAttribute("aria-invalid", "true");
  else shown.input.removeAttribute("aria-invalid");
}

/** A form of these fields. `done` may refuse, and its words are shown. */
export function form(
  app: App,
  fields: Field[],
  go: string,
  done: (answers: Record<string, string>) => Promise<void>,
): HTMLFormElement {
  const all = fields.map((each) => show(each, app));
  const trouble = h("p", { class: "problem", role: "alert" });
  const button = h("button", { type: "submit", class: "primary" }, go);
  const submit = async (event: Event) => {
    event.preventDefault();
    trouble.textContent = "";
    const answers: Record<string, string> = {};
    for (const each of all) {
      const value = each.input.value.trim();
      mark(each, fault(value, each.field.type, each.field.required, each.field.label, app.say));
      if (value) answers[each.field.name] = value;
    }
    const wrong = all.filter((each) => each.problem.textContent);
    if (wrong.length) return wrong[0]?.input.focus();
    button.disabled = true;
    try {
      await done(answers);
    } catch (error) {
      refuse(error as Problem, all, trouble, app);
    } finally {
      button.disabled = false;
    }
  };
  return h("form", { noValidate: true, onsubmit: submit }, ...all.map((each) => each.row), trouble, button);
}

function refuse(error: Problem, all: Shown[], trouble: HTMLElement, app: App): void {
  const marked = (error.errors ?? []).flatMap(({ field, problem }) => {
    const shown = all.find((each) => each.field.name === field.replace(/^fields\./, "") || all.length === 1);
    if (shown) mark(shown, app.language.startsWith("en") ? problem : app.say("problem"));
    return shown ? [shown] : [];
  });
  if (marked[0]) marked[0].input.focus();
  else trouble.textContent = wordsFor(error, app);
}
