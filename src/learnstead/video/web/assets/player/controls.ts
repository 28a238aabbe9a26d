// The bar under the picture: all of it native buttons, sliders and lists, so that keyboards and screen readers know them.
import { clock, length, remember, remembered, say, type Parts } from "./film";
import { button, show } from "./icons";
import { seekBar } from "./seeking";
import type { Stream } from "./streaming";

export interface Controls {
  toggle(): void;
  mute(): void;
  fullscreen(): void;
  captions(): void;
  faster(steps: number): void;
  help(): void;
}

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4];
const IDLE_MS = 2500;

export function startControls(parts: Parts, stream: Stream): Controls {
  const { frame, video } = parts;
  const bar = document.createElement("div");
  bar.className = "player-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Player");

  const controls: Controls = {
    toggle: () => { if (video.paused) void video.play().catch(() => undefined); else video.pause(); },
    mute: () => { video.muted = !video.muted; },
    fullscreen: () => fullscreen(frame, video),
    captions: () => flipCaptions(parts, captions),
    faster: (steps) => {
      const place = SPEEDS.findIndex((one) => one >= video.playbackRate);
      video.playbackRate = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place + steps))] ?? 1;
      say(parts, `Speed ${video.playbackRate}`);
    },
    help: () => {
      const keys = frame.querySelector<HTMLDialogElement>("dialog");
      if (keys?.open) keys.close(); else keys?.showModal();
    },
  };
  const play = button("play", "Play", controls.toggle);
  const mute = button("loud", "Mute", controls.mute);
  const time = document.createElement("span");
  time.className = "player-time";
  const captions = captionMenu(parts);
  const row = document.createElement("div");
  row.className = "player-row";
  row.append(play, mute, volume(video), time, spacer(), captions, speedMenu(video), qualityMenu(stream));
  if (document.pictureInPictureEnabled) row.append(button("inset", "Picture in picture", () => void inset(video)));
  row.append(button("help", "Keys", controls.help), button("full", "Full screen", controls.fullscreen));
  bar.append(seekBar(parts), row);
  frame.append(bar);

  const tell = (): void => show(play, video.paused ? "play" : "pause", video.paused ? "Play" : "Pause");
  for (const name of ["play", "pause", "ended"]) video.addEventListener(name, tell);
  const [now, whole] = [document.createElement("span"), document.createElement("span")];
  whole.className = "player-whole";
  time.append(now, whole);
  const tick = (): void => {
    now.textContent = clock(video.currentTime);
    whole.textContent = ` / ${clock(length(parts))}`;
  };
  for (const name of ["timeupdate", "durationchange", "seeking"]) video.addEventListener(name, tick);
  video.addEventListener("volumechange", () => {
    const quiet = video.muted || video.volume === 0;
    show(mute, quiet ? "mute" : "loud", quiet ? "Unmute" : "Mute");
  });
  tick();
  video.addEventListener("click", controls.toggle);
  hideWhenIdle(frame, video);
  return controls;
}

function spacer(): HTMLElement {
  const made = document.createElement("span");
  made.className = "player-space";
  return made;
}

function menu(label: string, options: [string, string][], chosen: string, choose: (value: string) => void): HTMLSelectElement {
  const made = document.createElement("select");
  made.className = "player-menu";
  made.setAttribute("aria-label", label);
  made.title = label;
  made.append(...options.map(([value, name]) => new Option(name, value, false, value === chosen)));
  made.addEventListener("change", () => choose(made.value));
  return made;
}

function volume(video: HTMLVideoElement): HTMLInputElement {
  const made = document.createElement("input");
  Object.assign(made, { type: "range", min: "0", max: "1", step: "0.05", className: "player-volume" });
  made.setAttribute("aria-label", "Volume");
  video.volume = Number(remembered("volume") ?? 1);
  made.value = String(video.volume);
  made.addEventListener("input", () => {
    video.volume = Number(made.value);
    video.muted = video.volume === 0;
    remember("volume", made.value);
  });
  video.addEventListener("volumechange", () => { made.value = String(video.muted ? 0 : video.volume); });
  return made;
}

