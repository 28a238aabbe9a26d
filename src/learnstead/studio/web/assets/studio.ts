// What the authoring pages can do beyond links and forms. Everything essential works without this file.
import { startCommands } from "./commands";
import { startConditions } from "./conditions";
import { startFinders } from "./finder";
import { startKeeping } from "./keeping";
import { startPreview } from "./preview";
import { startSorting } from "./sorting";
import { startUploads } from "./uploads";

document.querySelector<HTMLElement>("[data-focus]")?.focus();

// On a phone the list of parts starts folded away.
if (matchMedia("(max-width: 52rem)").matches) {
  document.querySelector<HTMLDetailsElement>("[data-parts]")?.removeAttribute("open");
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-editor]")) {
  startCommands(form);
  startFinders(form);
  startSorting(form);
  startConditions(form);
  startKeeping(form);
  startPreview(form);
}
startUploads();
