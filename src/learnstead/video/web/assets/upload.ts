// Files on their way to us: many at once, each with its progress, to be stopped and gone on with. Without it the form works.
import { Transfer, type Destination } from "./upload/transfer";
import { Row } from "./upload/row";

const AT_ONCE = 2;

function start(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const section = document.querySelector<HTMLElement>("[data-uploads]")!;
  const list = section.querySelector("ul")!;
  const status = document.querySelector<HTMLElement>("[data-upload-said]")!;
  const destination: Destination = {
    url: form.dataset.upload!,
    token: form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value,
    about: form.dataset.video ? { video: form.dataset.video } : { collection: form.dataset.collection! },
  };
  const rows: Row[] = [];

  const next = () => {
    const working = rows.filter((row) => row.transfer.state === "sending").length;
    rows.filter((row) => row.transfer.state === "waiting").slice(0, Math.max(0, AT_ONCE - working)).forEach((row) => void row.transfer.send());
  };
  const say = (words: string) => { status.textContent = words; };
  const add = (files: Iterable<File>) => {
    for (const file of files) {
      if (rows.some((row) => row.transfer.same(file) && row.transfer.state !== "cancelled" && row.transfer.state !== "failed")) continue;
      const row = new Row(new Transfer(file, destination), () => { next(); }, say);
      rows.push(row);
      list.append(row.element);
    }
    section.hidden = list.children.length === 0;
    next();
  };

  form.querySelectorAll<HTMLElement>("[data-without-script]").forEach((one) => { one.hidden = true; });
  form.querySelectorAll<HTMLElement>("[data-with-script]").forEach((one) => { one.hidden = false; });
  input.addEventListener("change", () => { add([...input.files ?? []]); input.value = ""; });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const files = [...event.dataTransfer?.files ?? []];
    add(input.multiple ? files : files.slice(0, 1));
  });
  window.addEventListener("beforeunload", (event) => {
    if (rows.some((row) => row.transfer.state === "sending" || row.transfer.state === "waiting")) event.preventDefault();
  });
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-upload]")) start(form);
