// A link to this page, from this moment on if wanted.
import { clock, say, type Parts } from "./film";

export function startSharing(parts: Parts): void {
  const share = parts.page.querySelector<HTMLElement>("[data-share-moment]");
  const field = share?.querySelector<HTMLInputElement>("input[type=url]");
  const moment = share?.querySelector<HTMLInputElement>("input[type=checkbox]");
  const copy = share?.querySelector<HTMLButtonElement>("button");
  if (!share || !field || !moment || !copy) return;
  share.hidden = false;
  const label = share.querySelector<HTMLElement>("[data-moment]");
  const write = (): void => {
    const at = Math.floor(parts.video.currentTime);
    if (label) label.textContent = clock(at);
    const address = new URL(share.dataset.shareMoment || location.pathname, location.href);
    if (moment.checked && at > 0) address.searchParams.set("start", String(at));
    field.value = address.href;
  };
  moment.addEventListener("change", write);
  for (const name of ["pause", "seeked", "timeupdate"]) parts.video.addEventListener(name, write);
  copy.addEventListener("click", () => {
    write();
    field.select();
    const done = (): void => say(parts, "The link is copied.");
    navigator.clipboard?.writeText(field.value).then(done).catch(() => say(parts, "The link is selected; copy it."));
  });
  write();
}
