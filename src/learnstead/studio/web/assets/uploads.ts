// Files dropped or chosen on the upload page go up one by one, each with its progress and its own error.
export function startUploads(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-upload]");
  const input = form?.querySelector<HTMLInputElement>("input[type=file]");
  const list = form?.querySelector<HTMLElement>("[data-upload-list]");
  const zone = form?.querySelector<HTMLElement>("[data-drop]");
  if (form && input && list && zone) {
    const take = (files: FileList | null | undefined): void => { for (const file of files ?? []) send(form, list, file); };
    form.querySelector<HTMLElement>("[data-upload-submit]")?.setAttribute("hidden", "");
    input.addEventListener("change", () => { take(input.files); input.value = ""; });
    acceptDrops(zone, (files) => take(files));
  }
  // The file field of a form takes drops too; the file goes along with the save.
  for (const box of document.querySelectorAll<HTMLElement>("[data-file]")) {
    const field = box.querySelector<HTMLInputElement>("input[type=file]");
    if (field) acceptDrops(box, (files) => { field.files = files; field.dispatchEvent(new Event("change", { bubbles: true })); });
  }
}

function acceptDrops(zone: HTMLElement, take: (files: FileList) => void): void {
  zone.addEventListener("dragover", (event) => { event.preventDefault(); zone.classList.add("over"); });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer?.files.length) take(event.dataTransfer.files);
  });
}

function send(form: HTMLFormElement, list: HTMLElement, file: File): void {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = file.size || 1;
  bar.setAttribute("aria-label", `Uploading ${file.name}`);
  item.append(name, bar);
  list.append(item);
  const data = new FormData(form);
  for (const [key, value] of [...data]) if (value instanceof File) data.delete(key);
  data.set("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", location.href);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
  request.addEventListener("load", () => finish(item, name, bar, request));
  request.addEventListener("error", () => fail(item, bar, `${file.name} did not arrive. Check the connection and try again.`));
  request.send(data);
}

function finish(item: HTMLElement, name: HTMLElement, bar: HTMLElement, request: XMLHttpRequest): void {
  let answer: { url?: string; title?: string; problem?: string } = {};
  try { answer = JSON.parse(request.responseText) as typeof answer; } catch { /* told below */ }
  if (!answer.url) return fail(item, bar, answer.problem ?? `The server refused it (${request.status}).`);
  const link = document.createElement("a");
  link.href = answer.url;
  link.textContent = answer.title ?? name.textContent ?? "";
  name.replaceChildren(link, " is uploaded. Add its details.");
  bar.remove();
}

function fail(item: HTMLElement, bar: HTMLElement, problem: string): void {
  bar.remove();
  const text = document.createElement("p");
  text.className = "error";
  text.setAttribute("role", "alert");
  text.textContent = problem;
  item.append(text);
}
