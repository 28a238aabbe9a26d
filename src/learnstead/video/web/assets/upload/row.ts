// One line of the list: the name of a file, how far it is, and what can be done with it.
import type { Transfer } from "./transfer";

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

export class Row {
  readonly element = document.createElement("li");
  private readonly bar = document.createElement("progress");
  private readonly said = document.createElement("span");
  private readonly hold: HTMLButtonElement;
  private readonly drop: HTMLButtonElement;
  private shown = "";

  constructor(readonly transfer: Transfer, private readonly next: () => void, private readonly say: (words: string) => void) {
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = name.title = transfer.file.name;
    const does = document.createElement("span");
    does.className = "does";
    this.hold = button(() => this.toggle());
    this.drop = button(() => void this.cancel());
    label(this.drop, "Cancel", transfer.file.name);
    does.append(this.hold, this.drop);
    this.bar.max = transfer.file.size || 1;
    this.bar.setAttribute("aria-label", `Progress of ${transfer.file.name}`);
    this.said.className = "said";
    this.element.append(name, does, this.bar, this.said);
    transfer.changed = () => this.show();
    this.show();
  }

  private toggle(): void {
    const { transfer } = this;
    if (transfer.state === "sending" || transfer.state === "waiting") transfer.pause();
    else { transfer.state = "waiting"; this.show(); }
    this.next();
  }

  private async cancel(): Promise<void> {
    const after = (this.element.nextElementSibling ?? this.element.previousElementSibling)?.querySelector("button:last-child");
    await this.transfer.cancel();
    this.element.remove();
    (after instanceof HTMLElement ? after : document.querySelector<HTMLElement>("#files"))?.focus();
    this.say(`${this.transfer.file.name} is cancelled.`);
    this.next();
  }

  private show(): void {
    const { transfer } = this;
    this.bar.value = transfer.sent;
    this.said.textContent = this.words();
    this.element.classList.toggle("failed", transfer.state === "failed");
    if (transfer.state === this.shown) return;
    this.shown = transfer.state;
    const going = transfer.state === "sending" || transfer.state === "waiting";
    label(this.hold, going ? "Pause" : transfer.state === "failed" ? "Try again" : "Go on", transfer.file.name);
    this.hold.hidden = this.drop.hidden = transfer.state === "done";
    if (transfer.state === "done" || transfer.state === "failed") {
      this.say(`${transfer.file.name}: ${this.words()}`);
      this.next();
    }
  }

  private words(): string {
    const { state, sent, words, file } = this.transfer;
    if (words) return words;
    if (state === "done") return "Here. It is being prepared, and appears in the collection.";
    const share = `${size(sent)} of ${size(file.size)}`;
    return state === "waiting" ? `Waits for its turn, ${size(file.size)}` : state === "paused" ? `Paused, ${share}` : share;
  }
}

function button(act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.addEventListener("click", act);
  return made;
}

function label(one: HTMLButtonElement, word: string, name: string): void {
  one.textContent = word;
  one.setAttribute("aria-label", `${word}: ${name}`);
}

function size(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes ? Math.floor(Math.log10(bytes) / 3) : 0);
  return `${(bytes / 1000 ** unit).toFixed(unit > 1 ? 1 : 0)} ${UNITS[unit]}`;
}
