// Plays the stream: hls.js where the browser needs it. New addresses replace the old ones while these are still good.
import type Hls from "hls.js";
import { say, type Addresses, type Parts } from "./film";

export interface Stream {
  /** Heights that can be chosen, and the choice: -1 is automatic. Empty where the browser decides alone. */
  heights(): number[];
  choose(level: number): void;
  chosen(): number;
  onLevels(heard: () => void): void;
}

const RETRY_MS = 15_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function startStreaming(parts: Parts): Stream {
  const { video, film } = parts;
  const heard: (() => void)[] = [];
  const addresses = new Renewals(parts);
  let hls: Hls | undefined;

  const playNative = (): void => {
    video.src = film.playback.hls_url;
    addresses.onNew((fresh) => {
      const [at, paused] = [video.currentTime, video.paused];
      video.src = fresh.hls_url;
      video.currentTime = at;
      if (!paused) void video.play().catch(() => undefined);
    });
  };

  const playWithScript = async (): Promise<void> => {
    const { default: Player } = await import(new URL(film.hls_script, location.href).href) as { default: typeof Hls };
    if (!Player.isSupported()) return playNative();
    hls = new Player({
      // Workers come from blob: addresses, which our pages do not let run; there is little for one to do.
      enableWorker: false,
      // Captions are <track> elements of the page.
      renderTextTracksNatively: false,
      capLevelToPlayerSize: !film.multiangle,
      // Nothing but the playlist is loaded before somebody plays.
      autoStartLoad: false,
      maxBufferLength: 30,
      xhrSetup: (xhr, url) => {
        const fresh = addresses.current(url);
        if (fresh !== url) xhr.open("GET", fresh, true);
      },
    });
    hls.on(Player.Events.MANIFEST_PARSED, () => {
      if (hls) hls.subtitleTrack = -1;
      heard.forEach((one) => one());
    });
    hls.on(Player.Events.LEVEL_SWITCHED, () => heard.forEach((one) => one()));
    let mended = 0;
    hls.on(Player.Events.ERROR, (_, problem) => {
      if (!problem.fatal || !hls) return;
      mended += 1;
      if (problem.type === Player.ErrorTypes.MEDIA_ERROR && mended < 3) return hls.recoverMediaError();
      const code = problem.response?.code ?? 0;
      if ([403, 410].includes(code) && mended < 3) return void addresses.renew().then(() => hls?.startLoad());
      failed(parts);
    });
    let begun = false;
    const begin = (): void => {
      if (begun || video.paused && !parts.start) return;
      begun = true;
      hls?.startLoad(parts.start ?? -1);
    };
    let again = (): void => undefined;
    hls.on(Player.Events.MANIFEST_PARSED, () => { if (begun) again(); else begin(); });
    video.addEventListener("play", begin);
    parts.frame.addEventListener("moment", begin);
    hls.loadSource(film.playback.hls_url);
    hls.attachMedia(video);
    addresses.onNew((fresh, before) => {
      // Addresses below one folder are changed as they are asked for; those signed one by one need new playlists.
      if (addresses.covers(fresh, before)) return;
      const [at, paused] = [video.currentTime, video.paused];
      again = () => {
        hls?.startLoad(at);
        if (!paused) void video.play().catch(() => undefined);
      };
      hls?.loadSource(fresh.hls_url);
    });
  };

  // A browser that has both ways takes the script's: it lets people choose the quality.
  const scripted = "MediaSource" in window || "ManagedMediaSource" in window;
  if (scripted) void playWithScript().catch(() => failed(parts));
  else playNative();
  video.addEventListener("error", () => { if (!hls) failed(parts); });
  return {
    heights: () => hls?.levels.map((level) => Math.min(level.height, level.width || level.height)) ?? [],
    choose: (level) => { if (hls) hls.currentLevel = level; },
    chosen: () => (hls?.autoLevelEnabled ?? true) ? -1 : hls?.currentLevel ?? -1,
    onLevels: (one) => { heard.push(one); },
  };
}

function failed(parts: Parts): void {
  const note = parts.frame.querySelector<HTMLElement>("[data-player-failed]");
  if (note) note.hidden = false;
  say(parts, note?.textContent?.trim() ?? "");
}

/** Keeps the addresses good. `current` puts what is asked for under the newest folder. */
class Renewals {
  private readonly heard: ((fresh: Addresses, before: Addresses) => void)[] = [];
  private readonly folders: string[];
  private timer = 0;

  constructor(private readonly parts: Parts) {
    this.folders = [folder(parts.film.playback.hls_url)];
    this.wait();
    // A computer that slept has missed the time.
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.wait(); });
  }

  onNew(one: (fresh: Addresses, before: Addresses) => void): void { this.heard.push(one); }

  current(url: string): string {
    const newest = this.folders[this.folders.length - 1] ?? "";
    const old = this.folders.find((one) => url.startsWith(one));
    return old && old !== newest ? newest + url.slice(old.length) : url;
  }

  covers(fresh: Addresses, before: Addresses): boolean {
    return !fresh.hls_url.includes("?") && !before.hls_url.includes("?");
  }

  async renew(): Promise<void> {
    const { film } = this.parts;
    const answer = await fetch(film.renew_url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
      say(this.parts, "You may no longer watch this video.");
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const before = film.playback;
    film.playback = await answer.json() as Addresses;
    this.folders.push(folder(film.playback.hls_url));
    this.heard.forEach((one) => one(film.playback, before));
    this.parts.frame.dispatchEvent(new CustomEvent("addresses"));
    this.wait();
  }

  private wait(): void {
    clearTimeout(this.timer);
    const at = this.parts.film.playback.renew_at;
    if (!at || !this.parts.film.renew_url) return;
    const left = Math.min(Math.max(0, Date.parse(at) - Date.now()), LONGEST_TIMER_MS);
    this.timer = window.setTimeout(() => {
      this.renew().catch(() => { this.timer = window.setTimeout(() => this.wait(), RETRY_MS); });
    }, left);
  }
}

const folder = (url: string): string => {
  const whole = new URL(url, location.href);
  return whole.origin + whole.pathname.slice(0, whole.pathname.lastIndexOf("/") + 1);
};
