// Goes on where this person stopped, on this device or, signed in, on another one.
import { clock, length, remember, remembered, say, type Parts } from "./film";
import { go } from "./moments";

const EVERY_MS = 10_000;
// Too near the beginning or the end, one would rather begin again.
const WORTH_S = 15;

export function startRemembering(parts: Parts, asked: boolean): void {
  const { video, film } = parts;
  const name = `at-${film.key}`;
  const before = film.position ?? Number(remembered(name) ?? 0);
  if (!asked && before > WORTH_S && before < film.duration - WORTH_S) {
    go(parts, before);
    say(parts, `Goes on at ${clock(before)}, where you stopped.`);
  }
  let kept = before;
  let last = Date.now();
  const keep = (leaving: boolean): void => {
    const at = video.ended || video.currentTime > length(parts) - WORTH_S ? 0 : Math.floor(video.currentTime);
    if (at === kept || video.readyState === 0) return;
    kept = at;
    last = Date.now();
    remember(name, String(at));
    if (!film.position_url) return;
    const body = new URLSearchParams({ position: String(at), csrfmiddlewaretoken: film.csrf });
    void fetch(film.position_url, { method: "POST", body, keepalive: leaving, credentials: "same-origin" })
      .catch(() => undefined);
  };
  video.addEventListener("timeupdate", () => { if (Date.now() - last > EVERY_MS) keep(false); });
  video.addEventListener("pause", () => keep(false));
  addEventListener("pagehide", () => keep(true));
}
