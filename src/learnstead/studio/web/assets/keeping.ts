// Unsaved text is kept in this browser, offered again after a crash, and guarded when one leaves the page.
import { dataOf } from "./commands";

interface Kept { at: string; fields: [string, string][] }

const PREFIX = "learnstead:kept:";
const SAVING = "learnstead:saving";
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "save", "do"]);

function fieldsOf(form: HTMLFormElement): [string, string][] {
  const fields = [...dataOf(form)] as [string, string][];
  return fields.filter(([name]) => !NOT_KEPT.has(name) && !name.endsWith(".find"));
}

function read(key: string): Kept | null {
  try { return JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null; } catch { return null; }
}

function write(key: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  } catch { /* storage is full or forbidden: then leaving the page still asks */ }
}

function forgetWhatWasSaved(): void {
  try {
    const saved = sessionStorage.getItem(SAVING);
    if (saved && document.querySelector(".messages .success")) write(saved, null);
    sessionStorage.removeItem(SAVING);
  } catch { /* storage is forbidden */ }
}

export function startKeeping(form: HTMLFormElement): void {
  forgetWhatWasSaved();
  const key = form.dataset.keep ? PREFIX + form.dataset.keep : "";
  const status = form.querySelector<HTMLElement>("[data-status]");
  const first = form.hasAttribute("data-bound") ? "" : JSON.stringify(fieldsOf(form));
  let dirty = form.hasAttribute("data-bound");
  let leaving = false;
  let timer = 0;

  if (key && !dirty) offer(form, key, first);

  const look = (): void => {
    const fields = fieldsOf(form);
    dirty = JSON.stringify(fields) !== first;
    if (key) write(key, dirty ? { at: new Date().toISOString(), fields } : null);
    if (status) status.textContent = dirty ? "Not saved yet" : "";
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(look, 400);
  });
  form.addEventListener("change", look);
  form.addEventListener("submit", () => {
    leaving = true;
    if (key) try { sessionStorage.setItem(SAVING, key); } catch { /* storage is forbidden */ }
  });
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector<HTMLButtonElement>("button[name=save]"));
    }
  });
}

function offer(form: HTMLFormElement, key: string, now: string): void {
  const kept = read(key);
  const box = form.querySelector<HTMLElement>("[data-restore]");
  if (!kept || !box) return;
  if (JSON.stringify(kept.fields) === now) return write(key, null);
  const time = box.querySelector("time");
  if (time) {
    time.dateTime = kept.at;
    time.textContent = new Date(kept.at).toLocaleString();
  }
  box.hidden = false;
  box.querySelector("[data-restore-drop]")?.addEventListener("click", () => {
    write(key, null);
    box.hidden = true;
  });
  box.querySelector("[data-restore-take]")?.addEventListener("click", () => putBack(form, kept));
}

/** The server renders the kept values; it knows how, for every widget. */
function putBack(form: HTMLFormElement, kept: Kept): void {
  const sender = document.createElement("form");
  sender.method = "post";
  sender.enctype = "multipart/form-data";
  sender.hidden = true;
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  for (const [name, value] of [...kept.fields, ["csrfmiddlewaretoken", token], ["do", "restore:"]] as [string, string][]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    sender.append(field);
  }
  document.body.append(sender);
  sender.submit();
}
