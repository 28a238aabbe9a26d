// Conversations with the assistant: answers appear sentence by sentence. Without this file forms do the same, slower.
(() => {
  "use strict";
  if (window.learnsteadAsk) return; // a page may include it twice
  window.learnsteadAsk = true;

  const FRESH_TRIES = 2;
  let count = 0;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Reads a stream of server-sent events; "seen" remembers the last id, to go on from there.
  async function read(response, seen, take) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      const frames = rest.split("\n\n");
      rest = frames.pop();
      for (const frame of frames) {
        const lines = Object.fromEntries(frame.split("\n").map((line) => {
          const colon = line.indexOf(":");
          return [line.slice(0, colon), line.slice(colon + 1).trim()];
        }));
        if (!lines.event) continue;
        seen.id = Number(lines.id);
        take(lines.event, JSON.parse(lines.data));
      }
    }
  }

  class Turn {
    constructor(ask, question) {
      this.root = ask.template.content.firstElementChild.cloneNode(true);
      this.name = `live-${++count}`;
      this.part("question").textContent = question;
      this.paragraph = null;
      ask.turns.append(this.root);
    }
    part(name) { return this.root.querySelector(`[data-${name}]`); }
    show(event, data) {
      const known = {
        started: () => { this.id = data.turn; },
        retrieved: () => this.filters(data.filters),
        citation: () => this.source(data),
        sentence: () => this.sentence(data),
        done: () => { if (data.text) this.notice(data.text, data.instead); else if (data.status === "stopped") this.notice("You stopped this answer."); },
        error: () => this.notice(data.detail),
      };
      known[event]?.();
    }
    filters(filters) {
      if (!filters.length) return;
      const place = this.part("filters");
      filters.forEach(({ label }) => place.append(make("span", { className: "chip", textContent: label })));
      place.hidden = false;
    }
    source({ n, title, place, url, href }) {
      const item = make("li", { id: `s${n}-${this.name}` }, make("a", { href: href ?? url, textContent: title }));
      if (place) item.append(" ", make("span", { className: "meta", textContent: place }));
      this.part("sources").querySelector("ol").append(item);
      this.part("sources").hidden = false;
    }
    sentence({ html, starts, citations }) {
      if (starts || !this.paragraph) {
        this.paragraph = make("p", { className: starts === "item" ? "ask-item ask-new" : "ask-new" });
        this.part("answer").append(this.paragraph);
      }
      const text = make("span", { className: "ask-new" });
      text.innerHTML = html; // the server lets only em, strong and code through
      citations.forEach((n) => {
        const link = make("a", { href: `#s${n}-${this.name}`, textContent: String(n) });
        link.setAttribute("aria-label", `Source ${n}`);
        text.append(make("sup", {}, link));
      });
      this.paragraph.append(text, " ");
    }
    notice(text, instead = "") {
      this.part("notice-text").textContent = text;
      this.part("instead").textContent = instead;
      this.part("notice").hidden = false;
    }
    finish() {
      if (!this.id) return;
      const form = this.part("rating");
      form.action = `/ask/turns/${this.id}/rating`;
      form.hidden = false;
    }
  }

  class Ask {
    constructor(root, { inside = false } = {}) {
      this.root = root;
      this.inside = inside;
      this.form = root.querySelector("[data-ask-form]");
      this.turns = root.querySelector("[data-ask-turns]");
      this.template = root.querySelector("template[data-ask-turn]");
      this.status = root.querySelector("[data-ask-status]");
      this.stop = root.querySelector("[data-ask-stop]");
      this.send = root.querySelector("[data-ask-send]");
      this.box = this.form.querySelector("textarea");
      root.querySelector("[data-ask-keys]").hidden = false;
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(event.submitter?.name === "starter" ? event.submitter.value : this.box.value.trim());
      });
      this.box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.form.requestSubmit();
      });
      this.stop.addEventListener("click", () => this.asking?.abort());
      root.addEventListener("submit", (event) => {
        if (event.target.matches("[data-rating]")) this.rate(event);
      });
    }

    async ask(question) {
      if (!question || this.asking) { this.box.focus(); return; }
      this.asking = new AbortController();
      this.working(true);
      const turn = new Turn(this, question);
      turn.root.scrollIntoView({ block: "nearest" });
      try {
        await this.stream(turn, question);
      } catch (problem) {
        turn.notice(problem.name === "AbortError" ? "You stopped this answer." : problem.message);
      }
      turn.finish();
      this.asking = null;
      this.working(false);
    }

    async stream(turn, question) {
      const body = new FormData(this.form);
      body.set("question", question);
      const seen = { id: 0 };
      let over = false;
      const take = (event, data) => {
        turn.show(event, data);
        if (event === "started") this.began(data);
        if (event === "sentence") this.status.textContent = "";
        over ||= event === "done" || event === "error";
      };
      const signal = this.asking.signal;
      let response = await fetch(this.root.dataset.stream, { method: "POST", body, signal, headers: { Accept: "text/event-stream" } });
      if (!response.ok) throw new Error(await this.refusal(response));
      this.box.value = "";
      for (let tries = 0; ; tries += 1) {
        try {
          await read(response, seen, take);
        } catch (problem) {
          if (problem.name === "AbortError") throw problem;
        }
        if (over || !turn.id || tries >= FRESH_TRIES) break;
        this.status.textContent = "The connection broke; going on…";
        response = await fetch(`/ask/turns/${turn.id}/events`, { signal, headers: { "Last-Event-ID": String(seen.id) } });
        if (!response.ok) break;
      }
      if (!over) throw new Error("The connection broke off. Ask again.");
    }

    async refusal(response) {
      try { return (await response.json()).detail || "This was refused."; } catch { return "The server did not answer as it should. Ask again."; }
    }

    // From the second question on it is the same conversation.
    began({ conversation }) {
      const address = `/ask/c/${conversation}/`;
      this.form.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])").forEach((input) => input.remove());
      this.form.append(make("input", { type: "hidden", name: "conversation", value: conversation }));
      this.form.action = address;
      this.form.querySelector("[name=problem]")?.closest(".field")?.remove();
      const starters = this.form.querySelector("[data-ask-starters]");
      if (starters) starters.hidden = true;
      if (!this.inside) return history.replaceState(null, "", address);
      const link = this.root.querySelector("[data-ask-page]");
      link.href = address;
      link.hidden = false;
      this.root.querySelector("[data-ask-own]").hidden = false;
    }

    working(on) {
      const focused = document.activeElement;
      this.stop.hidden = !on;
      this.send.hidden = on;
      this.status.textContent = on ? "Looking it up…" : "";
      if (on && focused === this.send) this.stop.focus();
      if (!on && (focused === this.stop || focused === document.body)) this.box.focus({ preventScroll: true });
    }

    async rate(event) {
      event.preventDefault();
      const form = event.target;
      const pressed = event.submitter?.getAttribute("aria-pressed") === "true";
      const body = new FormData(form);
      body.set("rating", pressed ? "" : event.submitter?.value || "");
      const told = form.querySelector("[data-rated]");
      try {
        const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
        if (!response.ok) throw new Error();
        const { rating } = await response.json();
        form.querySelectorAll("[name=rating]").forEach((button) => button.setAttribute("aria-pressed", String(button.value === rating)));
        told.textContent = rating ? "Thank you." : "Taken back.";
      } catch { told.textContent = "That could not be kept. Try again."; }
    }
  }

  // A box in another page: the conversation is fetched with the first question, and stays there.
  const startPanel = (form) => {
    const begin = async (question) => {
      try {
        const page = new DOMParser().parseFromString(await (await fetch(form.action)).text(), "text/html");
        const root = document.importNode(page.querySelector("[data-ask]"), true);
        form.replaceWith(root);
        new Ask(root, { inside: true }).ask(question);
      } catch { location.href = `${form.action}?q=${encodeURIComponent(question)}`; }
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); begin(form.elements.q.value.trim()); });
    form.querySelectorAll("a.chip").forEach((link) => link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      begin(link.textContent);
    }));
  };

  document.querySelectorAll("[data-ask]").forEach((root) => new Ask(root));
  document.querySelectorAll("[data-ask-panel]").forEach(startPanel);
})();
