// What the page says of the film, and the parts of the page that belong to it.
export interface Addresses {
  hls_url: string;
  captions: Record<string, string>;
  poster: string;
  sprite: string;
  sprite_cues: string;
  download: string;
  expires_at: string | null;
  renew_at: string | null;
}

export interface Chapter { start: number; title: string }

export interface Film {
  key: string;
  title: string;
  duration: number;
  multiangle: boolean;
  playback: Addresses;
  chapters: Chapter[];
  /** Seconds where this person stopped, as their account remembers it; null without an account. */
  position: number | null;
  /** Where new addresses come from; empty when these never expire. */
  renew_url: string;
  position_url: string;
  watched_url: string;
  hls_script: string;
  csrf: string;
}

export interface Parts {
  frame: HTMLElement;
  video: HTMLVideoElement;
  film: Film;
  page: HTMLElement;
  /** Where to begin, before anything is loaded. */
  start?: number;
}

export function readFilm(frame: HTMLElement): Film | null {
  const text = frame.querySelector('script[type="application/json"]')?.textContent;
  return text ? JSON.parse(text) as Film : null;
}

/** "1:02:03"; minutes and seconds where there are no hours. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds || 0));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/** Says something to people who listen to the page. */
export function say(parts: Parts, words: string): void {
  const status = parts.frame.querySelector<HTMLElement>("[data-player-status]");
  if (status) status.textContent = words;
}

export function remembered(name: string): string | null {
  try { return localStorage.getItem(`learnstead-player-${name}`); } catch { return null; }
}

export function remember(name: string, value: string): void {
  try { localStorage.setItem(`learnstead-player-${name}`, value); } catch { /* a private window keeps nothing */ }
}

/** The length: what the browser knows, before that what the server said. */
export function length(parts: Parts): number {
  return Number.isFinite(parts.video.duration) && parts.video.duration > 0 ? parts.video.duration : parts.film.duration;
}
