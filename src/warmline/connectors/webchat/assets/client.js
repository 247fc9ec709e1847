/* The web chat's protocol, without a face: loaded by a page, it gives that page the class WarmlineChat.

   const chat = new WarmlineChat("https://desk.example.com/channels/webchat/<account id>/");
   chat.addEventListener("change", () => draw(chat.lines, chat.pending));
   if (!(await chat.resume())) await chat.start({ name: "Kim", email: "kim@example.com" });
   chat.send("Hello");

   What was not acknowledged is kept in localStorage and sent again, under the same client_id, so that it arrives once.
   Events: change, status, position, typing, joined, ended, problem; each has what it is about in `detail`. */
(function () {
  "use strict";

  const RESTART = 1012, TOKEN_REFUSED = 4401, SWITCHED_OFF = 4404, BAD_CURSOR = 4409, TOO_MANY = 4429;
  const FIRST_WAIT = 500, LONGEST_WAIT = 30000, PATIENCE = 10000, LOOK = 5000, GATHER = 30, TYPING_AGAIN = 3000;

  class ChatProblem extends Error {
    constructor(problem, status) {
      super(problem.detail || "Something went wrong.");
      this.code = problem.code;
      this.status = status;
      this.errors = problem.errors || [];
    }
  }

  class WarmlineChat extends EventTarget {
    /* `identity` is what the site's server has signed for a visitor who is signed in. */
    constructor(base, { identity = null, storage = window.localStorage } = {}) {
      super();
      this.base = base.endsWith("/") ? base : base + "/";
      this.identity = identity;
      this.storage = storage;
      this.key = "warmline.webchat " + this.base;
      this.lines = new Map();
      this.pending = new Map();
      this.position = { state: "idle" };
      this.status = "offline";
      this.session = null;
      this.synced = false;
      this.cursor = null;
      this.socket = null;
      this.failures = 0;
      this.unacknowledged = new Set();
      window.addEventListener("online", () => this.session && !this.isOpen() && this.connect());
      window.addEventListener("storage", (event) => event.key === this.key && this.adopt());
    }

    /* What the page must know first: name, greeting, questions, limits. */
    describe() {
      return this.call("GET", "");
    }

    /* Go on with an earlier session; false where there is none. */
    async resume() {
      const { token } = this.load();
      if (!token) return false;
      try {
        await this.begin({ token });
        return true;
      } catch (error) {
        // The token is refused, or it is of somebody who was signed in, and now there are questions to answer first.
        if (error.status !== 401 && error.status !== 422) throw error;
        this.save({ token: null });
        return false;
      }
    }

    /* Begin a session; raises a problem whose `errors` name the fields that are wrong. */
    start(fields = {}) {
      return this.begin({ fields });
    }

    /* Go on with a conversation of another device, by the code that it shows. */
    redeem(code) {
      return this.begin({ code });
    }

    async begin(asked) {
      const session = await this.call("POST", "session", { ...asked, identity: this.identity });
      const { outbox } = this.load();
      // What somebody else has left unsent in this browser is not said in this visitor's name.
      const kept = session.resumed && !asked.code ? outbox : outbox.filter((each) => this.pending.has(each.client_id));
      if (this.session && this.session.visitor_id !== session.visitor_id) this.clear();
      this.session = session;
      this.save({ token: session.token, visitor: session.visitor_id, outbox: kept });
      for (const each of kept) if (!this.pending.has(each.client_id)) this.pending.set(each.client_id, { ...each, state: "sending" });
      this.connect();
      return session;
    }

    /* Say something. Returns at once; `pending` shows it until it is a line. */
    send(text, attachments = []) {
      const said = { client_id: randomId(), text, attachments, at: new Date().toISOString() };
      this.pending.set(said.client_id, { ...said, state: "sending" });
      this.save({ outbox: [...this.load().outbox, said] });
      this.post(said);
      this.changed();
      return said.client_id;
    }

    /* Try a message again that was refused. */
    again(clientId) {
      const said = this.pending.get(clientId);
      if (!said) return;
      this.pending.delete(clientId);
      this.send(said.text, said.attachments);
    }

    /* Store a file; what it returns goes into `send`. `progress` is told which share of it has gone, 0 to 1. */
    upload(file, progress = () => {}) {
      // fetch cannot tell how far an upload is.
      const request = new XMLHttpRequest();
      request.open("POST", this.base + "files");
      request.setRequestHeader("Authorization", "Bearer " + this.session.token);
      request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
      request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      return new Promise((done, failed) => {
        request.onload = () => done(answer(new Response(request.responseText, { status: request.status })));
        request.onerror = () => failed(new ChatProblem({ detail: "The file could not be sent.", code: "offline" }, 0));
        request.send(file);
      });
    }

    /* A file of the conversation, as a Blob. */
    async download(sha256) {
      const headers = { Authorization: "Bearer " + this.session.token };
      const response = await fetch(this.base + "files/" + sha256, { headers });
      return response.ok ? response.blob() : answer(response);
    }

    /* Say that the visitor types; repeated calls cost nothing. */
    typing(active) {
      const now = Date.now();
      if (active && now - (this.typedAt || 0) < TYPING_AGAIN) return;
      if (!active && !this.typedAt) return;
      this.typedAt = active ? now : 0;
      this.tell({ type: "typing", typing: active });
    }

    /* The visitor sees the newest message. */
    read() {
      const theirs = this.sorted().filter((line) => line.author !== "customer");
      const newest = theirs[theirs.length - 1];
      if (!newest || newest.delivery === "read" || this.marked === newest.message_id) return;
      if (this.tell({ type: "read", message_id: newest.message_id })) this.marked = newest.message_id;
    }

    /* End the conversation; the next message begins another. */
    end() {
      return this.tell({ type: "end" });
    }

    /* A code that takes one other device to this conversation: {code, page, expires_at}. */
    code() {
      return this.ask("POST", "codes", {});
    }

    /* Have the conversation mailed; `address` where the visitor has given none before. */
    async transcript(address, language) {
      this.renew(await this.ask("POST", "transcript", { address, language }));
    }

    /* Go on `by` "email" or "phone"; `to` where the visitor has not said before how to be reached. */
    async goOn(by, to, language) {
      this.renew(await this.ask("POST", "onward", { by, to, language }));
    }

    /* What the visitor has said of the conversation, and whether they can: {open, score, comment}. */
    rating() {
      return this.ask("GET", "rating");
    }

    /* Say how content one was, from 1 to 5. */
    rate(score, comment = "") {
      return this.ask("POST", "rating", { score, comment });
    }

    /* Forget this visitor here: the next session is somebody new. */
    leave() {
      clearTimeout(this.retry);
      this.drop();
      this.clear();
      this.session = null;
      this.pending.clear();
      this.position = { state: "idle" };
      this.save({ token: null, visitor: null, outbox: [] });
      this.show("offline");
    }

    /* All lines in the order in which they were said. */
    sorted() {
      return [...this.lines.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.message_id < b.message_id ? -1 : 1));
    }

    isOpen() {
      return this.socket !== null && this.socket.readyState <= WebSocket.OPEN;
    }

    connect() {
      clearTimeout(this.retry);
      this.drop();
      this.show("connecting");
      const socket = new WebSocket(this.base.replace(/^http/, "ws") + "socket");
      this.socket = socket;
      this.heardAt = Date.now();
      this.askedAt = 0;
      socket.onopen = () => this.put({ type: "hello", token: this.session.token, after: this.cursor });
      socket.onmessage = (event) => socket === this.socket && this.take(JSON.parse(event.data));
      socket.onclose = (event) => socket === this.socket && this.closed(event);
      this.watch = setInterval(() => this.look(), LOOK);
    }

    drop() {
      clearInterval(this.watch);
      const socket = this.socket;
      this.socket = null;
      this.ready = false;
      if (socket) socket.close();
    }

    /* A page in the background looks once a minute only, so the line is dead if a ping stays unanswered, not sooner. */
    look() {
      const now = Date.now();
      if (this.askedAt > this.heardAt) {
        if (now - this.askedAt > PATIENCE) this.closed({ code: RESTART });
      } else if (now - this.heardAt > (this.heartbeat || 25) * 1000 - LOOK) {
        this.askedAt = now;
        this.tell({ type: "ping" });
      }
    }

    async closed({ code }) {
      this.drop();
      this.show("offline");
      if (code === SWITCHED_OFF) return this.emit("problem", { detail: "This chat is closed.", code: "chat_missing" });
      if (code === BAD_CURSOR) this.cursor = null;
      if (code === TOKEN_REFUSED) return this.emit("problem", { detail: "Please start again.", code: "token_refused" });
      const wait = code === TOO_MANY ? LONGEST_WAIT : Math.min(FIRST_WAIT * 2 ** this.failures, LONGEST_WAIT);
      this.failures += 1;
      this.retry = setTimeout(() => this.connect(), wait * (0.5 + Math.random() / 2));
    }

    put(frame) {
      this.socket.send(JSON.stringify(frame));
    }

    tell(frame) {
      if (!this.ready || this.socket.readyState !== WebSocket.OPEN) return false;
      this.put(frame);
      return true;
    }

    post(said) {
      return this.tell({ type: "message", client_id: said.client_id, text: said.text, attachments: said.attachments.map((each) => each.ref) });
    }

    take(frame) {
      this.heardAt = Date.now();
      const handler = this["on_" + frame.type];
      // A newer server may send frames that this client does not know.
      if (handler) handler.call(this, frame);
    }

    on_ready(frame) {
      this.ready = true;
      this.heartbeat = frame.heartbeat;
      this.show("online");
      for (const said of this.load().outbox) this.post(said);
    }

    on_synced(frame) {
      this.failures = 0;
      this.synced = true;
      if (frame.cursor) this.cursor = frame.cursor;
      this.changed();
    }

    on_line(frame) {
      const line = frame.message;
      this.cursor = frame.cursor;
      if (line.client_id) {
        this.pending.delete(line.client_id);
        this.forget(line.client_id);
      } else if (line.delivery === "queued" || line.delivery === "sent") {
        this.acknowledge(line.message_id);
      }
      this.lines.set(line.message_id, line);
      this.emit("line", line);
      this.changed();
    }

    on_delivery(frame) {
      this.cursor = frame.cursor;
      const line = this.lines.get(frame.message_id);
      if (line) line.delivery = frame.delivery;
      this.changed();
    }

    on_ack(frame) {
      const said = this.pending.get(frame.client_id);
      if (said) said.state = "sent";
      this.forget(frame.client_id);
      this.changed();
    }

    on_error(frame) {
      const said = frame.client_id && this.pending.get(frame.client_id);
      if (said && frame.retry_after !== null) {
        setTimeout(() => this.pending.has(frame.client_id) && this.post(said), frame.retry_after * 1000);
      } else if (said) {
        said.state = "refused";
        said.detail = frame.detail;
        this.forget(frame.client_id);
      }
      this.emit("problem", frame);
      this.changed();
    }

    on_position(frame) {
      this.position = frame.position;
      this.emit("position", frame.position);
    }

    on_typing(frame) {
      this.emit("typing", frame);
    }

    on_joined(frame) {
      this.emit("joined", frame);
    }

    on_ended(frame) {
      this.session = { ...this.session, token: frame.token, session: frame.session };
      this.save({ token: frame.token });
      this.emit("ended", {});
    }

    /* Several lines that come together are acknowledged together. */
    acknowledge(messageId) {
      this.unacknowledged.add(messageId);
      clearTimeout(this.gathering);
      this.gathering = setTimeout(() => {
        const ids = [...this.unacknowledged].slice(0, 500);
        if (this.tell({ type: "received", message_ids: ids })) ids.forEach((id) => this.unacknowledged.delete(id));
        if (this.unacknowledged.size && this.ready) this.acknowledge(this.unacknowledged.values().next().value);
      }, GATHER);
    }

    async call(method, path, body, more = {}) {
      const headers = { "Content-Type": "application/json", ...more };
      return answer(await fetch(this.base + path, { method, headers, body: body && JSON.stringify(body) }));
    }

    /* A request as this visitor. */
    ask(method, path, body) {
      return this.call(method, path, body, { Authorization: "Bearer " + this.session.token });
    }

    /* The same session with a token that says more. */
    renew(session) {
      this.session = { ...this.session, ...session };
      this.save({ token: session.token });
    }

    clear() {
      this.lines.clear();
      this.cursor = null;
      this.marked = null;
      this.synced = false;
    }

    /* Another tab has ended the session, or begun one. */
    adopt() {
      const { token, visitor } = this.load();
      if (!this.session || !token || token === this.session.token) return;
      if (visitor && visitor !== this.session.visitor_id) {
        this.clear();
        this.pending.clear();
      }
      this.session = { ...this.session, token, visitor_id: visitor || this.session.visitor_id };
      this.connect();
    }

    load() {
      try {
        return { token: null, outbox: [], ...JSON.parse(this.storage.getItem(this.key)) };
      } catch {
        return { token: null, outbox: [] };
      }
    }

    save(changes) {
      try {
        this.storage.setItem(this.key, JSON.stringify({ ...this.load(), ...changes }));
      } catch {
        // Storage is full or forbidden: the chat works, and does not outlive this page.
      }
    }

    forget(clientId) {
      const { outbox } = this.load();
      const left = outbox.filter((each) => each.client_id !== clientId);
      if (left.length < outbox.length) this.save({ outbox: left });
    }

    show(status) {
      if (status === this.status) return;
      this.status = status;
      this.emit("status", status);
    }

    changed() {
      this.emit("change", null);
    }

    emit(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { detail }));
    }
  }

  async function answer(response) {
    const said = response.status === 204 ? null : await response.json().catch(() => ({}));
    if (!response.ok) throw new ChatProblem(said || {}, response.status);
    return said;
  }

  function randomId() {
    // Not crypto.randomUUID, which only secure pages have.
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  window.WarmlineChat = WarmlineChat;
})();
