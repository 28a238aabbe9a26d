// Buttons named "do" rearrange one control on the server; here its fragment is swapped in place of a page load.
import { announce } from "./announcing";

/** What the form would send, without files: they go along only with a save. */
export function dataOf(form: HTMLFormElement): FormData {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

export async function run(form: HTMLFormElement, control: HTMLElement, command: string): Promise<void> {
  const data = dataOf(form);
  data.set("do", command);
  control.setAttribute("aria-busy", "true");
  const response = await fetch(location.href, { method: "POST", body: data, headers: { "X-Fragment": "1" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector<HTMLElement>(`[data-control="${CSS.escape(control.dataset.control ?? "")}"]`);
  if (!response.ok || !fresh) {
    control.removeAttribute("aria-busy");
    announce("That did not work. Save your text, then reload the page.");
    return;
  }
  control.replaceWith(fresh);
  announce(fresh.querySelector("[data-said]")?.textContent ?? "");
  refocus(fresh, command);
  fresh.dispatchEvent(new Event("input", { bubbles: true }));
}

function refocus(control: HTMLElement, command: string): void {
  const same = control.querySelector<HTMLButtonElement>(`button[value="${CSS.escape(command)}"]:not(:disabled)`);
  if (command.includes(":add:")) return control.querySelector<HTMLElement>("input[type=search], select")?.focus();
  const item = command.split(":").pop() ?? "";
  const sibling = item && control.querySelector<HTMLElement>(`button[value$="${CSS.escape(`:${item}`)}"]:not(:disabled)`);
  const fallback = control.querySelector<HTMLElement>("[data-focus], input[type=search], button:not(:disabled), select");
  (same ?? (sibling || fallback))?.focus();
}

export function startCommands(form: HTMLFormElement): void {
  form.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[name=do]");
    const control = button?.closest<HTMLElement>("[data-control]");
    if (!button || !control || button.value.startsWith("theirs:")) return;
    event.preventDefault();
    void run(form, control, button.value);
  });
}
