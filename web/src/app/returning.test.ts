import { afterEach, beforeEach, expect, it } from "vitest";
import { returnFocus } from "./returning";

let stop: () => void;
beforeEach(() => {
  document.body.innerHTML = `<button id="from">Move</button><button id="else">Else</button><div id="portal"></div>`;
  stop = returnFocus();
});
afterEach(() => stop());

const element = (id: string) => document.getElementById(id) as HTMLElement;
const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const open = () => {
  element("portal").innerHTML = `<div><section role="dialog" aria-modal="true"><input id="field" /></section></div>`;
  element("field").focus();
};

it("goes back to where the keys were before the dialog", async () => {
  element("from").focus();
  open();
  element("portal").innerHTML = "";
  await settled();
  expect(document.activeElement).toBe(element("from"));
});

it("leaves the keys where somebody has put them meanwhile", async () => {
  element("from").focus();
  open();
  element("portal").innerHTML = "";
  element("else").focus();
  await settled();
  expect(document.activeElement).toBe(element("else"));
});

it("goes back to the button of a menu whose item opened the dialog", async () => {
  const menu = `<div role="menu" aria-labelledby="from"><button id="item">Move to another case</button></div>`;
  element("portal").insertAdjacentHTML("beforebegin", menu);
  element("item").focus();
  open();
  element("item").parentElement?.remove();
  element("portal").innerHTML = "";
  await settled();
  expect(document.activeElement).toBe(element("from"));
});
