/* The face of the test page: draws what the client knows, and passes on what the visitor does. */
(function () {
  "use strict";

  const TYPING_SHOWN = 6000;
  const at = (id) => document.getElementById(id);
  const chat = new WarmlineChat(new URL(".", location.href).href);
  const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
  const shown = new Map();
  let about = null;
  let chosen = [];
  let typingEnds = 0;
  let ended = false;

  function make(name, properties = {}, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  /* Before the chat */

  function showForm() {
    at("talk").hidden = true;
    at("end").hidden = true;
    at("begin").hidden = false;
    at("status").textContent = "";
    at("greeting").textContent = about.greeting;
    at("greeting").hidden = !about.greeting;
    at("fields").replaceChildren(...about.pre_chat.map(field));
    const first = at("fields").querySelector("input");
    if (first) first.focus();
  }

  function field({ name, label, type, required }) {
    const completes = { name: "name", email: "email", phone: "tel" }[name] || "on";
    const id = "field-" + name;
    const input = make("input", { id, name, type, required, autocomplete: completes, maxLength: 200 });
    input.setAttribute("aria-describedby", id + "-problem");
    const hint = required ? "" : " (optional)";
    const problem = make("p", { id: id + "-problem", className: "problem" });
    return make("div", { className: "field" }, make("label", { htmlFor: id }, label + hint), input, problem);
  }

  async function begin(event) {
    event.preventDefault();
    const fields = {};
    for (const { name } of about.pre_chat) {
      const value = at("field-" + name).value.trim();
      if (value) fields[name] = value;
    }
    try {
      await chat.start(fields);
      showTalk();
    } catch (error) {
      showFormProblems(error);
    }
  }

  function showFormProblems(error) {
    const problems = new Map(error.errors ? error.errors.map((each) => [each.field, each.problem]) : []);
    let first = null;
    for (const { name, label } of about.pre_chat) {
      const problem = problems.get("fields." + name);
      const input = at("field-" + name);
      at("field-" + name + "-problem").textContent = problem ? label + " " + problem + "." : "";
      input.setAttribute("aria-invalid", problem ? "true" : "false");
      if (problem && !first) first = input;
    }
    at("begin-problem").textContent = first ? "" : error.message;
    if (first) first.focus();
  }

  /* The conversation */

  function showTalk() {
    at("begin").hidden = true;
    at("talk").hidden = false;
    at("end").hidden = false;
    draw();
    showStatus();
    at("text").focus();
  }

  function draw() {
    const log = at("log");
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const entries = [...chat.sorted().map(lineEntry), ...[...chat.pending.values()].map(pendingEntry)];
    if (about.greeting) entries.unshift({ key: "greeting", author: "agent", name: about.name, text: about.greeting, files: [], note: "" });
    const wanted = new Set(entries.map((each) => each.key));
    for (const [key, drawn] of shown) {
      if (wanted.has(key)) continue;
      drawn.element.remove();
      shown.delete(key);
    }
    entries.forEach((entry, place) => put(at("lines"), entry, place));
    if (atEnd) log.scrollTop = log.scrollHeight;
    markRead();
  }

  /* An entry that is there already is left alone: a screen reader would read it out again. */
  function put(list, entry, place) {
    const drawn = shown.get(entry.key);
    if (!drawn) {
      const element = bubble(entry);
      shown.set(entry.key, { element, note: entry.note, waits: entry.waits });
      list.insertBefore(element, list.children[place] || null);
      return;
    }
    if (drawn.note !== entry.note) {
      drawn.note = entry.note;
      drawn.element.querySelector(".note").replaceChildren(...note(entry));
    }
    if (drawn.waits && !entry.waits) {
      // Files can be fetched once the message is in the record.
      drawn.waits = false;
      const files = drawn.element.querySelector(".files");
      if (files) files.replaceChildren(...entry.files.map((file) => fileItem(file, false)));
    }
    if (list.children[place] !== drawn.element) list.insertBefore(drawn.element, list.children[place] || null);
  }

  function lineEntry(line) {
    const mine = line.author === "customer";
    return {
      // The same key as while it was pending, so that it stays where it is.
      key: line.client_id || line.message_id,
      author: line.author,
      name: mine ? "You" : line.author_name || "Agent",
      at: line.at,
      text: line.text,
      files: line.attachments,
      note: mine ? "Sent" : "",
    };
  }

  function pendingEntry(said) {
    const notes = { sending: "Sending …", sent: "Sent", refused: "Not sent: " + said.detail };
    return { key: said.client_id, author: "customer", name: "You", at: said.at, text: said.text, files: said.attachments, note: notes[said.state], refused: said.state === "refused", waits: true };
  }

  function bubble(entry) {
    const head = make("p", { className: "who" }, make("span", {}, entry.name));
    if (entry.at) head.append(" ", make("time", { dateTime: entry.at }, clock.format(new Date(entry.at))));
    const parts = [head];
    if (entry.text) parts.push(make("p", { className: "text" }, entry.text));
    if (entry.files.length) parts.push(make("ul", { className: "files" }, ...entry.files.map((file) => fileItem(file, entry.waits))));
    parts.push(make("p", { className: "note" }, ...note(entry)));
    return make("li", { className: entry.author === "customer" ? "mine" : "theirs" }, ...parts);
  }

  function note(entry) {
    if (!entry.refused) return [entry.note];
    const again = make("button", { type: "button", className: "link" }, "Try again");
    again.addEventListener("click", () => chat.again(entry.key));
    return [entry.note + " ", again];
  }

  function fileItem(file, waits) {
    const size = file.size === null ? "" : " (" + Math.max(1, Math.round(file.size / 1024)) + " KB)";
    if (waits) return make("li", {}, file.name + size);
    if (!file.sha256) return make("li", {}, file.name + size + ", not kept");
    const button = make("button", { type: "button", className: "link" }, file.name + size);
    button.addEventListener("click", () => keep(file));
    return make("li", {}, button);
  }

  async function keep(file) {
    try {
      const address = URL.createObjectURL(await chat.download(file.sha256));
      make("a", { href: address, download: file.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    } catch (error) {
      at("problem").textContent = error.message;
    }
  }

  function markRead() {
    if (chat.session && document.visibilityState === "visible" && document.hasFocus()) chat.read();
  }

  /* Who is there */

  function showStatus() {
    if (!chat.session || at("talk").hidden) return;
    if (chat.status !== "online") at("status").textContent = chat.status === "connecting" ? "Connecting …" : "No connection. Trying again …";
    else at("status").textContent = standing(chat.position);
  }

  function standing({ state, place, estimate, agent }) {
    if (state === "talking") return agent ? agent + " is with you." : "You are connected.";
    if (state === "ended" || (ended && state === "idle")) return "The conversation has ended. Write again to begin another.";
    if (state === "idle") return "Write a message, and we will be with you.";
    const where = place === null ? "You are waiting for a person." : "You are number " + place + " in line.";
    return estimate === null ? where : where + " About " + duration(estimate) + ".";
  }

  function duration(seconds) {
    const minutes = Math.ceil(seconds / 60);
    return minutes <= 1 ? "a minute" : minutes + " minutes";
  }

  function showTyping({ detail }) {
    clearTimeout(typingEnds);
    const who = detail.name || chat.position.agent || "Somebody";
    at("typing").textContent = detail.typing ? who + " is typing …" : "";
    if (detail.typing) typingEnds = setTimeout(() => (at("typing").textContent = ""), TYPING_SHOWN);
  }

  /* Writing */

  async function send(event) {
    event.preventDefault();
    const text = at("text").value.trim();
    if (!text && !chosen.length) return;
    at("problem").textContent = "";
    at("send").disabled = true;
    try {
      const files = [];
      for (const file of chosen) files.push(await chat.upload(file));
      ended = false;
      chat.typing(false);
      chat.send(text, files);
      at("text").value = "";
      choose([]);
    } catch (error) {
      at("problem").textContent = error.message;
    } finally {
      at("send").disabled = false;
      at("log").scrollTop = at("log").scrollHeight;
      at("text").focus();
    }
  }

  function choose(files) {
    chosen = files;
    at("files").replaceChildren(
      ...files.map((file) => {
        const drop = make("button", { type: "button", className: "link" }, "Remove");
        drop.setAttribute("aria-label", "Remove " + file.name);
        drop.addEventListener("click", () => choose(chosen.filter((each) => each !== file)));
        return make("li", {}, file.name + " ", drop);
      }),
    );
  }

  function write(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    at("composer").requestSubmit();
  }

  /* Set up */

  at("begin").addEventListener("submit", begin);
  at("composer").addEventListener("submit", send);
  at("text").addEventListener("keydown", write);
  at("text").addEventListener("input", () => chat.typing(at("text").value !== ""));
  at("attach").addEventListener("click", () => at("file").click());
  at("file").addEventListener("change", () => {
    choose([...chosen, ...at("file").files]);
    at("file").value = "";
  });
  at("end").addEventListener("click", () => at("ending").showModal());
  at("ending").addEventListener("close", () => at("ending").returnValue === "end" && chat.end());
  document.addEventListener("visibilitychange", markRead);
  window.addEventListener("focus", markRead);

  chat.addEventListener("change", draw);
  chat.addEventListener("status", showStatus);
  chat.addEventListener("position", showStatus);
  chat.addEventListener("typing", showTyping);
  chat.addEventListener("line", ({ detail }) => detail.author !== "customer" && (at("typing").textContent = ""));
  chat.addEventListener("ended", () => {
    ended = true;
    showStatus();
  });
  chat.addEventListener("problem", ({ detail }) => {
    if (detail.code === "token_refused") showForm();
    else if (!detail.client_id) at("problem").textContent = detail.detail;
  });

  (async () => {
    try {
      about = await chat.describe();
      at("file").accept = about.attachment_types.join(",");
      at("attach").hidden = about.max_attachment_bytes === 0;
      if (await chat.resume()) showTalk();
      else showForm();
    } catch (error) {
      at("status").textContent = error.message;
    }
  })();
})();
