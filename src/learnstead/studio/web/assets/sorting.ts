// Dragging: flat lists are reordered here; a menu asks the server, which knows what hangs below what.
import { run } from "./commands";

const INDENT = 32;

export function startSorting(form: HTMLFormElement): void {
  let dragged: HTMLElement | null = null;
  let startX = 0;

  const listOf = (node: EventTarget | null): HTMLElement | null =>
    (node as Element | null)?.closest?.<HTMLElement>("[data-sortable], [data-menu]") ?? null;

  // Rows become draggable only while the pointer is off their inputs, so that text in them can still be selected.
  form.addEventListener("pointerdown", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("[data-sortable] > li, [data-menu] > li");
    if (row) row.draggable = !(event.target as Element).closest("input, button, a");
  });
  form.addEventListener("dragstart", (event) => {
    dragged = (event.target as Element).closest?.("li") ?? null;
    if (!dragged || !listOf(dragged)) return;
    startX = event.clientX;
    dragged.classList.add("dragged");
    event.dataTransfer?.setData("text/plain", dragged.dataset.key ?? "");
  });
  form.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    clearMarks(form);
    dragged = null;
  });
  form.addEventListener("dragover", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("li[data-key]");
    if (!dragged || !row || listOf(row) !== listOf(dragged)) return;
    event.preventDefault();
    clearMarks(form);
    row.classList.add(isUpper(event, row) ? "drop-before" : "drop-after");
  });
  form.addEventListener("drop", (event) => {
    const row = (event.target as Element).closest<HTMLElement>("li[data-key]");
    const list = listOf(row);
    if (!dragged || !row || !list || row === dragged || list !== listOf(dragged)) return;
    event.preventDefault();
    if (list.hasAttribute("data-menu")) dropInMenu(form, list, dragged, row, event, startX);
    else dropInList(dragged, row, isUpper(event, row));
  });
}

function isUpper(event: DragEvent, row: HTMLElement): boolean {
  const box = row.getBoundingClientRect();
  return event.clientY < box.top + box.height / 2;
}

function clearMarks(form: HTMLElement): void {
  for (const row of form.querySelectorAll(".drop-before, .drop-after")) row.classList.remove("drop-before", "drop-after");
}

function dropInList(dragged: HTMLElement, row: HTMLElement, before: boolean): void {
  if (before) row.before(dragged);
  else row.after(dragged);
  dragged.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Dropped on a row's lower half and to the right, the entry goes below it; otherwise beside it. */
function dropInMenu(form: HTMLFormElement, list: HTMLElement, dragged: HTMLElement, row: HTMLElement, event: DragEvent, startX: number): void {
  const control = list.closest<HTMLElement>("[data-control]");
  if (!control) return;
  const upper = isUpper(event, row);
  const inward = !upper && event.clientX - startX > INDENT;
  const following = row.nextElementSibling as HTMLElement | null;
  const goal = inward
    ? `below:${row.dataset.key}`
    : upper ? `before:${row.dataset.key}`
    : following?.dataset.key ? `before:${following.dataset.key}` : "below:";
  void run(form, control, `place:${dragged.dataset.key}:${goal}`);
}