function speedMenu(video: HTMLVideoElement): HTMLSelectElement {
  const kept = Number(remembered("speed") ?? 1);
  const made = menu("Speed", SPEEDS.map((one) => [String(one), `${one}×`]), String(kept), (value) => {
    video.playbackRate = Number(value);
  });
  // Loading a stream sets the speed back to the default one.
  video.defaultPlaybackRate = video.playbackRate = kept;
  video.addEventListener("ratechange", () => {
    made.value = String(video.playbackRate);
    video.defaultPlaybackRate = video.playbackRate;
    remember("speed", made.value);
  });
  return made;
}

function qualityMenu(stream: Stream): HTMLSelectElement {
  const made = menu("Quality", [["-1", "Auto"]], "-1", (value) => stream.choose(Number(value)));
  made.hidden = true;
  stream.onLevels(() => {
    const levels = stream.heights();
    if (made.options.length !== levels.length + 1) {
      const options = levels.map((height, level) => new Option(`${height}p`, String(level))).reverse();
      made.replaceChildren(new Option("Auto", "-1"), ...options);
    }
    made.hidden = levels.length < 2;
    made.value = String(stream.chosen());
  });
  return made;
}

function captionMenu(parts: Parts): HTMLSelectElement {
  const tracks = [...parts.video.querySelectorAll<HTMLTrackElement>("track[kind=captions]")];
  const wanted = remembered("captions") ?? "";
  const first = tracks.some((one) => one.srclang === wanted) ? wanted : "";
  const options: [string, string][] = tracks.map((one) => [one.srclang, one.label]);
  // With one camera of four in the picture the browser would cut its captions off with the other three.
  const shown = parts.film.multiangle ? "hidden" : "showing";
  if (parts.film.multiangle) showOver(parts, tracks);
  const choose = (language: string): void => {
    for (const one of tracks) one.track.mode = one.srclang === language ? shown : "disabled";
    parts.frame.querySelector(".player-words")?.replaceChildren();
    remember("captions", language);
    parts.frame.dataset.captions = language;
  };
  const made = menu("Captions", [["", "No captions"], ...options], first, choose);
  choose(first);
  made.hidden = !tracks.length;
  return made;
}

/** Captions as text of the page, over the picture. */
function showOver(parts: Parts, tracks: HTMLTrackElement[]): void {
  const words = document.createElement("div");
  words.className = "player-words";
  parts.frame.append(words);
  for (const { track, srclang } of tracks) {
    track.addEventListener("cuechange", () => {
      if (track.mode !== "hidden") return;
      words.lang = srclang;
      words.replaceChildren(...[...track.activeCues ?? []].map((cue) => {
        const line = document.createElement("p");
        line.append((cue as VTTCue).getCueAsHTML());
        return line;
      }));
    });
  }
}

function flipCaptions(parts: Parts, made: HTMLSelectElement): void {
  const languages = [...made.options].map((option) => option.value).filter(Boolean);
  made.value = made.value ? "" : parts.frame.dataset.before || languages[0] || "";
  if (made.value) parts.frame.dataset.before = made.value;
  made.dispatchEvent(new Event("change"));
  say(parts, made.value ? `Captions: ${made.selectedOptions[0]?.text ?? ""}` : "No captions");
}

async function inset(video: HTMLVideoElement): Promise<void> {
  if (document.pictureInPictureElement) await document.exitPictureInPicture();
  else await video.requestPictureInPicture().catch(() => undefined);
}

function fullscreen(frame: HTMLElement, video: HTMLVideoElement): void {
  if (document.fullscreenElement) return void document.exitFullscreen();
  if (frame.requestFullscreen) return void frame.requestFullscreen().catch(() => undefined);
  // An iPhone shows only films, not pages, on the full screen.
  (video as HTMLVideoElement & { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.();
}

function hideWhenIdle(frame: HTMLElement, video: HTMLVideoElement): void {
  let timer = 0;
  const stir = (): void => {
    frame.classList.remove("idle");
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!video.paused && !frame.querySelector(".player-bar:focus-within, .player-bar:hover")) frame.classList.add("idle");
    }, IDLE_MS);
  };
  for (const name of ["pointermove", "keydown", "focusin"]) frame.addEventListener(name, stir);
  for (const name of ["play", "pause"]) video.addEventListener(name, stir);
}
