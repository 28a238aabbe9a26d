// Puts the cues of a form into rows, keeps a draft on this device, and hands the text back when the form is sent.
import { after, clock, fault, join, parse, shift, split, write, type Cue } from "./cues";

const DRAFT_MS = 800;

export function startEditor(form: HTMLFormElement): void {
  const text = form.querySelector<HTMLTextAreaElement>("textarea[name=text]");
  const data = form.querySelector('script[type="application/json"]')?.textContent;
  const template = form.querySelector<HTMLTemplateElement>("template[data-cue]");
  const list = form.querySelector<HTMLOListElement>("ol[data-cues]");
  const tools = form.querySelector<HTMLElement>("[data-cue-tools]");
  if (!text || !data || !template || !list || !tools) return;
  const video = document.querySelector<HTMLVideoElement>("[data-player] video");
  new Editor(form, text, list, template, tools, video, JSON.parse(data) as Cue[]);
}

class Editor {
  private readonly undone: Cue[][] = [];
  private timer = 0;
  private readonly name: string;

  constructor(
    private readonly form: HTMLFormElement, private readonly text: HTMLTextAreaElement,
    private readonly list: HTMLOListElement, private readonly template: HTMLTemplateElement,
    private readonly tools: HTMLElement, private readonly video: HTMLVideoElement | null, private cues: Cue[],
  ) {
    this.name = `learnstead-captions-${form.dataset.captions ?? ""}`;
    form.querySelector("[data-plain]")?.toggleAttribute("hidden", true);
    text.disabled = true;
    tools.hidden = false;
    this.recall();
    this.draw();
    list.addEventListener("input", (event) => this.typed(event));
    list.addEventListener("focusin", (event) => this.follow(event));
    form.addEventListener("click", (event) => this.clicked(event));
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("submit", () => this.hand());
    addEventListener("beforeunload", (event) => { if (this.isChanged() && !form.dataset.sent) event.preventDefault(); });
    video?.addEventListener("timeupdate", () => this.mark());
  }

  private draw(focus?: number): void {
    this.list.replaceChildren(...this.cues.map((cue, place) => this.row(cue, place)));
    this.judge();
    this.rowAt(focus)?.querySelector("textarea")?.focus();
  }

  private row(cue: Cue, place: number): HTMLElement {
    const row = (this.template.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const [start, end] = row.querySelectorAll<HTMLInputElement>("input");
    const words = row.querySelector("textarea");
    if (!start || !end || !words) return row;
    [start.value, end.value, words.value] = [clock(cue.start), clock(cue.end), cue.text];
    start.setAttribute("aria-label", `Caption ${place + 1} begins`);
    end.setAttribute("aria-label", `Caption ${place + 1} ends`);
    words.setAttribute("aria-label", `Caption ${place + 1}`);
    words.rows = Math.max(2, cue.text.split("\n").length);
    return row;
  }

  private rowAt(place: number | undefined): HTMLElement | undefined {
    return place === undefined ? undefined : this.list.children[place] as HTMLElement | undefined;
  }

  private placeOf(target: EventTarget | null): number {
    const row = (target as Element | null)?.closest("li");
    return row ? [...this.list.children].indexOf(row) : -1;
  }

  private change(cues: Cue[], focus?: number): void {
    this.undone.push(this.cues);
    this.cues = cues;
    this.draw(focus);
    this.draft();
  }

  private typed(event: Event): void {
    const place = this.placeOf(event.target);
    const before = this.cues[place];
    const row = this.rowAt(place);
    if (!before || !row) return;
    const [start, end] = [...row.querySelectorAll("input")].map((field) => {
      const value = parse(field.value);
      field.setAttribute("aria-invalid", String(value === null));
      return value;
    });
    const cue = { ...before, start: start ?? before.start, end: end ?? before.end, text: row.querySelector("textarea")?.value ?? "" };
    this.cues = this.cues.with(place, cue);
    this.judge();
    this.draft();
  }

  private clicked(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-do]");
    if (!button) return;
    event.preventDefault();
    this.act(button.dataset.do ?? "", this.placeOf(button));
  }

