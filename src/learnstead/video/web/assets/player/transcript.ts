// The transcript goes with the film: what is said now is marked, and words are found as they are typed.
import type { Parts } from "./film";

export function startTranscript(parts: Parts): void {
  const panel = parts.page.querySelector<HTMLElement>("[data-transcript]");
  if (!panel) return;
  const lines = [...panel.querySelectorAll<HTMLElement>("[data-start]")];
  const starts = lines.map((line) => Number(line.dataset.start));
  const scroller = panel.querySelector<HTMLElement>(".player-lines");
  let marked = -1;

  parts.video.addEventListener("timeupdate", () => {
    const at = parts.video.currentTime + 0.05;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle + 1; else high = middle;
    }
    if (low - 1 === marked) return;
    lines[marked]?.removeAttribute("aria-current");
    marked = low - 1;
    const line = lines[marked];
    line?.setAttribute("aria-current", "true");
    // Whoever reads or searches elsewhere in it is not pulled away.
    if (!line || line.hidden || !scroller || scroller.matches(":hover, :focus-within")) return;
    scroller.scrollTop += line.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientHeight / 3;
  });
  startFinding(panel, lines);
}

function startFinding(panel: HTMLElement, lines: HTMLElement[]): void {
  const form = panel.querySelector<HTMLFormElement>("form[role=search]");
  const field = form?.querySelector<HTMLInputElement>("input[type=search]");
  const count = panel.querySelector<HTMLElement>("[data-found]");
  if (!form || !field) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    lines.find((line) => !line.hidden)?.querySelector("a")?.focus();
  });
  const find = (): void => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const line of lines) {
      const said = (line.textContent ?? "").toLocaleLowerCase();
      line.hidden = !words.every((word) => said.includes(word));
      if (!line.hidden) found += 1;
    }
    if (count) count.textContent = words.length ? `${found} ${found === 1 ? "place" : "places"}` : "";
  };
  field.addEventListener("input", find);
}
