// Search boxes of relations: an ARIA combobox over what the server finds.
import { announce } from "./announcing";
import { run } from "./commands";

interface Choice { key: string; label: string; note: string }

export function startFinders(form: HTMLFormElement): void {
  form.addEventListener("focusin", (event) => {
    const input = event.target as HTMLInputElement;
    const finder = input.closest?.<HTMLElement>("[data-finder]");
    if (finder && input.type === "search" && !input.hasAttribute("role")) new Combobox(form, finder, input);
  });
}

class Combobox {
  private readonly list = document.createElement("ul");
  private choices: Choice[] = [];
  private at = -1;
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(private readonly form: HTMLFormElement, private readonly finder: HTMLElement, private readonly input: HTMLInputElement) {
    this.list.className = "choices";
    this.list.id = `${input.id}-list`;
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Found");
    input.after(this.list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
    input.addEventListener("input", (event) => { event.stopPropagation(); this.soon(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    input.addEventListener("click", () => this.soon());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (option) this.choose(Number(option.dataset.place));
    });
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), 120);
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const query = new URLSearchParams({ field: this.finder.dataset.finder ?? "", q: this.input.value });
    try {
      const response = await fetch(`${this.form.dataset.choices}?${query}`, { signal: this.asking.signal });
      this.choices = ((await response.json()) as { choices: Choice[] }).choices;
    } catch (problem) {
      if ((problem as Error).name !== "AbortError") announce("The search did not answer.");
      return;
    }
    this.show();
  }

  private show(): void {
    this.at = -1;
    this.list.replaceChildren(...this.choices.map((choice, place) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${place}`;
      option.dataset.place = String(place);
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const note = document.createElement("span");
      note.className = "meta";
      note.textContent = choice.note;
      option.append(choice.label, " ", note);
      return option;
    }));
    this.list.hidden = !this.choices.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    announce(this.choices.length ? `${this.choices.length} found.` : "Nothing fits.");
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    const open = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.soon();
      this.select((this.at + (event.key === "ArrowDown" ? 1 : -1) + this.choices.length) % this.choices.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open && this.choices.length) this.choose(Math.max(0, this.at));
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    }
  }

  private select(place: number): void {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    const option = this.list.children[place];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.at = place;
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${place}`);
  }

  private choose(place: number): void {
    const choice = this.choices[place];
    const control = this.finder.closest<HTMLElement>("[data-control]");
    this.close();
    if (choice && control) void run(this.form, control, `${this.finder.dataset.finder}:add:${choice.key}`);
  }
}
