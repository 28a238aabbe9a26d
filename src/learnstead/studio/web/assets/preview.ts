// The page as readers will see it, beside the form, fresh after every pause in typing.
import { dataOf } from "./commands";

interface Problem { message: string; line?: number | null; file?: string | null }
interface Answer { url?: string; html?: string; ms?: number; problems?: (Problem | string)[] }

const OPEN = "learnstead:preview";

export function startPreview(form: HTMLFormElement): void {
  const pane = document.querySelector<HTMLElement>("[data-preview-pane]");
  const toggle = form.querySelector<HTMLButtonElement>("[data-preview-toggle]");
  if (!pane || !toggle || !form.dataset.preview) return;
  new Preview(form, pane, toggle, form.dataset.preview);
}

class Preview {
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(private readonly form: HTMLFormElement, private readonly pane: HTMLElement, private readonly toggle: HTMLButtonElement, private readonly url: string) {
    toggle.hidden = false;
    toggle.addEventListener("click", () => this.open(Boolean(pane.hidden), true));
    pane.querySelector("[data-preview-close]")?.addEventListener("click", () => { this.open(false, true); toggle.focus(); });
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    const wide = matchMedia("(min-width: 75rem)").matches;
    let remembered: string | null = null;
    try { remembered = localStorage.getItem(OPEN); } catch { /* storage is forbidden */ }
    this.open(wide && remembered !== "closed", false);
  }

  private open(open: boolean, byHand: boolean): void {
    this.pane.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    document.body.classList.toggle("with-preview", open);
    if (byHand) try { localStorage.setItem(OPEN, open ? "open" : "closed"); } catch { /* storage is forbidden */ }
    if (open) void this.ask();
  }

  private soon(): void {
    if (this.pane.hidden) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), 300);
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    this.say("Rendering…");
    try {
      const response = await fetch(this.url, { method: "POST", body: dataOf(this.form), headers: { Accept: "application/json" }, signal: this.asking.signal });
      const answer = (await response.json()) as Answer;
      this.problems(answer.problems ?? []);
      if (answer.url || answer.html) this.show(answer);
      else this.say("Could not render");
    } catch (problem) {
      if ((problem as Error).name !== "AbortError") this.say("The preview did not answer; your text is safe here.");
    }
  }

  private say(text: string): void {
    const status = this.pane.querySelector<HTMLElement>("[data-preview-status]");
    if (status) status.textContent = text;
  }

  private problems(problems: (Problem | string)[]): void {
    const list = this.pane.querySelector<HTMLElement>("[data-preview-problems]");
    if (!list) return;
    list.hidden = !problems.length;
    list.replaceChildren(...problems.map((problem) => {
      const item = document.createElement("li");
      item.textContent = typeof problem === "string" ? problem : (problem.line ? `Line ${problem.line}: ` : "") + problem.message;
      return item;
    }));
  }

  /** The new page is loaded behind the old one and takes its place at the same scroll position. */
  private show(answer: Answer): void {
    const old = this.pane.querySelector<HTMLIFrameElement>("[data-preview-frame]");
    if (!old) return;
    const fresh = old.cloneNode() as HTMLIFrameElement;
    fresh.removeAttribute("src");
    fresh.removeAttribute("srcdoc");
    fresh.classList.add("arriving");
    fresh.addEventListener("load", () => {
      const top = old.contentWindow?.scrollY ?? 0;
      fresh.contentWindow?.scrollTo(0, top);
      fresh.classList.remove("arriving");
      old.remove();
      this.say(answer.ms ? `Fresh, in ${Math.round(answer.ms)} ms` : "Fresh");
    }, { once: true });
    if (answer.url) fresh.src = answer.url;
    else fresh.srcdoc = answer.html ?? "";
    old.after(fresh);
  }
}
