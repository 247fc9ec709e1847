/** How it was, asked once a conversation is over: five stars that are radio buttons, and room for a reason. */
import { type App, wordsFor } from "./app";
import type { Key } from "./texts";
import { h, icon, STAR } from "./view";

const SCORES = [1, 2, 3, 4, 5];

/** The question; `said` is what the person has said before. */
export function rating(app: App, said: { score: number | null; comment: string }): HTMLElement {
  const { say } = app;
  const place = h("section", { class: "rating", "aria-label": say("rate") });
  const ask = () => {
    const problem = h("p", { class: "problem", role: "alert" });
    const label = h("output", { class: "soft" });
    const comment = h("textarea", {
      rows: 2,
      maxLength: 2000,
      "aria-label": say("comment"),
      placeholder: say("comment"),
    });
    const go = h("button", { type: "submit", class: "primary" }, say("rateSend"));
    const more = h("div", { class: "more", hidden: true }, comment, go);
    let score = 0;
    const choose = (chosen: number) => {
      score = chosen;
      more.hidden = false;
      label.textContent = say(`rate${chosen}` as Key);
      for (const [n, each] of stars.entries()) each.classList.toggle("is-on", n < chosen);
    };
    const stars = SCORES.map((each) => {
      const input = h("input", { type: "radio", name: "score", value: String(each), class: "unseen" });
      input.addEventListener("change", () => choose(each));
      return h("label", {}, input, icon(STAR), h("span", { class: "unseen" }, say(`rate${each}` as Key)));
    });
    const submit = async (event: Event) => {
      event.preventDefault();
      try {
        const kept = await app.chat.rate(score, comment.value.trim());
        said = kept;
        thank(kept.open);
      } catch (error) {
        problem.textContent = wordsFor(error, app);
      }
    };
    comment.value = said.comment;
    place.replaceChildren(
      h(
        "form",
        { onsubmit: submit },
        h("fieldset", {}, h("legend", {}, say("rate")), h("div", { class: "stars" }, ...stars), label),
        more,
        problem,
      ),
    );
    const before = said.score && stars[said.score - 1]?.querySelector("input");
    if (before && said.score) {
      before.checked = true;
      choose(said.score);
    }
  };
  const thank = (open: boolean) => {
    const change = h("button", { type: "button", class: "link", onclick: ask }, say("rateChange"));
    place.replaceChildren(h("p", { role: "status" }, `${say("rateThanks")} `, open ? change : null));
    if (open) change.focus();
  };
  ask();
  return place;
}
