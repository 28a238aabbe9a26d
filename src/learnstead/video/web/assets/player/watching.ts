// Tells the server which seconds were really played, and with which camera; nobody is named.
import type { Angles } from "./angles";
import type { Parts } from "./film";

const EVERY_MS = 10_000;

/** Adds a second to runs of seconds [from, to), in order of watching. */
export function add(runs: [number, number][], second: number): void {
  const last = runs[runs.length - 1];
  if (last && second >= last[0] && second < last[1]) return;
  if (last && second === last[1]) last[1] = second + 1;
  else runs.push([second, second + 1]);
}

export function startWatching(parts: Parts, angles: Angles): void {
  const { video, film } = parts;
  if (!film.watched_url || !("sendBeacon" in navigator)) return;
  const session = crypto.randomUUID();
  let sequence = 0;
  let seen = new Map<number, [number, number][]>();
  let before = -1;
  let opened = performance.now();

  video.addEventListener("timeupdate", () => {
    const now = video.currentTime;
    // A step back or a jump was not watched; at four times the speed a step takes about one second.
    const watched = !video.seeking && before >= 0 && now > before && now - before <= Math.max(1, video.playbackRate);
    if (watched) {
      const runs = seen.get(angles.chosen()) ?? [];
      seen.set(angles.chosen(), runs);
      for (let second = Math.floor(before); second <= Math.floor(now); second += 1) add(runs, second);
    }
    before = video.seeking ? -1 : now;
  });
  const send = (): void => {
    if (!seen.size) return;
    const watched = [...seen].map(([camera, runs]) => ({ camera, runs }));
    const elapsed = Math.round((performance.now() - opened) / 100) / 10;
    const body = JSON.stringify({ session, sequence, elapsed, watched });
    if (!navigator.sendBeacon(film.watched_url, new Blob([body], { type: "application/json" }))) return;
    sequence += 1;
    seen = new Map();
    opened = performance.now();
  };
  setInterval(send, EVERY_MS);
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  addEventListener("pagehide", send);
  video.addEventListener("ended", send);
}