  private act(what: string, place: number): void {
    const cue = this.cues[place];
    const next = this.cues[place + 1];
    const row = this.rowAt(place);
    const now = Math.round((this.video?.currentTime ?? 0) * 1000);
    if (what === "undo") return this.undo();
    if (what === "shift") return this.shiftAll();
    if (what === "add") return this.change(this.cues.toSpliced(place + 1, 0, after(cue, next, now)), place + 1);
    if (!cue) return;
    if (what === "play") return this.play(cue);
    if (what === "delete") return this.change(this.cues.toSpliced(place, 1), Math.min(place, this.cues.length - 2));
    if (what === "join" && next) return this.change(this.cues.toSpliced(place, 2, join(cue, next)), place);
    if (what === "split") {
      const words = row?.querySelector("textarea");
      const at = words && words.selectionStart > 0 && words.selectionStart < cue.text.length
        ? words.selectionStart : Math.floor(cue.text.length / 2);
      return this.change(this.cues.toSpliced(place, 1, ...split(cue, at)), place + 1);
    }
    if (what === "start") this.change(this.cues.with(place, { ...cue, start: now }), place);
    if (what === "end") this.change(this.cues.with(place, { ...cue, end: now }), place);
  }

  private key(event: KeyboardEvent): void {
    const place = this.placeOf(event.target);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && step) {
      event.preventDefault();
      this.rowAt(place + step)?.querySelector("textarea")?.focus();
    }
    const what = event.altKey
      ? { "[": "start", "]": "end", p: "play", s: "split", j: "join", n: "add" }[event.key.toLowerCase()]
      : undefined;
    if (what && place >= 0) {
      event.preventDefault();
      this.act(what, place);
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      this.form.requestSubmit();
    }
  }

  private undo(): void {
    const before = this.undone.pop();
    if (!before) return;
    this.cues = before;
    this.draw();
    this.draft();
  }

  private shiftAll(): void {
    const field = this.tools.querySelector<HTMLInputElement>("input[data-shift]");
    const by = Number(field?.value.replace(",", "."));
    if (!field || !by) return;
    this.change(shift(this.cues, Math.round(by * 1000)));
    field.value = "";
  }

  private play(cue: Cue): void {
    if (!this.video) return;
    this.video.currentTime = cue.start / 1000;
    void this.video.play().catch(() => undefined);
  }

  private follow(event: Event): void {
    const cue = this.cues[this.placeOf(event.target)];
    if (cue && this.video?.paused) this.video.currentTime = cue.start / 1000;
  }

  private mark(): void {
    const at = (this.video?.currentTime ?? 0) * 1000;
    this.cues.forEach((cue, place) => this.rowAt(place)?.toggleAttribute("data-now", at >= cue.start && at < cue.end));
  }

  private judge(): void {
    let faults = 0;
    this.cues.forEach((cue, place) => {
      const note = this.rowAt(place)?.querySelector<HTMLElement>(".cue-fault");
      const words = fault(cue, this.cues[place + 1]);
      if (note) note.textContent = words;
      if (words) faults += 1;
    });
    const state = this.tools.querySelector<HTMLElement>("[data-state]");
    if (state) state.textContent = `${this.cues.length} captions${faults ? `, ${faults} to look at` : ""}`;
  }

  private isChanged(): boolean { return this.form.dataset.changed === "yes"; }

  private draft(): void {
    this.form.dataset.changed = "yes";
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      try { localStorage.setItem(this.name, JSON.stringify(this.cues)); } catch { /* a full or private window */ }
    }, DRAFT_MS);
  }

  private recall(): void {
    let kept: string | null = null;
    try { kept = localStorage.getItem(this.name); } catch { /* a private window */ }
    const note = this.form.querySelector<HTMLElement>("[data-draft]");
    if (!kept || !note) return;
    note.hidden = false;
    this.undone.push(this.cues);
    this.cues = JSON.parse(kept) as Cue[];
    this.form.dataset.changed = "yes";
  }

  private hand(): void {
    clearTimeout(this.timer);
    this.text.disabled = false;
    this.text.value = write(this.cues);
    this.form.dataset.sent = "yes";
    try { localStorage.removeItem(this.name); } catch { /* nothing was kept */ }
  }
}
